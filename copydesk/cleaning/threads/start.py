"""Where a thread begins: after its heading, at the first of several headers, or before the first likes."""

import re
from dataclasses import dataclass

from copydesk.cleaning.draft import Piece
from copydesk.cleaning.threads.lines import Line, classify, holds_age, is_short_name
from copydesk.cleaning.threads.places import following, is_free, is_numbered
from copydesk.cleaning.threads.survey import NAME_ALONE, Thread, is_convincing, survey
from copydesk.document import Page

_LOOK_BACK = 40  # pieces between a comment's first line and the line that proves it a comment
_LOOK_AHEAD = 250  # pieces in which the headers of a thread are counted
_LONGEST_DECK = 250  # characters: a thread stands under more prose than a deck, which a byline may follow
_FIRST_COMMENT = 3000  # characters of prose between the thread's heading and the first line that proves it
_LONGEST_HEADER = 100
_LIKELY = 2  # headers of one form, and as many footers to answer by
_COUNT = re.compile(r"\d")
_OF_COMMENTS = re.compile(
    r"[ck]omm?ent|комм?ент|leser|reacti|yorum", re.IGNORECASE
)  # `Discussion` heads chapters
_NUMBER = re.compile(r"\d[\d.,]*")
_BULLETS = ("•", "·")
_LIKES = (
    "iked by ",
    "efällt ",
    "e gusta a ",
    "imé par ",
    "iace a ",
    "равится ",
    "одобається ",
    " like",
    "found this",
)


@dataclass(slots=True)
class _Heading:
    """A heading of comments, and the characters of prose that have been passed below it."""

    index: int
    prose: int = 0

    @property
    def is_near(self) -> bool:
        """Tell whether its first comment may still follow."""
        return self.prose <= _FIRST_COMMENT


def find_thread(page: Page, pieces: list[Piece]) -> Thread | None:
    """Find the thread of a page or text, if it has one."""
    first_reply = _first_reply(pieces)
    if first_reply is None and not _may_hold_other(page.text):
        return None
    likely = len(pieces) if first_reply is None else first_reply - _LOOK_BACK
    heading: _Heading | None = None
    for index in range(_first_below(pieces), len(pieces)):
        piece = pieces[index]
        if piece.rule == "comments.heading":
            if _count(piece) != 0:
                heading = _Heading(index)
                if _OF_COMMENTS.search(piece.text) and (thread := _names_alone(pieces, index + 1)):
                    return thread
        elif is_free(piece):
            is_near = heading is not None and heading.is_near
            is_likely = is_near or index >= likely or _has_sign(pieces, index)
            line = classify(piece.text, following(pieces, index)) if is_likely else None
            if line is not None and line.kind in ("header", "footer"):
                if thread := _thread_at(page, pieces, index, line, heading if is_near else None):
                    return thread
                heading = None if is_near else heading
            elif heading is not None and piece.is_prose:
                heading.prose += len(piece.text)
    return None


def _first_below(pieces: list[Piece]) -> int:
    """Give where enough prose stands above for a thread to begin.

    Farther up, the words of a heading link to the thread, and headers are bylines.
    """
    paragraphs = length = 0
    for index, piece in enumerate(pieces):
        if is_free(piece) and piece.is_prose:
            paragraphs += 1
            length += len(piece.text)
            if paragraphs > 1 or length > _LONGEST_DECK:
                return index + 1
    return len(pieces)


def _names_alone(pieces: list[Piece], start: int) -> Thread | None:
    """Give the thread of comments that have a name above them and nothing else."""
    above = pieces[start : start + 2]
    if [piece.is_prose for piece in above] != [False, True] or not is_short_name(above[0].text):
        return None
    thread = survey(pieces, start)
    return thread if thread.form == NAME_ALONE else None


def _thread_at(
    page: Page, pieces: list[Piece], index: int, line: Line, heading: _Heading | None
) -> Thread | None:
    """Give the thread that a header or footer proves, perhaps near below its heading."""
    if heading is not None:
        first = heading.index + 1
        thread, count = survey(pieces, first), _count(pieces[heading.index])
        if is_numbered(page, pieces[first]) or is_convincing(thread, count):
            return thread
    start = _start_without_heading(page, pieces, index, line)
    return None if start is None else survey(pieces, start)


def _first_reply(pieces: list[Piece]) -> int | None:
    """Give the first heading of comments or button to answer with; most documents without a thread have neither."""
    for index, piece in enumerate(pieces):
        if piece.rule[:9] == "comments.":
            return index if piece.rule == "comments.rest" else index + _LOOK_BACK
    return None


def _may_hold_other(text: str) -> bool:
    """Tell quickly whether there may be a thread with neither heading nor buttons."""
    if ":\n" in text or any(words in text for words in _LIKES):
        return True
    return any(bullet in text for bullet in _BULLETS) and holds_age(text.lower())


def _has_sign(pieces: list[Piece], index: int) -> bool:
    """Tell quickly what may be a header or likes that only threads print."""
    text = pieces[index].text
    if len(text) > _LONGEST_HEADER:
        return False
    if text[-1:] == ":":
        after = pieces[index + 1] if index + 1 < len(pieces) else None
        return _COUNT.search(text) is not None or (after is not None and after.rule == "date.line")
    if "•" in text or "·" in text or "|" in text:
        return holds_age(text.lower())
    return _COUNT.search(text) is not None and any(words in text for words in _LIKES)


def _count(heading: Piece) -> int | None:
    """Give how many comments a heading announces."""
    match = _NUMBER.search(heading.text)
    return int(re.sub(r"\D", "", match.group())) if match else None


def _start_without_heading(page: Page, pieces: list[Piece], index: int, line: Line) -> int | None:
    """Tell the first header of a thread from a byline: others made like it follow, or a footer of comments."""
    if line.kind == "header" and (
        (line.certain and _goes_on(pieces, index)) or _is_repeated(pieces, index, line.form)
    ):
        return index
    return _numbered_before(page, pieces, index) if line.certain else None


def _goes_on(pieces: list[Piece], index: int) -> bool:
    """Tell whether a time of day, another header or a footer follows, as under no byline."""
    if classify(following(pieces, index) or "").kind == "stamp":
        return True
    for position in range(index + 1, min(len(pieces), index + _LOOK_BACK)):
        if is_free(pieces[position]):
            line = classify(pieces[position].text, following(pieces, position))
            if line.kind == "footer" or (line.kind == "header" and line.certain):
                return True
    return False


def _is_repeated(pieces: list[Piece], index: int, form: str) -> bool:
    """Tell whether headers of this form follow, and footers to answer by."""
    headers = replies = 0
    for position in range(index, min(len(pieces), index + _LOOK_AHEAD)):
        if is_free(pieces[position]):
            line = classify(pieces[position].text, following(pieces, position))
            headers += line.kind == "header" and line.form == form
            replies += line.is_reply
            if min(headers, replies) >= _LIKELY:
                return True
    return False


def _numbered_before(page: Page, pieces: list[Piece], index: int) -> int | None:
    """Walk back from a line of likes to the indented numbered item that begins its comment."""
    for candidate in range(index - 1, max(-1, index - _LOOK_BACK), -1):
        if is_numbered(page, pieces[candidate]):
            return candidate
    return None
