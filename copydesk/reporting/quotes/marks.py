"""Spans in quotation marks, paragraph by paragraph, however the marks are set."""

import re
from bisect import bisect_left
from typing import NamedTuple

# One expression for each mark: a text is looked through for one character many times as fast as for one of several.
_MARKS = {
    mark: re.compile(
        rf"{mark}(?!(?<=\w{mark})\w)" if mark in "'’" else mark
    )  # not the apostrophe within a word
    for mark in "\"“”„‟«»‹›‘’'‚‛"
}
_DOUBLE = '"“”„‟«»'
_SINGLE = "‹›‘’'‚‛"
_OPENERS = {"“", "„", "‟", "«", "‘", "‚", "‹", "‛"}
# By what a span that begins with a mark may end.
_CLOSERS = {
    '"': '"”“',
    "“": '”"',
    "”": '”"',
    "‟": '”"',
    "„": '“”"',
    "«": "»",
    "»": "«»",
    "‘": "’'",
    "’": "’'",
    "'": "'’",
    "‚": "‘’'",
    "‛": "’'",
    "‹": "›",
    "›": "‹",
}
_ELISION = re.compile(r"(?:\d0s|em|til|tis|twas|cause|n|cos|bout|round)\b", re.IGNORECASE)
_PUNCTUATION = ",.?!…;:"
_MOST_IN_BLOCK = 8  # paragraphs looked through for the end of a block
_MOST_SINGLE = 60  # marks looked through for the end of a span in single ones
_AFTER_SPACE = " \n\t([{—–-/\u00a0\u2009"


class Marked(NamedTuple):
    """A span in marks: `outer` and `outer_stop` hold the marks, `start` and `stop` what stands between them.

    `goes_on` tells a paragraph whose mark is closed in a later one only.
    """

    outer: int
    outer_stop: int
    start: int
    stop: int
    goes_on: bool = False


class Paragraph(NamedTuple):
    """A paragraph with its spans in marks, as offsets into the text."""

    start: int
    stop: int
    spans: tuple[Marked, ...]


def find_paragraphs(text: str) -> list[Paragraph]:
    """Give the paragraphs of a text that are not empty, each with its spans in quotation marks, in order."""
    marks = sorted(
        match.start() for mark, pattern in _MARKS.items() if mark in text for match in pattern.finditer(text)
    )
    paragraphs: list[Paragraph] = []
    start = first = 0
    for line in text.split("\n"):
        stop = start + len(line)
        if line and not line.isspace():
            last = bisect_left(marks, stop, first)
            spans = _spans(text, start, stop, marks[first:last]) if last > first else ()
            paragraphs.append(Paragraph(start, stop, spans))
            first = last
        start = stop + 1
    return _chained(text, paragraphs)


def _spans(text: str, start: int, stop: int, marks: list[int]) -> tuple[Marked, ...]:
    spans: list[Marked] = []
    number = 0
    while number < len(marks):
        at = marks[number]
        number += 1
        if not _may_open(text, at, start, stop) or text.startswith('"“', at):  # set twice
            continue
        close = (_close_single if text[at] in _SINGLE else _close_double)(text, marks, number, stop)
        if close is None:
            continue
        span, number = close
        if text[span.start].isspace() or text[span.stop - 1].isspace():
            span = _trimmed(text, span)
        if span.stop > span.start:
            spans.append(span)
    return tuple(spans)


def _may_open(text: str, at: int, start: int, stop: int) -> bool:
    """Tell whether a mark may open a span by what stands around it."""
    if at + 1 >= stop:
        return False
    before = text[at - 1] if at > start else " "
    after = text[at + 1]
    mark = text[at]
    if mark in _SINGLE:
        return (
            not before.isalnum()
            and before not in _PUNCTUATION
            and (after.isalnum() or after in '[(£$€“"…–')
            and not _ELISION.match(text, at + 1)
        )
    if mark in _OPENERS:
        return True
    if mark == '"':
        return not (before.isalnum() and after.isspace()) and not (before.isdigit() and not after.isalpha())
    return before in _AFTER_SPACE and after.isalnum()  # ” and » turned round, as Swedish and German set them


