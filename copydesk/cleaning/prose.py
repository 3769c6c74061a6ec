"""What prose looks like: a sentence or more, as against a heading, a link or a button."""

import re
from collections.abc import Iterable

_SENTENCE_END = re.compile(r"[.!?…。！？।][\"'”’»)\]]*$|[:;]$|[.!?,]\s?[”\"»]")
_GLUED_END = re.compile(r"[^\W_]{3}[.!?…][\"'”’»)]*[A-ZÄÖÜÀ-ÝА-ЯЁЇІЄҐ]")  # tags or a caption stand behind it
_SPACELESS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]")
_ENDS = frozenset(".!?…。！？।:;")
_CLOSING = frozenset("\"'”’»)]")
_LONG = 140  # characters that make a piece prose without a full stop
_SHORT = 25  # characters that are too few for a sentence
_WIDTH = 3  # of a character where no spaces part words


def is_prose(text: str) -> bool:
    """Tell a sentence or more from a heading, a link or a button."""
    if len(text) >= _LONG:
        return True
    if len(text) * _WIDTH < _SHORT:
        return False
    is_spaceless = not text.isascii() and _SPACELESS.search(text) is not None
    length = len(text) * (_WIDTH if is_spaceless else 1)
    if length >= _LONG:
        return True
    if length < _SHORT or not (is_spaceless or " " in text):
        return False
    if text[-1] in _ENDS:
        return True
    may_end = (
        text[-1] in _CLOSING or "”" in text or '"' in text or "»" in text
    )  # else the expression finds nothing
    return (may_end and _SENTENCE_END.search(text) is not None) or (
        length >= 60 and _GLUED_END.search(text) is not None
    )


def best_stretch(weights: Iterable[float]) -> tuple[int, int]:
    """Give the bounds of the run with the greatest sum (Kadane's algorithm)."""
    best = (0, 0)
    best_sum = sum_here = 0.0
    start = 0
    for index, weight in enumerate(weights):
        if sum_here <= 0:
            start, sum_here = index, 0.0
        sum_here += weight
        if sum_here > best_sum:
            best_sum, best = sum_here, (start, index + 1)
    return best
