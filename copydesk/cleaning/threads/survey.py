"""A thread before it is read: what each of its lines is, how its headers are made, where it ends."""

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise

from copydesk.cleaning.draft import Piece
from copydesk.cleaning.threads.lines import Line, classify, is_short_name
from copydesk.cleaning.threads.places import ENDS, following, is_readable

NAME_ALONE = "name alone"
_LONGEST_GAP = 80  # pieces of a thread without anything that only threads have
_ALTERNATING = 4  # names with sentences under each that make a thread
_RESUMES = 25  # pieces in which a thread goes on after a form that stands in its midst
_NEAR = 3  # pieces under a header in which its text begins
# How systems sign a comment with the name of its author.
_LED_BELOW = re.compile(
    r"(?:comment|kommentar|commentaire|comentario|posted) (?:by|von|par|de|por)\b", re.IGNORECASE
)
_NEAR_HEADING = 16  # pieces under a heading in which the first header stands where nothing else proves it


@dataclass(slots=True)
class Thread:
    """A stretch of pieces with what each line is, None where a rule has taken it."""

    pieces: list[Piece]
    start: int
    lines: list[Line | None] = field(default_factory=list)  # from `start` on
    form: str = ""  # that most of the headers have
    headers: list[int] = field(default_factory=list)
    footers: list[int] = field(default_factory=list)
    stop: int = 0
    is_below: bool = False  # the names stand under the comments

    def line(self, index: int) -> Line | None:
        """Say what a piece is, None where a rule has taken it or the thread is over."""
        return self.lines[index - self.start] if 0 <= index - self.start < len(self.lines) else None

    def is_header(self, index: int) -> bool:
        """Tell a header made like most, or one that only threads print."""
        line = self.line(index)
        return line is not None and self.heads(line)

    def heads(self, line: Line) -> bool:
        """Tell the same of a line of the thread."""
        return line.kind == "header" and (line.form == self.form or line.certain)

    def is_text(self, index: int) -> bool:
        """Tell a line of a comment, whatever it says."""
        line = self.line(index)
        return line is not None and line.kind == "text" and self.pieces[index].role is None

    def has_prose_near(self, index: int) -> bool:
        """Tell whether sentences stand under a header."""
        near = range(index + 1, min(self.stop, index + 1 + _NEAR))
        return any(self.is_text(position) and self.pieces[position].is_prose for position in near)


def survey(pieces: list[Piece], start: int) -> Thread:
    """Find how a thread is made and where it ends before any of it is read."""
    thread = Thread(pieces, start)
    thread.lines = _read_ahead(pieces, start)
    if not any(line and line.kind in ("header", "footer") for line in thread.lines):
        _take_names(thread)
    forms = Counter(line.form for line in thread.lines if line and line.kind == "header")
    thread.form = max(forms, key=lambda form: forms[form], default="")
    thread.stop = _find_stop(thread)
    within = [(index, line) for index, line in enumerate(thread.lines[: thread.stop - start], start) if line]
    thread.headers = [index for index, line in within if thread.heads(line)]
    thread.footers = [index for index, line in within if line.kind == "footer"]
    _trim(thread)
    return thread


def is_convincing(thread: Thread, count: int | None) -> bool:
    """Tell a thread from whatever else may stand under a heading, which may say how many comments there are."""
    headers = [line for index in thread.headers if (line := thread.line(index))]
    footers = [line for index in thread.footers if (line := thread.line(index))]
    if any(line.certain or line.is_reply for line in (*headers, *footers)):
        return True
    if not headers:
        return False
    if count is not None:
        return len(headers) <= 2 * count
    # Names and days stand beside the titles of other articles too, hours hardly.
    have_hours = all(line.has_hour for line in headers)
    have_text = thread.is_below or 2 * sum(map(thread.has_prose_near, thread.headers)) > len(headers)
    return have_hours and have_text and thread.headers[0] - thread.start < _NEAR_HEADING


