"""The words that tell who speaks, from wording.toml, as sets to look words up in."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

# What tells English from the other languages.
_ENGLISH_SIGNS = (" the ", " of ", " said", " and ", " to ")
_OTHER_SIGNS = (
    " der ",
    " die ",
    " und ",
    " le ",
    " les ",
    " et ",
    " la ",
    " el ",
    " los ",
    " que ",
    " il ",
    " che ",
    " di ",
    " и ",
    " в ",
    " у ",
    " та ",
)
_SIGN_REACH = 800
_CLEARLY_ENGLISH = 9  # signs of English in that many characters
_SAYS_WHAT = frozenset("of for and political".split())  # what may stand before a name, beside roles
_VERBS = "speech labels finds casts bare".split()
_IN_PHRASES = frozenset("put puts make makes made".split())  # `as Brandt put it`, `Brandt made clear`
_LEADING = "prepositions subordinators not_openers sources".split()  # begin what leads up to a subject
_REACHING = frozenset(
    ["according", "words", ";"]
)  # may reach a span behind them, or end the search for what does
_FUNCTIONS = """
determiners prepositions conjunctions subordinators openers who fillers not_openers auxiliaries sources
""".split()


@dataclass(frozen=True, slots=True, eq=False)
class Wording:
    """The words of one language, or of several read together; what each set holds is told in wording.toml.

    Compared by identity, so that results for a word and a wording can be kept.
    """

    speech: frozenset[str]
    labels: frozenset[str]
    weak: frozenset[str]
    sources: frozenset[str]
    unturned: frozenset[str]
    spoken_to: frozenset[str]
    casts: frozenset[str]
    finds: frozenset[str]
    bare: frozenset[str]
    causes: frozenset[str]
    opinions: frozenset[str]
    he: frozenset[str]
    she: frozenset[str]
    it: frozenset[str]
    they: frozenset[str]
    we: frozenset[str]
    who: frozenset[str]
    determiners: frozenset[str]
    genitives: frozenset[str]
    oblique: frozenset[str]
    he_articles: frozenset[str]
    she_articles: frozenset[str]
    hearers: frozenset[str]
    clitics: frozenset[str]
    indefinite: frozenset[str]
    prepositions: frozenset[str]
    conjunctions: frozenset[str]
    subordinators: frozenset[str]
    fillers: frozenset[str]
    weekdays: frozenset[str]
    openers: frozenset[str]
    auxiliaries: frozenset[str]
    roles: frozenset[str]
    crowds: frozenset[str]
    groups: frozenset[str]
    documents: frozenset[str]
    titles: frozenset[str]
    no_names: frozenset[str]
    also_surnames: frozenset[str]
    places: frozenset[str]
    parties: frozenset[str]
    not_openers: frozenset[str]
    times: frozenset[str]
    time_ends: frozenset[str]
    throned: frozenset[str]
    title_signs: frozenset[str]
    title_follows: frozenset[str]
    term_signs: frozenset[str]
    men: frozenset[str]
    women: frozenset[str]
    title_endings: frozenset[str]
    voices: frozenset[str]
    honorifics: frozenset[str]
    role_endings: frozenset[str]
    he_nouns: frozenset[str]
    she_nouns: frozenset[str]
    english: bool
    # put together from the sets above
    cues: frozenset[str]
    verbs: frozenset[str]
    reaching: frozenset[str]
    leading: frozenset[str]
    pronouns: frozenset[str]
    heads: frozenset[str]
    before_names: frozenset[str]
    says_what: frozenset[str]
    hanging: frozenset[str]
    title_tails: tuple[str, ...]
    role_tails: tuple[str, ...]
    functions: frozenset[str]


def choose_wording(text: str) -> Wording:
    """Give the words of English for an English text, and those of all languages for any other."""
    head = text[:_SIGN_REACH]
    english = sum(map(head.count, _ENGLISH_SIGNS))
    is_english = english > _CLEARLY_ENGLISH or (english and english >= sum(map(head.count, _OTHER_SIGNS)))
    return _english() if is_english else _all()


@cache
def _english() -> Wording:
    return _put_together(_lists("english"), english=True)


@cache
def _all() -> Wording:
    english, others = _lists("english"), _lists("others")
    return _put_together(
        {name: words | others.get(name, frozenset()) for name, words in english.items()}, english=False
    )


def _put_together(sets: dict[str, frozenset[str]], *, english: bool) -> Wording:
    sets = sets | {"no_names": sets["no_names"] | sets["we"]}  # `Usually I`
    pronouns = sets["he"] | sets["she"] | sets["it"] | sets["they"] | sets["we"]
    verbs = frozenset().union(*(sets[name] for name in _VERBS)) | _IN_PHRASES
    heads = sets["roles"] | sets["crowds"] | sets["groups"] | sets["documents"]
    return Wording(
        **sets,
        english=english,
        cues=sets["speech"] | sets["labels"],
        verbs=verbs,
        leading=frozenset().union(*(sets[name] for name in _LEADING)),
        reaching=verbs | sets["sources"] | _REACHING,
        pronouns=pronouns,
        heads=heads,
        before_names=sets["titles"] | sets["roles"] | sets["places"],
        says_what=sets["titles"] | sets["roles"] | sets["places"] | sets["determiners"] | _SAYS_WHAT,
        hanging=sets["prepositions"] | sets["who"] | sets["auxiliaries"],
        title_tails=tuple(sorted(sets["title_endings"])),
        role_tails=tuple(sorted(sets["title_endings"] | sets["role_endings"])),
        functions=frozenset().union(*(sets[name] for name in _FUNCTIONS)) | pronouns,
    )


def _lists(language: str) -> dict[str, frozenset[str]]:
    data = tomllib.loads(
        resources.files("copydesk.reporting.quotes").joinpath("wording.toml").read_text("utf-8")
    )[language]
    return {
        name: frozenset([*words.split(), *words.replace("’", "'").split()])
        for part in ("cues", "words")
        for name, words in data[part].items()
    }
