"""Bylines (`By Anna Example`) and copyright lines (`(C)OUTLET 2024`)."""

import re
from dataclasses import dataclass

from copydesk.reporting.dates import find_day

_LABEL = re.compile(
    r"(?:(?:written|reported|reporting|posted|published|text|story|words)\s+)?(?:by|von|par|por|di|door|av|af)\s+|"
    r"(?:author|autor|autora|autorin|auteur|text|автор|автори|авторы)\s*:\s*",
    re.IGNORECASE,
)
# One of these words, or a colon, stands in every byline: most lines hold none, and looking for them first is quicker.
_LABEL_WORDS = frozenset("by von par por di door av af".split())
_PART = re.compile(r"\s+[-–—|•·]\s+|;")
_SEPARATOR = re.compile(r"\s*(?:[,;|&]|\b(?:and|und|et|y|i|e|og|och|и|та|і)\b)\s*")
_PARTICLES = frozenset("van von der den de la le du di da dos del al el bin ben ter zu".split())
_NOT_NAMES = frozenset("staff reporter correspondent agency editor editors desk team redaktion".split())
_LONGEST_BYLINE = 100

_IN_BRACKETS = re.compile(r"\s*\([^)]*\)")
_WORD = re.compile(r"[^\W\d_]+")
_LETTER = re.compile(r"[^\W\d_]")

_COPYRIGHT = re.compile(
    r"(?P<mark>(?:(?:\(c\)|©|copyright|&copy;)[\s:]*)+)(?P<rest>[^\n]{0,120})|(?P<before>[^\n©]{2,60}?)\s*(?:©|\(c\))\s*(?P<after>(?:19|20)\d{2})\s*$",
    re.IGNORECASE,
)
_YEARS = re.compile(r"(?:[12]\d{3}\s*[-–]\s*)?(?<!\d)(?P<year>(?:19|20)\d{2})(?!\d)")
_HOLDER = re.compile(
    r"^[\s,.|:–-]*(?:by\s+)?(?P<name>[^.|,·•–]{2,60}?)(?:\s*[.|,·•–].*|\s+all rights.*|\s+無断.*)?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Copyright:
    """Who claims copyright and for which year, where the line says so."""

    holder: str | None
    year: int | None


def read_byline(line: str) -> tuple[str, ...]:
    """Give the names of a line that is a byline, or nothing."""
    line = " ".join(line.split()).strip("()[] –—-|·•,")
    if len(line) > _LONGEST_BYLINE or (
        ":" not in line and _LABEL_WORDS.isdisjoint(_WORD.findall(line.lower()))
    ):
        return ()
    if mention := find_day(line):
        line = f"{line[: mention.start]} – {line[mention.stop :]}"
    for part in _PART.split(line):
        if (label := _LABEL.match(part.strip(" ,"))) and (
            names := split_names(part.strip(" ,")[label.end() :])
        ):
            return names
    return ()


def read_claim(author: str) -> tuple[str, ...]:
    """Give the names that a page or record claims as its author (perhaps a desk); a number or an address is none."""
    author = _IN_BRACKETS.sub("", author).strip()
    if "://" in author or "@" in author or not _LETTER.search(author):
        return ()
    if label := _LABEL.match(author):
        author = author[label.end() :]
    return split_names(author) or (author,)


def read_credit(text: str) -> tuple[str, ...]:
    """Give the people whom an element marked up as a byline names, with or without a `By`."""
    text = _IN_BRACKETS.sub("", text).strip(" ()[]–—-|·•,:")
    return read_byline(text) or split_names(text)


def split_names(text: str) -> tuple[str, ...]:
    """Split `A Name, B Name and C Name`; parts that are no names (desks, titles) are left out."""
    parts = [part.strip(" .·•") for part in _SEPARATOR.split(text)]
    return tuple(dict.fromkeys(part for part in parts if _is_person(part)))


def read_copyright(line: str) -> Copyright | None:
    """Take a copyright line apart, or give None where the line is none."""
    match = _COPYRIGHT.match(line.strip())
    if match is None:
        return None
    if match["before"]:
        return Copyright(match["before"].strip(), int(match["after"]))
    rest = match["rest"]
    if "©" not in match["mark"] and not _is_claim(rest):
        return None
    year = _YEARS.search(rest)
    holder = _HOLDER.match(_YEARS.sub(" ", rest).strip())
    name = " ".join(holder["name"].split()) if holder else None
    if year is None and (name is None or len(name.split()) > 6):
        return None
    return Copyright(name, int(year["year"]) if year else None)


def _is_claim(rest: str) -> bool:
    """Tell what follows `Copyright` or `(c)` in a claim from a sentence or an item: a year, or names alone."""
    words = re.split(r"\. |\|", _YEARS.sub("", rest.removeprefix("by ")))[0].split()
    return _YEARS.match(rest) is not None or (
        0 < len(words) <= 6 and all(is_particle(word) or not word[0].islower() for word in words)
    )


def is_particle(word: str) -> bool:
    """Tell the small words in names, such as `van` and `de la`."""
    return word in _PARTICLES


def _is_person(part: str) -> bool:
    words = part.split()
    if not 2 <= len(words) <= 5 or any(character.isdigit() for character in part):
        return False
    if _NOT_NAMES.intersection(part.lower().split()):
        return False
    return all(word[0].isupper() or word in _PARTICLES for word in words)
