"""The verb of speech that a sentence puts to a span in marks, and its subject."""

import re

from copydesk.reporting.quotes.cues import Wording
from copydesk.reporting.quotes.mentions import Claim, Mention, main_noun
from copydesk.reporting.quotes.names import bare
from copydesk.reporting.quotes.sentences import HERE, Sentence, is_stop, split_words
from copydesk.reporting.quotes.signatures import read_signature
from copydesk.reporting.quotes.subjects import sentence_subject, subject_after, subject_before, thing_before
from copydesk.reporting.quotes.verbs import is_cue, is_noun, is_phrase, outer_verb

_REACH = 30  # words between a span and a verb that follows it
_MOST_TRIES = 4  # verbs looked at before a span
_REACH_OF_CAUSES = 14  # words between who is made to speak and the verb
_NEAR = 4  # words between a span and a verb before it that outweighs one behind it
_BE = frozenset("is was are were be been being wurde été fue".split())
_TURNED = re.compile(r"(?:s[’'])?\w+?(?:-t)?-(ils?|elles?)")  # `dit-il`, `s’indigne-t-elle`
_INCISE = re.compile(r",? ?[—–] ?|, |[.!?] ")
_LONGEST_INCISE = 12  # words
_FINDERS = ("document", "group", "crowd", "they", "it")
_SPEECH_MARKS = frozenset(",?!—–-.…")


def find_claim(sentence: Sentence, at: int, wording: Wording) -> Claim | None:
    """Give the claim that a sentence makes on the span at a place in it."""
    after = sentence[at + 1 :]
    beside = read_signature(after, wording) or _beside(after, wording)
    if beside and (at < 2 or beside.cue == after[0]):
        return beside
    before = _before(sentence, at, wording) if at else None
    if beside and before and (before.distance > _NEAR or _is_vague(before.mention, wording)):
        return beside
    return before or beside or _behind(after, wording)


def _is_vague(mention: Mention, wording: Wording) -> bool:
    """Tell a thing that a verb of judgement may have for its subject: `the timing raises “…`."""
    return mention.kind == "role" and mention.noun not in wording.heads


def find_inner_claim(inner: str, wording: Wording) -> Claim | None:
    """Read a cue within the marks: `«Так, — сказала Ида, — и будет»`, `« Oui, dit Ida Brandt, c’est ainsi. »`."""
    for clause in _INCISE.split(inner)[1:]:
        words = _past_clitics(split_words(clause), wording)
        if not words or len(words) > _LONGEST_INCISE:
            continue
        if words[0] in wording.speech or _TURNED.fullmatch(words[0]):
            claim = _beside(words, wording)
            if claim and _is_certain(claim.mention, wording):
                return claim
    return None


def _is_certain(mention: Mention, wording: Wording) -> bool:
    """Tell a person from any noun: within marks a verb of speech may be one of the speaker's own words."""
    if mention.kind == "name":
        return len(mention.name) > 1 or " " in mention.written
    return mention.kind in ("he", "she", "they") or mention.noun in wording.heads


def has_words_before(sentence: Sentence, at: int, wording: Wording) -> bool:
    """Tell whether a span stands within a sentence rather than at its beginning."""
    return any(not is_stop(word) and word.lower() not in wording.openers for word in sentence[:at])


def _beside(after: list[str], wording: Wording) -> Claim | None:
    """Read `…,” said Ida Brandt` and `…,” Ida Brandt told reporters`."""
    start = 0
    while start < len(after) and after[start] in _SPEECH_MARKS:
        start += 1
    words = after[start : start + _REACH]
    if HERE in words:
        words = words[: words.index(HERE)]
    if not words:
        return None
    words = _past_clitics(words, wording)
    first = words[0].lower()
    is_noun_here = start == 0 and first in wording.unturned  # `“no-toll” protests`
    if (
        first in wording.speech
        and first not in wording.spoken_to
        and first[-3:] != "ing"
        and not is_noun_here
    ):
        mention = subject_after(words[1:], wording) or _anybody(words[1:3], wording)
        if not mention and len(words) > 1 and is_stop(words[1]):
            mention = Mention("somebody", "")  # `«…», añadió.`
        return Claim(words[0], mention, "beside", start) if mention else None
    if first == "according" and words[1:2] == ["to"]:
        mention = subject_after(words[2:], wording)
        return Claim("according to", mention, "beside", start) if mention else None
    if "-" in first and (turned := _TURNED.fullmatch(first)):
        return Claim(
            words[0], Mention("she" if turned[1].startswith("elle") else "he", turned[1]), "beside", start
        )
    if start == 0 and first not in wording.pronouns:
        return None
    return _subject_first(words, wording)


