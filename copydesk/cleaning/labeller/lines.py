"""Lines -> numbers: what the characters and words of each line tell, whatever stands around it."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from copydesk.cleaning.labeller.characters import Characters, Words, has_mark, hash_word
from copydesk.cleaning.labeller.words import Floats

SHAPE = (
    "length", "words", "word_length", "sentence_ends", "commas", "digits", "capitals", "capitalised", "separators",
    "quotes", "ends_sentence", "ends_colon", "ends_ellipsis", "starts_lower", "starts_mark", "copyright", "question",
    "exclamation", "prose", "clock", "year", "addresses",
)  # fmt: skip
_ADDRESS_WORDS = ("http", "https", "www")


def describe_lines(characters: Characters, words: Words, prose: NDArray[np.bool_]) -> Floats:
    """Describe lines by themselves: shape (lines, 22), the columns of SHAPE."""
    codes, sizes, counts = characters.codes, characters.sizes, characters.counts
    word_counts = counts["spaces"] + 1
    first, ends = codes[characters.starts], characters.ends
    before_last = codes[np.maximum(characters.starts, ends - 1)]
    last = codes[ends]
    opens_with_letter, opens_with_capital = has_mark("letters", first), has_mark("capitals", first)
    capitalised = _count(words, has_mark("capitals", codes[words.starts]))
    return np.column_stack(
        [
            np.log1p(sizes + 2 * counts["wide"]),
            np.log1p(word_counts),
            np.minimum(sizes / word_counts, 30),
            np.minimum(counts["ends"], 6),
            counts["commas"] / word_counts,
            counts["digits"] / sizes,
            counts["capitals"] / np.maximum(1, counts["letters"]),
            capitalised / np.maximum(1, words.counts),
            np.minimum(counts["separators"], 6),
            np.minimum(counts["quotes"], 6),
            has_mark("ends", last) | (has_mark("quotes", last) & has_mark("ends", before_last)),
            np.isin(last, (0x3A, 0xFF1A)),
            last == 0x2026,
            opens_with_letter & ~opens_with_capital,
            ~opens_with_letter & ~has_mark("digits", first),
            counts["copyrights"] > 0,
            counts["questions"] > 0,
            counts["exclamations"] > 0,
            prose,
            _count(words, _is_clock(codes, words)) > 0,
            _count(words, _is_year(codes, words)) > 0,
            (counts["ats"] > 0) | (_count(words, np.isin(words.hashes, _address_hashes())) > 0),
        ]
    ).astype(np.float32)


def _count(words: Words, marked: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Count the marked words of each line."""
    counts: NDArray[np.int64] = np.bincount(words.lines[marked], minlength=len(words.counts))
    return counts


def _is_year(codes: NDArray[np.int64], words: Words) -> NDArray[np.bool_]:
    is_long = words.is_number & (words.stops - words.starts == 4)
    century = codes[words.starts] * 256 + codes[np.minimum(words.starts + 1, len(codes) - 1)]
    is_year: NDArray[np.bool_] = is_long & np.isin(century, (0x3139, 0x3230))  # 19.. and 20..
    return is_year


def _is_clock(codes: NDArray[np.int64], words: Words) -> NDArray[np.bool_]:
    """Tell the hours of times of day: 7:40, 07.40."""
    lengths = words.stops - words.starts
    is_time = np.zeros(len(lengths), dtype=np.bool_)
    is_beside = words.starts[1:] == words.stops[:-1] + 1
    mark = np.isin(codes[np.minimum(words.stops[:-1], len(codes) - 1)], (0x3A, 0x2E))
    is_pair = words.is_number[:-1] & words.is_number[1:] & (lengths[:-1] <= 2) & (lengths[1:] == 2)
    is_time[:-1] = is_beside & mark & is_pair
    return is_time


@cache
def _address_hashes() -> NDArray[np.uint64]:
    return np.array([hash_word(word) for word in _ADDRESS_WORDS], dtype=np.uint64)
