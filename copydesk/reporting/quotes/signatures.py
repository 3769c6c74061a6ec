"""Who signs a quotation, behind a dash or in a line of its own."""

from copydesk.reporting.quotes.cues import Wording
from copydesk.reporting.quotes.mentions import Claim, Mention, main_noun
from copydesk.reporting.quotes.names import is_capital, is_given
from copydesk.reporting.quotes.sentences import is_stop, split_words
from copydesk.reporting.quotes.subjects import subject_after

_DASHES = frozenset("—–-")
_LONGEST_SIGNATURE = 14  # words


def read_signature(after: list[str], wording: Wording) -> Claim | None:
    """Read who signs a quotation: `“…” — Ida Brandt, harbour master`, with no verb behind the dash."""
    marks = 0
    while marks < len(after) and (after[marks] in _DASHES or (after[marks] == "." and not marks)):
        marks += 1
    if not marks or after[marks - 1] == "." or not 0 < len(after) - marks <= _LONGEST_SIGNATURE:
        return None
    if not is_capital(after[marks]) or not wording.verbs.isdisjoint(after):
        return None
    words = after[marks:]
    mention = subject_after(words, wording)
    is_one_word = mention is not None and (len(mention.name) == 1 or mention.kind == "group")
    if mention is None or (is_one_word and words[1:2] and words[1].islower()):
        mention = _signed_by_role(words, wording) or mention
    return Claim(after[marks - 1], mention, "beside", marks) if mention else None


def find_signature(line: str, wording: Wording) -> Claim | None:
    """Read a line that is a name, with a dash before it or what somebody is behind it."""
    words = split_words(line)
    if words and words[0] not in _DASHES:
        name = words[: next((place for place, word in enumerate(words) if is_stop(word)), len(words))]
        if len(name) < len(words) and words[len(name)] != ",":
            return None
        if not (len(name) > 1 and all(map(is_capital, name)) and is_given(name[0], wording)):
            return None
        words = ["-", *words]
    return read_signature(words, wording)


def _signed_by_role(words: list[str], wording: Wording) -> Mention | None:
    """Read `“…” — Marine engineer at a shipyard`."""
    words = words[: next((place for place, word in enumerate(words) if is_stop(word)), len(words))]
    nouns = (main_noun(word.lower()) for word in words)
    noun = next((one for one in nouns if one in wording.roles), None)
    return Mention("role", " ".join(words), noun=noun) if noun else None
