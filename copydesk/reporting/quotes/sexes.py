"""Whether a person is `he` or `she` in an article."""

from copydesk.reporting.quotes.cues import Wording

_HIS = (" he ", " his ", " him ", " himself ")
_HER = (" she ", " her ", " herself ")
_MOST_PLACES = 12  # where a name stands, looked at for the pronouns behind it
_WINDOW = 100  # characters behind a name


def given_sex(name: str, wording: Wording) -> str:
    """Tell `he` from `she` by the given name of a full name, or give nothing."""
    first, *others = name.lower().split()
    if not others or (first in wording.men) == (first in wording.women):
        return ""
    return "he" if first in wording.men else "she"


def followed_sex(name: str, text: str) -> str:
    """Tell `he` from `she` by the pronouns that follow a name in its paragraphs, or give nothing."""
    he = she = 0
    found = text.find(name)
    for _ in range(_MOST_PLACES):
        if found < 0:
            break
        behind = text[found + len(name) : found + len(name) + _WINDOW].lower().split("\n", 1)[0]
        he += any(sign in behind for sign in _HIS)
        she += any(sign in behind for sign in _HER)
        found = text.find(name, found + 1)
    if max(he, she) < 2 or max(he, she) < 3 * min(he, she):
        return ""
    return "he" if he > she else "she"