def _read_ahead(pieces: list[Piece], start: int) -> list[Line | None]:
    """Say what the lines are, as far as headers or footers go on."""
    lines: list[Line | None] = []
    last = start
    for index in range(start, len(pieces)):
        piece = pieces[index]
        line = classify(piece.text, following(pieces, index)) if is_readable(piece) else None
        if line is not None and line.kind in ("header", "footer"):
            last = index
        if index - last > _LONGEST_GAP:
            break
        lines.append(line)
    return lines


def _take_names(thread: Thread) -> None:
    """Take short lines with sentences under them for headers, where nothing else divides a thread."""
    pieces = thread.pieces[thread.start : thread.start + len(thread.lines)]
    names = [
        index
        for index, (piece, after) in enumerate(pairwise(pieces))
        if after.is_prose and not piece.is_prose and is_short_name(piece.text)
    ]
    if len(names) >= _ALTERNATING and names[0] == 0:
        for index in names:
            thread.lines[index] = Line("header", author=pieces[index].text, form=NAME_ALONE, certain=True)


def _find_stop(thread: Thread) -> int:
    """Give where what stands under a thread begins."""
    has_begun = False
    stop = thread.start + len(thread.lines)
    for index in range(thread.start, stop):
        line, piece = thread.line(index), thread.pieces[index]
        if line is not None:
            has_begun = has_begun or line.kind == "footer" or thread.is_header(index)
        elif has_begun and piece.rule.startswith(ENDS) and not _resumes(thread, index, stop):
            return index
    return stop


def _resumes(thread: Thread, index: int, stop: int) -> bool:
    """Tell whether a header with prose under it follows soon: some systems print a form under each comment."""
    thread.stop = stop
    soon = range(index + 1, min(stop, index + _RESUMES)) if thread.form else ()
    return any(thread.is_header(position) and thread.has_prose_near(position) for position in soon)


def _trim(thread: Thread) -> None:
    """Tell whether names stand above or below the comments, and end the thread with its last comment."""
    headers, footers = thread.headers, thread.footers
    if not headers:
        thread.stop = footers[-1] + 1 if footers else thread.stop
        return
    first, last = headers[0], headers[-1]
    thread.is_below = thread.form != "name above time" and _has_names_below(thread, first, last)
    if thread.is_below:
        thread.stop = last + 1
    elif footers and footers[-1] > last and len(footers) >= len(headers) - 1:
        above = next((index for index in range(first + 1, thread.stop) if thread.is_text(index)), thread.stop)
        has_buttons_above = any(first < index < above for index in footers)
        thread.stop = _end_of_text(thread, last + 1) if has_buttons_above else footers[-1] + 1
    else:
        thread.stop = _end_of_text(thread, last + 1)


def _has_names_below(thread: Thread, first: int, last: int) -> bool:
    """Tell whether text stands above the first name and none below the last, or names are led by words that say so."""
    above = [thread.pieces[index] for index in range(thread.start, first) if thread.is_text(index)]
    if not above:
        return False
    is_led = _LED_BELOW.match(thread.pieces[first].text) is not None and _LED_BELOW.match(
        thread.pieces[last].text
    )
    return not thread.has_prose_near(last) or (bool(is_led) and above[-1].is_prose)


def _end_of_text(thread: Thread, index: int) -> int:
    """Give where the last comment ends: before a line that a rule has taken, or two that are no sentences."""
    while (
        index < thread.stop
        and (line := thread.line(index))
        and (line.kind in ("stamp", "footer") or thread.pieces[index].rule == "counter.reactions")
    ):
        index += 1
    first = index
    while index < thread.stop and thread.is_text(index):
        is_fragment = index > first and not thread.pieces[index].is_prose
        after = index + 1
        if is_fragment and (after >= thread.stop or not thread.pieces[after].is_prose):
            break
        index += 1
    return index
