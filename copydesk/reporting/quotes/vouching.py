"""Whether a text takes a name for that of a person: by a verb, a title, a role or an age beside it."""

from copydesk.reporting.quotes.cues import Wording
from copydesk.reporting.quotes.names import Name, is_given
from copydesk.reporting.quotes.sentences import split_words

_MOST_PLACES = 8  # where a name stands
_WINDOW = 40  # characters beside it
_ASIDES = (",", "(", "–", "—")
_REACH = 8  # words before a comma before it
_VERB_ENDINGS = ("t", "te", "a", "ó")  # of `zieht`, `nannte`, `a dit`, `afirmó`
_NEAR = 4  # words of what explains a name


def bears_given(name: Name, wording: Wording) -> bool:
    """Tell a name with a given name that is known, not counting the surname."""
    if len(name) == 1 and not wording.english:
        return False  # any noun has a capital
    return is_given(name[0], wording) or any(is_given(word, wording) for word in name[1:-1])


def is_attested(name: Name, text: str, wording: Wording) -> bool:
    """Tell whether a text speaks of a name, or of the surname alone, as of a person."""
    if _is_spoken_of(" ".join(name), text, wording):
        return True
    surname = name[-1]
    return len(name) > 1 and (
        _is_spoken_of(surname, text, wording)
        or (not wording.english and _is_bare_name(surname, text, wording))
    )


def _is_bare_name(surname: str, text: str, wording: Wording) -> bool:
    """Tell a surname from a noun: it begins a sentence before what looks like a verb, and has no article anywhere."""
    begins = False
    at = text.find(surname)
    for _ in range(_MOST_PLACES):
        if at < 0:
            break
        stop = at + len(surname)
        before = text[max(0, at - _WINDOW) : at]
        if before[-1:] == " " and "".join(before.split()[-1:]).lower() in wording.determiners:
            return False
        begins = begins or (_ends_sentence(before) and _begins_with_verb(text[stop : stop + _WINDOW]))
        at = text.find(surname, stop)
    return begins


def _ends_sentence(text: str) -> bool:
    return not text or text.endswith(("\n", ". ", "! ", "? "))


def _begins_with_verb(text: str) -> bool:
    word = text[1:].split(" ", 1)[0] if text[:1] == " " else ""
    return word.islower() and word.endswith(_VERB_ENDINGS)


def _is_spoken_of(name: str, text: str, wording: Wording) -> bool:
    at = text.find(name)
    for _ in range(_MOST_PLACES):
        if at < 0:
            return False
        stop = at + len(name)
        behind = text[stop : stop + _WINDOW].split("\n", 1)[0]
        if not behind[:1].isalnum() and (
            _has_person_behind(behind, wording)
            or _has_title_before(text[max(0, at - _WINDOW) : at].rsplit("\n", 1)[-1], wording)
        ):
            return True
        at = text.find(name, stop)
    return False


def _has_person_behind(behind: str, wording: Wording) -> bool:
    """Read what stands behind a name: `said`, `, who`, `, 43,`, `, a retired pilot`."""
    words = split_words(behind)
    if not words:
        return False
    if words[0] not in _ASIDES:
        return words[0] in wording.voices or (
            words[0] in wording.fillers and words[1:2] != [] and words[1] in wording.voices
        )
    told = [word.lower() for word in words[1 : 1 + _NEAR]] or [""]
    first = told[0]
    is_aged = first.isdigit() and len(first) == len("43")
    return is_aged or first == "who" or first in wording.voices or any(word in wording.roles for word in told)


def _has_title_before(before: str, wording: Wording) -> bool:
    """Read what stands before a name: `Dr.`, `pilot`, `said`, `the head of the port,`."""
    words = before.lower().split()
    if not words or not before[-1].isspace():
        return False
    last = words[-1].rsplit("’", 1)[-1]  # `l’actrice`
    if last[-1:] == ",":
        is_role = bool(wording.role_tails) and last[:-1].endswith(wording.role_tails)
        return is_role or any(word in wording.roles for word in words[-_REACH:])
    return (
        last.rstrip(".") in wording.honorifics
        or last in wording.roles
        or last in wording.voices
        or last.endswith(wording.title_tails)
    )


def is_made_of_words(name: Name, text: str) -> bool:
    """Tell a name of which all words stand in the text without a capital as well: `Proper Seat Depth`."""
    return all(_stands_alone(word.lower(), text) for word in name)


def _stands_alone(word: str, text: str) -> bool:
    at = text.find(word)
    while at >= 0:
        stop = at + len(word)
        if not text[at - 1 : at].isalnum() and not text[stop : stop + 1].isalnum():
            return True
        at = text.find(word, stop)
    return False
