"""What holds for every document. COPYDESK_EXAMPLES=5000 looks further than the fixed examples of a test run."""

import json
import os
import re

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from copydesk import Article, MediaType, ReadError, clean
from copydesk.cleaning.draft import normalise
from tests.cleaning.blocks import ANY_MARKUP, ANY_TEXTS, PARAGRAPHS, TITLES, news_texts
from tests.cleaning.desk import assert_in_order, assert_tiled, body, difference, verdicts

EXAMPLES = int(os.environ.get("COPYDESK_EXAMPLES", "0"))
few = settings(max_examples=EXAMPLES or 120, derandomize=not EXAMPLES)
many = settings(max_examples=EXAMPLES or 300, derandomize=not EXAMPLES)

MEDIA_TYPES: tuple[MediaType | None, ...] = (None, "text/plain", "text/html", "application/json")


def cleaned(data: str | bytes, media_type: MediaType | None = None) -> Article | None:
    """Clean a document, or give None where it cannot be read; any other exception fails the test."""
    try:
        return clean(data, media_type=media_type)
    except ReadError as error:
        assert error.reason
        assert error.detail
        return None


@many
@given(ANY_TEXTS)
def test_any_text_is_accounted_for(text: str) -> None:
    if article := cleaned(text, "text/plain"):
        assert_tiled(article)
        assert_in_order(article)


WHITE, UNSEEN = " \t\n\x0b\x1c\x85\xa0\u2003\u2028\u3000", "\x00\x1b\x7f\u00ad\u200b\u200e\u2060\ufeff"
VISIBLE = "aé.海\u200d\U0001f41f"


@many
@given(st.text(st.sampled_from(WHITE + UNSEEN + VISIBLE)))
def test_normalising_keeps_what_is_seen_and_one_space_between(text: str) -> None:
    seen = re.sub("[\u00ad\u200b\u200e\u2060\ufeff]", "", text)
    assert normalise(text) == " ".join(re.sub("[\x00-\x1f\x7f-\x9f]", " ", seen).split())


@few
@given(ANY_MARKUP)
def test_any_markup_is_accounted_for(markup: str) -> None:
    if article := cleaned(markup, "text/html"):
        assert_tiled(article)
        assert_in_order(article)


@few
@given(st.binary(max_size=300), st.sampled_from(MEDIA_TYPES))
def test_any_bytes_are_accounted_for_or_refused(data: bytes, media_type: MediaType | None) -> None:
    if article := cleaned(data, media_type):
        assert_tiled(article)


JSON_VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), ANY_TEXTS),
    st.lists,
    max_leaves=3,
)
RECORDS = st.dictionaries(
    st.sampled_from(["text", "html", "title", "date", "source", "authors", "url", "other"]),
    JSON_VALUES,
    max_size=6,
)


@few
@given(RECORDS)
def test_any_record_is_accounted_for_or_refused(record: dict[str, object]) -> None:
    if article := cleaned(json.dumps(record), "application/json"):
        assert_tiled(article)
        assert_in_order(article)


@many
@given(news_texts())
def test_news_is_accounted_for(text: str) -> None:
    article = clean(text, media_type="text/plain")
    assert article.text == text
    assert_tiled(article)
    assert_in_order(article)


@many
@given(news_texts())
def test_cleaning_its_own_body_changes_nothing(text: str) -> None:
    first = clean(text, media_type="text/plain")
    if not first.body:
        return
    second = clean(first.body, media_type="text/plain")
    assert not difference(body(first), body(second), verdicts(second))


@few
@given(TITLES, st.lists(PARAGRAPHS, min_size=2, max_size=6))
def test_clean_paragraphs_are_kept(title: list[str], paragraphs: list[str]) -> None:
    """Nothing is taken from a title and paragraphs that nothing surrounds."""
    assume(any(len(paragraph) > 60 for paragraph in paragraphs))
    article = clean("\n\n".join([*title, *paragraphs]), media_type="text/plain")
    assert body(article) == [normalise(paragraph) for paragraph in paragraphs]


@few
@given(ANY_TEXTS)
def test_normalising_touches_white_space_and_invisible_characters_only(text: str) -> None:
    normal = normalise(text)
    assert normalise(normal) == normal
    assert "  " not in normal
    assert normal == normal.strip()
    kept = iter(text)
    assert all(character == " " or character in kept for character in normal)


@few
@given(st.text(max_size=200), st.text(max_size=50))
def test_normalising_more_never_gives_less(text: str, more: str) -> None:
    """Offsets into the decoded text are found by halving, which stands on this."""
    assert len(normalise(text + more)) >= len(normalise(text))
