"""Pieces -> numbers: what the labeller sees of each line or block, one row a piece, one column a feature.

Every piece is described by its characters and words, by its neighbours and by where it stands; blocks of a page also by
the elements they stand in. Words and names of elements count through log-odds that a table learned for them.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from copydesk.cleaning.draft import Piece
from copydesk.cleaning.labeller.elements import describe_elements
from copydesk.cleaning.labeller.lines import SHAPE, describe_lines
from copydesk.cleaning.labeller.places import describe_neighbours, describe_places, describe_title
from copydesk.cleaning.labeller.words import ODDS, Floats, Odds, look_up, sum_up
from copydesk.document import Page

if TYPE_CHECKING:
    from numpy.typing import NDArray

_ROLES = ("boilerplate", "caption", "comment", "date", "byline", "title")
_COLUMN = {name: index for index, name in enumerate(SHAPE + ODDS)}
_TOLD_OF_NEIGHBOURS = [
    _COLUMN[name]
    for name in "length prose ends_sentence capitalised odds_mean odds_sum digits separators".split()
]


def describe(page: Page, pieces: Sequence[Piece], odds: Odds) -> Floats:
    """Give the features of the pieces: shape (pieces, features); pages have more of them than texts."""
    texts = [piece.text for piece in pieces]
    free = np.array([piece.role is None for piece in pieces])
    words = look_up(texts)
    lines = np.hstack([describe_lines(texts), sum_up(words, odds.words)])
    sizes = np.expm1(lines[:, _COLUMN["length"]])
    prose = lines[:, _COLUMN["prose"]] > 0
    told = np.column_stack([lines[:, _TOLD_OF_NEIGHBOURS], ~free]).astype(np.float32)
    columns: list[NDArray[np.floating]] = [
        lines,
        _roles(pieces),
        describe_places(sizes, prose, texts, free),
        describe_title(page.hints.title[0] if page.hints.title else None, words, texts),
        describe_neighbours(told),
    ]
    if page.containers:
        odds_means = lines[:, _COLUMN["odds_mean"]]
        columns.append(describe_elements(page.containers, pieces, sizes, prose & free, odds_means, odds))
    return np.hstack(columns).astype(np.float32)


def _roles(pieces: Sequence[Piece]) -> Floats:
    """Tell the roles that rules gave: shape (pieces, 6)."""
    numbers = [_ROLES.index(piece.role) if piece.role in _ROLES else len(_ROLES) for piece in pieces]
    return np.eye(len(_ROLES) + 1, len(_ROLES), dtype=np.float32)[numbers]
