"""The people of an article: their names, the fullest form of each, and what they are."""

import re
from bisect import bisect_left
from functools import lru_cache
from typing import NamedTuple

from copydesk.reporting.quotes.cues import Wording
from copydesk.reporting.quotes.names import RUNS, Name, bare, is_person, strip_titles
from copydesk.reporting.quotes.sexes import followed_sex, given_sex
from copydesk.reporting.quotes.vouching import bears_given, is_attested, is_made_of_words

_SUFFIXES = frozenset(["Jr", "Sr", "Jr.", "Sr.", "II", "III", "IV"])
_WINDOW = 100  # characters beside a name in which its role stands
_INTRODUCED = 1500  # characters looked back for who has no name,
_ANNOUNCED = 1000  # and looked ahead for whom the first lines tell of without a name
_PHRASE = 40  # and of those for its article
_MARKS_BEFORE = "“\"‘'«„"
_MARKS_BEHIND = "”\"’'»“"
_MOST_NAMES = 60  # looked back
_KEPT = 8_000  # runs of capitalised words of which it is remembered whether they hold a name


class Person(NamedTuple):
    """A person by the words of a name, with the places where it stands in full."""

    name: Name
    places: list[int]

    def __str__(self) -> str:
        return " ".join(self.name)


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
        self._vouched: dict[Name, bool] = {}
        self._somebody: dict[Name, bool] = {}
        for match in RUNS.finditer(text):
            run, at = match[0], match.start()
            self._runs.append((at, run))
            name = _full_name(run, wording)
            if name and not self._is_thing(run, at, name):
                self._enter(run, at, name)

    def _enter(self, run: str, at: int, name: Name) -> None:
        person = self._people.get(name)
        if person is None:
            if self._is_marked(run, at):
                return
            person = self._people[name] = Person(name, [])
            for word in name:
                self._by_word.setdefault(word, []).append(person)
        person.places.append(at)
        self._places.append(at)
        self._named.append(person)

    def _is_marked(self, run: str, at: int) -> bool:
        """Tell a nickname or a title, which stands in marks by itself."""
        if at == 0 or self._text[at - 1] not in _MARKS_BEFORE:
            return False
        behind = self._text[at + len(run) : at + len(run) + 2]
        return any(mark in _MARKS_BEHIND for mark in behind)

    def _is_thing(self, run: str, at: int, name: Name) -> bool:
        """Tell the rest of an institute's name, `Institute of Alpine Ecology`, and what has an article before it."""
        before = self._text[max(0, at - 4) : at].lower()
        if before == " of ":
            return run.startswith(name[0])
        if before != "the " and not run.startswith(("The ", "The\u00a0")):
            return False
        words = run.split()
        titles, roles = self._wording.titles, self._wording.roles
        stripped = (bare(word).lower().rstrip(".") for word in words[: -len(name)])
        return not any(word in titles or word in roles for word in stripped)

    def find(self, name: Name, at: int) -> Person | None:
        """Give the person a name belongs to, in the fullest form; of several the one named last before `at`."""
        words = _core(name)
        if not words or (words != name and name in self._people):
            return self._people.get(name) if self.is_somebody(name) else None
        found = [
            (fit, one)
            for one in self._by_word.get(words[-1], ())
            if (fit := _fit(words, one.name)) and self.is_somebody(one.name)
        ]
        if len(found) > 1:
            return max(found, key=lambda fitting: (fitting[0], *self._rank(fitting[1], at)))[1]
        return found[0][1] if found else None

    def _rank(self, person: Person, at: int) -> tuple[bool, int]:
        """Order people whom words fit alike: before a noun that a name stands behind comes a given name."""
        given = self._wording.english or bears_given(person.name, self._wording)
        return given, _nearness(person, at)

    def described(self, noun: str, at: int) -> Person | None:
        """Give the person named before `at` beside whose name a role stands, the last one first."""
        last = bisect_left(self._places, at)
        for person in reversed(self._named[max(0, last - _MOST_NAMES) : last]):
            if self.is_described(person, noun) and self.is_somebody(person.name):
                return person
        return None

    def is_vouched(self, name: Name) -> bool:
        """Tell whether something vouches for a person: a known given name, or what the text says of the name."""
        if name not in self._vouched:
            wording = self._wording
            self._vouched[name] = bears_given(name, wording) or (
                is_attested(name, self._text, wording)
                and not (len(name) == 1 and is_made_of_words(name, self._text))
            )
        return self._vouched[name]

    def is_somebody(self, name: Name) -> bool:
        """Keep out capitalised words that nobody is called by.

        Where any noun has a capital these are all that nothing vouches for, in English those that stand in the text as
        plain words as well, as the words of headings do.
        """
        if name not in self._somebody:
            wording, text = self._wording, self._text
            self._somebody[name] = (
                bears_given(name, wording)
                or (wording.english and not is_made_of_words(name, text))
                or self.is_vouched(name)
            )
        return self._somebody[name]

    def announced(self, noun: str, at: int) -> Person | None:
        """Give the person named first in what follows `at` if a role stands beside the name."""
        first = bisect_left(self._places, at)
        for place, person in zip(self._places[first:], self._named[first:], strict=True):
            if place > at + _ANNOUNCED:
                return None
            if person.places[0] == place and self.is_described(person, noun):
                return person
        return None

    def is_described(self, person: Person, noun: str) -> bool:
        """Tell whether a role stands beside the name of a person where it is told first."""
        at = person.places[0]
        before = _last_sentence(self._text[max(0, at - _WINDOW) : at])
        beside = (before + _first_sentence(self._text[at : at + _WINDOW])).lower()
        return noun in beside and _as_word(noun).search(beside) is not None

    def is_introduced(self, noun: str, at: int) -> bool:
        """Tell whether somebody without a name has a role in the text before: `a police officer`."""
        for match in _as_word(noun).finditer(self._text, max(0, at - _INTRODUCED), at):
            before = self._text[max(0, match.start() - _PHRASE) : match.start()].lower()
            before = before[max(before.rfind(mark) for mark in '.,;\n”"') + 1 :]
            if not self._wording.indefinite.isdisjoint(before.split()):
                return True
        return False

    def sex(self, name: str) -> str:
        """Tell `he` from `she` by the given name or else by the text; give nothing where neither does."""
        if name not in self._sexes:
            self._sexes[name] = given_sex(name, self._wording) or followed_sex(
                self._calling(name), self._text
            )
        return self._sexes[name]

    def _calling(self, name: str) -> str:
        """Give the word that a person is called by, or the full name where another bears it as well."""
        last = name.rsplit(maxsplit=1)[-1]
        return name if len(self._by_word.get(last, ())) > 1 else last

    def body(self, noun: str, at: int) -> str | None:
        """Give the name before `at` that has a noun in it: `Defence Ministry` for `the ministry`."""
        wanted = noun.capitalize()
        last = bisect_left(self._runs, (at, ""))
        for _, run in reversed(self._runs[max(0, last - _MOST_NAMES) : last]):
            if wanted in run and wanted in (words := run.split()):
                return " ".join(words[words[0].lower() in self._wording.functions :])
        return None


@lru_cache(_KEPT)
def _full_name(run: str, wording: Wording) -> Name:
    """Give the name of a person in a run of capitalised words, or no words where there is none of two or more.

    What stands before a name is taken off, but not the title that makes a name of one word whole.
    """
    words = run.split()
    name = strip_titles(words, wording)
    if len(name) == 1 and words[-2].lower() in wording.throned:
        name = (words[-2], *name)
    return name if len(name) > 1 and is_person(name, wording) else ()


@lru_cache(_KEPT)
def _as_word(noun: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(noun)}(?!\w)")


def _last_sentence(text: str) -> str:
    return text[max(text.rfind("\n"), text.rfind(". ")) + 1 :]


def _first_sentence(text: str) -> str:
    ends = [end for end in (text.find("\n"), text.find(". ")) if end >= 0]
    return text[: min(ends)] if ends else text


def _core(name: Name) -> Name:
    """Give a name without `Jr` and its like."""
    return name if _SUFFIXES.isdisjoint(name) else tuple(word for word in name if word not in _SUFFIXES)


def _fit(words: Name, name: Name) -> int:
    """Tell how well words fit a full name: 4 and 3 at its end or whole, 2 at its beginning, 1 within, 0 not."""
    core, size = _core(name), len(words)
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
