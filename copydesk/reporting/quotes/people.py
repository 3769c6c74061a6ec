"""The people of an article: their names, the fullest form of each, and what they are."""

import re
from bisect import bisect_left
from typing import NamedTuple

from copydesk.reporting.quotes.cues import Wording

_CAPITALS = "".join(chr(code) for code in range(0x41, 0x530) if chr(code).isupper())
_PARTICLES = frozenset(
    "van von de der den della al bin ibn el la le di da do dos das del du ter ten bint abu e y af av zu".split()
)
_PARTICLE = "(?:" + "|".join(sorted(_PARTICLES)) + ")"
# A capital, then the dots of initials or of a short title, or the rest of a word.
_NAME = rf"[{_CAPITALS}](?:\.(?:-?[{_CAPITALS}]\.)*|(?:rs?|s|t|rof|en|ep|ov|ol|gt|apt|ev|on|ng)\.|[\w’'\-]*)"
_RUNS = re.compile(rf"{_NAME}(?:[ \u00a0]{{1,2}}(?:{_PARTICLE} ){{0,2}}{_NAME})+")
_SUFFIXES = frozenset(["Jr", "Sr", "Jr.", "Sr.", "II", "III", "IV"])
_PATRONYMS = ("вич", "вна", "ьич")
_INITIALS = re.compile(r"(?:[^\W\d_]\.){2,}")
_WINDOW = 100  # characters beside a name in which its role stands
_MOST_WORDS = 5
_INTRODUCED = 1500  # characters looked back for who has no name,
_PHRASE = 40  # and of those for its article
_MOST_PLACES = 12  # where a name stands, looked at for the pronouns behind it
_MARKS_BEFORE = "“\"‘'«„"
_MARKS_BEHIND = "”\"’'»“"
_HIS = (" he ", " his ", " him ", " himself ")
_HER = (" she ", " her ", " herself ")
_MOST_NAMES = 60  # looked back

Name = tuple[str, ...]


class Person(NamedTuple):
    """A person by the words of a name, with the places where it stands in full."""

    name: Name
    places: list[int]

    def __str__(self) -> str:
        return " ".join(self.name)


def bare(word: str) -> str:
    """Take the possessive off a word."""
    if word[-2:] in ("'s", "’s"):
        return word[:-2]
    return word[:-1] if word[-1:] in "'’" and len(word) > 1 else word


def is_capital(word: str) -> bool:
    """Tell a word that begins with a capital."""
    return word[:1].isupper()


def is_particle(word: str) -> bool:
    """Tell `van` or `al` within a name."""
    return word in _PARTICLES


def strip_titles(words: list[str], wording: Wording) -> Name:
    """Give a run of capitalised words without the titles, countries, offices and acronyms before the name."""
    start = 0
    while start < len(words) and _stands_before_names(words[start], wording, start + 1 < len(words)):
        start += 1
    for place in range(len(words) - 3, start - 1, -1):  # an office may stand between: `York Mayor Ida Brandt`
        if (low := bare(words[place]).lower().rstrip(".")) in wording.no_names or low in wording.before_names:
            start = place + 1
            break
    kept = [bare(word).rstrip(".") if "." not in word[:-1] else word for word in words[start:]]
    if start and len(kept) == 3 and "а" <= kept[0][-1] <= "я" and not kept[1].endswith(_PATRONYMS):
        kept = kept[1:]  # the town of `мэр Халвена Олег Ренн`
    if len(kept) == 4 and _INITIALS.fullmatch(kept[0]):
        kept = kept[2:]  # the initials belong to the name of an institute
    return tuple(kept)


def _stands_before_names(word: str, wording: Wording, more: bool) -> bool:
    low = word.lower().rstrip(".")
    if more and low in wording.places and (low in wording.men or low in wording.women):
        return False  # Jordan Blake is no Blake of Jordan
    if low in wording.before_names or low in wording.functions or (more and word[-2:] in ("'s", "’s")):
        return True
    if more and wording.title_endings and low.endswith(tuple(wording.title_endings)):
        return True
    if "-" in low and low.rsplit("-", 1)[1] in wording.before_names:
        return True
    return more and 1 < len(word) < 6 and word.isupper() and word.isalpha()


def is_person(name: Name, wording: Wording) -> bool:
    """Tell by its words whether a name may be that of a person."""
    if not name or len(name) > _MOST_WORDS:
        return False
    lowered = [word.lower() for word in name]
    if name[-1][1:2] == "-" or any("/" in word for word in name):
        return False  # `R-Wis.`, `Brandt/Northwire`
    if lowered[-1] in wording.also_surnames and (lowered[0] in wording.men or lowered[0] in wording.women):
        lowered = lowered[:-1]  # Ida Green, Olav West
    if not wording.no_names.isdisjoint(lowered) or lowered[-1] in wording.places:
        return False
    is_acronym = len(name[-1]) > 1 and " ".join(name).isupper()
    return not is_acronym and not name[-1][-1:].isdigit()


