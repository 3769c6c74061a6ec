"""Words that only lead up to the subject of a sentence: times, adverbs, phrases with a preposition."""

from copydesk.reporting.quotes.cues import Wording
from copydesk.reporting.quotes.names import is_capital

_LONGEST_TIME = 5


def past_time(group: list[str], wording: Wording) -> list[str]:
    """Take a time without a preposition off the beginning: `a week later she` gives `she`."""
    if wording.times.isdisjoint(group[1:_LONGEST_TIME]):
        return group
    end = 1
    while group[end] not in wording.times:
        if is_capital(group[end]):
            return group
        end += 1
    end += 1
    while end < len(group) and group[end].lower() in wording.time_ends:
        end += 1
    return group[end:] if _begins_subject("".join(group[end : end + 1]), wording) else group


def _begins_subject(word: str, wording: Wording) -> bool:
    return not word.islower() or word in wording.pronouns or word in wording.determiners


def _is_adverb(group: list[str], wording: Wording) -> bool:
    """Tell `Importantly,` and `More importantly,` from a name."""
    last = group[-1].lower()
    if last[-2:] != "ly" or len(group) > 2 or last in wording.women or last in wording.places:
        return False
    return len(group) == 1 or group[0].lower() in ("more", "most", "less", "even", "quite", "very")


def leads_up(group: list[str], wording: Wording) -> bool:
    """Tell a phrase that only leads up to a subject: `in May`, `when it froze`, `speaking there`."""
    word, low = group[0], group[0].lower()
    return (
        low in wording.leading
        or word.isdigit()
        or _is_adverb(group, wording)
        or (low[-3:] == "ing" and (word.islower() or (len(group) > 1 and not is_capital(group[1]))))
    )
