"""What extractors glue together: a date and the first word, deck and captions, the last sentence and tags."""

import re

from copydesk.cleaning.draft import Piece, offset_in, split
from copydesk.cleaning.rules import rule_book
from copydesk.document import Page
from copydesk.reporting.datelines import Dateline, read_dateline
from copydesk.reporting.dates import find_day, is_date_line

_LEADING_DATE = re.compile(r"date:? ?[12]\d{3}-\d{2}-\d{2}(?=\s)", re.IGNORECASE)
_GLUED_SENTENCE = re.compile(r"[^\W_]{3}[.!?…][”\"’»)]*(?=[^\W\d_])")
_ENDS_SENTENCE = re.compile(r"[.!?…:;][”\"’»)]*$")
_ENDS, _CLOSING = frozenset(".!?…:;"), frozenset('”"’»)')
_LONGEST_TAGS = 100
_LONGEST_CREDIT = 120  # characters in which a caption ends on its credit
_SHORTEST_REPEAT = 15


def cut_leading_date(page: Page, pieces: list[Piece], index: int | None = 0) -> list[Piece]:
    """Cut a marker such as `date 2024-03-05` off the first piece, or that at `index`, as often as it stands there."""
    while index is not None and index < len(pieces) and (match := _LEADING_DATE.match(pieces[index].text)):
        marker, *rest = split(page, pieces[index], offset_in(page, pieces[index], match.end()))
        marker.mark("date", "date.leading_marker")
        pieces = [*pieces[:index], marker, *rest, *pieces[index + 1 :]]
        index += 1
    return pieces


def cut_captions(page: Page, pieces: list[Piece]) -> list[Piece]:
    """Cut photo captions off the piece they are glued to, where the caption's credit gives them away."""
    out: list[Piece] = []
    for piece in pieces:
        length = _caption_start(piece.text) if _may_end_in_caption(piece) else None
        if length is None:
            out.append(piece)
            continue
        *before, caption = split(page, piece, offset_in(page, piece, length))
        for part in before:
            part.role, part.rule = None, ""
        caption.mark("caption", "caption.glued")
        out += [*before, caption]
    return out


def cut_bylines(page: Page, pieces: list[Piece]) -> list[Piece]:
    """Cut the date out of bylines such as `By A. Name – March 5, 2024 – 3 min read`."""
    out: list[Piece] = []
    for piece in pieces:
        day = find_day(piece.text) if piece.role == "byline" else None
        if day is None:
            out.append(piece)
            continue
        bounds = [offset_in(page, piece, day.start), offset_in(page, piece, day.stop)]
        for part in split(page, piece, *bounds):
            if is_date_line(part.text):
                part.mark("date", "date.in_byline")
            elif (
                (rest := part.text.lstrip("–—-|· "))
                and (verdict := rule_book().judge(rest))
                and verdict.role != "byline"
            ):
                part.mark(verdict.role, verdict.rule)
            out.append(part)
    return out


def cut_dateline(page: Page, pieces: list[Piece]) -> tuple[list[Piece], Dateline | None]:
    """Cut the dateline, and before it a date marker, off the first paragraph of the body."""
    pieces = cut_leading_date(page, pieces, _first_body(pieces))
    index = _first_body(pieces)
    if index is None or (found := read_dateline(pieces[index].text)) is None:
        return pieces, None
    dateline, *rest = split(page, pieces[index], offset_in(page, pieces[index], found.length))
    dateline.mark("dateline", "dateline.first_paragraph")
    pieces = [*pieces[:index], dateline, *rest, *pieces[index + 1 :]]
    pieces, more = cut_dateline(page, pieces)
    if more:  # `(ANSA) - ROMA, 5 MAR - ` is two
        found = Dateline(
            found.length, found.place or more.place, found.agency or more.agency, found.day or more.day
        )
    return pieces, found


def _first_body(pieces: list[Piece]) -> int | None:
    return next((index for index, piece in enumerate(pieces) if piece.role == "body"), None)


def cut_tags(page: Page, pieces: list[Piece]) -> list[Piece]:
    """Cut tags off the last sentence of the body: glued without a space, and no sentence themselves."""
    index = next((i for i in range(len(pieces) - 1, -1, -1) if pieces[i].role == "body"), None)
    if index is None or (length := _tags_start(pieces[index].text)) is None:
        return pieces
    body, tags = split(page, pieces[index], offset_in(page, pieces[index], length))
    tags.mark("boilerplate", "tags.glued")
    return [*pieces[:index], body, tags, *pieces[index + 1 :]]


def _may_end_in_caption(piece: Piece) -> bool:
    """Tell quickly a line that no mark ends, as captions and credits are."""
    text = piece.text
    if len(text) < 2 * _SHORTEST_REPEAT or piece.role not in (None, "caption"):
        return False
    return not (text[-1] in _ENDS or (text[-1] in _CLOSING and text[-2] in _ENDS))


def _caption_start(text: str) -> int | None:
    """Give where a glued caption begins: at the first copy of a repeated tail, or after a sentence without a space."""
    if not rule_book().holds_credit(text[-_LONGEST_CREDIT:]):
        return None
    start = _repeat_start(text)
    if start is not None and _has_credit(text[start:]):
        return start
    for match in _GLUED_SENTENCE.finditer(text):
        tail = text[match.end() :]
        if tail[0].isupper() and _has_credit(tail) and not _ENDS_SENTENCE.search(tail):
            return match.end()
    return None


def _repeat_start(text: str) -> int | None:
    """Give where `xx` begins in a text of the form `...xx`, for the longest such x."""
    key = text[-_SHORTEST_REPEAT:]
    found = text.find(key)
    while 0 <= found < len(text) - _SHORTEST_REPEAT:
        width = len(text) - found - len(key)
        if width >= _SHORTEST_REPEAT and text[-2 * width : -width] == text[-width:]:
            return max(0, len(text) - 2 * width)
        found = text.find(key, found + 1)
    return None


def _has_credit(text: str) -> bool:
    verdict = rule_book().judge(text)
    return verdict is not None and verdict.role == "caption"


def _tags_start(text: str) -> int | None:
    for match in _GLUED_SENTENCE.finditer(text):
        tail = text[match.end() :]
        if (
            tail[0].isupper()
            and len(tail) <= _LONGEST_TAGS < match.end() + 60
            and not _ENDS_SENTENCE.search(tail)
        ):
            return match.end()
    return None
