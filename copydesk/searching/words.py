"""Text -> the words that are searched for, the same for articles, questions and what is marked.

A word is a run of letters, digits and combining marks, without case and accents. In scripts without spaces it is a pair
of neighbouring characters, and the last one alone: pairs find words without a dictionary (Lee and Ahn, "Using n-Grams
for Korean Text Retrieval", 1996).
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

WORDS_VERSION = 1  # raise it when words are told apart in another way: the next run makes the index anew

# Thai and Lao, Burmese, Khmer, kana without the middle dot, Chinese characters.
_WIDE = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30fa\u30fc-\u30ff"
    "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_MARKS = "".join(char for char in map(chr, range(0x300, 0xFE30)) if unicodedata.category(char)[0] == "M")
_RUN = re.compile(rf"([{_WIDE}]+)|(?:[^\W_{_WIDE}]+|[{_MARKS}]+)+")
_WIDE_RUN = re.compile(f"[{_WIDE}]+")
# What has to be folded; the index itself takes case away, and dashes and quotation marks part words in any case.
_FOREIGN = re.compile("[^\x00-\x7f\xa0\xab\xbb\u2010-\u2027]")
_ACCENTS = re.compile("[\u0300-\u036f]+")
# Signs that are younger than SQLite's tables of Unicode, which take them for letters: currencies, marks of direction.
_YOUNG = "\u20ba\u20bb\u20bc\u20bd\u20be\u20bf\u20c0\u061c\u2066\u2067\u2068\u2069"
# What tells words apart in the index, as _RUN does here: letters, numbers and marks; accents are gone by then.
TOKENIZER = f"unicode61 remove_diacritics 0 categories 'L* N* M*' separators '{_YOUNG}'"


class Word(NamedTuple):
    """A word of a text: as it is searched for, and where it stands in characters."""

    term: str
    start: int
    stop: int


def words(text: str) -> Iterator[Word]:
    """Give the words of a text in order."""
    for run in _RUN.finditer(text):
        start, stop = run.span()
        if run[1] is not None:
            for place in range(start, stop):
                end = min(place + 2, stop)
                yield Word(fold(text[place:end]), place, end)
        elif term := fold(run[0]):  # of accents alone nothing is left
            yield Word(term, start, stop)


def searchable(text: str) -> str:
    """Give a text in which the index tells the same words apart as `words` does: folded, pairs between spaces."""
    return _WIDE_RUN.sub(_pairs, fold(text)) if _FOREIGN.search(text) else text


def fold(text: str) -> str:
    """Take case and accents away, and differences that only look so (full width, ligatures)."""
    folded = text.casefold()
    if folded.isascii():
        return folded
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", folded))
    return unicodedata.normalize("NFKC", bare).casefold()


def is_wide(term: str) -> bool:
    """Tell whether a word is of a script without spaces."""
    return _WIDE_RUN.match(term) is not None


def _pairs(run: re.Match[str]) -> str:
    return f" {' '.join(run[0][place : place + 2] for place in range(len(run[0])))} "
