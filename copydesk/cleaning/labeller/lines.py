"""Lines -> numbers: what the characters of a line tell, counted for all lines of a document at once."""

import re
from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from copydesk.cleaning.labeller.words import Floats
from copydesk.cleaning.prose import is_prose

SHAPE = (
    "length", "words", "word_length", "sentence_ends", "commas", "digits", "capitals", "capitalised", "separators",
    "quotes", "ends_sentence", "ends_colon", "ends_ellipsis", "starts_lower", "starts_mark", "copyright", "question",
    "exclamation", "prose", "clock", "year", "addresses",
)  # fmt: skip

_TELLING = (
    re.compile(r"\d{1,2}[:.h]\d\d"),  # a clock time
    re.compile(r"(?:19|20)\d\d"),  # a year
    re.compile(r"@|https?:|www\.|\.com\b"),  # an address
)
# Kinds of characters, as bits.
_ALPHA, _UPPER, _DIGIT, _SPACE, _END, _COMMA, _SEPARATOR, _QUOTE, _WIDE = (1 << bit for bit in range(9))


def describe_lines(lines: Sequence[str]) -> Floats:
    """Describe lines by their characters alone: shape (lines, 22), the columns of SHAPE."""
    joined = "\n".join(lines)
    codes = np.frombuffer(joined.encode("utf-32-le", "replace"), dtype=np.uint32)
    kinds = _kinds()[np.minimum(codes, 0xFFFF)]
    sizes = np.array([len(line) for line in lines])
    starts = np.cumsum(sizes + 1) - sizes - 1

    def count(mask: NDArray[np.bool_]) -> NDArray[np.int64]:
        return np.add.reduceat(mask, starts, dtype=np.int64)

    spaces = kinds & _SPACE > 0
    opens_word = np.concatenate([[True], spaces[:-1] | (codes[:-1] == 10)])
    words = count(spaces) + 1
    letters = np.maximum(1, count(kinds & _ALPHA > 0))
    wide = count(kinds & _WIDE > 0)
    uppers = kinds & _UPPER > 0
    ends = starts + sizes - 1
    last, first = kinds[ends], kinds[starts]
    before_last = kinds[np.maximum(starts, ends - 1)]
    return np.column_stack(
        [
            np.log1p(sizes + 2 * wide),
            np.log1p(words),
            np.minimum(sizes / words, 30),
            np.minimum(count(kinds & _END > 0), 6),
            count(kinds & _COMMA > 0) / words,
            count(kinds & _DIGIT > 0) / sizes,
            count(uppers) / letters,
            count(uppers & opens_word) / words,
            np.minimum(count(kinds & _SEPARATOR > 0), 6),
            np.minimum(count(kinds & _QUOTE > 0), 6),
            ((last & _END) > 0) | (((last & _QUOTE) > 0) & ((before_last & _END) > 0)),
            np.isin(codes[ends], (0x3A, 0xFF1A)),
            codes[ends] == 0x2026,
            (first & (_ALPHA | _UPPER)) == _ALPHA,
            (first & (_ALPHA | _DIGIT)) == 0,
            count(codes == 0xA9) > 0,
            count((codes == 0x3F) | (codes == 0xFF1F)) > 0,
            count(codes == 0x21) > 0,
            [is_prose(line) for line in lines],
            *(_holders(pattern, joined, starts) for pattern in _TELLING),
        ]
    ).astype(np.float32)


def _holders(pattern: re.Pattern[str], joined: str, starts: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Tell which lines hold a pattern, which itself holds no line break."""
    found = [match.start() for match in pattern.finditer(joined)]
    holds = np.zeros(len(starts), dtype=np.bool_)
    holds[np.searchsorted(starts, found, side="right") - 1] = True
    return holds


@cache
def _kinds() -> NDArray[np.uint16]:
    """Give the kinds of every character of the basic plane; what lies above counts as a letter."""
    kinds = np.zeros(0x10000, dtype=np.uint16)
    for code in range(0x10000):
        character = chr(code)
        kinds[code] = (
            _ALPHA * character.isalpha()
            + _UPPER * character.isupper()
            + _DIGIT * character.isdigit()
            + _SPACE * (character == " ")
        )
    for bit, characters in (
        (_END, ".!?…。！？।"),
        (_COMMA, ",،、"),
        (_SEPARATOR, "|»›«‹·•→←>/"),
        (_QUOTE, '"“”„«»‘’'),
    ):
        kinds[[ord(character) for character in characters]] |= bit
    for first, last in ((0x0E00, 0x0E7F), (0x3040, 0x30FF), (0x3400, 0x9FFF)):
        kinds[first : last + 1] |= _WIDE
    return kinds
