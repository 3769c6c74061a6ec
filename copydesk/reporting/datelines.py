"""Datelines: the place, the day and the agency before the first sentence of a dispatch."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from copydesk.reporting.dates import DayMention, find_day
from copydesk.reporting.outlets import agency_names

_REGION = r"(?:, (?:[^\W\d_][^\W\d_.'’]*\.?){1,3}(?: [^\W\d_]+){0,2}(?! ?\d))?"
_PLACE = rf"(?P<place>[^\W\d_][^\W\d_.'’/\- ]*(?:[.'’/\- ]{{1,2}}[^\W\d_]+){{0,4}}{_REGION})"
_DAY = r"(?:,? (?P<day>[^()/\n,–—]{0,14}\d{1,2}[^()/\n–—]{0,16}?))?"
_BY_AGENCY = re.compile(
    rf"{_PLACE}{_DAY}[.,]?\s*(?:/(?P<slashed>[^/\n]{{2,40}})/|\((?P<bracketed>[^()\n]{{2,40}})\))\s*"
    r"(?P<mark>\.?\s?[-–—:]{1,2}|\.)\s+"
)
_AGENCY_AFTER_DASH = re.compile(rf"{_PLACE}{_DAY}[.,]?\s*[-–—]\s*(?P<named>[^\W\d_][\w ]{{2,30}}?)\.\s+")
_AGENCY_ALONE = re.compile(r"\((?P<bracketed>[^()\n]{2,40})\)\s*(?P<mark>[-–—]{1,2})\s+")
_PLACE_ALONE = re.compile(rf"{_PLACE}{_DAY}\s*(?P<mark>[–—]|--|-(?=\s))\s+")
_LONGEST_DATELINE = 120


@dataclass(frozen=True, slots=True)
class Dateline:
    """The first `length` characters of a paragraph, taken apart."""

    length: int
    place: str | None
    agency: str | None
    day: DayMention | None


def read_dateline(paragraph: str) -> Dateline | None:
    """Take the dateline off a paragraph, or give None where it begins with its first sentence."""
    head = paragraph[:_LONGEST_DATELINE]
    for marks, pattern, accept in (
        ("/(", _BY_AGENCY, _accept_agency),
        ("–—-", _AGENCY_AFTER_DASH, _accept_named),
        ("(", _AGENCY_ALONE, _accept_known),
        ("–—-", _PLACE_ALONE, _accept_place),
    ):
        match = pattern.match(head) if any(map(head.__contains__, marks)) else None
        if match and accept(match):
            return _dateline(match)
    return None


@cache
def _not_places() -> frozenset[str]:
    text = resources.files("copydesk.reporting").joinpath("not_places.toml").read_text("utf-8")
    return frozenset(tomllib.loads(text)["not_places"])


def _dateline(match: re.Match[str]) -> Dateline:
    groups = match.groupdict()
    written = groups.get("slashed") or groups.get("bracketed") or groups.get("named")
    agency = agency_names().get(written.strip().lower(), written.strip()) if written else None
    day = find_day(groups["day"]) if groups.get("day") else None
    return Dateline(match.end(), groups.get("place"), agency, day)


def _accept_agency(match: re.Match[str]) -> bool:
    if not (_is_name(match["place"]) and _is_day(match)):
        return False
    if match["slashed"]:
        return _is_name(match["slashed"])
    return _is_agency(match["bracketed"]) or (match["place"].isupper() and _is_name(match["bracketed"]))


def _accept_named(match: re.Match[str]) -> bool:
    return match["place"].isupper() and _is_day(match) and _is_agency(match["named"])


def _accept_known(match: re.Match[str]) -> bool:
    return _is_agency(match["bracketed"])


def _accept_place(match: re.Match[str]) -> bool:
    """A place and a dash alone need a sentence after them: `BRUSSELS — The` but not `NATO – the alliance`."""
    place, after = match["place"], match.string[match.end() : match.end() + 1]
    is_place = len(place) > 3 and place.split(",")[0].isupper() and place not in _not_places()
    return is_place and _is_day(match) and after.isupper()


def _is_day(match: re.Match[str]) -> bool:
    return match["day"] is None or find_day(match["day"]) is not None


def _is_agency(text: str) -> bool:
    return text.strip().lower() in agency_names()


def _is_name(text: str) -> bool:
    """Tell a name by its capitals."""
    return text[:1].isupper() and len(text.split()) <= 6
