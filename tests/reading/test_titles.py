"""Which of a page's titles is its article's."""

from dataclasses import replace

import pytest

from copydesk.reading.titles import Claim, Titles, choose_titles

HEADLINE: Claim = ("Ferry fees rise in Marlund", "json-ld: headline")
SHARED: Claim = ("What the ferry will cost you", "meta: og:title")
NONE = Titles(None, None, None, None, (), frozenset({"thestraitlantern", "lantern", "lanternexample"}))


def test_a_title_that_a_page_is_shared_by_goes_along_with_its_headline() -> None:
    titles = replace(NONE, headline=HEADLINE, shared=SHARED, headings=[HEADLINE[0]])
    assert choose_titles(titles) == (HEADLINE, SHARED)


@pytest.mark.parametrize(
    "site", [" | The Strait Lantern", " - Lantern", " – lantern.example", " (The Strait Lantern)"]
)
def test_what_is_shared_with_the_name_of_the_site_was_made_for_search_engines(site: str) -> None:
    titles = replace(NONE, headline=HEADLINE, shared=(SHARED[0] + site, SHARED[1]))
    assert choose_titles(titles) == (HEADLINE, None)
    printed = replace(titles, headings=[SHARED[0]])
    assert choose_titles(printed) == (HEADLINE, SHARED)


def test_a_shared_title_gives_way_where_window_and_headline_agree_against_it() -> None:
    titles = replace(
        NONE,
        headline=HEADLINE,
        shared=SHARED,
        element=HEADLINE[0] + " | Lantern",
        headings=["Latest: band ordered"],
    )
    assert choose_titles(titles) == (HEADLINE, None)
    assert choose_titles(replace(titles, element=None)) == (HEADLINE, SHARED)


@pytest.mark.parametrize(
    ("element", "headings", "title"),
    [
        ("Ferry fees rise | Lantern", ["Lantern"], ("Ferry fees rise", "title element")),
        ("The Strait Lantern: Ferry fees rise", [], ("The Strait Lantern: Ferry fees rise", "title element")),
        ("The Strait Lantern » Ferry fees rise", [], ("Ferry fees rise", "title element")),
        ("Ferry fees rise — Harbour Gazette", ["Harbour Gazette"], ("Ferry fees rise", "title element")),
        ("Ferry fees rise — Gazette", ["Log in", "Ferry fees rise"], ("Ferry fees rise", "heading: h1")),
        ("Lantern", ["Ferry fees rise"], ("Ferry fees rise", "heading: h1")),
        (None, ["Ferry fees", "Eel pass"], None),
        ("Lantern", [], None),
    ],
)
def test_window_and_headings_tell_each_other_apart(
    element: str | None, headings: list[str], title: Claim | None
) -> None:
    assert choose_titles(replace(NONE, element=element, headings=headings)) == (title, None)


def test_a_heading_of_another_wording_is_the_printed_title() -> None:
    titles = replace(NONE, shared=SHARED, headings=["Log in", "What the ferry to Marlund will cost"])
    assert choose_titles(titles) == (("What the ferry to Marlund will cost", "heading: h1"), SHARED)
    assert choose_titles(replace(titles, headings=["Weather"])) == (SHARED, None)


def test_a_site_that_shares_itself_is_no_title() -> None:
    titles = replace(NONE, shared=("Lantern", "meta: og:title"), headings=["Ferry fees rise"])
    assert choose_titles(titles) == (("Ferry fees rise", "heading: h1"), None)