def _close_double(text: str, marks: list[int], number: int, stop: int) -> tuple[Marked, int]:
    """Close the span that the mark before `number` opens; where nothing does, it runs on to the end."""
    opened = marks[number - 1]
    closers, mark = _CLOSERS[text[opened]], text[opened]
    depth, last = 1, None
    for here in range(number, len(marks)):
        at = marks[here]
        sign = text[at]
        if sign not in _DOUBLE:
            continue
        if sign in closers and not (sign in '"“' and _opens_inside(text, at, stop)):
            depth -= 1
            last = here
            if depth <= 0:
                break
        elif sign == mark or (sign in _OPENERS and mark in _OPENERS):
            depth += 1
    if last is None:
        return Marked(opened, stop, opened + 1, stop, goes_on=True), len(marks)
    if depth > 0 and _reopens(text, marks, number, last):
        last = next(here for here in range(number, len(marks)) if text[marks[here]] in closers)
    at = marks[last]
    return Marked(opened, at + 1, opened + 1, at), last + 1


def _reopens(text: str, marks: list[int], number: int, last: int) -> bool:
    """Tell a mark that was left open before a new span from marks within marks."""
    first = next((here for here in range(number, last) if text[marks[here]] in "”»"), None)
    return first is not None and any(text[marks[here]] in _OPENERS for here in range(first, last))


def _opens_inside(text: str, at: int, stop: int) -> bool:
    """Tell a mark that opens a span within a span: `a "b" c`, but not the mis-spaced end of `a, "he said`."""
    if at + 1 >= stop or not text[at + 1].isalnum():
        return False
    return text[at - 1] in " (\u00a0" and text[at - 2] not in _PUNCTUATION


def _close_single(text: str, marks: list[int], number: int, stop: int) -> tuple[Marked, int] | None:
    """Close a span in single marks, and pass over the apostrophes in it."""
    opened = marks[number - 1]
    chosen: int | None = None
    for here in range(number, min(len(marks), number + _MOST_SINGLE)):
        at = marks[here]
        if chosen is not None and text[at] in _SINGLE and _may_open(text, at, opened, stop):
            break
        if text[at] not in _CLOSERS[text[opened]] or text[at + 1 : min(at + 2, stop)].isalnum():
            continue
        if text[at - 1] in _PUNCTUATION or (chosen is None and not text[at - 1].isspace()):
            chosen = here
            if text[at - 1] != "s" or text[at + 1 : at + 2] != " ":  # else perhaps `the workers' rights`
                break
    return _closed_single(text, marks, number, stop, chosen)


def _closed_single(
    text: str, marks: list[int], number: int, stop: int, chosen: int | None
) -> tuple[Marked, int] | None:
    """Make the span; where no mark closes it, only one at the beginning of a paragraph was a mark at all."""
    opened = marks[number - 1]
    if chosen is not None:
        return Marked(opened, marks[chosen] + 1, opened + 1, marks[chosen]), chosen + 1
    if _starts_line(text, opened):
        return Marked(opened, stop, opened + 1, stop, goes_on=True), len(marks)
    return None


def _starts_line(text: str, at: int) -> bool:
    return at == 0 or text[at - 1] == "\n"


def _trimmed(text: str, span: Marked) -> Marked:
    start, stop = span.start, span.stop
    while start < stop and text[start].isspace():
        start += 1
    while stop > start and text[stop - 1].isspace():
        stop -= 1
    return Marked(span.outer, span.outer_stop, start, stop, span.goes_on)


def _chained(text: str, paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Let a span that its paragraph does not close go on only where the next paragraph opens one again."""
    for number, one in enumerate(paragraphs):
        if not one.spans or not one.spans[-1].goes_on:
            continue
        following = paragraphs[number + 1] if number + 1 < len(paragraphs) else None
        if following and following.spans and not text[following.start : following.spans[0].outer].strip():
            continue
        if stop := _block_end(text, paragraphs, number):
            for inner in range(number + 1, stop + 1):
                paragraphs[inner] = _within_block(paragraphs[inner], is_last=inner == stop)
            continue
        last = one.spans[-1]._replace(goes_on=False)
        paragraphs[number] = one._replace(spans=(*one.spans[:-1], last))
    return paragraphs


def _block_end(text: str, paragraphs: list[Paragraph], number: int) -> int:
    """Give the paragraph that closes a block which an earlier one opens, with no mark between; 0 where none does."""
    one = paragraphs[number]
    if one.spans[-1].outer != one.start:
        return 0
    closers = _CLOSERS[text[one.start]]
    for stop in range(number + 1, min(len(paragraphs), number + _MOST_IN_BLOCK)):
        start, end, spans = paragraphs[stop]
        if spans or end - start == 1:
            return 0
        if text[end - 1] in closers:
            return stop
    return 0


def _within_block(paragraph: Paragraph, *, is_last: bool) -> Paragraph:
    start, stop, _ = paragraph
    return Paragraph(start, stop, (Marked(start, stop, start, stop - is_last, goes_on=not is_last),))
