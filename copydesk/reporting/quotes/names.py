"""Names as words: where one begins and ends, what stands before it, and whether it may be that of a person."""

import re
from functools import lru_cache

from copydesk.reporting.quotes.cues import Wording

_CAPITALS = "".join(chr(code) for code in range(0x41, 0x530) if chr(code).isupper())
_PARTICLES = frozenset(
    "van von de der den della al bin ibn el la le di da do dos das del du ter ten bint abu e y af av zu".split()
)
_LEADING_PARTICLES = _PARTICLES - {"der", "den", "das", "des"}  # by themselves these are articles
_FURTHER = "(?:" + "|".join(sorted(_PARTICLES)) + ")"
_PARTICLE = "(?:" + "|".join(sorted(_LEADING_PARTICLES)) + ")"
# A capital, then the dots of initials or of a short title, or the rest of a word.
_NAME = rf"[{_CAPITALS}](?:\.(?:-?[{_CAPITALS}]\.)*|(?:rs?|s|t|rof|en|ep|ov|ol|gt|apt|ev|on|ng)\.|[\w’'\-]*+)"
RUNS = re.compile(rf"{_NAME}(?:[ \u00a0]{{1,2}}(?:{_PARTICLE} (?:{_FURTHER} )?)?{_NAME})+")
_PATRONYMS = ("вич", "вна", "ьич")
_INITIALS = re.compile(r"(?:[^\W\d_]\.){2,}")
_MOST_WORDS = 5
_LONGEST_SHORT = 5  # letters of `Ewing` and `Ming`
_KEPT = 8_000  # names of which it is remembered what they are

Name = tuple[str, ...]


def bare(word: str) -> str:
    """Take the possessive off a word."""
    if word[-2:] in ("'s", "’s"):
        return word[:-2]
    return word[:-1] if word[-1:] in "'’" and len(word) > 1 else word


def is_capital(word: str) -> bool:
    """Tell a word that begins with a capital."""
    return word[:1].isupper()


def capitals(words: list[str]) -> list[int]:
    """Give the places of the words that begin with a capital."""
    return [place for place, word in enumerate(words) if word[0].isupper()]


def is_particle(word: str) -> bool:
    """Tell `van` or `al` within a name."""
    return word in _LEADING_PARTICLES


def strip_titles(words: list[str], wording: Wording) -> Name:
    """Give a run of capitalised words without the titles, countries, offices and acronyms before the name."""
    return _stripped(tuple(words), wording)


@lru_cache(_KEPT)
def _stripped(words: Name, wording: Wording) -> Name:
    start = 0
    while start < len(words) and _stands_before_names(words[start], wording, start + 1 < len(words)):
        start += 1
    for place in range(len(words) - 3, start - 1, -1):  # an office may stand between: `York Mayor Ida Brandt`
        low = bare(words[place]).lower().rstrip(".")
        if low in wording.no_names or low in wording.before_names or _ends_in_title(low, wording):
            start = place + 1
            break
    kept = [bare(word).rstrip(".") if "." not in word[:-1] else word for word in words[start:]]
    if start and len(kept) == 3 and "а" <= kept[0][-1] <= "я" and not kept[1].endswith(_PATRONYMS):
        kept = kept[1:]  # the town of `мэр Халвена Олег Ренн`
    if not wording.english and len(kept) > 2 and not is_given(kept[0], wording):
        given = next((place for place, word in enumerate(kept[:-1]) if is_given(word, wording)), 0)
        kept = kept[given:]  # `Kriminologin Ida Brandt`
    if len(kept) == 4 and _INITIALS.fullmatch(kept[0]):
        kept = kept[2:]  # the initials belong to the name of an institute
    return tuple(kept)


def _stands_before_names(word: str, wording: Wording, more: bool) -> bool:
    low = word.lower().rstrip(".")
    if more and (low in wording.places or low in wording.functions) and is_given(low, wording):
        return False  # Jordan Blake is no Blake of Jordan, and Per Brandt no source
    if low in wording.before_names or low in wording.functions or (more and word[-2:] in ("'s", "’s")):
        return True
    if more and _ends_in_title(low, wording):
        return True
    if "-" in low and low.rsplit("-", 1)[1] in wording.before_names:
        return True
    return more and 1 < len(word) < 6 and word.isupper() and word.isalpha()


def _ends_in_title(word: str, wording: Wording) -> bool:
    """Tell `polizeipräsident`."""
    return word.endswith(wording.title_tails)


def is_given(word: str, wording: Wording) -> bool:
    """Tell a given name that is known."""
    low = word.lower()
    return low in wording.men or low in wording.women


@lru_cache(_KEPT)
def is_person(name: Name, wording: Wording) -> bool:
    """Tell by its words whether a name may be that of a person."""
    if not name or len(name) > _MOST_WORDS:
        return False
    whole = " ".join(name)
    lowered = whole.lower().split(" ")
    if name[-1][1:2] == "-" or "/" in whole:
        return False  # `R-Wis.`, `Brandt/Northwire`
    if len(name[0]) > _LONGEST_SHORT and lowered[0][-3:] == "ing" and not is_given(name[0], wording):
        return False  # `Reaching Corrin, …`
    if len(name) > 1 and is_given(name[0], wording) and lowered[-1] in wording.also_surnames:
        lowered = lowered[:-1]  # Ida Green, Olav West
    if not wording.no_names.isdisjoint(lowered) or lowered[-1] in wording.places:
        return False
    if not wording.english and not is_given(name[0], wording) and not _PARTICLES.isdisjoint(name):
        return False  # `Direktion der Polizei`, `Grupo de Madrid`
    is_acronym = len(name[-1]) > 1 and whole.isupper()
    return not is_acronym and not name[-1][-1:].isdigit()
