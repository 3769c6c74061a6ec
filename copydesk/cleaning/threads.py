"""Comment threads: where readers' comments begin, and where one ends and the next begins.

Widgets print a comment as a small header (name, time), the text, and a footer (Reply, likes). The grammar knows
these three kinds of line in the wording of common widgets; the wording is data, in threads.toml.
"""

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib import resources
from typing import Literal

from copydesk.cleaning.draft import Piece, offset_in, split
from copydesk.cleaning.prose import is_prose
from copydesk.document import Comment, Page
from copydesk.reporting.bylines import is_particle
from copydesk.reporting.dates import find_day, is_date_line

LineKind = Literal["header", "numbered", "stamp", "footer", "text"]

_NUMBERED = re.compile(r"(?P<number>\d{1,4})\. +\S")
_SHORT_NAME = re.compile(r"[^\W_][\w.'’ @-]{1,38}[\w.)]")
_NAMED_REPLY = re.compile(r"\s+[>▶→▸➤]\s+.*|\s+(?:in reply|replying) to .*", re.IGNORECASE)
# What every header and every stamp has somewhere: one of these marks or words.
_TELLING_MARK = re.compile(r"[\d:•·|]")
_TELLING_WORDS = ("ago", "now", "yesterday", "vor ein", "hace un", "il y a", "назад", "тому")
_COUNT = re.compile(r"(?<![\w])(?P<count>\d{1,6})(?![\w:.])")
_LONGEST_FURNITURE = 130
# Rules whose lines are furniture of a thread when they stand in one; the day of a comment is not that of the article.
_IN_THREADS = frozenset({"comments.heading", "comments.rest", "share.buttons", "date.line"})
_LOOK_BACK = 40  # pieces between a comment's first line and the line that proves it a comment
_LONGEST_DECK = 250  # characters: a thread stands under more prose than a deck, which a byline may follow
_LONGEST_FIRST_COMMENT = (
    3000  # characters of prose between the thread's heading and the first line that proves it
)


@dataclass(frozen=True, slots=True)
class Line:
    """What the grammar sees in a line."""

    kind: LineKind
    author: str | None = None
    like_count: int | None = None
    certain: bool = False  # only a comment thread prints such a line


@dataclass(slots=True)
class _Open:
    """A comment under way."""

    author: str | None = None
    like_count: int | None = None
    paragraphs: list[str] = field(default_factory=list)
    closed: bool = False


def read_threads(page: Page, pieces: list[Piece]) -> tuple[list[Piece], list[Comment]]:
    """Give roles to the pieces of comment threads, and the comments themselves in order."""
    if any(piece.block.unit for piece in pieces):
        return pieces, _read_units(pieces)
    start = _thread_start(page, pieces)
    if start is None:
        return pieces, []
    return _read_lines(page, pieces, start)


@lru_cache(maxsize=4096)  # the start of a thread is looked for over the same lines that are read then
def classify(text: str, following: str | None = None) -> Line:
    """Say what a line is in a thread; `following` is the next line, which tells names from short comments."""
    if len(text) > _LONGEST_FURNITURE:
        return Line("text")
    footer = _footer(text)
    if footer is not None:
        return footer
    if not (following and len(text) <= 40) and not _is_telling(text):
        return Line("text")
    return _header(text, following or "") or Line("stamp" if _is_stamp(text) else "text")


def _is_telling(text: str) -> bool:
    folded = text.lower()
    return _TELLING_MARK.search(text) is not None or any(word in folded for word in _TELLING_WORDS)


def _footer(text: str) -> Line | None:
    """Read a line of likes or of actions (Reply, Share)."""
    words = _wording()
    if match := words.likes.search(text):
        return Line("footer", like_count=_likes(match.group()), certain=True)
    if len(text) <= 60 and words.footer.fullmatch(text):
        return Line("footer", like_count=_likes(words.ages.sub(" ", text)))
    return None


def _header(text: str, following: str) -> Line | None:
    """Read a line with a commenter's name: by its wording, or because the next line is the time of the comment."""
    is_stamped = _is_stamp(following)
    for form in _wording().headers:
        match = form.pattern.fullmatch(text) if form.sign.search(text) else None
        if match and (not form.has_time or _has_time(match["time"])):
            author = _NAMED_REPLY.sub("", match["author"]).strip(" ,·•-–")
            if is_stamped or _is_author(author):
                return Line("header", author=author, certain=is_stamped or form.has_time)
    if is_stamped and not _is_stamp(text) and _SHORT_NAME.fullmatch(text) and len(text.split()) <= 4:
        return Line("header", author=text)
    return None


