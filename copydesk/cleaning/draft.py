"""The working copy of a document while it is cleaned: pieces that get roles, and the spans made of them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise

from copydesk.cleaning.prose import is_prose
from copydesk.document import Block, Page, Role, Span

# White space, and characters that no reader sees: zero-width marks, soft hyphens, controls.
_BLANK = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2060\ufeff\u00ad]+")
_INVISIBLE = re.compile(r"[\u200b\u200e\u200f\u2060\ufeff\u00ad]+")


@dataclass(slots=True)
class Piece:
    """A stretch of the decoded text with one role; `text` is its content with white space normalised."""

    start: int
    stop: int
    text: str
    block: Block
    role: Role | None = None
    rule: str = ""
    score: float | None = None  # the likelihood of body that the labeller gave
    is_prose: bool = field(init=False)  # a sentence or more, as against a heading, a link or a button

    def __post_init__(self) -> None:
        """Tell prose at once: every step asks."""
        self.is_prose = is_prose(self.text)

    def mark(self, role: Role, rule: str) -> None:
        """Give the piece its role and the rule that says so."""
        self.role, self.rule = role, rule


def normalise(text: str) -> str:
    """Make every run of white space one space and drop invisible characters; words are never touched."""
    # Where a text is printable, its only white space is the ordinary space and all else is visible.
    if text.isprintable() and "  " not in text and text[:1] != " " != text[-1:]:
        return text
    spaced = " ".join(text.split())
    return spaced if spaced.isprintable() else _BLANK.sub(" ", _INVISIBLE.sub("", text)).strip(" ")


def lay_out(page: Page) -> list[Piece]:
    """Make one piece of each block that holds anything visible."""
    pieces = []
    for block in page.blocks:
        if text := normalise(page.text[block.start : block.stop]):
            pieces.append(Piece(block.start, block.stop, text, block))
    return pieces


def split(page: Page, piece: Piece, *offsets: int) -> list[Piece]:
    """Cut a piece at offsets into the decoded text; parts without visible characters are left to the spaces."""
    bounds = [piece.start, *sorted(offsets), piece.stop]
    return [
        Piece(start, stop, text, piece.block, piece.role, piece.rule, piece.score)
        for start, stop in pairwise(bounds)
        if (text := normalise(page.text[start:stop]))
    ]


def offset_in(page: Page, piece: Piece, length: int) -> int:
    """Give the offset into the decoded text at which the first `length` characters of the piece's text end."""
    length = len(piece.text[:length].rstrip(" "))
    if length == 0:
        return piece.start
    low, high = piece.start, piece.stop
    while low < high:  # normalising a longer prefix never gives a shorter text
        middle = (low + high) // 2
        if len(normalise(page.text[piece.start : middle])) < length:
            low = middle + 1
        else:
            high = middle
    return low


def tile(text: str, pieces: Iterable[Piece]) -> tuple[Span, ...]:
    """Make spans of the pieces, white space around and between them included, so that they tile the text."""
    spans: list[Span] = []
    position = 0
    for piece in pieces:
        (start, stop), rule = bounds_of(text, piece), piece.rule
        if start > position:
            spans.append(_span((position, start, "space", "space", None)))
        score = piece.score if rule.startswith(_LABELLED) else None
        spans.append(_span((start, stop, piece.role or "boilerplate", rule or "unassigned", score)))
        position = stop
    if position < len(text):
        spans.append(Span(position, len(text), "space", "space"))
    return tuple(spans)


# Spans are made by the hundred for each document, and this takes half the time of the constructor.
_span = partial(tuple.__new__, Span)
_LABELLED = ("html-", "text-")  # rules that name a version of the labeller


def bounds_of(text: str, piece: Piece) -> tuple[int, int]:
    """Give the bounds of a piece without the white space at its ends."""
    if piece.stop - piece.start == len(piece.text):
        return piece.start, piece.stop  # normalising has taken nothing off
    return visible_bounds(text, piece.start, piece.stop)


def visible_bounds(text: str, start: int, stop: int) -> tuple[int, int]:
    """Give the bounds of a stretch without the white space and invisible characters at its ends."""
    first, last = text[start], text[stop - 1]
    if first != " " != last and first.isprintable() and last.isprintable():
        return start, stop
    while start < stop and _is_blank(text[start]):
        start += 1
    while stop > start and _is_blank(text[stop - 1]):
        stop -= 1
    return start, stop


def _is_blank(character: str) -> bool:
    # Nearly all are letters and marks, which isprintable() tells at a fifth of the time of the expression.
    return character == " " or (not character.isprintable() and _BLANK.match(character) is not None)
