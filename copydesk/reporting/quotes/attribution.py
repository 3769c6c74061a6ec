"""Who speaks in a span that reports speech."""

from typing import NamedTuple

from copydesk.reporting.quotes.marks import Marked
from copydesk.reporting.quotes.mentions import Claim, Mention
from copydesk.reporting.quotes.names import is_person
from copydesk.reporting.quotes.sentences import HERE, Sentence
from copydesk.reporting.quotes.speakers import Stage
from copydesk.reporting.quotes.subjects import last_name, sentence_subject
from copydesk.reporting.quotes.voices import EVERYBODY, Speaker, Spot

_NOBODY = Speaker(None, None, None, "no verb of speech, and nobody named before")


class Found(NamedTuple):
    """A span in marks, where it stands, and what its sentence says of it."""

    span: Marked
    spot: Spot
    sentence: Sentence
    at: int  # its place in the sentence
    claim: Claim | None
    within: bool

    @property
    def before(self) -> Sentence:
        """The words of its sentence before it."""
        return self.sentence[: self.at]


def find_speaker(stage: Stage, found: Found, previous: Speaker | None) -> Speaker:
    """Give who speaks: by the verb of speech, by the sentence, by the span before, or who was last spoken of."""
    if found.claim:
        return _claimed(stage, found, found.claim, previous)
    if found.within and not (previous and HERE in found.before):
        subject = _subject(stage, found)
        if subject:
            return stage.resolve(subject, found.spot)
    return previous or _in_focus(stage, found) or _NOBODY


def _claimed(stage: Stage, found: Found, claim: Claim, previous: Speaker | None) -> Speaker:
    mention = _antecedent(stage, found, claim)
    is_somebody = previous and previous.kind == "person" and mention.kind in ("he", "she")
    if is_somebody and previous and HERE in found.before and not stage.is_other(previous, mention.kind):
        return previous.called(mention.written)
    return stage.resolve(mention, found.spot)


def _subject(stage: Stage, found: Found) -> Mention | None:
    """Give whom the sentence is about, or before a colon whom it names last, if it is somebody who may speak."""
    wording = stage.wording
    subject = sentence_subject(found.before, wording)
    if subject and stage.may_speak(subject, found.spot):
        return subject
    if wording.english or found.before[-1] != ":":
        return None
    named = last_name(found.before, wording)
    return named if named and stage.may_speak(named, found.spot) else None


def _in_focus(stage: Stage, found: Found) -> Speaker | None:
    """Give who answers a question, who was last spoken of or heard, or whose is the only voice up to here."""
    if stage.heard and not found.within and stage.is_asked(found.spot.paragraph):
        return stage.heard.called(None)
    focus = stage.focus(
        found.spot, ("person", "document") if found.within else ("person",), heard=EVERYBODY, vouched=True
    )
    focus = focus or stage.only_voice()
    return focus.called(None) if focus else None


def _antecedent(stage: Stage, found: Found, claim: Claim) -> Mention:
    """Give whom a pronoun stands for that goes back to the subject of its own sentence: `what it called “…`."""
    mention = claim.mention
    if claim.place != "before" or mention.kind not in ("he", "she", "it", "they"):
        return mention
    if claim.cue == "according to" or claim.cue.lower() in stage.wording.sources:
        return mention
    verb = found.at - claim.distance
    if found.sentence[max(0, verb - 2)] == ",":  # `the stocks have fallen, he said, and …`
        return mention
    subject = sentence_subject(found.before, stage.wording)
    if subject is None or subject.kind in ("he", "she", "it", "they"):
        return mention
    is_somebody = (subject.kind == "role" and subject.noun in stage.wording.heads) or (
        subject.kind == "name" and is_person(subject.name, stage.wording)
    )
    return subject if is_somebody == (mention.kind in ("he", "she")) else mention
