"""Texts -> words and shingles as numbers, over all texts of a batch at once.

A word is a run of letters, digits and combining marks, whatever its case; in scripts without spaces every character is
one. A shingle is a run of words that stand one behind the other: of five, and of ten where most words are characters.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from copydesk.cleaning.labeller.characters import lower_case

Ints = NDArray[np.int64]
Hashes = NDArray[np.uint64]

SHINGLE = 5  # words
WIDE_SHINGLE = 10  # characters of a script without spaces

_LETTER, _WIDE = 1, 2
WIDE_RANGES = ((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3040, 0x30FF), (0x3400, 0x9FFF))
_BASE = np.uint64(0x9E3779B97F4A7C15)  # odd, without a pattern
_LONGEST = 64  # characters of a word that tell it apart
_POWERS = np.cumprod(np.full(_LONGEST, _BASE, dtype=np.uint64))  # modulo 2 ** 64


@dataclass(frozen=True, eq=False)  # no slots: what is worked out once is kept in it
class Words:
    """The words of a text: of each its hash and its place, `starts` to `stops`, in characters of the text."""

    hashes: Hashes
    starts: Ints
    stops: Ints
    shingle: int  # how many words make a shingle here

    @cached_property
    def shingles(self) -> Hashes:
        """Give the hash of every shingle, by its first word; a text shorter than a shingle is one."""
        size = min(self.shingle, max(1, len(self.hashes)))
        sums = np.zeros(max(0, len(self.hashes) - size + 1), dtype=np.uint64)
        for place in range(size):
            sums = sums * _BASE + self.hashes[place : place + len(sums)]
        return mixed(sums)

    @cached_property
    def shingle_order(self) -> Ints:
        """Give the places of the shingles in ascending order of their hashes."""
        order: Ints = np.argsort(self.shingles, kind="stable")
        return order


def read_words(texts: Sequence[str]) -> list[Words]:
    """Give the words of each text."""
    sizes = np.array([len(text) for text in texts], dtype=np.int64)
    firsts = np.cumsum(sizes + 1) - sizes - 1
    units = np.frombuffer("\n".join([*texts, ""]).encode("utf-32-le", "replace"), dtype=np.uint32)
    codes = np.minimum(units, 0xFFFF)  # what lies above the basic plane counts as a letter
    kinds = _kinds().take(codes)
    is_start = kinds > 0
    is_start[1:] &= (kinds[1:] != kinds[:-1]) | (kinds[1:] == _WIDE)
    is_last = kinds > 0
    is_last[:-1] &= (kinds[1:] != kinds[:-1]) | (kinds[1:] == _WIDE)
    starts, stops = np.flatnonzero(is_start), np.flatnonzero(is_last) + 1
    hashes = _hash(codes, starts, stops)
    bounds = np.searchsorted(starts, [*firsts, len(codes)])
    is_wide = kinds[starts] == _WIDE
    return [
        Words(
            hashes[first:last],
            starts[first:last] - offset,
            stops[first:last] - offset,
            WIDE_SHINGLE if 2 * int(is_wide[first:last].sum()) > last - first else SHINGLE,
        )
        for first, last, offset in zip(
            bounds[:-1].tolist(), bounds[1:].tolist(), firsts.tolist(), strict=True
        )
    ]


def mixed(hashes: Hashes) -> Hashes:
    """Let every bit of a hash depend on all of it (the finaliser of splitmix64; Steele et al., 2014)."""
    hashes = (hashes ^ (hashes >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    hashes = (hashes ^ (hashes >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    result: Hashes = hashes ^ (hashes >> np.uint64(31))
    return result


def _hash(codes: NDArray[np.uint32], starts: Ints, stops: Ints) -> Hashes:
    """Hash stretches of characters, whatever their case: sums of powers over the first characters of each."""
    if not len(starts):
        return np.zeros(0, dtype=np.uint64)
    sizes = np.minimum(stops - starts, _LONGEST)
    firsts = np.cumsum(sizes) - sizes
    places = np.arange(int(sizes.sum())) - np.repeat(firsts, sizes)
    letters = lower_case().take(codes[np.repeat(starts, sizes) + places])
    sums: Hashes = np.add.reduceat(letters * _POWERS[places], firsts)
    return mixed(sums)


@cache
def _kinds() -> NDArray[np.uint8]:
    kinds = np.array(
        [
            _LETTER if chr(code).isalnum() or unicodedata.category(chr(code))[0] == "M" else 0
            for code in range(0x10000)
        ],
        dtype=np.uint8,
    )
    for first, last in WIDE_RANGES:
        kinds[first : last + 1] *= _WIDE
    kinds[0xFFFF] = _LETTER
    return kinds
