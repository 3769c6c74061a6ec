"""In what role somebody speaks: as an official, an expert, a witness, told by the words beside the name."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any

from copydesk.document import Quote, SpeakerRole

_WORD = re.compile(r"[\w’'\-]+")
_STOP = re.compile(r"[.!?;:“”\"»«\n]")
_REACH = 80  # characters beside a name
_MOST_PLACES = 4  # where somebody is named
_MOST_WORDS = 9  # before a name
_BEHIND = (",", " (", " –", " —", " -")  # begin what is told of somebody after the name


def with_roles(text: str, quotes: list[Quote]) -> list[Quote]:
    """Give the quotes with the roles of their speakers; None where the text does not tell."""
    roles: dict[tuple[str | None, str | None], SpeakerRole | None] = {}
    found = []
    for quote in quotes:
        key = (quote.speaker, quote.speaker_kind)
        if key not in roles:
            roles[key] = _role(text, quote)
        role = roles[key]
        found.append(Quote(*quote[:-1], role) if role else quote)  # the role is the last field
    return found


def _role(text: str, quote: Quote) -> SpeakerRole | None:
    if quote.speaker is None or quote.speaker_kind in (None, "document"):
        return None
    if quote.speaker_kind == "unnamed":
        return "unnamed"
    if quote.speaker_kind == "group":
        return next(_roles_of(_WORD.findall(quote.speaker.lower())[::-1]), None)
    return next(_beside_names(text, quote.speaker), None)


def _beside_names(text: str, name: str) -> Iterator[SpeakerRole]:
    """Give the roles that stand beside a name, nearest first, then those beside the surname or in the name."""
    for start in _places(text, name):
        yield from _beside(text, start, start + len(name))
    surname = name.rsplit(" ", 1)[-1]
    given = name[: len(name) - len(surname)]
    for start in _places(text, surname) if given else ():
        if not text.startswith(given, max(0, start - len(given))):
            yield from _beside(text, start, start + len(surname))
    yield from _roles_of(_WORD.findall(given.lower())[::-1])


def _places(text: str, name: str) -> Iterator[int]:
    at = text.find(name)
    for _ in range(_MOST_PLACES):
        if at < 0:
            return
        yield at
        at = text.find(name, at + len(name))


def _beside(text: str, start: int, stop: int) -> Iterator[SpeakerRole]:
    """Give the roles told right before a name, `the pilot Ida Brandt`, and behind it, `Ida Brandt, a pilot`."""
    # A comma right before the name goes with what it sets off: `the mayor, Ida Brandt`.
    before = _STOP.split(text[max(0, start - _REACH) : start])[-1].rstrip(", ").rsplit(",", 1)[-1]
    yield from _roles_of(_WORD.findall(before.lower())[: -_MOST_WORDS - 1 : -1])
    behind = text[stop : stop + _REACH]
    if behind.startswith(_BEHIND):
        yield from _roles_of(_WORD.findall(_apposition(behind)))


def _apposition(behind: str) -> str:
    """Give what a comma sets off behind a name, an age before it left out: `, 40, a neighbour, said`."""
    parts = _STOP.split(behind)[0].lstrip(", ").split(",")
    is_age = parts[0].strip().isdigit() and len(parts) > 1
    return parts[1 if is_age else 0].lower()


def _roles_of(words: list[str]) -> Iterator[SpeakerRole]:
    """Give the roles that words tell: first what somebody is, then by what somebody belongs to."""
    known, ranks = role_words(), _body_ranks()
    told = [
        (word, role) for word in words if (role := known.get(word) or known.get(word[word.rfind("-") + 1 :]))
    ]
    if told:
        yield from (role for _, role in sorted(told, key=lambda one: ranks.get(one[0], 0)))


@cache
def role_words() -> dict[str, SpeakerRole]:
    """Map the words for what somebody is to the role, from roles.toml."""
    roles: dict[SpeakerRole, str] = _wording()["roles"]
    return {word: role for role, words in roles.items() for word in words.split()}


@cache
def _body_ranks() -> dict[str, int]:
    lists = _wording()["bodies"].values()
    return {word: rank for rank, words in enumerate(lists, 1) for word in words.split()}


def _wording() -> dict[str, Any]:
    return tomllib.loads(resources.files("copydesk.reporting").joinpath("roles.toml").read_text("utf-8"))
