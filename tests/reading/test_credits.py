"""Bylines as pages mark them up."""

import pytest

from copydesk.reading.credits import is_full_name, read_credits
from copydesk.reading.markup import parse


def credits_of(body: str) -> tuple[str, ...]:
    return read_credits(parse(f"<html><body>{body}</body></html>"))


@pytest.mark.parametrize(
    "byline",
    [
        '<a rel="nofollow author" href="/edda">Edda Frome</a>',
        '<span itemprop="author">Edda Frome</span>',
        '<p class="article__byline"><b>Edda</b> Frome</p>',
        '<div class="byline">By <h2 class="author_name"><a class="author">Edda Frome</a></h2><a>Twitter</a></div>',
        '<div class="Author-box"><span class="author-avatar">EF</span><a class="author-name">Edda Frome</a></div>',
    ],
)
def test_a_byline_is_told_by_its_names(byline: str) -> None:
    assert credits_of(f"<h1>Ferry fees rise</h1>{byline}<p>The board said so.</p>") == ("Edda Frome",)


def test_people_marked_up_one_by_one_are_told_one_by_one() -> None:
    people = '<li class="authors__item">Edda Frome</li><li class="authors__item">Tomas Verel</li>'
    assert credits_of(f'<h1>Ferry</h1><ul class="authors">{people}</ul>') == ("Edda Frome", "Tomas Verel")


def test_the_byline_below_the_headline_comes_before_one_above_and_others_below() -> None:
    above, below, late = (
        f'<p class="author">{name}</p>' for name in ("Corin Masters", "Edda Frome", "Tomas Verel")
    )
    assert credits_of(f"{above}<h1>Ferry fees rise</h1>{below}<p>Text</p>{late}") == ("Edda Frome",)
    assert credits_of(f"{above}<h1>Ferry fees rise</h1><p>Text</p>") == ("Corin Masters",)


@pytest.mark.parametrize(
    "box",
    [
        '<div class="comments"><span class="comment-author">reedling</span></div>',
        '<div class="related-articles"><a class="author">Tomas Verel</a></div>',
        '<footer><a rel="author">Harbour Web Works</a></footer>',
        '<figcaption class="author">Lena Oswald</figcaption>',
        '<p class="author-bio">Edda Frome has written about ferries since 1998.</p>',
        f'<div class="author">{"Edda Frome writes. " * 10}</div>',
        '<a rel="author"><img src="edda.jpg"></a>',
    ],
)
def test_boxes_of_others_credit_nobody(box: str) -> None:
    assert credits_of(f"<h1>Ferry fees rise</h1>{box}") == ()


@pytest.mark.parametrize(
    ("name", "is_full"),
    [
        ("Edda Frome", True),
        ("新間", True),
        ("edda.frome", False),
        ("dpa", False),
        ("Edda", False),
        ("", False),
    ],
)
def test_whole_names(name: str, is_full: bool) -> None:
    assert is_full_name(name) is is_full
