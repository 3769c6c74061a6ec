"""Whom a sentence without marks lets speak, and of what writing it tells."""

from copydesk.reporting.quotes.cues import Wording
from copydesk.reporting.quotes.mentions import Mention
from copydesk.reporting.quotes.sentences import Sentence, is_stop
from copydesk.reporting.quotes.subjects import subject_after, subject_before


def last_document(words: Sentence, wording: Wording) -> str | None:
    """Give the last writing that a sentence tells of: `a petition` of `neighbours launched a petition`."""
    for place in range(len(words) - 1, 0, -1):
        if words[place] in wording.documents:
            for start in range(place - 1, max(-1, place - 4), -1):
                if words[start].lower() in wording.determiners:
                    return " ".join(words[start : place + 1])
    return None


def read_hearsay(words: Sentence, wording: Wording) -> Mention | None:
    """Give who speaks in a sentence without marks: `according to Ida Brandt`, `…, said Ida Brandt`."""
    lows = [word.lower() for word in words]
    if wording.reaching.isdisjoint(lows):
        return None
    for place in [at for at, low in enumerate(lows) if low in wording.speech or low == "according"]:
        following = "".join(lows[place + 1 : place + 2])
        if following == "by" or (following == "to" and lows[place] == "according"):
            return subject_after(words[place + 2 :], wording)
        if place < 2 or lows[place] == "according":
            continue
        if words[place - 2] == "," and lows[place - 1] in wording.pronouns and following == ",":
            return Mention("they", words[place - 1])  # whoever it was before
        if lows[place] not in wording.unturned and words[place - 1] == ",":
            return subject_after(words[place + 1 :], wording)
        if "," in words[:place] and is_stop(following or "."):
            return subject_before(words, place, wording)  # `..., Ida Brandt said.`
    return None