def _thread_start(page: Page, pieces: list[Piece]) -> int | None:
    """Find the first piece of the thread: after a heading, at a certain header, or before the first likes."""
    heading: int | None = None
    prose: list[int] = []  # lengths of the paragraphs so far
    for index, piece in enumerate(pieces):
        is_below = len(prose) > 1 or sum(prose) > _LONGEST_DECK
        if piece.rule == "comments.heading":
            if is_below:  # the same words above the article link to the thread
                heading, prose_above_heading = index, sum(prose)
            continue
        if piece.role is not None and piece.rule != "comments.rest":
            continue
        line = classify(piece.text, _following(pieces, index))
        if line.kind in ("header", "footer") and is_below:
            if heading is not None and sum(prose) - prose_above_heading <= _LONGEST_FIRST_COMMENT:
                return heading + 1
            if line.kind == "header" and line.certain and _goes_on(pieces, index):
                return index
            if line.certain and (start := _numbered_before(page, pieces, index)) is not None:
                return start
        elif is_prose(piece.text):
            prose.append(len(piece.text))
    return None


def _goes_on(pieces: list[Piece], index: int) -> bool:
    """Tell whether a header begins a thread: a time of day, another header or a footer follows, as under no byline."""
    if _is_stamp(_following(pieces, index) or ""):
        return True
    for position in range(index + 1, min(len(pieces), index + _LOOK_BACK)):
        piece = pieces[position]
        if piece.role is None or piece.rule == "comments.rest":
            line = classify(piece.text, _following(pieces, position))
            if line.kind == "footer" or (line.kind == "header" and line.certain):
                return True
    return False


def _numbered_before(page: Page, pieces: list[Piece], index: int) -> int | None:
    """Walk back from a line of likes to the indented numbered item that begins its comment."""
    for candidate in range(index - 1, max(-1, index - _LOOK_BACK), -1):
        if _is_numbered(page, pieces[candidate]):
            return candidate
    return None


def _read_lines(page: Page, pieces: list[Piece], start: int) -> tuple[list[Piece], list[Comment]]:
    """Read a thread line by line from `start` to the form, the footer or the end."""
    out, opened = pieces[:start], list[_Open]()
    numbered = _is_numbered(page, pieces[start])
    for index in range(start, len(pieces)):
        piece = pieces[index]
        if piece.role is not None and piece.rule not in _IN_THREADS:
            if piece.rule.startswith(("comment_form", "footer", "related")) and opened:
                out.extend(pieces[index:])
                break
            out.append(piece)
            continue
        if numbered and _is_numbered(page, piece):
            piece = _take_number(page, piece, out)
            opened.append(_Open(paragraphs=[piece.text]))
            piece.mark("comment", "comments.text")
            out.append(piece)
            continue
        _read_line(piece, _following(pieces, index), opened)
        out.append(piece)
    return out, _comments(opened)


def _read_line(piece: Piece, following: str | None, opened: list[_Open]) -> None:
    """Add one line of a thread to the comment it belongs to."""
    line = classify(piece.text, following)
    current = opened[-1] if opened and not opened[-1].closed else None
    if line.kind == "header" or (current is None and _is_name(piece.text, following) and piece.role is None):
        opened.append(_Open(author=line.author or piece.text))
        piece.mark("comment", "comments.header")
    elif line.kind == "stamp":
        piece.mark("comment", "comments.stamp")
    elif line.kind == "footer":
        if opened:
            opened[-1].closed = True
            opened[-1].like_count = line.like_count if line.like_count is not None else opened[-1].like_count
        piece.mark("comment", "comments.footer")
    elif current is not None and piece.role is None:
        current.paragraphs.append(piece.text)
        piece.mark("comment", "comments.text")
    elif piece.role is None:
        piece.mark("boilerplate", "comments.rest")


def _read_units(pieces: list[Piece]) -> list[Comment]:
    """Read the comments of a page whose markup tells them apart."""
    units: dict[int, _Open] = {}
    for index, piece in enumerate(pieces):
        unit, marks = piece.block.unit, piece.block.marks
        if not unit:
            if "comments" in marks and piece.role is None:
                piece.mark("boilerplate", "comments.rest")
            continue
        comment = units.setdefault(unit, _Open())
        line = classify(piece.text, _following(pieces, index))
        if comment.author is None and not comment.paragraphs and _names_author(piece, line):
            comment.author = re.sub(_wording().says_tail, "", line.author or piece.text)
            piece.mark("comment", "comments.header")
        elif line.kind == "footer" or piece.rule in ("comments.rest", "share.buttons") or _is_control(marks):
            comment.like_count = line.like_count if line.like_count is not None else comment.like_count
            piece.mark("comment", "comments.footer")
        elif line.kind in ("stamp", "header") or re.fullmatch(_wording().says_alone, piece.text):
            piece.mark("comment", "comments.stamp")
        elif piece.role is None or piece.role in ("caption", "date", "byline"):
            comment.paragraphs.append(piece.text)
            piece.mark("comment", "comments.text")
    return _comments(list(units.values()))


def _names_author(piece: Piece, line: Line) -> bool:
    if not piece.block.marks.isdisjoint({"author", "fn", "username", "name", "user", "nick", "nickname"}):
        return len(piece.text) <= 60 and line.kind not in ("stamp", "footer")
    return line.kind == "header"


