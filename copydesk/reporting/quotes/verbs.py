"""Which words of a sentence are verbs that may put a span in marks to somebody."""

from copydesk.reporting.quotes.cues import Wording
from copydesk.reporting.quotes.names import is_capital
from copydesk.reporting.quotes.sentences import Sentence, is_stop

_REACH_OF_LABELS = 12  # words between a judgement and what it judges
_PHRASES = {
    "put": "it",
    "puts": "it",
    "make": "clear",
    "makes": "clear",
    "made": "clear",
}  # `as Brandt put it`
_BEFORE_VERBS = frozenset("one that who which this both some many others another two to".split())


def is_cue(sentence: Sentence, place: int, at: int, wording: Wording) -> bool:
    """Tell whether the word at a place is a verb that may reach the span behind it, at another place."""
    low = sentence[place].lower()
    if place and is_capital(sentence[place]):
        return False
    if at - place > _REACH_OF_LABELS and low in wording.labels:
        return False
    if low in wording.cues or low in wording.finds:
        return not is_noun(sentence, place, wording)
    if low in _PHRASES:
        return is_phrase(sentence, place)
    if low in wording.casts:
        return "as" in sentence[max(place, at - 4) : at]
    return low in wording.bare and place > 0 and _takes_bare(sentence[place - 1].lower(), wording)


def is_phrase(words: list[str], place: int) -> bool:
    """Tell `put it` and `made clear` from other uses of the verb at a place."""
    following = _PHRASES.get(words[place])
    return following is not None and words[place + 1 : place + 2] == [following]


def _takes_bare(word: str, wording: Wording) -> bool:
    return word == "to" or word in wording.auxiliaries


def is_noun(words: list[str], place: int, wording: Wording) -> bool:
    """Tell `the reports` and `in talks` from verbs."""
    if place == 0:
        return False
    before = words[place - 1].lower()
    if before in _BEFORE_VERBS:
        return False
    if before in ("by", "of", "for", "after", "before") and words[place][-3:] == "ing":
        return False
    return (
        (before in wording.determiners and before not in wording.fillers)
        or (before in wording.prepositions and before not in wording.auxiliaries)
        or (before[-2:] in ("'s", "’s") and words[place][-1:] == "s")
    )


def outer_verb(sentence: Sentence, place: int, wording: Wording) -> int | None:
    """Give the verb of speech that holds the clause of an opinion: `said` of `said voters saw it as …`."""
    for outer in range(place - 2, -1, -1):
        word = sentence[outer]
        if is_stop(word):
            return None
        if word in wording.speech and word not in wording.opinions and not is_noun(sentence, outer, wording):
            return outer
    return None
