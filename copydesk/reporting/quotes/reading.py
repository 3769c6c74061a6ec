"""Reading the quotations of an article: which spans in marks report speech, and whose."""

from collections.abc import Iterator

from copydesk.document import Quote, QuoteKind
from copydesk.reporting.quotes.attribution import Found, find_speaker
from copydesk.reporting.quotes.claims import find_claim, find_inner_claim, has_words_before
from copydesk.reporting.quotes.cues import choose_wording
from copydesk.reporting.quotes.interviews import read_turns
from copydesk.reporting.quotes.judging import Sight, judge
from copydesk.reporting.quotes.marks import Marked, Paragraph, find_paragraphs
from copydesk.reporting.quotes.mentions import Claim
from copydesk.reporting.quotes.neighbours import find_neighbour
from copydesk.reporting.quotes.sentences import HERE, Sentence
from copydesk.reporting.quotes.speakers import Stage
from copydesk.reporting.quotes.twins import is_printed_twice, settle_twins
from copydesk.reporting.quotes.voices import Speaker, Spot, make_quote

_SIGNS = ('"', "“", "”", "„", "«", "»", "‘", "’", "'", "‹", "‚", "›")
_LONGEST_LINE = 120  # characters of a heading
_SIGNS_AND_SPACES = "".join(_SIGNS) + " "
_LONGEST_TERM = 30  # characters of what is printed again and again
_ENDS = " ,.…"
_REASONS: dict[QuoteKind, str] = {
    "title": "a title or a heading, not speech",
    "term": "a term, not speech",
    "scare": "words at arm's length: no verb of speech reaches them",
}


def read_quotes(text: str) -> list[Quote]:
    """Give every span of a text in quotation marks, and every turn of an interview, in order, with its speaker."""
    if not any(sign in text for sign in _SIGNS):
        return []
    told = text.replace(HERE, " ") if HERE in text else text
    paragraphs = find_paragraphs(told)
    if not any(paragraph.spans for paragraph in paragraphs):
        return []
    stage = Stage(told, paragraphs, choose_wording(told))
    turns = read_turns(stage)
    quotes = _Reading(stage, {number for number, _ in turns}).read()
    found = sorted([*quotes, *(turn for _, turn in turns)], key=lambda quote: quote.start)
    return found if told is text else [one._replace(text=text[one.start : one.stop]) for one in found]


def _following(sentence: Sentence, at: int) -> str:
    """Give the word behind a span, past the mark that the span ends with: `our “eureka!” moments`."""
    words = sentence[at + 1 : at + 3]
    return (
        words[-1]
        if len(words) > 1 and words[0] in "!?" and words[1].islower()
        else "".join(words[:1]).lower()
    )


class _Reading:
    """One pass over the paragraphs of an article."""

    def __init__(self, stage: Stage, turns: set[int]) -> None:
        self._stage, self._turns, self._wording = stage, turns, stage.wording
        self._chain: list[Found] = []  # paragraphs of a quotation that is not closed yet
        self._terms: dict[str, QuoteKind] = {}  # what was found to be no speech
        self._quotes: list[Quote] = []
        self._twins: list[
            int
        ] = []  # which of them stand by themselves and again elsewhere, as pull quotes do

    def read(self) -> list[Quote]:
        """Give the spans of all paragraphs that are no turns of an interview."""
        for number, paragraph in enumerate(self._stage.paragraphs):
            previous: Speaker | None = None
            if paragraph.spans and number not in self._turns:
                for found in self._find(number):
                    previous = self._enter(found, previous)
        self._close_chain(None)
        settle_twins(self._quotes, self._twins)
        return self._quotes

    def _find(self, number: int) -> Iterator[Found]:
        spans = iter(self._stage.paragraphs[number].spans)
        for place, sentence in self._stage.sentences(number).with_spans():
            for at in (at for at, word in enumerate(sentence) if word == HERE):
                span = next(spans)
                claim = self._inner_claim(span) or find_claim(sentence, at, self._wording)
                if claim is None and self._stage.paragraphs[number].start == span.outer:
                    claim = find_neighbour(self._stage, number, span)
                within = has_words_before(sentence, at, self._wording)
                yield Found(span, Spot(number, place, span.outer), sentence, at, claim, within)

    def _inner_claim(self, span: Marked) -> Claim | None:
        if self._wording.english:
            return None
        return find_inner_claim(self._stage.text[span.start : span.stop], self._wording)

    def _enter(self, found: Found, previous: Speaker | None) -> Speaker | None:
        """Judge a span and enter it; give who speaks for the next one of the paragraph."""
        if found.span.goes_on:
            self._chain.append(found)
            return previous
        kind = self._judge(found)
        if kind != "quote":
            self._close_chain(None)
            self._quotes.append(
                make_quote(self._stage.text, found.span, kind, Speaker(None, None, None, _REASONS[kind]))
            )
            return previous
        speaker = find_speaker(self._stage, self._opening(found), previous)
        self._close_chain(speaker)
        self._quote(found, speaker)
        inserted = speaker.kind == "document" and previous and found.within
        return previous if inserted else speaker

    def _judge(self, found: Found) -> QuoteKind:
        """Tell what a span is; a word or two that were no speech before are none now."""
        span = found.span
        if span.stop - span.start > _LONGEST_TERM:
            return judge(self._see(found), found.claim, self._wording)
        inner = self._stage.text[span.start : span.stop].strip(_ENDS).lower()
        if inner in self._terms and found.within:
            return self._terms[inner]
        kind = judge(self._see(found), found.claim, self._wording)
        if kind != "quote":
            self._terms[inner] = kind
        return kind

    def _see(self, found: Found) -> Sight:
        stage, span, at = self._stage, found.span, found.at
        paragraph = stage.paragraphs[found.spot.paragraph]
        return Sight(
            stage.text[span.start : span.stop],
            [word.lower() for word in found.sentence[max(0, at - 4) : at]],
            _following(found.sentence, at),
            found.within,
            paragraph.start == span.outer and paragraph.stop <= span.outer_stop + 1,
            self._is_heading(paragraph, span),
            bool(self._chain),
        )

    def _is_heading(self, paragraph: Paragraph, span: Marked) -> bool:
        """Tell a line of a few words that ends without a stop, and what it has in marks as well."""
        if paragraph.stop - paragraph.start > _LONGEST_LINE or self._stage.text[span.stop - 1] in ",.!?":
            return False
        line = self._stage.text[paragraph.start : paragraph.stop].rstrip(_SIGNS_AND_SPACES)
        return line[-1:].isalnum() or line[-1:] == "?"

    def _opening(self, found: Found) -> Found:
        """Give where the quotation that a span closes begins, with the claim that is nearest to it."""
        if not self._chain:
            return found
        claim = found.claim
        if claim is None or claim.place != "beside":
            claim = next((one.claim for one in self._chain if one.claim), claim)
        return self._chain[0]._replace(claim=claim)

    def _close_chain(self, speaker: Speaker | None) -> None:
        """Give the paragraphs of a quotation that were left open to the speaker of the last one."""
        for found in self._chain:
            self._quote(found, speaker or find_speaker(self._stage, found, None))
        self._chain = []

    def _quote(self, found: Found, speaker: Speaker) -> None:
        stage, span = self._stage, found.span
        cue = found.claim.cue if found.claim else None
        if cue is None and is_printed_twice(stage.text, stage.paragraphs[found.spot.paragraph], span):
            self._twins.append(len(self._quotes))
        else:
            stage.enter(found.spot, speaker)
        self._quotes.append(make_quote(stage.text, span, "quote", speaker, cue))
