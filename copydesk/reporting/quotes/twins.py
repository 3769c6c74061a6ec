"""Quotations that are printed twice, as pull quotes are."""

import re
from collections.abc import Iterable

from copydesk.document import Quote
from copydesk.reporting.quotes.marks import Marked, Paragraph

_WORD = re.compile(r"\w+")
_BEGINNING = 16  # characters
_FEWEST = 4  # words by which it is told that a quotation stands twice


def is_printed_twice(text: str, paragraph: Paragraph, span: Marked) -> bool:
    """Tell a span that is all of its paragraph and begins as another passage does."""
    if paragraph.start != span.outer or paragraph.stop > span.outer_stop + 1:
        return False
    begins = text[span.start : span.start + _BEGINNING]
    return text.find(begins, 0, span.start) >= 0 or text.find(begins, span.stop) >= 0


def settle_twins(quotes: list[Quote], twins: Iterable[int]) -> None:
    """Give the quotations at some places, which have no cue, to the speakers of those that say the same with one."""
    for number in twins:
        quote = quotes[number]
        other = next((one for one in quotes if one.cue and _is_same(one.text, quote.text)), None)
        if other:
            speaker, kind, reason = other.speaker, other.speaker_kind, other.reason
            quotes[number] = quote._replace(speaker=speaker, speaker_kind=kind, reason=reason)


def _is_same(text: str, other: str) -> bool:
    """Tell whether one of two quotations begins with the words of the other, whatever stands between the words."""
    words, others = _WORD.findall(text.lower()), _WORD.findall(other.lower())
    fewest = min(len(words), len(others))
    return fewest >= _FEWEST and words[:fewest] == others[:fewest]
