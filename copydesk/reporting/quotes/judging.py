"""What a span in marks is: speech, a title, a term, or words at arm's length."""

from typing import NamedTuple

from copydesk.document import QuoteKind
from copydesk.reporting.quotes.cues import Wording
from copydesk.reporting.quotes.mentions import Claim

_FEWEST_FULL = 4  # words of a sentence that needs no verb of speech beside it
_FEWEST_PARTIAL = 5  # the same within a sentence of the reporter's
_BESIDE = 2  # words between a verb and the word that it puts to somebody, whatever stands behind
_LONGEST_TERM = 6
_NEAR = 5  # words between a verb and a word or two before a noun
_FAR = 14  # words between a verb and a word or two in marks that it no longer reaches
_LONGEST_TITLE = 8
_LONGEST_OUTLET = 4
_LONGEST_HEADING = 20
_LONGEST_CODE = 24
_BE = frozenset("is was are were be been".split())
_NAMING = (["dubbed"], ["nicknamed"], ["titled"], ["entitled"])
_TITLING = (["titled", ":"], ["entitled", ":"], ["headlined", ":"])
_POSSESSIVES = (["her"], ["his"], ["their"], ["my"], ["its"])


class Sight(NamedTuple):
    """A span in marks as it stands in its sentence."""

    inner: str  # what stands between the marks
    before: list[str]  # four words before it, lower case
    after: str  # the word behind it
    within: bool  # the reporter's words stand before it in the sentence
    alone: bool  # it is all of its paragraph
    heading: bool  # it stands in a heading
    chained: bool  # it ends a quotation of several paragraphs


def judge(sight: Sight, claim: Claim | None, wording: Wording) -> QuoteKind:
    """Tell what a span in marks is by its words and by the verb of speech that reaches it."""
    words = sight.inner.split()
    # by a paragraph beside it, or within the marks
    is_claimed = sight.alone and claim is not None and not _is_title(words)
    if not sight.chained and not is_claimed and ((sight.alone and _is_heading(words)) or sight.heading):
        return "title"
    beside = claim is not None and claim.place == "beside" and sight.before[-1:] not in _NAMING
    told = ":" in sight.before and sight.before[-2:] not in _TITLING
    if not beside and not told and (name := _name_kind(sight, words, claim, wording)):
        return name
    if claim:
        return "scare" if len(words) <= 2 and _is_loose(sight, claim, wording) else "quote"
    return _unclaimed(sight, words)


def _is_heading(words: list[str]) -> bool:
    """Tell a crosshead: a paragraph of a few words in marks that is no sentence."""
    return len(words) <= _LONGEST_HEADING and words[-1][-1] not in ".!?,…"


def _name_kind(sight: Sight, words: list[str], claim: Claim | None, wording: Wording) -> QuoteKind | None:
    """Tell names of things by the words around them and by their capitals."""
    last = next((word for word in reversed(sight.before) if word != ":"), "")
    if _is_code(sight.inner) or (
        last == "called" and not (claim and claim.cue == last) and len(words) <= _LONGEST_TERM
    ):
        return "term"
    if len(words) > (_LONGEST_HEADING if last in wording.title_signs else _LONGEST_TERM):
        return None
    if _is_termed(sight.before, wording):
        return "term"
    if claim and _is_hearer(sight, words, wording):
        return "title"
    shown = last in ("see", "vgl") and "(" in sight.before
    titled = shown or last in wording.title_signs or sight.after in wording.title_follows
    set_as_title = len(words) > 1 and sight.within and _is_title(words) and sight.inner[-1] not in ".!?,"
    return "title" if titled or set_as_title else None


def _is_hearer(sight: Sight, words: list[str], wording: Wording) -> bool:
    """Tell an outlet that was spoken to: `sagte sie dem „Seeblick“`."""
    before = sight.before
    return (
        before[-1:] != []
        and before[-1] in wording.hearers
        and wording.prepositions.isdisjoint(before[-2:-1])
        and len(words) <= _LONGEST_OUTLET
        and words[0][0].isupper()
        and words[-1][-1].isalnum()
    )


def _is_termed(before: list[str], wording: Wording) -> bool:
    """Tell `the word`, `so-called`, `known as`, `the idea of` before a span from `her words`."""
    if before[-1:] in (["as"], ["of"]):
        before = before[:-1]
    return before[-1:] != [] and before[-1] in wording.term_signs and before[-2:-1] not in _POSSESSIVES


def _is_loose(sight: Sight, claim: Claim, wording: Wording) -> bool:
    """Tell a word or two that the verb of their sentence need not reach."""
    if claim.place == "beside":
        return False
    if " " not in sight.inner and claim.distance > _BESIDE and _is_attribute(sight, wording):
        return True
    if claim.cue.lower() in wording.weak and sight.before[-1:] != ["to"]:
        return True
    far = claim.place == "behind" or claim.distance > _FAR
    before_noun = claim.distance > _NEAR and _is_before_noun(sight, wording)
    return before_noun or (far and not _is_predicate(sight, wording))


def _is_before_noun(sight: Sight, wording: Wording) -> bool:
    is_adverb = bool(sight.before) and sight.before[-1] in wording.auxiliaries  # `would “gladly” sign`
    return sight.after.isalpha() and sight.after not in wording.functions and not is_adverb


def _is_predicate(sight: Sight, wording: Wording) -> bool:
    """Tell what is said of something, `the plan was a “gift”`, from a name in passing."""
    last = max((at for at, word in enumerate(sight.before) if word in _BE), default=None)
    if last is None:
        return sight.after in _BE or sight.after == "will"
    return wording.prepositions.isdisjoint(sight.before[last + 1 :]) and "as" not in sight.before[last + 1 :]


def _is_attribute(sight: Sight, wording: Wording) -> bool:
    """Tell a word put before a noun, `the city's “no-plastics” rule`."""
    last = "".join(sight.before[-1:])
    owned = last in wording.determiners or last[-2:] in ("'s", "’s")
    return owned and _is_before_noun(sight, wording)


def _unclaimed(sight: Sight, words: list[str]) -> QuoteKind:
    """Judge a span that no verb of speech reaches: sentences speak for themselves, so do longer parts of one."""
    inner = sight.inner
    if sight.within and inner[0].isupper() and ":" not in sight.before and len(words) <= _LONGEST_TITLE:
        return "title"
    is_sentence = len(words) > 1 and inner[-1] in ".!?" and not inner[0].islower()
    if (
        not sight.within
        and not sight.alone
        and len(words) > 1
        and inner[-1] not in ".!?,…"
        and _is_title(words)
    ):
        return "title"
    if sight.before[-1:] == [":"] and is_sentence and len(words) > 2:
        return "quote"
    if not sight.within and (len(words) >= _FEWEST_FULL or sight.chained or is_sentence):
        return "quote"
    return "quote" if len(words) >= _FEWEST_PARTIAL and not _is_title(words) else "scare"


def _is_code(inner: str) -> bool:
    return len(inner) < _LONGEST_CODE and inner.upper() == inner and any(map(str.isdigit, inner))


def _is_title(words: list[str]) -> bool:
    """Tell words set like a title: all of some length begin with capitals or digits."""
    return (
        not words[0][:1].islower()
        and all(not word[:1].islower() for word in words if len(word) > 3)
        and any(word[:1].isupper() for word in words)
    )
