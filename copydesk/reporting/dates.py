"""Days written in text, in two dozen languages. A day without a year, or one that reads two ways, is not guessed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache

from babel import Locale

# Languages whose month and weekday names are read; names from CLDR, through Babel.
LANGUAGES = "en de fr es it pt nl pl cs sk ru uk be bg tr sv da nb fi ro hu el id ca lt lv et vi".split()

_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W\d_A-Z]+|[A-Z]+[^\W\d_A-Z]*")  # readMarch is two
_FIRST_WORD = re.compile(r"[\W_]*([^\W\d_]+)")
_GLUE = re.compile(r"(?<=[a-z])(?=[A-Z])")
_YEAR = re.compile(r"[12]\d{3}")
_YEAR_END = r"(?!\d(?!\d?:\d\d))"  # extractors glue clock times to years: March 5, 20247:40 AM
_ISO = re.compile(
    r"(?<!\d)(?P<year>[12]\d{3})(?P<mark>\. ?|[-/])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})(?!\d)"
)
_NUMERIC = re.compile(
    r"(?<![\d.])(?P<first>\d{1,2})(?P<mark>\. ?|[/-])(?P<second>\d{1,2})(?P=mark)(?P<year>[12]\d{3})"
    + _YEAR_END
)
_COMPACT = re.compile(r"\s*(?P<year>[12]\d{3})(?P<month>\d{2})(?P<day>\d{2})(?:T|\s|$)")
_EAST_ASIAN = re.compile(
    r"(?P<year>[12]\d{3})\s*[年년]\s*(?P<month>\d{1,2})\s*[月월]\s*(?P<day>\d{1,2})\s*[日일]"
)
_VIETNAMESE = re.compile(
    r"(?<!\d)(?P<day>\d{1,2}) (?:tháng|thg) (?P<month>\d{1,2})(?:,| năm) (?P<year>[12]\d{3})(?!\d)"
)
# Hungarian and Lithuanian put the year first, Latvian the year, then the day.
_YEAR_FIRST = re.compile(
    r"(?<!\d)(?P<year>[12]\d{3})(?:\.| m\.)? (?P<month>[^\W\d_]{3,12})\.? (?P<day>\d{1,2})(?!\d)"
)
_LATVIAN = re.compile(r"(?<!\d)(?P<year>[12]\d{3})\. gada (?P<day>\d{1,2})\. (?P<month>[^\W\d_]{3,12})")
_DAY_MONTH = re.compile(
    r"(?<!\d)(?P<day>\d{1,2})(?:st|nd|rd|th|er|\.|º)?\s+(?:de |of |d’|d')?(?P<month>[^\W\d_]{3,12})\.?"
    r"(?:,?\s+(?:de |del )?(?P<year>[12]\d{3})" + _YEAR_END + r")?"
)
_MONTH_DAY = re.compile(
    r"(?:(?<!\w)|(?<=[a-z])(?=[A-Z]))(?P<month>[^\W\d_]{3,12})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?(?!\d)(?:,?\s+(?P<year>[12]\d{3})"
    + _YEAR_END
    + r")?"
)
_CLOCK = re.compile(
    r"\d{1,2}時(?:\d{1,2}分)?|(?<!\d)\d{1,2}(?:[:.h]\d{2}){1,2}(?::\d{2})?(?:\s*[ap]\.?m\.?)?(?:\s*uhr)?"
    r"(?:\s*\(?(?:[A-Z]{2,4}|UTC|GMT)(?:[+-]\d+)?\)?)?",
    re.IGNORECASE,
)
# Words that may stand beside a date on a line of its own.
_BESIDE = frozenset(
    "published updated posted last modified date on at the am pm first created "
    "veröffentlicht aktualisiert stand am um uhr den der publié mis à jour le par publicado actualizado a las el "
    "pubblicato aggiornato il alle ore опубликовано обновлено в опубліковано оновлено о року года г р "
    "de del d min read".split()
)
_LONGEST_DATE_LINE = 80
_AMBIGUOUS = "day and month cannot be told apart"
_EITHER_ORDER = frozenset({"en", "und", "tl", "ceb"})  # languages written where the month comes first, too


@dataclass(frozen=True, slots=True)
class DayMention:
    """A day as written; `day` is None where `problem` says what is missing."""

    written: str
    start: int
    stop: int
    day: date | None
    problem: str | None = None


@lru_cache(maxsize=8192)  # several steps ask about the same lines
def find_day(text: str) -> DayMention | None:
    """Give the first day written in a short text, the most explicit form first."""
    if not _DIGIT.search(text):
        return None
    if not _YEAR.search(text):
        return _named_day(text, (_DAY_MONTH, _MONTH_DAY))
    for pattern in (_ISO, _EAST_ASIAN, _VIETNAMESE):
        if (match := pattern.search(text)) and (mention := _mention(match, int(match["month"]))):
            return mention
    return _named_day(text, (_YEAR_FIRST, _LATVIAN, _DAY_MONTH, _MONTH_DAY)) or _numeric_day(text)


def is_date_line(text: str) -> DayMention | None:
    """Give the day of a line that holds a date, perhaps a clock time, and nothing else."""
    mention = find_day(text) if _may_be_date_line(text) else None
    if mention is None:
        return None
    rest = _CLOCK.sub(" ", text[: mention.start] + " " + text[mention.stop :])
    words = re.findall(r"\w+", rest.lower())
    return mention if all(word in _BESIDE or word in weekday_names() for word in words) else None


def _may_be_date_line(text: str) -> bool:
    """Tell quickly: before the first digit of a date line stand months and words such as `Updated` only."""
    if len(text) > _LONGEST_DATE_LINE:
        return False
    match = _FIRST_WORD.match(text)
    return match is None or match[1].lower() in _date_words() or _GLUE.search(match[1]) is not None


@cache
def _date_words() -> frozenset[str]:
    return _BESIDE | weekday_names() | month_names().keys()


def read_stamp(stamp: str) -> DayMention | None:
    """Give the day of a machine-readable time, as its own time zone counts it; 20240305T0740 is read too."""
    if match := _COMPACT.match(stamp):
        return _mention(match, int(match["month"]))
    return find_day(stamp[:_LONGEST_DATE_LINE])


def told_day_first(mention: DayMention, language: str) -> DayMention | None:
    """Give a mention whose day is known; 5/3/2024 is where the language writes the day first, as all but English do."""
    if mention.day is not None:
        return mention
    if mention.problem != _AMBIGUOUS or language in _EITHER_ORDER:
        return None
    match = _NUMERIC.match(mention.written)
    return _dated(match, int(match["year"]), int(match["second"]), int(match["first"])) if match else None


@cache
def month_names() -> dict[str, int]:
    """Map lower-cased month names to numbers; a name that means two months in two languages is left out."""
    names: dict[str, int] = {}
    disputed: set[str] = set()
    for language in LANGUAGES:
        months = Locale(language).months
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in months[context][width].items():
                    key = name.lower().rstrip(".")
                    if names.setdefault(key, number) != number:
                        disputed.add(key)
    names.update({"sept": 9, "jän": 1, "jänner": 1})
    return {name: number for name, number in names.items() if name not in disputed}


@cache
def weekday_names() -> frozenset[str]:
    """Give the lower-cased names of weekdays."""
    names: set[str] = set()
    for language in (*LANGUAGES, "ja", "ko", "zh"):
        for context in ("format", "stand-alone"):
            days = Locale(language).days[context]
            for width in ("wide", "abbreviated"):
                names.update(
                    word for name in days[width].values() for word in re.findall(r"\w+", name.lower())
                )
    return frozenset(names)


def _named_day(text: str, forms: Iterable[re.Pattern[str]]) -> DayMention | None:
    """Read a day whose month is a name."""
    if month_names().keys().isdisjoint(map(str.lower, _WORD.findall(text))):
        return None
    for form in forms:
        for match in form.finditer(text):
            name = _GLUE.split(match["month"])[-1]
            month = month_names().get(name.lower())
            if month and (mention := _mention(match, month)):
                glued = len(match["month"]) - len(name) if match.start("month") == match.start() else 0
                return replace(mention, written=mention.written[glued:], start=mention.start + glued)
    return None


def _numeric_day(text: str) -> DayMention | None:
    """Read 5.3.2024 day first, as all who write points do; 5/3/2024 reads two ways unless one part is over 12."""
    match = _NUMERIC.search(text)
    if match is None:
        return None
    first, second, year = int(match["first"]), int(match["second"]), int(match["year"])
    if match["mark"][0] != "." and first <= 12 and second <= 12 and first != second:
        return DayMention(match.group(), match.start(), match.end(), None, _AMBIGUOUS)
    month, day = (first, second) if second > 12 else (second, first)
    return _dated(match, year, month, day)


def _mention(match: re.Match[str], month: int) -> DayMention | None:
    year = match["year"]
    if year is None:
        if not 1 <= int(match["day"]) <= 31:
            return None
        written = match.group().rstrip(" .,")
        return DayMention(written, match.start(), match.start() + len(written), None, "no year")
    return _dated(match, int(year), month, int(match["day"]))


def _dated(match: re.Match[str], year: int, month: int, day: int) -> DayMention | None:
    try:
        return DayMention(match.group(), match.start(), match.end(), date(year, month, day))
    except ValueError:
        return None
