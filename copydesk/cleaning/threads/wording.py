"""wording.toml, compiled: what the grammar of threads knows of the words of widgets."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from copydesk.reporting.dates import month_names, weekday_names

_WORD = re.compile(r"[^\W\d_]+")
_SEPARATOR = r"[\s•·|,/›»#+()\[\]*↓↑–—-]"
_AUTHOR = r"(?P<author>[^:•·|\n]{2,48}?)"


@dataclass(frozen=True, slots=True)
class HeaderForm:
    """A form of header; `sign` is found in all of its kind, and much sooner."""

    sign: re.Pattern[str]
    pattern: re.Pattern[str]
    has_time: bool = True
    is_marked: bool = False  # by a sign that texts hardly have: a short time will do


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of widgets as expressions, and as sets of words where those tell sooner."""

    headers: tuple[HeaderForm, ...]
    ages: re.Pattern[str]
    spans: re.Pattern[str]  # ages, and spans of time that may be anything
    age_words: tuple[str, ...]
    footer: re.Pattern[str]
    footer_words: frozenset[str]  # one of them is the first of every footer that begins with a letter
    action_words: frozenset[str]  # one of them stands in every footer and beside all likes
    replies: frozenset[str]
    likes: re.Pattern[str]
    leads: re.Pattern[str]
    says_tail: re.Pattern[str]
    says_alone: re.Pattern[str]
    says_glued: re.Pattern[str]  # to the name, by an extractor
    not_authors: frozenset[str]
    beside: frozenset[str]  # words that may stand on both sides of a time


@cache
def wording() -> Wording:
    """Read wording.toml, once a process."""
    data = tomllib.loads(
        resources.files("copydesk.cleaning.threads").joinpath("wording.toml").read_text("utf-8")
    )
    says, ages, actions = ("|".join(data[key]) for key in ("says", "ages", "actions"))
    spans = "|".join([*data["spans"], ages])
    item = rf"\d+|{actions}|{spans}"
    firsts = {word for action in data["actions"] for word in _WORD.findall(action)[:1]}
    return Wording(
        headers=_header_forms(says),
        ages=_compiled(ages),
        spans=_compiled(spans),
        age_words=tuple(data["age_words"]),
        footer=_compiled(
            rf"{_SEPARATOR}*(?:(?:{item}){_SEPARATOR}+)*(?:{actions})(?:{_SEPARATOR}+(?:{item}))*{_SEPARATOR}*"
        ),
        footer_words=frozenset(
            {*firsts, "vor", "hace", "il", "há", "un", "een", "för", "just", "a", "an", "one"}
        ),
        action_words=frozenset(
            word for key in ("actions", "likers") for words in data[key] for word in _WORD.findall(words)
        ),
        replies=frozenset(data["replies"]),
        likes=_compiled("|".join(data["likes"])),
        leads=_compiled(rf"(?:{'|'.join(data['leads'])})\s*:?\s+"),
        says_tail=_compiled(rf"\s*(?:\b(?:{says}))?\s*:?$"),
        says_glued=re.compile(rf"(?P<author>\S.{{1,40}}?)(?:{says}):"),
        says_alone=_compiled(rf"(?:{says})\s*:?"),
        not_authors=frozenset(data["not_authors"]),
        beside=frozenset(data["beside"]) | month_names().keys() | weekday_names(),
    )


def _header_forms(says: str) -> tuple[HeaderForm, ...]:
    ends_in_colon = _compiled(":$")
    return (
        HeaderForm(ends_in_colon, _compiled(rf"{_AUTHOR}\s+(?:{says})\s*:"), has_time=False),
        HeaderForm(
            ends_in_colon,
            _compiled(
                rf"(?:#?\d+[.)]?\s+)?{_AUTHOR}\s+(?:{says})?\s*(?:on|am|el|le|at|,)?\s+(?P<time>[^•·|]{{4,50}}?)\s*:"
            ),
        ),
        HeaderForm(
            _compiled("[•·|]"),
            _compiled(rf"{_AUTHOR}\s*[•·|]\s*(?P<time>[^•·|]{{3,40}})(?:\s*[•·|].{{0,30}})?"),
            is_marked=True,
        ),
        # The time begins with a digit, or with a month and a day and a comma: `Example 06.03.2024` is half a name.
        HeaderForm(
            _compiled(r"^#?\d"),
            _compiled(
                rf"#?\d+[.)]?\s+{_AUTHOR},?\s+(?:(?:on|am|el|le)\s+)?"
                rf"(?P<time>(?:[^\W\d_]{{3,9}}\.? \d\d?, )?\d.{{3,40}})"
            ),
        ),
    )


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