class Cast:
    """Who is named in an article."""

    def __init__(self, text: str, wording: Wording) -> None:
        self._text = text
        self._wording = wording
        self._people: dict[Name, Person] = {}
        self._by_word: dict[str, list[Person]] = {}
        self._runs: list[tuple[int, str]] = []
        self._places: list[int] = []  # where somebody is named in full,
        self._named: list[Person] = []  # and who
        self._sexes: dict[str, str] = {}
        for match in _RUNS.finditer(text):
            self._runs.append((match.start(), match[0]))
            self._enter(match)

    def _enter(self, match: re.Match[str]) -> None:
        words = match[0].split()
        name = strip_titles(words, self._wording)
        if len(name) == 1 and words[-2].lower() in self._wording.throned:
            name = (words[-2], *name)
        if len(name) < 2 or self._is_thing(match, name) or self._is_marked(match):
            return
        person = self._people.get(name)
        if person is None:
            if not is_person(name, self._wording):
                return
            person = self._people[name] = Person(name, [])
            for word in name:
                self._by_word.setdefault(word, []).append(person)
        person.places.append(match.start())
        self._places.append(match.start())
        self._named.append(person)

    def _is_marked(self, match: re.Match[str]) -> bool:
        """Tell a nickname or a title, which stands in marks by itself."""
        before, after = self._text[max(0, match.start() - 1) : match.start()], self._text[match.end() : match.end() + 2]
        return before in _MARKS_BEFORE and bool(before) and any(mark in _MARKS_BEHIND for mark in after.strip(" "))

    def _is_thing(self, match: re.Match[str], name: Name) -> bool:
        """Tell the rest of an institute's name, `Institute of Alpine Ecology`, and what has an article before it."""
        before = self._text[max(0, match.start() - 4) : match.start()].lower()
        if before == " of ":
            return match[0].startswith(name[0])
        words = match[0].split()
        if before != "the " and words[0] != "The":
            return False
        titles, roles = self._wording.titles, self._wording.roles
        stripped = (bare(word).lower().rstrip(".") for word in words[: -len(name)])
        return not any(word in titles or word in roles for word in stripped)

    def find(self, name: Name, at: int) -> Person | None:
        """Give the person a name belongs to, in the fullest form; of several the one named last before `at`."""
        words = tuple(word for word in name if word not in _SUFFIXES)
        if not words or (words != name and name in self._people):
            return self._people.get(name)
        found = [
            (fit, _nearness(person, at), person)
            for person in self._by_word.get(words[-1], ())
            if (fit := _fit(words, person.name))
        ]
        return max(found, key=lambda one: one[:2])[2] if found else None

    def described(self, noun: str, at: int) -> Person | None:
        """Give the person named before `at` beside whose name a role stands, the last one first."""
        last = bisect_left(self._places, at)
        for person in reversed(self._named[max(0, last - _MOST_NAMES) : last]):
            if self.is_described(person, noun):
                return person
        return None

    def is_described(self, person: Person, noun: str) -> bool:
        """Tell whether a role stands beside the name of a person where it is told first."""
        at = person.places[0]
        beside = self._text[max(0, at - _WINDOW) : at + _WINDOW].lower()
        return f" {noun}" in beside or f"-{noun}" in beside or beside.startswith(noun)

    def is_introduced(self, noun: str, at: int) -> bool:
        """Tell whether somebody without a name has a role in the text before: `a police officer`."""
        found = self._text.rfind(noun, max(0, at - _INTRODUCED), at)
        while found > 0:
            before = self._text[max(0, found - _PHRASE) : found].lower()
            before = before[max(before.rfind(mark) for mark in ".,;\n”\"") + 1 :]
            if not self._wording.indefinite.isdisjoint(before.split()):
                return True
            found = self._text.rfind(noun, max(0, at - _INTRODUCED), found)
        return False

    def sex(self, name: str) -> str:
        """Tell `he` from `she` by the given name, else by the pronouns that follow a name in the text, or give nothing."""
        if name not in self._sexes:
            self._sexes[name] = self._given(name) or self._followed(name)
        return self._sexes[name]

    def _given(self, name: str) -> str:
        first = name.split()[0].lower()
        if " " not in name or (first in self._wording.men) == (first in self._wording.women):
            return ""
        return "he" if first in self._wording.men else "she"

    def _followed(self, name: str) -> str:
        """Count the pronouns behind the places where a surname stands."""
        last = name.split()[-1]
        he = she = 0
        found = self._text.find(last)
        for _ in range(_MOST_PLACES):
            if found < 0:
                break
            behind = self._text[found + len(last) : found + len(last) + _WINDOW].lower()
            he += any(sign in behind for sign in _HIS)
            she += any(sign in behind for sign in _HER)
            found = self._text.find(last, found + 1)
        if max(he, she) < 2 or max(he, she) < 3 * min(he, she):
            return ""
        return "he" if he > she else "she"

    def body(self, noun: str, at: int) -> str | None:
        """Give the name before `at` that has a noun in it: `Defence Ministry` for `the ministry`."""
        wanted = noun.capitalize()
        last = bisect_left(self._runs, (at, ""))
        for _, run in reversed(self._runs[max(0, last - _MOST_NAMES) : last]):
            if wanted in run and wanted in (words := run.split()):
                return " ".join(words[words[0].lower() in self._wording.functions :])
        return None


def _fit(words: Name, name: Name) -> int:
    """Tell how well words fit a full name: 4 and 3 at its end or whole, 2 at its beginning, 1 within, 0 not."""
    core = tuple(word for word in name if word not in _SUFFIXES)
    size = len(words)
    if core == words:
        return 3
    if core[-size:] == words:
        return 4 if size > 1 and len(core) == len(name) else 3
    if core[:size] == words:
        return 2
    return 1 if any(core[start : start + size] == words for start in range(1, len(core))) else 0


def _nearness(person: Person, at: int) -> int:
    """Order people by where they were named last before a place; those named later only come last."""
    last = bisect_left(person.places, at + 1)
    return person.places[last - 1] if last else -person.places[0]
