"""What holds of every input: readers raise ReadError alone, and lose nothing that can be seen."""

import json
import re
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from copydesk.document import MediaType, Page
from copydesk.errors import ReadError
from copydesk.reading import READERS, read
from copydesk.reading.encoding import decode, mend
from copydesk.reading.html import page_of_html
from copydesk.reading.text import page_of_text

many = settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])

ENCODINGS = "utf-8 utf-8-sig utf-16 utf-16-be utf-32 cp1251 cp1252 gb18030 iso2022_jp".split()
# Pieces of pages that meet in odd orders: tags left open, closed twice, in wrong places.
MARKUP = re.findall(
    r"<[^>]*>|\S+",
    """
    <html> <head> <body> </body> <p> </p> <div> </div> <div class="comments"> <li class="comment"> <b> </b>
    <br> <br/> <h1> </h1> <script> </script> <style> <!-- --> <![CDATA[ ]]> <?x ?> <table> <tr> <td> </table>
    <a href=x> </a> &amp; &#0; &#x110000; &nosuch; < > <p hidden> <time datetime="2024-05-01"> <option> <base>
    <meta charset="utf-16"> <meta name="date" content="x"> <svg> </svg> <template> <select> <frameset>
    <plaintext> <title> </title>
    """,
)
LINKED = '<script type="application/ld+json">{}</script>'

texts = st.text(st.characters(exclude_categories=["Cs"]))
words = st.sampled_from(["Ferry", "fees rise.", "“Zoë”", "Паром", "渡轮", "Ã©", *" \n\r\t\0\u00a0\u2028"])
json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=6,
)
claims = st.dictionaries(
    st.sampled_from(["@type", "@graph", "headline", "author", "publisher", "datePublished", "name"]),
    st.just("NewsArticle") | json_values,
)
pieces = st.sampled_from(MARKUP) | words | claims.map(json.dumps).map(LINKED.format)
pages = st.lists(pieces, max_size=30).map("".join)
records = st.dictionaries(
    st.sampled_from(["text", "html", "title", "date", "source", "authors", "url"]), pages | json_values
).map(json.dumps)
documents = st.binary() | st.builds(
    lambda text, encoding, start, damage: damage + text.encode(encoding, "replace")[start:],
    texts | pages | records,
    st.sampled_from(ENCODINGS),
    st.integers(0, 3),
    st.binary(max_size=3),
)


def check(page: Page) -> None:
    """Hold a page against what every reader promises."""
    assert all(0 <= block.start < block.stop <= len(page.text) for block in page.blocks)
    assert all(one.stop <= other.start for one, other in pairwise(page.blocks))
    assert all(0 <= block.link_density <= 1 for block in page.blocks)
    claims = (page.hints.title, page.hints.date, page.hints.outlet, page.hints.authors, page.hints.url)
    json.dumps(
        [page.text, [one.names for one in page.containers], claims], ensure_ascii=False
    ).encode()  # raises for a lone surrogate


@pytest.mark.parametrize("media_type", [*READERS, None])
@many
@given(data=documents)
def test_a_reader_raises_nothing_but_read_errors(media_type: MediaType | None, data: bytes) -> None:
    try:
        page = read(data, media_type)
    except ReadError as error:
        (error.reason + error.detail).encode()  # raises for a lone surrogate
    else:
        check(page)


wrapped = st.builds(
    lambda lengths, end: end.join(("ferry fees rise " * 7)[:length] for length in lengths),
    st.lists(st.integers(40, 75), min_size=6, max_size=30),
    st.sampled_from(["\n", "\r\n", "\r", "\n\n"]),
)


@many
@given(text=texts | wrapped | st.lists(words, max_size=60).map("".join))
def test_every_visible_character_of_a_text_lies_in_a_block(text: str) -> None:
    page = page_of_text(text, "utf-8")
    check(page)
    outside = list(page.text)
    for block in page.blocks:
        outside[block.start : block.stop] = [""] * (block.stop - block.start)
    assert page.text == text
    assert "".join(outside).strip() == ""


@many
@given(markup=pages | texts)
def test_the_text_of_a_page_is_its_blocks(markup: str) -> None:
    try:
        page = page_of_html(markup, "utf-8")
    except ReadError:
        return
    check(page)
    blocks = [page.text[block.start : block.stop] for block in page.blocks]
    assert page.text == "\n\n".join(blocks)
    assert all(block == block.strip(" \n") for block in blocks)


@many
@given(paragraphs=st.lists(st.text("abc ,.", min_size=1).map(str.strip).filter(bool)))
def test_the_paragraphs_of_a_sound_page_come_out_as_they_went_in(paragraphs: list[str]) -> None:
    page = page_of_html("".join(f"<p>{text}</p>" for text in paragraphs) or "<p>", "utf-8")
    blocks = [page.text[block.start : block.stop] for block in page.blocks]
    assert [block.split() for block in blocks] == [text.split() for text in paragraphs]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@many
@given(text=texts.filter(lambda text: text[:1] not in ("\ufeff", "\0")))  # they would make another mark
def test_sound_unicode_is_read_back(encoding: str, text: str) -> None:
    decoded = decode(text.encode(encoding))
    if decoded.encoding == encoding:  # control characters alone may look like another
        assert decoded.text == mend(text)[0]
