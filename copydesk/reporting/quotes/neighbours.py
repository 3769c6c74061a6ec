"""Paragraphs that tell who speaks in the one beside them: they announce a quotation, or sign it."""

from copydesk.reporting.quotes.claims import find_claim
from copydesk.reporting.quotes.marks import Marked
from copydesk.reporting.quotes.mentions import Claim
from copydesk.reporting.quotes.sentences import HERE
from copydesk.reporting.quotes.signatures import find_signature
from copydesk.reporting.quotes.speakers import Stage

_LONGEST_SIGNATURE = 80  # characters


def find_neighbour(stage: Stage, number: int, span: Marked) -> Claim | None:
    """Give the claim on a span, which a paragraph begins with, of the paragraph before it or the one behind it."""
    return _announced(stage, number) or _signed(stage, number, span)


def _announced(stage: Stage, number: int) -> Claim | None:
    """Read a paragraph such as `The Echo reported:`."""
    before = stage.paragraphs[number - 1] if number else None
    if before is None or before.spans or stage.text[before.stop - 1] != ":":
        return None
    sentences = stage.sentences(number - 1)
    sentence = [*sentences[len(sentences) - 1], HERE]
    return find_claim(sentence, len(sentence) - 1, stage.wording)


def _signed(stage: Stage, number: int, span: Marked) -> Claim | None:
    """Read a paragraph such as `Ida Brandt, pilot` behind one that is nothing but a span."""
    paragraphs = stage.paragraphs
    if number + 1 == len(paragraphs) or paragraphs[number].stop > span.outer_stop + 1:
        return None
    behind = paragraphs[number + 1]
    if behind.spans or behind.stop - behind.start > _LONGEST_SIGNATURE:
        return None
    return find_signature(stage.text[behind.start : behind.stop], stage.wording)
