"""Reading the quotations of an article: which spans in marks report speech, and whose."""

from collections.abc import Iterator
from typing import NamedTuple

from copydesk.document import Quote, QuoteKind
from copydesk.reporting.quotes.claims import Claim, find_claim, find_inner_claim, has_words_before
from copydesk.reporting.quotes.cues import choose_wording
from copydesk.reporting.quotes.interviews import read_turns
from copydesk.reporting.quotes.judging import Sight, judge
from copydesk.reporting.quotes.marks import Marked, Paragraph, find_paragraphs
from copydesk.reporting.quotes.mentions import Mention
from copydesk.reporting.quotes.names import is_person
from copydesk.reporting.quotes.sentences import HERE, Sentence
from copydesk.reporting.quotes.speakers import EVERYBODY, Speaker, Spot, Stage, make_quote
from copydesk.reporting.quotes.subjects import sentence_subject

_SIGNS = ('"', "“", "”", "„", "«", "»", "‘", "’", "'", "‹", "‚", "›")
_LONGEST_LINE = 120  # characters of a heading
_SIGNS_AND_SPACES = "".join(_SIGNS) + " "
_LONGEST_TERM = 30  # characters of what is printed again and again
_INNER_CUE = ", — "
_ENDS = " ,.…"
_NOBODY = Speaker(None, None, None, "no verb of speech, and nobody named before")
_REASONS: dict[QuoteKind, str] = {
    "title": "a title or a heading, not speech",
    "term": "a term, not speech",
    "scare": "words at arm's length: no verb of speech reaches them",
}


class _Found(NamedTuple):
    """A span in marks, where it stands, and what its sentence says of it."""

    span: Marked
    spot: Spot
    sentence: Sentence
    at: int  # its place in the sentence
    claim: Claim | None
    within: bool


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
        self._chain: list[_Found] = []  # paragraphs of a quotation that is not closed yet
        self._terms: dict[str, QuoteKind] = {}  # what was found to be no speech
        self._quotes: list[Quote] = []

    def read(self) -> list[Quote]:
        """Give the spans of all paragraphs that are no turns of an interview."""
        for number, paragraph in enumerate(self._stage.paragraphs):
            previous: Speaker | None = None
            if paragraph.spans and number not in self._turns:
                for found in self._find(number):
                    previous = self._enter(found, previous)
        self._close_chain(None)
        return self._settle_repeated()

    def _settle_repeated(self) -> list[Quote]:
        """Give what is printed twice, once without its speaker as pull quotes are, to the speaker of the other."""
        told = {quote.text.strip(_ENDS): quote for quote in self._quotes if quote.cue}
        return [
            quote._replace(speaker=other.speaker, speaker_kind=other.speaker_kind, reason=other.reason)
            if quote.kind == "quote" and not quote.cue and (other := told.get(quote.text.strip(_ENDS)))
            else quote
            for quote in self._quotes
        ]

    def _find(self, number: int) -> Iterator[_Found]:
        spans = iter(self._stage.paragraphs[number].spans)
        for place, sentence in self._stage.sentences(number).with_spans():
            for at in (at for at, word in enumerate(sentence) if word == HERE):
                span = next(spans)
                claim = self._inner_claim(span) or find_claim(sentence, at, self._wording)
                within = has_words_before(sentence, at, self._wording)
                yield _Found(span, Spot(number, place, span.outer), sentence, at, claim, within)

    def _inner_claim(self, span: Marked) -> Claim | None:
        if self._stage.text.find(_INNER_CUE, span.start, span.stop) < 0:
            return None
        return find_inner_claim(self._stage.text[span.start : span.stop], self._wording)

    def _enter(self, found: _Found, previous: Speaker | None) -> Speaker | None:
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
        speaker = self._speaker(self._opening(found), previous)
        self._close_chain(speaker)
        self._quote(found, speaker)
        inserted = speaker.kind == "document" and previous and found.within
        return previous if inserted else speaker

    def _judge(self, found: _Found) -> QuoteKind:
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

    def _see(self, found: _Found) -> Sight:
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

    def _opening(self, found: _Found) -> _Found:
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
            self._quote(found, speaker or self._speaker(found, None))
        self._chain = []

    def _quote(self, found: _Found, speaker: Speaker) -> None:
        self._stage.enter(found.spot, speaker)
        cue = found.claim.cue if found.claim else None
        self._quotes.append(make_quote(self._stage.text, found.span, "quote", speaker, cue))

    def _antecedent(self, found: _Found, claim: Claim) -> Mention:
        """Give whom a pronoun stands for that goes back to the subject of its own sentence: `what it called “…`."""
        mention = claim.mention
        if claim.place != "before" or mention.kind not in ("he", "she", "it", "they"):
            return mention
        if claim.cue == "according to" or claim.cue.lower() in self._wording.sources:
            return mention
        verb = found.at - claim.distance
        if found.sentence[max(0, verb - 2)] == ",":  # `the stocks have fallen, he said, and …`
            return mention
        subject = sentence_subject(found.sentence[: found.at], self._wording)
        if subject is None or subject.kind in ("he", "she", "it", "they"):
            return mention
        is_somebody = (subject.kind == "role" and subject.noun in self._wording.heads) or (
            subject.kind == "name" and is_person(subject.name, self._wording)
        )
        return subject if is_somebody == (mention.kind in ("he", "she")) else mention

    def _speaker(self, found: _Found, previous: Speaker | None) -> Speaker:
        """Give who speaks: by the verb of speech, by the sentence, by the span before, or who was last spoken of."""
        stage = self._stage
        if found.claim:
            mention = self._antecedent(found, found.claim)
            is_his = previous and previous.kind == "person" and HERE in found.sentence[: found.at]
            if (
                is_his
                and previous
                and mention.kind in ("he", "she")
                and not stage.is_other(previous, mention.kind)
            ):
                return previous.called(mention.written)
            return stage.resolve(mention, found.spot)
        if found.within and not (previous and HERE in found.sentence[: found.at]):
            subject = sentence_subject(found.sentence[: found.at], self._wording)
            if subject:
                return stage.resolve(subject, found.spot)
        if previous:
            return previous
        if stage.heard and not found.within and stage.is_asked(found.spot.paragraph):
            return stage.heard.called(None)
        focus = None if found.within else stage.focus(found.spot, ("person",), heard=EVERYBODY)
        focus = focus or stage.focus(found.spot, EVERYBODY)
        return focus.called(None) if focus else _NOBODY