def _is_control(marks: frozenset[str]) -> bool:
    return "reply" in marks and marks.isdisjoint({"text", "content", "body"})


def _comments(opened: list[_Open]) -> list[Comment]:
    return [
        Comment("\n\n".join(one.paragraphs), one.author, one.like_count) for one in opened if one.paragraphs
    ]


def _take_number(page: Page, piece: Piece, out: list[Piece]) -> Piece:
    """Cut the list number off a comment and put it among the pieces as part of the thread's furniture."""
    match = _NUMBERED.match(piece.text)
    if match is None:
        return piece
    number, rest = split(page, piece, offset_in(page, piece, match.end("number") + 1))
    number.mark("comment", "comments.header")
    out.append(number)
    return rest


def _is_numbered(page: Page, piece: Piece) -> bool:
    """Tell an indented list item, as text dumps print the comments of WordPress.com."""
    return page.text[piece.start] in " \t\u00a0" and _NUMBERED.match(piece.text) is not None


def _is_author(text: str) -> bool:
    """Tell a commenter's name from the start of a sentence such as `Here is what happened on March 5:`."""
    words = text.split()
    if not words or words[0].lower() in _wording().not_authors:
        return False
    return len(words) <= 2 or (
        len(words) <= 5 and all(is_particle(word) or not word[0].islower() for word in words)
    )


def _is_name(text: str, following: str | None) -> bool:
    return (
        following is not None
        and _SHORT_NAME.fullmatch(text) is not None
        and len(text.split()) <= 4
        and len(following) > len(text)
    )


def _following(pieces: list[Piece], index: int) -> str | None:
    """Give the next line if no rule has taken it."""
    following = pieces[index + 1] if index + 1 < len(pieces) else None
    return following.text if following and following.role in (None, "date") else None


def _has_time(text: str) -> bool:
    return bool(_wording().ages.search(text)) or find_day(text) is not None


def _is_stamp(text: str) -> bool:
    if len(text) > 80:
        return False
    return bool(_wording().ages.fullmatch(text.strip("()· "))) or is_date_line(text) is not None


def _likes(text: str) -> int | None:
    match = _COUNT.search(text)
    return int(match["count"]) if match else None


@dataclass(frozen=True, slots=True)
class _HeaderForm:
    """A form of header; `sign` is found in all of its kind, and much sooner."""

    sign: re.Pattern[str]
    pattern: re.Pattern[str]
    has_time: bool = True


@dataclass(frozen=True, slots=True)
class _Wording:
    """threads.toml, compiled."""

    headers: tuple[_HeaderForm, ...]
    ages: re.Pattern[str]
    footer: re.Pattern[str]
    likes: re.Pattern[str]
    says_tail: re.Pattern[str]
    says_alone: re.Pattern[str]
    not_authors: frozenset[str]


@cache
def _wording() -> _Wording:
    data = tomllib.loads(resources.files("copydesk.cleaning").joinpath("threads.toml").read_text("utf-8"))
    says, ages, actions = ("|".join(data[key]) for key in ("says", "ages", "actions"))
    author = r"(?P<author>[^:•·|\n]{2,48}?)"
    separator = r"[\s•·|,/›()*-]"

    def compiled(pattern: str) -> re.Pattern[str]:
        return re.compile(pattern, re.IGNORECASE)

    ends_in_colon = compiled(":$")
    return _Wording(
        headers=(
            _HeaderForm(ends_in_colon, compiled(rf"{author}\s+(?:{says})\s*:"), has_time=False),
            _HeaderForm(
                ends_in_colon,
                compiled(
                    rf"(?:#?\d+[.)]?\s+)?{author}\s+(?:{says})?\s*(?:on|am|el|le|at|,)?\s+(?P<time>[^•·|]{{4,50}}?)\s*:"
                ),
            ),
            _HeaderForm(
                compiled("[•·|]"),
                compiled(rf"{author}\s*[•·|]\s*(?P<time>[^•·|]{{3,40}})(?:\s*[•·|].{{0,30}})?"),
            ),
            # The time begins with a digit, or with a month and a day and a comma: `Example 06.03.2024` is half a name.
            _HeaderForm(
                compiled(r"^#?\d"),
                compiled(
                    rf"#?\d+[.)]?\s+{author},?\s+(?:(?:on|am|el|le)\s+)?"
                    rf"(?P<time>(?:[^\W\d_]{{3,9}}\.? \d\d?, )?\d.{{3,40}})"
                ),
            ),
        ),
        ages=compiled(ages),
        footer=compiled(
            rf"{separator}*(?:(?:\d+|{actions}|{ages}){separator}+)*(?:{actions})(?:{separator}+(?:\d+|{actions}|{ages}))*{separator}*"
        ),
        likes=compiled("|".join(data["likes"])),
        says_tail=compiled(rf"\s*(?:{says})?\s*:?$"),
        says_alone=compiled(rf"(?:{says})\s*:?"),
        not_authors=frozenset(data["not_authors"]),
    )
