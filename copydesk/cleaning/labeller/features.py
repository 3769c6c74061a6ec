"""Pieces -> numbers: what the labeller sees of each line or block, one row a piece, one column a feature.

Every piece is described by its characters and words, by its neighbours and by where it stands; blocks of a page also by
the elements they stand in and by what the page claims. Words and names of elements count through log-odds that a table
learned for them. The documents of a batch are described together: most of the time goes into beginning a step.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from copydesk.cleaning.draft import Piece
from copydesk.cleaning.labeller.characters import read_characters, read_words
from copydesk.cleaning.labeller.elements import describe_elements
from copydesk.cleaning.labeller.lines import SHAPE, describe_lines
from copydesk.cleaning.labeller.places import (
    CLAIMS,
    NEIGHBOURS,
    PLACES,
    Layout,
    describe_claims,
    describe_neighbours,
    describe_places,
    describe_types,
)
from copydesk.cleaning.labeller.words import ODDS, Floats, Odds, sum_up
from copydesk.document import Page

if TYPE_CHECKING:
    from numpy.typing import NDArray

_ROLES = ("boilerplate", "caption", "comment", "date", "byline", "title")
_ROLE_COLUMN = {role: column for column, role in enumerate(_ROLES)}
_COLUMN = {name: index for index, name in enumerate(SHAPE + ODDS)}
_TOLD_OF_NEIGHBOURS = [
    _COLUMN[name]
    for name in "length prose ends_sentence capitalised odds_mean odds_sum digits separators".split()
]
_NEIGHBOURS = len(SHAPE) + len(ODDS) + len(_ROLES) + PLACES  # the first of their columns
_TOLD_COUNT = len(_TOLD_OF_NEIGHBOURS) + 1
# The columns that words speak in, of the line and of its neighbours.
WORD_COLUMNS = (
    *range(len(SHAPE), len(SHAPE) + len(ODDS)),
    *(
        _NEIGHBOURS + shift * _TOLD_COUNT + column
        for shift in range(NEIGHBOURS)
        for column, source in enumerate(_TOLD_OF_NEIGHBOURS)
        if source >= len(SHAPE)
    ),
)

NEWS_COLUMN = _NEIGHBOURS + NEIGHBOURS * _TOLD_COUNT + CLAIMS  # of pages: whether one claims to be news


def describe(pages: Sequence[Page], pieces: Sequence[Sequence[Piece]], odds: Odds) -> Floats:
    """Give the features of the pieces of several documents, none of them empty: shape (all pieces, features).

    The documents are all pages or all texts; pages have more features.
    """
    layout = Layout.of([len(one) for one in pieces])
    everything = [piece for one in pieces for piece in one]
    texts = [piece.text for piece in everything]
    free = np.array([piece.role is None for piece in everything])
    characters = read_characters(texts)
    words = read_words(characters)
    prose = np.array([piece.is_prose for piece in everything])
    lines = np.hstack([describe_lines(characters, words, prose), sum_up(words, odds.words)])
    sizes = np.array([len(text) for text in texts]) + 2 * characters.counts["wide"]
    told = np.column_stack([lines[:, _TOLD_OF_NEIGHBOURS], ~free]).astype(np.float32)
    columns: list[NDArray[np.floating]] = [
        lines,
        _roles(everything),
        describe_places(layout, sizes, prose, free, texts),
        describe_neighbours(layout, told),
    ]
    if pages[0].containers:
        hints = [page.hints for page in pages]
        containers = [page.containers for page in pages]
        odds_means = lines[:, _COLUMN["odds_mean"]]
        columns += [
            describe_claims(layout, hints, words, characters),
            describe_types(layout, [own.types for own in hints]),
            describe_elements(layout, containers, everything, sizes, prose & free, odds_means, odds),
        ]
    return np.hstack(columns, dtype=np.float32)


def _roles(pieces: Sequence[Piece]) -> Floats:
    """Tell the roles that rules gave: shape (pieces, 6)."""
    numbers = [_ROLE_COLUMN.get(piece.role or "", len(_ROLES)) for piece in pieces]
    return np.eye(len(_ROLES) + 1, len(_ROLES), dtype=np.float32)[numbers]
