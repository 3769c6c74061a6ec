"""Those who may speak, as a clause mentions them, and descriptions: a source, an office, a body, a document."""

from functools import lru_cache
from typing import Literal, NamedTuple

from copydesk.reporting.quotes.cues import Wording
from copydesk.reporting.quotes.names import Name, bare, is_capital, is_particle

MentionKind = Literal[
    "name", "he", "she", "it", "they", "somebody", "nobody", "role", "crowd", "group", "document"
]

Place = Literal["beside", "before", "behind"]

LONGEST_NOUN_PHRASE = 14
_KEPT = 8_000  # words of which the main noun is remembered
POINTERS = frozenset(
    "the another one a an le la el il der un une una ein eine".split()
)  # `the 24-year-old`, `a third`: nouns that no list holds


class Mention(NamedTuple):
    """Somebody spoken of: the words as written, for a name its own words, for a description its noun."""

    kind: MentionKind
    written: str
    name: Name = ()
    noun: str = ""
    definite: bool = False


class Claim(NamedTuple):
    """Who is said to speak, by which word, where that stands beside the span and how many words away."""

    cue: str
    mention: Mention
    place: Place
    distance: int


def read_description(words: list[str], wording: Wording) -> Mention | None:
    """Give whom a noun phrase without a name describes: a source, an office, a body, a document."""
    if some := _some_of(words, wording):
        return some
    begin = _noun_phrase_start(words, wording)
    phrase = words[begin:]
    if len(phrase) > 1 and phrase[-1].lower() in wording.determiners:
        return None  # `some of the`
    head = head_of(phrase, wording) or _pointed(phrase, wording)
    if not head or len(phrase) > LONGEST_NOUN_PHRASE:
        return None
    first, noun = phrase[0].lower(), main_noun(head.lower())
    if first in wording.oblique:
        return None
    definite = first not in wording.indefinite
    kind = description_kind(noun, wording, capital=is_capital(head))
    if kind is None and first in POINTERS:
        kind = "role" if definite else "crowd"
    return Mention(kind, write_words(phrase), noun=noun, definite=definite) if kind else None


def _some_of(words: list[str], wording: Wording) -> Mention | None:
    """Read `one of the survivors`, somebody of a number who stays without a name."""
    if len(words) < 3 or words[0].lower() not in wording.indefinite or words[1] != "of":
        return None
    noun = main_noun(head_of(words[2:], wording).lower())
    is_people = noun in wording.heads or noun[:-1] in wording.roles
    kind: MentionKind = "role" if words[0].lower() in ("one", "another") else "crowd"
    return Mention(kind, write_words(words), noun=noun) if noun and is_people else None


def _pointed(phrase: list[str], wording: Wording) -> str:
    """Give the noun behind an article, whatever it is."""
    end = hanging(phrase, wording)
    if len(phrase) == 1:
        return phrase[0] if phrase[0].lower() in ("one", "another") else ""
    return phrase[end - 1] if end > 1 and phrase[0].lower() in POINTERS else ""


def description_kind(noun: str, wording: Wording, *, capital: bool = False) -> MentionKind | None:
    """Tell what a noun describes: a document, a body, a crowd, somebody in a role; None where no list tells."""
    if noun in wording.documents:
        return "document"
    if noun in wording.groups or (capital and noun not in wording.heads):
        return "group"
    if noun in wording.crowds or (noun[-1:] == "s" and noun[:-1] in wording.roles):
        return "crowd"
    return "role" if noun in wording.roles else None


@lru_cache(_KEPT)
def main_noun(word: str) -> str:
    """Give the noun that a word is made with: `old` of `24-year-old`, `mother` of `mother-of-two`."""
    whole = bare(word)
    return whole.split("-", 1)[0] if "-of-" in whole else whole.rsplit("-", 1)[-1]


def _noun_phrase_start(words: list[str], wording: Wording) -> int:
    for place, word in enumerate(words):
        if word.lower() in wording.determiners or bare(word).lower() in wording.heads or is_capital(word):
            return place
    return 0


def head_of(phrase: list[str], wording: Wording) -> str:
    """Give the noun that a phrase is about: the last word before what hangs on it."""
    end = hanging(phrase, wording)
    for word in reversed(phrase[:end]):
        if main_noun(word.lower()) in wording.heads or bare(word)[:-1].lower() in wording.roles:
            return word
    return phrase[end - 1] if end and is_capital(phrase[end - 1]) else ""


def hanging(phrase: list[str], wording: Wording) -> int:
    """Tell where in a phrase begins what hangs on its noun."""
    for end, word in enumerate(phrase):
        low = word.lower()
        if low in wording.hanging or (end and low in wording.genitives):
            return end
    return len(phrase)


def is_head(word: str, wording: Wording) -> bool:
    """Tell `Residents` at the beginning of a sentence from a name."""
    low = word.lower()
    return (low in wording.heads and low not in wording.roles) or (
        low[-1:] == "s" and low[:-1] in wording.roles
    )


def run_start(words: list[str], end: int) -> int:
    """Give where the run of capitalised words that ends at a place begins."""
    start = end
    while start > 0 and (
        is_capital(words[start - 1])
        or (is_particle(words[start - 1]) and start > 1 and is_capital(words[start - 2]))
    ):
        start -= 1
    return start


def write_words(words: list[str]) -> str:
    """Write words as they stood, without the possessive at the end."""
    return " ".join([*words[:-1], bare(words[-1])]) if words else ""
