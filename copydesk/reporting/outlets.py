"""Outlets and news agencies: one name for all their spellings, from sql/outlet_aliases.csv and the user's own table."""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources
from pathlib import Path
from typing import NamedTuple

from copydesk.errors import UsageError

COLUMNS = ("outlet", "kind", "aliases")
KINDS = frozenset(["agency", "broadcaster", "magazine", "newspaper", "site"])
_SHORTEST_IN_CAPITALS = 4
_FEWEST_LETTERS = 4
_WORD = re.compile(r"\w+")


class Outlet(NamedTuple):
    """The name under which an outlet is counted, and what it is."""

    name: str
    kind: str | None


class Outlets:
    """Outlets by each of their spellings, and the spellings by a word to look for."""

    def __init__(self, rows: Iterable[tuple[Outlet, str]]) -> None:
        self.by_alias: dict[str, Outlet] = {}
        for outlet, alias in rows:
            self.by_alias[alias] = outlet
            if len(alias) >= _SHORTEST_IN_CAPITALS:
                self.by_alias.setdefault(alias.upper(), outlet)
        for alias in [
            one for one in self.by_alias if one.startswith("The ") and one[4:] not in self.by_alias
        ]:
            self.by_alias.setdefault(f"the {alias[4:]}", self.by_alias[alias])
        self.by_word = _by_word(self.by_alias)
        self.words = frozenset(
            word for names in self.by_word.values() for _, words in names for word in words
        )

    def find(self, name: str) -> Outlet | None:
        """Give the outlet of a name as written, with or without the article before it."""
        bare = name.removeprefix("the ").removeprefix("The ")
        return self.by_alias.get(name) or self.by_alias.get(bare) or self.by_alias.get(f"The {bare}")


def _by_word(aliases: Iterable[str]) -> dict[str, list[tuple[str, frozenset[str]]]]:
    """Group names, each with its words that tell something, by the word that the fewest of them share."""
    words = {alias: _WORD.findall(alias) for alias in aliases}
    shared = Counter(word for names in words.values() for word in set(names))
    groups: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for alias, names in words.items():
        if names:
            telling = [word for word in names if _tells(word)] or [max(names, key=_length)]
            rarest = min(telling, key=lambda word: (shared[word], -len(word)))
            groups.setdefault(rarest, []).append((alias, frozenset(telling)))
    return groups


def _tells(word: str) -> bool:
    """Tell a word of a name from a short one, or one without a capital, which many texts have."""
    return len(word) >= _FEWEST_LETTERS and not word.islower()


def _length(word: str) -> int:
    return len(word) if word.lower() != "the" else 0


@cache
def load_outlets(path: Path | None = None) -> Outlets:
    """Read the outlets that come with the package, and over them those of a table of the same columns.

    Raises UsageError for a table that cannot be read, naming the line and the cure.
    """
    rows = list(_shipped())
    if path is not None:
        try:
            rows += _rows(path.read_text("utf-8-sig").splitlines(), str(path))
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"The table of outlets {path} cannot be read as UTF-8 text: {error}") from None
    return Outlets(rows)


@cache
def agency_names() -> dict[str, str]:
    """Map the lower-cased spellings of agencies and broadcasters, who sign dispatches, to one name each."""
    return {
        alias.lower(): outlet.name
        for alias, outlet in load_outlets().by_alias.items()
        if outlet.kind in ("agency", "broadcaster")
    }


def _shipped() -> Iterator[tuple[Outlet, str]]:
    text = resources.files("sql").joinpath("outlet_aliases.csv").read_text("utf-8")
    return _rows(text.splitlines(), "outlet_aliases.csv")


def _rows(lines: list[str], where: str) -> Iterator[tuple[Outlet, str]]:
    """Give outlet and spelling for each spelling in a table; the outlet's own name is one."""
    reader = csv.DictReader(lines)
    if tuple(reader.fieldnames or ()) != COLUMNS:
        raise UsageError(f"The table of outlets {where} must begin with the line {','.join(COLUMNS)}")
    for row in reader:
        name, kind = (row["outlet"] or "").strip(), (row["kind"] or "").strip()
        if not name or kind not in KINDS or None in row:
            raise UsageError(
                f"{where}, line {reader.line_num}: give a name, one of {', '.join(sorted(KINDS))}, and other spellings"
                " parted by |"
            )
        for alias in (name, *(row["aliases"] or "").split("|")):
            if alias.strip():
                yield Outlet(name, kind), alias.strip()
