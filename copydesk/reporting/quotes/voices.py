"""Who speaks in a quotation, where it stands, and the quotation made of both."""

from typing import NamedTuple

from copydesk.document import Quote, QuoteKind, SpeakerKind
from copydesk.reporting.quotes.marks import Marked
from copydesk.reporting.quotes.mentions import Mention

EVERYBODY: tuple[SpeakerKind, ...] = ("person", "group", "document", "unnamed")


class Speaker(NamedTuple):
    """Who speaks, as far as it can be told."""

    name: str | None
    kind: SpeakerKind | None
    written: str | None = None
    reason: str | None = None
    is_many: bool = False

    def called(self, written: str | None) -> "Speaker":
        """Give the same speaker in other words."""
        return Speaker(self.name, self.kind, written, self.reason, self.is_many)


class Spot(NamedTuple):
    """A place in an article: number of the paragraph, of the sentence in it, offset into the text."""

    paragraph: int
    sentence: int
    at: int


def describe(mention: Mention) -> Speaker:
    """Give a speaker who stays without a name."""
    if mention.kind == "nobody":
        return Speaker(None, None, None, "asked by somebody who is not told")
    kinds: dict[str, SpeakerKind] = {"group": "group", "document": "document"}
    kind, is_many = kinds.get(mention.kind, "unnamed"), mention.kind == "crowd"
    return Speaker(mention.written, kind, mention.written, is_many=is_many)


def make_quote(text: str, span: Marked, kind: QuoteKind, speaker: Speaker, cue: str | None = None) -> Quote:
    """Give a span of a text with its speaker; the reason is told where there is none."""
    start, stop = span.start, span.stop
    name, speaker_kind, written, reason, _ = speaker
    return Quote(
        text[start:stop], kind, name, written, speaker_kind, None if name else reason, cue, start, stop
    )
