"""Authors: the page's claims, its marked-up byline and its lines, in the order that they are believed."""

import json

import pytest

from copydesk import clean

BODY = "".join(
    f"<p>{text}</p>"
    for text in (
        "The ferry company will stop its service to Marlund at the end of the month, the board said in a letter to its "
        "passengers on Tuesday, and nobody was surprised.",
        "Whether another company takes over the line is open, and two have asked for the timetable since Monday.",
        "A brass band has been ordered and will play whatever the weather does, the harbour office said on Friday.",
    )
)
MARKED = '<p class="byline">By Tomas Verel, Staff Writer</p>'
LINE = "<p>By Corin Masters</p>"


def authors(*bylines: str, **claims: object) -> tuple[str, ...]:
    script = json.dumps({"@type": "NewsArticle", "headline": "Ferry service to Marlund ends", **claims})
    head = f'<head><script type="application/ld+json">{script}</script></head>'
    body = f"<body><article><h1>Ferry service to Marlund ends</h1>{''.join(bylines)}{BODY}</article></body>"
    return clean(f"<html>{head}{body}</html>").authors


def test_a_claimed_person_is_believed() -> None:
    assert authors(MARKED, LINE, author="Edda Frome") == ("Edda Frome",)


@pytest.mark.parametrize(
    "author", ["The Lantern", {"@type": "Organization", "name": "The Lantern"}, "efrome", None]
)
def test_a_site_or_an_account_gives_way_to_people(author: object) -> None:
    publisher = {"name": "The Lantern"}
    assert authors(MARKED, LINE, author=author, publisher=publisher) == ("Tomas Verel",)


def test_an_account_gives_way_to_a_line_and_a_site_stands_where_nobody_is_named() -> None:
    assert authors(LINE, author="efrome") == ("Corin Masters",)
    assert authors(author="efrome") == ("efrome",)
    assert authors(author="The Lantern", publisher={"name": "The Lantern"}) == ("The Lantern",)


def test_a_site_beside_people_is_left_out() -> None:
    claimed = [{"name": "Edda Frome"}, {"name": "The Lantern"}]
    assert authors(author=claimed, publisher={"name": "The Lantern"}) == ("Edda Frome",)
