"""What a person types -> clauses: words, "phrases in quotes", beginnings*, -words that must not be there."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from copydesk.errors import UsageError
from copydesk.searching.words import Word, fold, is_wide, words

_MOST_WORDS = 100
_OPENING, _CLOSING = '"“”„«»', '"“”«»'
# An optional minus, then text in quotation marks, of which the last may be missing, or a run without spaces.
_PART = re.compile(
    rf"(?<!\S)(-?)(?:[{_OPENING}]([^{_CLOSING}]*)[{_CLOSING}]?|([^\s{_OPENING}]+))|[{_OPENING}]([^{_CLOSING}]*)"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """Words that stand one behind the other; `is_open`: the last may go on; they must be there, or must not."""

    terms: tuple[str, ...]
    is_open: bool = False
    is_excluded: bool = False

    def fits(self, told: Sequence[Word]) -> bool:
        """Tell whether these words of a text are those of the clause."""
        *first, last = self.terms
        *others, end = (word.term for word in told)
        return first == others and (end.startswith(last) if self.is_open else end == last)

    @property
    def match(self) -> str:
        """The clause in the language of FTS5: terms hold nothing that has a meaning there."""
        return f'"{" ".join(self.terms)}"' + "*" * self.is_open


def read_question(text: str) -> list[Clause]:
    """Read a question. Raises UsageError for one without words, with too many, or with a * that fits most words."""
    clauses = []
    for part in _PART.finditer(text):
        minus, phrase, word, glued = part.groups()
        if clause := _clause(phrase or word or glued or "", is_excluded=minus == "-"):
            clauses.append(clause)
    clauses = list(dict.fromkeys(clauses))
    if not any(not clause.is_excluded for clause in clauses):
        raise UsageError(f"There is no word to look for in {_shortened(text)}; give at least one")
    if sum(len(clause.terms) for clause in clauses) > _MOST_WORDS:
        raise UsageError(f"The question has more than {_MOST_WORDS} words; leave some out")
    return clauses


def match(clauses: Sequence[Clause]) -> str:
    """Give the whole question in the language of FTS5."""
    wanted = " AND ".join(clause.match for clause in clauses if not clause.is_excluded)
    return f"({wanted})" + "".join(f" NOT {clause.match}" for clause in clauses if clause.is_excluded)


def _clause(part: str, *, is_excluded: bool) -> Clause | None:
    """Read a part of a question; give nothing for one without words."""
    bare = fold(part).rstrip()
    told = list(words(bare))
    if not told:
        return None
    if "*" in bare.rstrip("*"):
        raise UsageError(
            f"{_shortened(part)} has a * inside; only the end of a word or phrase can be left open"
        )
    terms = tuple(word.term for word in told)
    if not is_wide(terms[-1]):
        is_open = bare.endswith("*")
        if is_open and len(terms[-1]) == 1:
            raise UsageError(f"{_shortened(part)} fits too many words; give two letters at least")
        return Clause(terms, is_open, is_excluded)
    # The text may go on behind a script without spaces: its last character, in a pair already, need not stand alone.
    is_paired = len(told) > 1 and told[-2].stop == told[-1].stop
    return Clause(terms[:-1], False, is_excluded) if is_paired else Clause(terms, True, is_excluded)


def _shortened(text: str) -> str:
    return repr(text if len(text) <= 40 else text[:39] + "…")
