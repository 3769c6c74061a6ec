"""Lines -> characters and words, in arrays over all lines of a batch: nothing here is done line by line."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Hashes = NDArray[np.uint64]

LONGEST_READ = 240  # characters of a line whose words are looked up
_LONGEST_COUNTED = 60_000  # characters of a line that are counted: counts have sixteen bits
_LETTER, _DIGIT = 1, 2  # what words are made of
_BASE, _SPREAD = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD6E8FEB86659FD93)  # odd numbers without a pattern
_POWERS = np.cumprod(np.full(64, _BASE, dtype=np.uint64))  # of the base, modulo 2 ** 64

# Kinds of characters that are counted, in the order of the columns of `Characters.counts`.
COUNTED = (
    "letters", "capitals", "digits", "spaces", "ends", "commas", "separators", "quotes", "wide", "copyrights",
    "questions", "exclamations", "ats",
)  # fmt: skip
_MARKS = {
    "spaces": " ",
    "ends": ".!?…。！？।",
    "commas": ",،、",
    "separators": "|»›«‹·•→←>/",
    "quotes": '"“”„«»‘’',
    "copyrights": "©",
    "questions": "?？",
    "exclamations": "!",
    "ats": "@",
}
_WIDE = ((0x0E00, 0x0E7F), (0x3040, 0x30FF), (0x3400, 0x9FFF))  # scripts without spaces


@dataclass(frozen=True, slots=True, eq=False)
class Characters:
    """Lines one behind the other, each with a line break; `starts` and `sizes` are in characters."""

    codes: Ints
    starts: Ints
    sizes: Ints
    counts: dict[str, Ints]  # of each kind of COUNTED, in each line

    @property
    def ends(self) -> Ints:
        """Give the place of the last character of each line."""
        return self.starts + self.sizes - 1


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The words and numbers at the beginnings of lines: a number counts by how many digits it has.

    Of each word: its hash, where it starts and stops, whether it is a number; of each line: how many it has.
    """

    hashes: Hashes
    starts: Ints
    stops: Ints
    is_number: NDArray[np.bool_]
    counts: Ints

    @property
    def lines(self) -> Ints:
        """Give the number of the line that each word stands in."""
        return np.repeat(np.arange(len(self.counts)), self.counts)


def read_characters(lines: Sequence[str]) -> Characters:
    """Lay lines that are not empty out as one array."""
    counted = [line[:_LONGEST_COUNTED] for line in lines]
    sizes = np.array(list(map(len, counted)), dtype=np.int64)
    text = "\n".join([*counted, ""])
    units = np.frombuffer(text.encode("utf-32-le", "replace"), dtype=np.uint32)
    codes: Ints = np.minimum(units, 0xFFFF).astype(
        np.int64
    )  # what lies above the basic plane counts as a letter
    starts = np.cumsum(sizes + 1) - sizes - 1
    counts: dict[str, Ints] = {}
    for number, table in enumerate(_count_tables()):
        sums = np.add.reduceat(table.take(codes), starts)
        for field, name in enumerate(COUNTED[4 * number : 4 * number + 4]):
            counts[name] = ((sums >> np.uint64(16 * field)) & np.uint64(0xFFFF)).astype(np.int64)
    return Characters(codes, starts, sizes, counts)


def read_words(characters: Characters, longest: int = LONGEST_READ) -> Words:
    """Find the words of lines, of those longer than `longest` those of their beginnings."""
    codes = characters.codes
    kinds = _word_kinds().take(codes)
    changes = np.flatnonzero(kinds[1:] != kinds[:-1]) + 1
    bounds = np.concatenate([[0], changes, [len(codes)]])
    starts, stops = bounds[:-1], bounds[1:]
    line = np.searchsorted(characters.starts, starts, side="right") - 1
    kept = np.flatnonzero((kinds[starts] > 0) & (starts - characters.starts[line] < longest))
    starts, stops, line = starts[kept], stops[kept], line[kept]
    is_number = kinds[starts] == _DIGIT
    hashes = _hash(codes, starts, stops)
    hashes[is_number] = (stops - starts)[is_number].astype(np.uint64) * _BASE
    counts = np.bincount(line, minlength=len(characters.starts))
    return Words(_mixed(hashes), starts, stops, is_number, counts)


def hash_word(word: str) -> np.uint64:
    """Give the hash of one word."""
    return np.uint64(read_words(read_characters([word])).hashes[0])


def slots_of(hashes: Hashes, bits: int) -> Ints:
    """Give the places of hashes in a table of 2 ** `bits` slots; what collides shares a slot."""
    return (hashes >> np.uint64(64 - bits)).astype(np.int64)


def hash_triples(words: Words) -> Hashes:
    """Give a hash for each word and the two behind it."""
    padded: Hashes = np.concatenate([words.hashes, np.zeros(2, dtype=np.uint64)])
    return _mixed(padded[:-2] + padded[1:-1] * _BASE + padded[2:] * _SPREAD)


def _hash(codes: Ints, starts: Ints, stops: Ints) -> Hashes:
    """Hash stretches of characters, whatever their case: sums of powers, over the first characters of each."""
    sizes = np.minimum(stops - starts, len(_POWERS))
    firsts = np.cumsum(sizes) - sizes
    places = np.arange(int(sizes.sum())) - np.repeat(firsts, sizes)
    letters = lower_case().take(codes[np.repeat(starts, sizes) + places])
    hashes: Hashes = np.add.reduceat(letters * _POWERS[places], firsts) if len(firsts) else letters
    return hashes


def _mixed(hashes: Hashes) -> Hashes:
    """Let every bit of a hash depend on all of it (the finaliser of splitmix64; Steele et al., 2014)."""
    hashes = (hashes ^ (hashes >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    hashes = (hashes ^ (hashes >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed: Hashes = hashes ^ (hashes >> np.uint64(31))
    return mixed


@cache
def _word_kinds() -> NDArray[np.uint8]:
    kinds = np.zeros(0x10000, dtype=np.uint8)
    for code in range(0x10000):
        character = chr(code)
        kinds[code] = _DIGIT if character.isdecimal() else _LETTER * character.isalnum()
    kinds[0xFFFF] = _LETTER
    return kinds


@cache
def lower_case() -> Hashes:
    """Give the small letter of each character of the basic plane, as codes."""
    lowered = [chr(code).lower() for code in range(0x10000)]
    return np.array(
        [ord(one) if len(one) == 1 else code for code, one in enumerate(lowered)], dtype=np.uint64
    )


@cache
def _count_tables() -> list[Hashes]:
    """Give tables that count four kinds of characters at once, in sixteen bits each."""
    kinds = {name: np.zeros(0x10000, dtype=np.uint64) for name in COUNTED}
    for code in range(0x10000):
        character = chr(code)
        kinds["letters"][code] = character.isalpha()
        kinds["capitals"][code] = character.isupper()
        kinds["digits"][code] = character.isdigit()
    for name, characters in _MARKS.items():
        kinds[name][[ord(character) for character in characters]] = 1
    for first, last in _WIDE:
        kinds["wide"][first : last + 1] = 1
    tables = [np.zeros(0x10000, dtype=np.uint64) for _ in range(0, len(COUNTED), 4)]
    for number, name in enumerate(COUNTED):
        tables[number // 4] |= kinds[name] << np.uint64(16 * (number % 4))
    return tables


def has_mark(kind: str, codes: Ints) -> NDArray[np.bool_]:
    """Tell which characters are of a counted kind."""
    number = COUNTED.index(kind)
    return (_count_tables()[number // 4].take(codes) >> np.uint64(16 * (number % 4))) & np.uint64(1) > 0
