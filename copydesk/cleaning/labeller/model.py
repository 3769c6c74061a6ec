"""The labeller: how likely each piece is part of the article, by boosted trees that numpy alone can read.

The trees are oblivious (every level of a tree asks one question of all its branches), so a tree of depth d is d
comparisons and one look-up: see Prokhorenkova et al., CatBoost (2018). `benchmarks/train.py` makes the weights.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import IO, Literal

import numpy as np
from numpy.typing import NDArray

from copydesk.cleaning.draft import Piece
from copydesk.cleaning.labeller.features import describe
from copydesk.cleaning.labeller.words import Floats, Odds
from copydesk.document import Page

Kind = Literal["html", "text"]

ODDS_SCALE = 16  # the tables hold sixteenths, as bytes


@dataclass(frozen=True, slots=True)
class Model:
    """Trees over features, with the tables of log-odds that the features need."""

    version: str
    odds: Odds
    features: NDArray[np.int64]  # depth x trees: the feature each level asks for
    borders: Floats  # depth x trees x 1: what it is compared with
    leaves: Floats  # trees * 2 ** depth
    bias: float

    def score(self, page: Page, pieces: Sequence[Piece]) -> Floats:
        """Give the probability of being part of the article for each piece: shape (pieces,)."""
        return self.judge(describe(page, pieces, self.odds))

    def judge(self, rows: Floats) -> Floats:
        """Give the probability for each row of features: shape (rows,)."""
        columns = np.ascontiguousarray(rows.T)
        depth, tree_count = self.features.shape
        leaf = np.zeros((tree_count, rows.shape[0]), dtype=np.int32)
        for level in range(depth):
            leaf += (columns[self.features[level]] > self.borders[level]) << level
        leaf += (np.arange(tree_count, dtype=np.int32) << depth)[:, None]
        margin = self.leaves[leaf].sum(axis=0) + self.bias
        likelihood: Floats = (1 / (1 + np.exp(-margin))).astype(np.float32)
        return likelihood


def load_model(page: Page) -> Model:
    """Give the labeller for a page, or for a text."""
    return _load("html" if page.containers else "text")


@cache
def _load(kind: Kind) -> Model:
    """Read the weights that come with the package, once a process."""
    with resources.files("copydesk.cleaning.labeller").joinpath(f"weights/{kind}.npz").open("rb") as file:
        return read_model(file)


def read_model(file: IO[bytes]) -> Model:
    """Read the weights that `benchmarks/train.py` wrote."""
    held = np.load(file)
    words, names = (held[name].astype(np.float32) / ODDS_SCALE for name in ("words", "names"))
    return Model(
        str(held["version"]),
        Odds(words, names),
        held["features"].astype(np.int64),
        held["borders"].astype(np.float32)[:, :, None],
        held["leaves"].astype(np.float32).ravel(),
        float(held["bias"]),
    )


def choose(probabilities: Floats, sizes: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Choose the pieces whose text together has the best expected F1: the likeliest first, as many as pay.

    `sizes` weighs the pieces, in words. Source: Lewis, Evaluating and optimizing autonomous text classification
    systems (1995).
    """
    keep = np.zeros(len(probabilities), dtype=np.bool_)
    if not len(probabilities):
        return keep
    order = np.argsort(-probabilities, kind="stable")
    weights = sizes[order].astype(np.float64) + 1e-6
    hits = np.cumsum(probabilities[order] * weights)
    expected = 2 * hits / (np.cumsum(weights) + hits[-1] + 1e-9)
    keep[order[: int(expected.argmax()) + 1]] = True
    return keep
