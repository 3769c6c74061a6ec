"""Which pieces are the article: the best stretch of prose in a text, the main text of a page."""

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from copydesk.cleaning.draft import Piece
from copydesk.document import Page

if TYPE_CHECKING:
    from types import ModuleType

_SENTENCE_END = re.compile(r"[.!?…。！？।][\"'”’»)\]]*$|[:;]$|[.!?,]\s?[”\"»]")
_GLUED_END = re.compile(r"[^\W_]{3}[.!?…][\"'”’»)]*[A-ZÄÖÜÀ-ÝА-ЯЁЇІЄҐ]")  # tags or a caption stand behind it
_SHORT_SENTENCE = re.compile(r"[“„«\"–—‘¿¡ ]*[A-ZÄÖÜÀ-ÝА-ЯЁЇІЄҐ]\w*[,’'\w]*(?: \S+)+(?:\.|[.!?][”“»\"’)])")
_SPACELESS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]")
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_ALPHANUMERIC = re.compile(r"[\W_]+")
_LIST_MARK = re.compile(r"(?:[-–—•*]|\d{1,2}[.)]|\(?[a-z\d]{1,2}\))\s")

# Weights of the stretch search, set by trying them on the development pages as a whole.
_PROSE_WEIGHT = 1.0
_SHORT_WEIGHT = -0.7
_RULED_WEIGHT = -0.35
_LONG = 140  # characters that make a piece prose without a full stop


def select_body(page: Page, pieces: list[Piece]) -> None:
    """Mark the pieces of the article as body and subheadings, in place."""
    if page.markup is not None:
        _mark_main_text(page.markup, pieces)
    # Else it is a text, or a page whose main text is not in its blocks.
    if not any(piece.role == "body" for piece in pieces):
        _mark_stretch(pieces, *_find_stretch(pieces))


def trim_body(page: Page, pieces: list[Piece]) -> None:
    """Let go of what hung on a title, deck, dateline or tags that have been cut off since: the body begins and ends
    with a paragraph, and finding it again in itself gives it whole.
    """
    kept = [piece for piece in pieces if piece.role in ("body", "subheading")]
    if page.markup is None:
        start, stop = _find_stretch([Piece(one.start, one.stop, one.text, one.block) for one in kept])
    else:
        paragraphs = [index for index, piece in enumerate(kept) if piece.role == "body"]
        start, stop = (paragraphs[0], paragraphs[-1] + 1) if paragraphs else (0, 0)
    for piece in kept[:start] + kept[stop:]:
        piece.role, piece.rule = None, ""


@lru_cache(maxsize=4096)  # several steps ask about the same lines
def is_prose(text: str) -> bool:
    """Tell a sentence or more from a heading, a link or a button."""
    length = len(text) * (1 if text.isascii() or not _SPACELESS.search(text) else 3)
    if length >= _LONG:
        return True
    if length < 25 or " " not in text + " " * (length > len(text)):
        return False
    return _SENTENCE_END.search(text) is not None or (length >= 60 and _GLUED_END.search(text) is not None)


def _weight(piece: Piece) -> float:
    if piece.role is not None:
        return -5.0 if piece.role == "comment" else _RULED_WEIGHT
    if is_prose(piece.text):
        return _PROSE_WEIGHT + min(len(piece.text), 800) / 400
    if _LIST_MARK.match(piece.text):
        return 0.0
    return _SHORT_WEIGHT


def _find_stretch(pieces: list[Piece]) -> tuple[int, int]:
    """Give the bounds of the best run, with the list that its last paragraph announces and a short sentence beside."""
    start, stop = _best_stretch([_weight(piece) for piece in pieces])
    while (
        stop < len(pieces) and pieces[stop].role is None and _continues_list(pieces[stop - 1], pieces[stop])
    ):
        stop += 1
    while 0 < start < stop and _is_short_sentence(pieces[start - 1]):
        start -= 1
    while 0 < stop < len(pieces) and _is_short_sentence(pieces[stop]):
        stop += 1
    return start, stop


def _is_short_sentence(piece: Piece) -> bool:
    return piece.role is None and _SHORT_SENTENCE.fullmatch(piece.text) is not None


def _continues_list(last: Piece, piece: Piece) -> bool:
    if not _LIST_MARK.match(piece.text):
        return False
    return last.text.endswith((":", "：")) or _LIST_MARK.match(last.text) is not None


def _best_stretch(weights: list[float]) -> tuple[int, int]:
    """Give the bounds of the run of pieces with the greatest sum (Kadane's algorithm)."""
    best = (0, 0)
    best_sum = sum_here = 0.0
    start = 0
    for index, weight in enumerate(weights):
        if sum_here <= 0:
            start, sum_here = index, 0.0
        sum_here += weight
        if sum_here > best_sum:
            best_sum, best = sum_here, (start, index + 1)
    return best


def _mark_stretch(pieces: list[Piece], start: int, stop: int) -> None:
    for index in range(start, stop):
        piece = pieces[index]
        if piece.role is not None:
            continue
        if is_prose(piece.text) or _LIST_MARK.match(piece.text):
            piece.mark("body", "text.prose")
        elif _is_subheading(pieces, index, start, stop):
            piece.mark("subheading", "text.between_paragraphs")
        else:
            piece.mark("body", "text.within_article")


def _is_subheading(pieces: list[Piece], index: int, start: int, stop: int) -> bool:
    """Tell a short line that stands alone between two paragraphs."""
    kept = (None, "body", "subheading")
    before = next((piece for piece in reversed(pieces[start:index]) if piece.role in kept), None)
    after = next((piece for piece in pieces[index + 1 : stop] if piece.role is None), None)
    return (
        before is not None
        and after is not None
        and len(pieces[index].text) <= 120
        and is_prose(before.text)
        and is_prose(after.text)
    )


def _mark_main_text(markup: str, pieces: list[Piece]) -> None:
    """Mark the pieces that trafilatura keeps, found again in the page by their letters and digits."""
    main_text = _extract(markup)
    lines = {_letters(line) for line in main_text.split("\n")}
    everything = _letters(main_text)
    for piece in pieces:
        letters = _letters(piece.text)
        if piece.role is not None or not letters:
            continue
        if letters in lines or (len(letters) >= 40 and letters in everything):
            piece.mark("body", "html.main_text")
    _mark_headings(pieces)


def _mark_headings(pieces: list[Piece]) -> None:
    """Mark the headings that stand between two paragraphs of the body, whether the extractor kept them or not."""
    kept = [
        index
        for index, piece in enumerate(pieces)
        if piece.role == "body" and piece.block.tag not in _HEADINGS
    ]
    if not kept:
        return
    for index in range(kept[0], kept[-1]):
        piece, following = pieces[index], pieces[index + 1]
        if piece.block.tag in _HEADINGS and piece.role in (None, "body") and following.role == "body":
            piece.mark("subheading", "html.heading")


def _letters(text: str) -> str:
    return _ALPHANUMERIC.sub("", text)


def _extract(markup: str) -> str:
    return _trafilatura().extract(markup, include_comments=False, include_tables=True) or ""


@cache
def _trafilatura() -> "ModuleType":
    """Import trafilatura when the first page comes: it takes longer than cleaning a hundred texts."""
    import logging

    import trafilatura

    logging.getLogger("trafilatura").setLevel(
        logging.CRITICAL
    )  # a page it cannot parse is reported by our reader
    return trafilatura
