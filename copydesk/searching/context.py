"""Where the words of a question stand in a text, and the piece of it that shows most of them."""

from collections.abc import Sequence
from functools import partial
from itertools import islice, takewhile
from typing import NamedTuple

from copydesk.searching.questions import Clause
from copydesk.searching.words import is_wide, words

_WIDTH = 240  # characters; half of them in scripts whose characters are twice as wide
_BEFORE = 60  # characters of it before the first word found, at most


class Match(NamedTuple):
    """Where a clause of a question is met, in characters."""

    start: int
    stop: int
    clause: int


class Fragment(NamedTuple):
    """A piece of a text in one line, and where in it the words of the question stand."""

    text: str
    matches: list[tuple[int, int]]


def find_matches(text: str, clauses: Sequence[Clause]) -> list[Match]:
    """Give all places at which a clause that must be there is met, in order."""
    told = list(words(text))
    matches = []
    for number, clause in enumerate(clauses):
        size = len(clause.terms)
        for place in range(0 if clause.is_excluded else len(told) - size + 1):
            met = told[place : place + size]
            if clause.fits(met):
                matches.append(Match(met[0].start, met[-1].stop, number))
    return sorted(matches)


def find_fragment(text: str, clauses: Sequence[Clause]) -> Fragment:
    """Give the piece of a text with most of the clauses, white space squeezed; its beginning where none is met."""
    text = " ".join(text.split())
    matches = find_matches(text, clauses)
    place = max(range(len(matches)), key=partial(_richness, matches), default=None)
    best = Match(0, 0, 0) if place is None else matches[place]
    width = _WIDTH // 2 if is_wide(text[best.start :]) else _WIDTH
    start = _border(text, max(0, best.start - _BEFORE), best.start)
    stop = _border(text, min(len(text), start + width), max(start + width - 30, best.stop))
    stop = max(stop, best.stop)
    inside = [
        (max(match.start, start), match.stop)
        for match in matches
        if start <= match.start and match.stop <= stop
    ]
    lead = "… " if start else ""
    line = lead + text[start:stop] + (" …" if stop < len(text) else "")
    shift = len(lead) - start
    return Fragment(line, [(begin + shift, end + shift) for begin, end in inside])


def _richness(matches: Sequence[Match], place: int) -> tuple[int, int]:
    """Count the clauses and the matches that one piece can show from this match on; the earliest of equals wins."""
    end = matches[place].start + _WIDTH - _BEFORE
    near = list(takewhile(lambda match: match.stop <= end, islice(matches, place, None)))
    return len({match.clause for match in near}), len(near)


def _border(text: str, wanted: int, other: int) -> int:
    """Give a place between two where a word begins or ends; `wanted` where there is none."""
    if wanted in (0, len(text)):
        return wanted
    low, high = sorted((wanted, other))
    space = text.find(" ", low, high) if wanted < other else text.rfind(" ", low, high)
    if space < 0:
        return wanted
    return space + 1 if wanted < other else space
