"""The words that tell a citation, from wording.toml."""

import tomllib
from functools import cache
from importlib import resources
from typing import NamedTuple


class Wording(NamedTuple):
    """Lists of words, lower-cased but for those of names."""

    before: frozenset[str]
    loose: frozenset[str]
    leads: dict[str, frozenset[str]]
    media: frozenset[str]
    named: frozenset[str]
    domains: frozenset[str]
    news: frozenset[str]
    reporting: frozenset[str]
    breaks: frozenset[str]
    after: frozenset[str]
    weak: frozenset[str]
    of_itself: frozenset[str]
    amid: frozenset[str]
    staff: frozenset[str]
    products: frozenset[str]
    reporters: frozenset[str]
    companies: frozenset[str]
    bodies: frozenset[str]
    ambiguous: frozenset[str]
    strong_endings: frozenset[str]
    weak_endings: frozenset[str]
    calling: frozenset[str]
    openings: frozenset[str]
    telling: frozenset[str]  # all words that tell where a name may stand that no table knows


@cache
def load_wording() -> Wording:
    """Read the words."""
    told = tomllib.loads(
        resources.files("copydesk.reporting.citations").joinpath("wording.toml").read_text("utf-8")
    )
    words = {name: frozenset(text.split()) for name, text in told["words"].items()}
    endings = {name: frozenset(text.split()) for name, text in told["endings"].items()}
    return Wording(
        before=frozenset(told["before"].split()),
        leads={lead: frozenset(heads.split()) for lead, heads in told["leads"].items()},
        strong_endings=endings["strong"],
        weak_endings=endings["weak"],
        calling=endings["calling"],
        openings=endings["openings"],
        telling=frozenset().union(
            *endings.values(), words["media"], words["domains"], words["reporting"], ["agency"]
        ),
        **words,
    )
