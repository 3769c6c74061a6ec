"""Plain text is laid out a block a line, or a block a paragraph where its lines are wrapped."""

import textwrap
import time

import pytest

from copydesk.errors import ReadError
from copydesk.reading import read
from copydesk.reading.text import page_of_text, read_text

PARAGRAPH = (
    "The harbour council of Norrvik will ask every skipper for a fee, the mayor told a full hall on Tuesday"
    " evening, because the old quay has to be mended before the autumn storms arrive and the yard has asked"
    " for payment in advance, as yards do when a town has been slow to pay before and the winter is near."
)


def blocks_of(text: str) -> list[str]:
    page = page_of_text(text, "utf-8")
    return [page.text[block.start : block.stop] for block in page.blocks]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\n\n", "\u2028", "\u2029", "\x85", "\f"])
def test_each_line_is_a_block(end: str) -> None:
    assert blocks_of(end.join(["First line.", "Second line.", " \u00a0", "Third line."])) == [
        "First line.",
        "Second line.",
        "Third line.",
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_wrapped_lines_are_joined_up_to_a_blank_line(end: str) -> None:
    wrapped = end.join(textwrap.wrap(PARAGRAPH, 72))
    assert blocks_of(f"{wrapped}{end}{end}{wrapped}") == [wrapped, wrapped]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_line_too_short_to_have_been_wrapped_ends_its_paragraph(end: str) -> None:
    wrapped = end.join(textwrap.wrap(PARAGRAPH, 72))
    assert len(wrapped.split(end)[-1]) < 50
    assert blocks_of(f"{wrapped}{end}{wrapped}") == [wrapped, wrapped]


@pytest.mark.parametrize("tail", ["", " ", "  \t"])
def test_sentences_on_lines_of_their_own_are_not_wrapped(tail: str) -> None:
    sentence = "left the quay at nine and was seen off by the mayor himself."
    sentences = [f"Boat {number} {sentence}{tail}" for number in range(8)]
    assert blocks_of("\n".join(sentences)) == sentences


def test_long_lines_are_not_wrapped() -> None:
    lines = [PARAGRAPH, *textwrap.wrap(PARAGRAPH, 72), PARAGRAPH]
    assert blocks_of("\n".join(lines)) == lines


def test_a_long_wrapped_text_takes_no_time() -> None:
    text = "the ferry left the quay at nine and was seen off by the mayor himself\n" * 20_000
    started = time.perf_counter()
    assert len(blocks_of(text)) == 1
    assert time.perf_counter() - started < 2  # it took the square of the lines once: 2.3 s, and 60 s for 7 MB


@pytest.mark.parametrize(
    "data", [b"\n \t", b"\xef\xbb\xbf", "\u200b\u2060 \u00ad".encode(), "\u3000".encode("utf-16")]
)
def test_nothing_visible_is_no_text(data: bytes) -> None:
    with pytest.raises(ReadError) as caught:
        read(data, "text/plain")
    assert caught.value.reason == "no_text"


def test_no_bytes_are_an_empty_file() -> None:
    with pytest.raises(ReadError) as caught:
        read(b"")
    assert caught.value.reason == "empty_file"


def test_the_text_is_kept_as_it_was_decoded() -> None:
    page = read_text("\ufeff  Ferry\u00a0fees \r\n\tat nine\0 ".encode())
    assert page.text == "  Ferry\u00a0fees \r\n\tat nine\0 "
    assert (page.media_type, page.encoding, page.containers) == ("text/plain", "utf-8-sig", ())
