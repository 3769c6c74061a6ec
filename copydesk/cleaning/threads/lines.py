"""What a line is in a thread: a header with a commenter's name, a time, a footer with likes and actions, or text."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from copydesk.cleaning.threads.wording import wording
from copydesk.reporting.bylines import is_particle
from copydesk.reporting.dates import find_day, is_date_line

LineKind = Literal["header", "numbered", "stamp", "footer", "text"]

_SHORT_NAME = re.compile(r"[^\W_][\w.'’ @-]{1,38}[\w.)]")
_NAMED_REPLY = re.compile(r"\s+[>▶→▸➤]\s+.*|\s+(?:in reply|replying) to .*", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_SIGN = re.compile(r"^#?\d|[•·|]")
# A year, a clock, a date in figures, or a span as short as `3d`.
_TIMED = re.compile(r"[12]\d{3}(?!\d)|\d[:.h/-] ?\d\d|^\W*\d+ ?\w{1,7}\W*$|\d\d?[.,]? ?[^\W\d_]{3}")
_COUNT = re.compile(r"(?<![\w])(?P<count>\d{1,6})(?![\w:.])")
_LETTERS = re.compile(r"[^\W\d_]+")
# Systems print name and time in elements of their own, and extractors glue them: `Anna6. March`, `AnnaMarch 6, 2024`.
_GLUED = re.compile(r"(?<=[^\W\d_])(?=\d{1,2}[.:/]|[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4})")
_DATE = re.compile(r"(?<!\d)(?:\d{1,2}[./-] ?\d{1,2}[./-] ?\d{2,4}|\d{4}[./-]\d{1,2}[./-]\d{1,2})")
_CLOCK = re.compile(r"(?<![\d.])\d{1,2}(?::|h|\.(?=\d\d\b))\d{2}(?!\.\d)", re.IGNORECASE)
_HOUR = re.compile(r"\d(?::|h|時)\d\d|\d\.\d\d\s*uhr", re.IGNORECASE)
_NUMBER_BEFORE = re.compile(r"(?:#\s?\d{1,4}(?:\.\d{1,3})?|\d{1,4}[.)])(?:\s+|$)")
_EDGES = " ,·•|/@()[]–—-:»>#"
_LONGEST_FURNITURE = 130
_LONGEST_NAMED_TIME = 110


@dataclass(frozen=True, slots=True)
class Line:
    """What the grammar sees in a line."""

    kind: LineKind
    author: str | None = None  # of a header; of a text, whose header it is if a time follows
    like_count: int | None = None
    certain: bool = False  # only a comment thread prints such a line
    form: str = ""  # how a header is made: the headers of a thread are made alike
    is_reply: bool = False  # it has a button to answer a comment with
    has_hour: bool = False  # its time is as exact as that of comments, an hour or an age


_TEXT = Line("text")


def classify(text: str, following: str | None = None) -> Line:
    """Say what a line is in a thread; `following` is the next line, which tells names from short comments."""
    if len(text) > _LONGEST_FURNITURE:
        return _TEXT
    line = _classify_alone(text)
    if following is not None and line.kind in ("header", "text") and is_stamp(following):
        return _stamped(text, line, following)
    return line if line.kind != "text" else _TEXT


def _stamped(text: str, line: Line, following: str) -> Line:
    """Say what a line is that has a time under it."""
    stamp = _classify_alone(following)
    if line.author is not None:
        return replace(line, kind="header", certain=True, has_hour=stamp.has_hour)
    if line.kind == "text":
        name = _without_lead(_without_beside(text))
        if is_short_name(name):
            form = "name above time" if name == text else "name and time"
            return Line("header", name, form=form, has_hour=stamp.has_hour, is_reply=stamp.is_reply)
    return line if line.kind == "header" else _TEXT


def is_stamp(text: str) -> bool:
    """Tell a line that is the time of a comment and nothing else."""
    return len(text) <= 80 and _classify_alone(text).kind == "stamp"


def is_short_name(text: str) -> bool:
    """Tell what may be a name, by its length and its marks only."""
    return len(text) <= 40 and len(text.split()) <= 4 and _SHORT_NAME.fullmatch(text) is not None


@lru_cache(maxsize=8192)  # the start of a thread is looked for over the same lines that are read then
def _classify_alone(text: str) -> Line:
    """Say what a line is whatever follows; a text with an author is a header if a time follows."""
    folded = text.lower()
    if footer := _footer(text, folded):
        return footer
    has_age = holds_age(folded)
    if has_age and wording().ages.fullmatch(text.strip("()· ")):
        return Line("stamp", has_hour=True)
    header = _formed_header(text) if text.endswith(":") or _SIGN.search(text) else None
    if header and header.kind == "header":
        return header
    if has_age or _TIMED.search(text):
        if _is_age_or_date(text):
            return Line("stamp", has_hour=_HOUR.search(text) is not None)
        return _named_time(text, has_age) or header or _TEXT
    return header or _TEXT


def holds_age(folded: str) -> bool:
    """Tell quickly what may say how long ago something was."""
    for word in wording().age_words:  # noqa: SIM110 - a loop takes a third of the time of any() here
        if word in folded:
            return True
    return False


def _footer(text: str, folded: str) -> Line | None:
    """Read a line of likes or of actions (Reply, Share)."""
    words = wording()
    if len(text) > 60 or words.action_words.isdisjoint(found := _LETTERS.findall(folded)):
        return None
    if words.likes.match(text):
        return Line("footer", like_count=read_likes(text), certain=True)
    if not (found[0] in words.footer_words or _DIGIT.search(text)) or not words.footer.fullmatch(text):
        return None
    is_reply = not words.replies.isdisjoint((folded.strip(_EDGES + "↓↑›"), *found))
    return Line("footer", like_count=read_likes(words.spans.sub(" ", text)), is_reply=is_reply)


def _formed_header(text: str) -> Line | None:
    """Read a line with a commenter's name by the forms that widgets give it."""
    possible = None
    for number, form in enumerate(wording().headers):
        match = form.pattern.fullmatch(text) if form.sign.search(text) else None
        if match and (not form.has_time or _has_time(match["time"], form.is_marked)):
            author = _NAMED_REPLY.sub("", match["author"]).strip(" ,·•-–")
            if is_author(author):
                return Line("header", author, certain=form.has_time, form=f"form {number}")
            possible = possible or Line("text", author, form=f"form {number}")
    if possible is None and (match := wording().says_glued.fullmatch(text)):
        return Line("text", match["author"], form="form 0")
    return possible