def _past_clitics(words: list[str], wording: Wording) -> list[str]:
    """Give words from a verb of speech on, past what may stand before it: `later said`, `lui a répondu`."""
    for place, word in enumerate(words):
        low = word.lower()
        if low in wording.speech or ("-" in low and _TURNED.fullmatch(low)):
            return words[place:] if place else words
        if low not in wording.clitics and (place or low not in wording.fillers):
            break
    return words


def _anybody(words: list[str], wording: Wording) -> Mention | None:
    """Read `said the stallholder`, whoever that is."""
    if len(words) < 2 or words[0].lower() not in wording.determiners:
        return None
    if is_stop(words[1]) or words[1].lower() in wording.functions:
        return None
    return Mention(
        "role",
        " ".join(words),
        noun=main_noun(words[1].lower()),
        definite=words[0].lower() not in wording.indefinite,
    )


def _subject_first(words: list[str], wording: Wording) -> Claim | None:
    if words[0] == "as" and len(words) > 1:  # `…,” as Ida Brandt put it`
        words = words[1:]
    first = words[0].lower()
    if first in wording.prepositions or first in wording.openers or first in wording.subordinators:
        return None
    if wording.verbs.isdisjoint(words):
        return None
    for place, word in enumerate(words):
        if word in ".;:?!":
            return None
        if (
            place
            and word in wording.verbs
            and (word in wording.speech or is_phrase(words, place))
            and _is_finite(words, place)
            and not is_noun(words, place, wording)
        ):
            verb = place - 1 if words[place - 1] == "heard" else place
            mention = subject_before(words, verb, wording)
            return Claim(word, mention, "beside", place) if mention else None
    return None


def _is_finite(words: list[str], place: int) -> bool:
    """Tell `was heard saying` and `was saying` from a participle."""
    return words[place][-3:] != "ing" or words[place - 1] in _BE or words[place - 1] == "heard"


def _before(sentence: Sentence, at: int, wording: Wording) -> Claim | None:
    """Read `Ida Brandt said that “…`, `calling it “…`, `according to Ida Brandt, “…`: the nearest such verb."""
    tries, source = 0, _source_at_start(sentence, at, wording)
    lows = [word.lower() for word in sentence[:at]]
    for place in reversed([place for place, low in enumerate(lows) if low in wording.reaching]):
        word, low = sentence[place], lows[place]
        by = low == "according" and sentence[place + 1 : place + 2] == ["to"]
        if by or low in wording.sources:
            mention = _source(sentence[place + 1 + by : at], wording)
            if mention:
                return Claim("according to" if by else word, mention, "before", at - place)
        if low == "words" and (mention := _owner(sentence[:place], wording)):
            return Claim("words", mention, "before", at - place)
        if word == ";":
            break
        if low not in wording.verbs or not is_cue(sentence, place, at, wording):
            continue
        if source and low not in wording.speech:
            return source
        outer = outer_verb(sentence, place, wording) if low in wording.opinions else None
        verb = place if outer is None else outer
        mention = _subject_of(sentence, verb, at, wording)
        if mention and (low not in wording.finds or mention.kind in _FINDERS):
            return Claim(sentence[verb], mention, "before", at - verb)
        tries += 1
        if tries >= _MOST_TRIES:
            break
    return None


def _source(words: list[str], wording: Wording) -> Mention | None:
    """Give who is named behind `according to`, also where a verb follows at once: `laut Brandt ist …`."""
    if words and words[0].lower() in wording.prepositions:
        words = words[1:]
    end = next(
        (at for at, word in enumerate(words) if at and word.lower() in wording.auxiliaries), len(words)
    )
    return subject_after(words[:end], wording, oblique=True)


def _owner(words: list[str], wording: Wording) -> Mention | None:
    """Give whose words they are in `in Ida Brandt's words, “…`."""
    start = next(
        (at for at in range(len(words) - 1, max(-1, len(words) - 6), -1) if words[at].lower() == "in"), None
    )
    if start is None or words[-1][-2:] not in ("'s", "’s"):
        return None
    return subject_after([*words[start + 1 : -1], bare(words[-1])], wording)


