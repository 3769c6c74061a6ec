"""Which of the lines above an article is its headline: words that the article repeats, and what stands around."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from copydesk.cleaning.draft import Piece
from copydesk.reporting.dates import find_day
from copydesk.reporting.language import may_be_spaceless

_SHORTEST_TERM = 4
_TERM = re.compile(rf"\w{{{_SHORTEST_TERM},}}")
_SPACELESS = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_MARKS = re.compile(r"\W+")
_SEPARATOR = re.compile(r"[|›»•·/]")
_SAMPLE = 3000  # characters of the article whose words are compared
_OPENING = 500
_FARTHEST = 60  # lines above the article
_SOON = 5  # lines in which date and byline follow a headline
_LONGEST_STAMP = 100
_MOST_TERMS = 6
_FEWEST_WORDS = 4
_LEAST_SCORE = 2.0  # of what is called a headline
_FEW_LINES = 6  # above an article: then one of them is its headline unless nothing speaks for it
# Weights as a ranking over the development texts has them, rounded.
_SHARED, _SHARED_COUNT, _OPENED = 1.5, 2.4, 1.6
_DATED, _SIGNED, _MEASURED, _SPOKEN = 2.0, 0.8, 1.4, 0.8
_FAR, _NEAR, _FIRST, _TWICE = -2.0, 0.8, 1.6, 1.0
_SHORT, _IN_BODY, _SEPARATED, _UNDER_KIN = -1.8, -1.0, -1.1, -1.0


class Listed:
    """A text that lines are compared with, as the set of its terms."""

    def __init__(self, text: str) -> None:
        self._terms = terms_of(text)

    def count(self, terms: frozenset[str]) -> int:
        """Count the terms of a line that are terms of the text as well."""
        return len(terms & self._terms)


class Searched:
    """The same for few lines: looking their terms up takes less time than finding all those of the text."""

    def __init__(self, text: str) -> None:
        folded = text.casefold()
        self._is_spaceless = _is_spaceless(folded)
        self._text = _MARKS.sub("", folded) if self._is_spaceless else folded

    def count(self, terms: frozenset[str]) -> int:
        """Count the terms of a line that are terms of the text as well."""
        held = [term for term in terms if term in self._text]
        if self._is_spaceless:
            return sum(len(term) == 2 for term in held)
        return sum(len(term) >= _SHORTEST_TERM and _holds_word(self._text, term) for term in held)


@dataclass(frozen=True, slots=True)
class _Article:
    """What lines above an article are judged by: its text, how it begins, which lines a date or a byline follows."""

    whole: Listed | Searched
    opening: Listed | Searched
    dated: frozenset[int]
    signed: frozenset[int]


def best_headline(pieces: Sequence[Piece], body: int, indexes: Sequence[int]) -> int | None:
    """Give the index of the line most like a headline of the article that begins at `body`, or None."""
    indexes = [index for index in indexes if body - index <= _FARTHEST]
    if not indexes:
        return None
    article = _read_article(pieces, body, indexes)
    scores = {index: _score(pieces, body, index, article) for index in indexes}
    best = max(indexes, key=lambda index: scores[index])
    is_alone = sum(piece.role in (None, "boilerplate") for piece in pieces[:body]) <= _FEW_LINES
    return best if scores[best] >= (0 if is_alone else _LEAST_SCORE) else None


def _read_article(pieces: Sequence[Piece], body: int, indexes: Sequence[int]) -> _Article:
    start, above = body + (body in indexes), range(max(0, body - _FARTHEST), body)
    paragraphs = [piece.text for piece in islice(pieces, start, start + 40) if piece.role == "body"]
    text = "\n".join(paragraphs)[:_SAMPLE]
    compared = Searched if len(indexes) <= _FEW_LINES else Listed
    return _Article(
        compared(text),
        compared(text[:_OPENING]),
        _soon_before([index for index in above if _is_stamp(pieces[index])]),
        _soon_before(
            [index for index, piece in enumerate(pieces[: body + 1 + _SOON]) if piece.role == "byline"]
        ),
    )


def _soon_before(indexes: Sequence[int]) -> frozenset[int]:
    """Give the lines that one of these follows soon."""
    return frozenset(index - step for index in indexes for step in range(1, _SOON + 1))


def _score(pieces: Sequence[Piece], body: int, index: int, article: _Article) -> float:
    piece, distance = pieces[index], body - index
    score = _kinship(piece.text, article) + _shape(piece.text)
    score += _FAR * distance / _FARTHEST + _NEAR / (1 + distance)
    score += _DATED * (index in article.dated)
    score += _SIGNED * (index in article.signed)
    score += _FIRST * (index == 0) + _IN_BODY * (piece.role is not None)
    beside = (*pieces[max(0, index - 1) : index], *pieces[index + 1 : index + 2])
    score += _TWICE * any(one.text == piece.text for one in beside)
    return score + _UNDER_KIN * (index > 0 and _is_kin(pieces[index - 1], piece, article))


def _kinship(text: str, article: _Article) -> float:
    """Weigh what of a line the article says again."""
    terms = terms_of(text)
    if not terms:
        return 0.0
    shared = article.whole.count(terms)
    weight = _SHARED * shared / len(terms) + _SHARED_COUNT * min(shared, _MOST_TERMS) / _MOST_TERMS
    return weight + _OPENED * article.opening.count(terms) / len(terms)


def _shape(text: str) -> float:
    is_spaceless = _is_spaceless(text)
    width = 2 * len(text) if is_spaceless else len(text)
    score = _MEASURED * (30 <= width <= 110) + _SPOKEN * (":" in text or "?" in text)
    if not is_spaceless and (count := len(text.split())) < _FEWEST_WORDS:
        score += _SHORT if count > 1 else 2 * _SHORT
    return score + _SEPARATED * (_SEPARATOR.search(text) is not None)


def _is_kin(above: Piece, piece: Piece, article: _Article) -> bool:
    """Tell a line that itself reads like the headline of the article; what stands under it is its deck."""
    if above.role is not None or above.text == piece.text or len(above.text.split()) < _FEWEST_WORDS:
        return False
    terms = terms_of(above.text)
    shared = article.whole.count(terms)
    return shared >= 2 and shared >= 0.3 * len(terms)


def _is_stamp(piece: Piece) -> bool:
    if piece.role == "date":
        return True
    mention = find_day(piece.text) if len(piece.text) <= _LONGEST_STAMP else None
    return mention is not None and mention.day is not None


def terms_of(text: str) -> frozenset[str]:
    """Give what may be compared: words of four letters and more, pairs of characters where no spaces part words."""
    folded = text.casefold()
    if _is_spaceless(folded):
        letters = _MARKS.sub("", folded)
        return frozenset(map("".join, pairwise(letters)))
    return frozenset(_TERM.findall(folded))


def _is_spaceless(text: str) -> bool:
    return may_be_spaceless(text) and _SPACELESS.search(text) is not None


def _holds_word(text: str, word: str) -> bool:
    """Tell whether a word stands in a text by itself, not in a longer one."""
    start = text.find(word)
    while start >= 0:
        stop = start + len(word)
        if not (_is_letter(text[start - 1 : start]) or _is_letter(text[stop : stop + 1])):
            return True
        start = text.find(word, stop)
    return False


def _is_letter(character: str) -> bool:
    return character.isalnum() or character == "_"