def _named_time(text: str, has_age: bool) -> Line | None:
    """Read a line of a name and a time with nothing else: `Anna Example 6 March 2024, 10:15 Reply`."""
    text = _GLUED.sub(" ", text) if len(text) <= _LONGEST_NAMED_TIME else ""
    start = _time_start(text, has_age)
    if start is None:
        return None
    words = wording()
    before, behind = _without_lead(_without_beside(text[:start])), text[start:].lower()
    found = _LETTERS.findall(words.ages.sub(" ", behind) if has_age else behind)
    outer = [word for word in found if word not in words.beside and word not in words.footer_words]
    stamp = Line(
        "stamp",
        is_reply=not words.replies.isdisjoint(found),
        has_hour=has_age or _HOUR.search(behind) is not None,
    )
    if not outer and words.beside.issuperset(_LETTERS.findall(before.lower())):
        return stamp
    if not outer:
        return (
            replace(stamp, kind="header", author=before, form="name and time") if is_author(before) else None
        )
    author = _name_behind(text, found, outer) if start == 0 else None
    return replace(stamp, kind="header", author=author, form="time and name") if author else None


def _name_behind(text: str, found: list[str], outer: list[str]) -> str | None:
    """Give the name that ends a line, behind a whole day."""
    mention = find_day(text)
    has_day = _DATE.match(text) is not None or (mention is not None and mention.day is not None)
    if not has_day or found[-len(outer) :] != outer or " " + outer[0] not in text.lower():
        return None
    author = text[text.lower().rindex(" " + outer[0]) :].strip(_EDGES)
    return author if is_author(author) else None


def _time_start(text: str, has_age: bool) -> int | None:
    """Give where the first day, hour or age of a line begins."""
    forms = (_DATE, _CLOCK, wording().ages) if has_age else (_DATE, _CLOCK)
    starts = [match.start() for form in forms if (match := form.search(text))]
    if (mention := find_day(text)) and (mention.problem != "no year" or starts):
        starts.append(mention.start)
    return min(starts, default=None)


def _without_beside(text: str) -> str:
    """Cut off what joins a name to its time: ` on`, `, le mercredi`, ` |`."""
    text = text.rstrip(_EDGES)
    while (last := text.rpartition(" ")[2].lower().rstrip(".,")) and last in wording().beside:
        text = text[: len(text) - len(text.rpartition(" ")[2])].rstrip(_EDGES)
    return text


def _without_lead(text: str) -> str:
    """Cut off what stands before a name: `#12`, `Comment by`."""
    text = _NUMBER_BEFORE.sub("", text.strip(_EDGES.replace("#", "")), count=1)
    if match := wording().leads.match(text):
        text = text[match.end() :]
    return wording().says_tail.sub("", text).strip(_EDGES)


def is_author(text: str) -> bool:
    """Tell a commenter's name from the start of a sentence such as `Here is what happened on March 5:`."""
    words = text.split()
    if not words or len(text) > 48 or words[0].lower() in wording().not_authors:
        return False
    return len(words) <= 2 or (
        len(words) <= 5 and all(is_particle(word) or not word[0].islower() for word in words)
    )


def _has_time(text: str, is_marked: bool) -> bool:
    ages = wording().spans if is_marked else wording().ages
    return ages.search(text) is not None or find_day(text) is not None


def _is_age_or_date(text: str) -> bool:
    if len(text) > 80:
        return False
    return bool(wording().spans.fullmatch(text.strip("()· "))) or is_date_line(text) is not None


def read_likes(text: str) -> int | None:
    """Give the first number that stands alone in a line."""
    match = _COUNT.search(text)
    return int(match["count"]) if match else None
