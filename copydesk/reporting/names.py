"""Names of people as keys: the same for all transliterations of a name, with or without accents."""

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from importlib import resources
from typing import Any, NamedTuple

_CYRILLIC = dict(
    zip(
        "абвгґдеёєжзиіїйклмнопрстуфхцчшщъыьэюя",
        "a b v g g d e e e zh z i i i i k l m n o p r s t u f kh ts ch sh shch  i  e iu ia".split(" "),
        strict=True,
    )
)
_LETTERS = str.maketrans(
    _CYRILLIC | {"ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "a", "œ": "o", "’": "'", "ʼ": "'"}
)
# What transliterations differ in, in this order.
_FOLDS = [
    (re.compile(pattern), put)
    for pattern, put in (
        (r"[aou]e(?=.)", lambda match: match[0][0]),  # Mueller, Müller
        (r"^y?e(?=[lrvgk])", "e"),  # Yeltsin, Eltsin
        (r"^ya|^ja", "ia"),
        (r"^yu|^ju", "iu"),
        (r"y", "i"),
        (r"ph", "f"),
        (r"x", "ks"),
        (r"ck", "k"),
        (r"tch", "ch"),
        (r"sch", "sh"),
        (r"tz", "ts"),
        (r"(?<=[sc])ki+i?j?$", "ki"),
        (r"w", "v"),
        (r"ij", "i"),
        (r"i+", "i"),
        (r"(.)\1", r"\1"),
        (r"['-]", ""),
    )
]
_PARTICLES = frozenset("van von de der den al el la le di da dos del du ter ten bin ibn abu".split())
_SUFFIXES = frozenset(["jr", "sr", "ii", "iii", "iv"])


class NameKeys(NamedTuple):
    """A surname and, where it is told, a given name, or the initial of one; spellings of one name have one key."""

    surname: str
    given: str | None


@lru_cache(maxsize=50_000)
def read_name(name: str) -> NameKeys | None:
    """Give the keys of a person's name, or None where no word of it is a name."""
    words = [word.strip(".,") for word in name.split()]
    while len(words) > 1 and words[0].lower() in _titles():
        words.pop(0)
    while len(words) > 1 and words[-1].lower() in _SUFFIXES:
        words.pop()
    if not words or not words[-1] or not (surname := fold(words[-1])):
        return None
    given = next((word for word in words[:-1] if word and word.lower() not in _PARTICLES), None)
    return NameKeys(surname, _given_key(given) if given else None)


def fold(word: str) -> str:
    """Write a word so that its usual transliterations come out alike."""
    folded = unicodedata.normalize("NFD", word.lower().translate(_LETTERS))
    folded = "".join(character for character in folded if not unicodedata.combining(character))
    for pattern, put in _FOLDS:
        folded = pattern.sub(put, folded)
    return folded


def _given_key(word: str) -> str | None:
    """Give the key of a given name; of initials the first letter."""
    if len(word) == 1 or "." in word:
        return fold(word[0]) or None
    key = fold(word)
    return _same().get(key, key) or None


@cache
def _same() -> dict[str, str]:
    """Map each spelling of a given name to one, each short form to the full name."""
    same = {fold(word): fold(line.split()[0]) for line in _wording()["same"] for word in line.split()}
    for line in _wording()["short"]:
        short, full = map(fold, line.split())
        same[short] = same.get(full, full)
    return same


@cache
def _titles() -> frozenset[str]:
    return frozenset(_wording()["titles"].split())


@cache
def _wording() -> dict[str, Any]:
    text = resources.files("copydesk.reporting").joinpath("given_names.toml").read_text("utf-8")
    return tomllib.loads(text)