def _source_at_start(sentence: Sentence, at: int, wording: Wording) -> Claim | None:
    """Read `According to Ida Brandt, …`, which speaks for all of its sentence."""
    if [word.lower() for word in sentence[:2]] != ["according", "to"]:
        return None
    mention = subject_after(sentence[2:at], wording)
    return Claim("according to", mention, "before", at) if mention else None


def _subject_of(sentence: Sentence, verb: int, at: int, wording: Wording) -> Mention | None:
    """Give the subject of the verb at a place before a span."""
    low = sentence[verb].lower()
    before = sentence[verb - 1].lower() if verb else ""
    often = before in wording.fillers and verb > 1 and sentence[verb - 2].lower() in _BE  # `is often called`
    if (before in _BE or often) and low[-3:] != "ing":
        behind = sentence[at + 1 : at + 2] == ["by"]
        doer = _doer(sentence[at + 1 :] if behind else sentence[verb + 1 : at], wording)
        is_question = low == "asked" and sentence[at - 1] in ":,"
        return Mention("nobody", "") if doer is None and is_question else doer
    if low == "called" and verb == at - 1 and "what" not in sentence[max(0, verb - 6) : verb]:
        return None  # a thing by that name
    if before == "to" and (made := _made_to(sentence[: verb - 1], wording)):
        return made
    if before in ("to", "by", "of", "for", "after", "while", "before") or (
        low[-3:] == "ing" and before not in _BE
    ):
        return _behind_noun(sentence, verb, wording)
    if before in wording.we:
        return None
    mention = subject_before(sentence, verb, wording)
    if mention is None and low not in wording.unturned:
        mention = subject_after(sentence[verb + 1 : at], wording)
    if mention is None and low in wording.labels:
        mention = sentence_subject(sentence[:verb], wording)
    return mention


def _behind_noun(sentence: Sentence, verb: int, wording: Wording) -> Mention | None:
    """Give the subject of a participle: the noun before it in `says a report highlighting “…`, or the sentence's."""
    before = sentence[verb - 1].lower()
    told = verb > 2 and sentence[verb - 3] in wording.speech and sentence[verb - 2] in wording.determiners
    if told and before in wording.documents:
        return thing_before(sentence[:verb], wording)
    if before in wording.who or "with" in sentence[max(0, verb - 4) : verb - 1]:
        return subject_before(sentence, verb, wording)
    return sentence_subject(sentence[:verb], wording)


def _made_to(words: list[str], wording: Wording) -> Mention | None:
    """Give whom something makes speak: `this led Ida Brandt to suggest “…`."""
    for place in range(len(words) - 1, max(-1, len(words) - _REACH_OF_CAUSES), -1):
        if words[place] in wording.causes:
            return subject_after(words[place + 1 :], wording)
    return None


def _doer(words: list[str], wording: Wording) -> Mention | None:
    """Give whom a passive names: `described by Ida Brandt as “…`."""
    return subject_after(words[words.index("by") + 1 :], wording) if "by" in words else None


def _behind(after: list[str], wording: Wording) -> Claim | None:
    """Read the end of a sentence that names the speaker of all of it: `…, Ida Brandt said.`"""
    if wording.reaching.isdisjoint(after):
        return None
    for place in range(len(after) - 1, -1, -1):
        low = after[place]
        if low == "according" and after[place + 1 : place + 2] == ["to"]:
            mention = subject_after(after[place + 2 :], wording)
            return Claim("according to", mention, "behind", place) if mention else None
        if low not in wording.speech or low[-3:] == "ing" or is_noun(after, place, wording):
            continue
        mention = None
        if place and after[place - 1] in ",-–—" and low not in wording.unturned:
            mention = subject_after(after[place + 1 :], wording)
        elif _begins_group(after, place):
            mention = subject_before(after, place, wording)
        if mention:
            return Claim(low, mention, "behind", place)
    return None


def _begins_group(after: list[str], verb: int) -> bool:
    """Tell whether a comma parts the subject of a verb from the sentence before it."""
    return "," in after[:verb] or (verb > 0 and after[0] in _SPEECH_MARKS)
