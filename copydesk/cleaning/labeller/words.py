"""Words and names -> log-odds of being body, through tables that training filled; what collides shares a slot."""

import re
import zlib
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from copydesk.cleaning.labeller.characters import Ints, Words, slots_of

Floats = NDArray[np.float32]

TABLE_BITS = 14
TABLE_SIZE = 1 << TABLE_BITS  # slots of a table of log-odds
ODDS = ("odds_mean", "odds_low", "odds_high", "odds_first", "odds_sum")

_SLOT = np.dtype(np.uint16)
_NAME = re.compile(rb"[a-z]{2,}|[0-9]{2,}")


@dataclass(frozen=True, slots=True, eq=False)
class Odds:
    """Learned log-odds of being body, by slot: of words, and of names of elements (for pages only)."""

    words: Floats
    names: Floats


def word_slots(words: Words) -> Ints:
    """Give the slot of each word in a table of log-odds."""
    return slots_of(words.hashes, TABLE_BITS)


def sum_up(words: Words, table: Floats) -> Floats:
    """Sum up the log-odds of the words of each line: shape (lines, 5), the columns of ODDS."""
    out = np.zeros((len(words.counts), len(ODDS)), dtype=np.float32)
    some = np.flatnonzero(words.counts)
    if not len(some):
        return out
    values, counts = table.take(word_slots(words)), words.counts[some]
    starts = np.cumsum(counts) - counts
    sums = np.add.reduceat(values, starts)
    lows, highs = np.minimum.reduceat(values, starts), np.maximum.reduceat(values, starts)
    out[some] = np.column_stack([sums / counts, lows, highs, values[starts], sums / 4])
    return out


def name_odds(kinds: Sequence[tuple[str, str]], table: Floats) -> NDArray[np.float64]:
    """Give the lowest, the highest and the sum (in quarters) of the log-odds of elements: shape (kinds, 3).

    A kind is an element's tag with its names.
    """
    packed = [_packed_slots(names, tag) for tag, names in kinds]
    counts = np.array(list(map(len, packed))) // _SLOT.itemsize
    values = table.take(np.frombuffer(b"".join(packed), _SLOT)).astype(np.float64)
    starts = np.cumsum(counts) - counts
    sums, lows, highs = (step.reduceat(values, starts) for step in (np.add, np.minimum, np.maximum))
    return np.column_stack([lows, highs, sums / 4])


# The elements of a site's pages have the same names. Kept as numbers, a dozen objects an element, the slots were slower
# than found anew.
@lru_cache(maxsize=32768)
def _packed_slots(names: str, tag: str) -> bytes:
    return array(_SLOT.char, name_slots(names, tag)).tobytes()


def name_slots(names: str, tag: str) -> list[int]:
    """Give the slots of an element's tag and of its names, whole and in parts, each once."""
    folded = names.lower().encode("utf-8", "replace")
    words = [b"<" + tag.encode("utf-8", "replace"), *folded.split(), *_NAME.findall(folded)]
    return list({number % TABLE_SIZE for number in map(zlib.crc32, words)})
