"""Words and names -> log-odds of being body, through tables that training filled; what collides shares a slot."""

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

TABLE_SIZE = 1 << 14  # slots of a table of log-odds; words share one where their hashes collide
LONGEST_READ = 240  # characters of a line whose words are looked up
ODDS = ("odds_mean", "odds_low", "odds_high", "odds_first", "odds_sum")

_WORD = re.compile(r"[^\W\d_]+|\d+|\n")
_NAME = re.compile(r"[a-z]{2,}|\d{2,}")
_BREAK = -1  # in place of a slot, where a line ends
_MOST_WORDS = 1 << 17  # remembered at a time


@dataclass(frozen=True, slots=True, eq=False)
class Odds:
    """Learned log-odds of being body, by slot: of words, and of names of elements (for pages only)."""

    words: Floats
    names: Floats


class Words(NamedTuple):
    """The slots of the words of several lines, one after the other, and how many words each line has."""

    slots: Ints
    counts: Ints


class _Slots(dict[str, int]):
    """The slots of words seen before: of numbers only their length counts."""

    def __missing__(self, word: str) -> int:
        if len(self) >= _MOST_WORDS:
            self.clear()
        slot = _BREAK if word == "\n" else _slot(f"#{len(word)}" if word.isdigit() else word)
        self[word] = slot
        return slot


_SLOTS = _Slots()


def look_up(lines: Sequence[str]) -> Words:
    """Give the slots of the words of each line, of a long one those of its beginning."""
    text = "".join([line[:LONGEST_READ] + "\n" for line in lines]).lower()
    found = np.array([_SLOTS[word] for word in _WORD.findall(text)], dtype=np.int64)
    ends = np.flatnonzero(found == _BREAK)
    return Words(found[found != _BREAK], np.diff(ends, prepend=-1) - 1)


def sum_up(words: Words, table: Floats) -> Floats:
    """Sum up the log-odds of the words of each line: shape (lines, 5), the columns of ODDS."""
    out = np.zeros((len(words.counts), len(ODDS)), dtype=np.float32)
    some = np.flatnonzero(words.counts)
    if not len(some):
        return out
    values, counts = table[words.slots], words.counts[some]
    starts = np.cumsum(counts) - counts
    sums = np.add.reduceat(values, starts)
    lows, highs = np.minimum.reduceat(values, starts), np.maximum.reduceat(values, starts)
    out[some] = np.column_stack([sums / counts, lows, highs, values[starts], sums / 4])
    return out


def name_slots(names: str, tag: str) -> set[int]:
    """Give the slots of an element's tag and of its names, whole and in parts."""
    return {_slot(f"<{tag}")}.union(*map(_slots_of_name, names.lower().split()))


@lru_cache(maxsize=16384)  # the elements of a site's pages have the same names
def name_odds(odds: Odds, names: str, tag: str) -> tuple[float, float, float]:
    """Give the lowest, the highest and the sum (in quarters) of the log-odds of an element's tag and names."""
    values = [odds.names.item(slot) for slot in name_slots(names, tag)]
    return min(values), max(values), sum(values) / 4


@lru_cache(maxsize=16384)
def _slots_of_name(name: str) -> frozenset[int]:
    return frozenset(map(_slot, (name, *_NAME.findall(name))))


def _slot(word: str) -> int:
    return zlib.crc32(word.encode("utf-8", "replace")) % TABLE_SIZE
