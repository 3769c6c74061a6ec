"""The labeller: how likely each piece is part of the article, by boosted trees that numpy alone can read.

The trees are oblivious (every level of a tree asks one question of all its branches), so a tree of depth d is d
comparisons and one look-up: see Prokhorenkova et al., CatBoost (2018). `benchmarks/train.py` makes the weights.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import IO, Literal

import numpy as np
from numpy.typing import NDArray

from copydesk.cleaning.draft import Piece
from copydesk.cleaning.labeller.characters import Ints
from copydesk.cleaning.labeller.features import describe
from copydesk.cleaning.labeller.words import Floats, Odds
from copydesk.document import Page

Kind = Literal["html", "text"]

ODDS_SCALE = 16  # the tables hold sixteenths, as bytes
_PIECES = 4000  # described at once
_ROWS = (
    500  # judged at once: the answers to a thousand questions about more would leave the processor's cache
)


@dataclass(frozen=True, slots=True)
class Model:
    """Trees over features, with the tables of log-odds that the features need.

    A question is a feature and the border it is compared with. Trees ask many of them more than once, so each is
    answered once for all rows before the trees look the answers up.
    """

    version: str
    odds: Odds
    features: Ints  # questions: the feature each asks for
    borders: Floats  # questions x 1: what it is compared with
    levels: Ints  # depth x trees: the question each level of a tree asks; a byte holds the answers of eight
    leaves: Floats  # trees * 2 ** depth
    bias: float

    def score(self, pages: Sequence[Page], pieces: Sequence[Sequence[Piece]]) -> list[Floats]:
        """Give the probability of being part of the article for each piece of each document."""
        held = [number for number, one in enumerate(pieces) if one]
        scores: list[Floats] = [np.zeros(0, dtype=np.float32)] * len(pieces)
        for batch in _batches(held, [len(pieces[number]) for number in held]):
            rows = describe(
                [pages[number] for number in batch], [pieces[number] for number in batch], self.odds
            )
            bounds = np.cumsum([len(pieces[number]) for number in batch])[:-1]
            for number, own in zip(batch, np.split(self.judge(rows), bounds), strict=True):
                scores[number] = own
        return scores

    def judge(self, rows: Floats) -> Floats:
        """Give the probability for each row of features: shape (rows,)."""
        parts = [self._judge(rows[start : start + _ROWS]) for start in range(0, len(rows), _ROWS)]
        return np.concatenate(parts) if parts else np.zeros(0, dtype=np.float32)

    def _judge(self, rows: Floats) -> Floats:
        answers = (np.ascontiguousarray(rows.T)[self.features] > self.borders).view(np.uint8)
        depth, tree_count = self.levels.shape
        branch = answers[self.levels[-1]]
        for questions in self.levels[-2::-1]:
            branch += branch
            branch |= answers[questions]
        first_leaves = np.arange(0, tree_count << depth, 1 << depth)
        margin = self.leaves.take(branch + first_leaves[:, None]).sum(axis=0) + self.bias
        likelihood: Floats = (1 / (1 + np.exp(-margin))).astype(np.float32)
        return likelihood


def _batches(numbers: Sequence[int], sizes: Sequence[int]) -> Iterator[list[int]]:
    """Cut documents into batches of no more pieces than fit a processor's cache, or of one document."""
    batch: list[int] = []
    total = 0
    for number, size in zip(numbers, sizes, strict=True):
        if batch and total + size > _PIECES:
            yield batch
            batch, total = [], 0
        batch.append(number)
        total += size
    if batch:
        yield batch


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
    asked = np.stack([held["features"].ravel(), held["borders"].ravel()])
    questions, levels = np.unique(asked, axis=1, return_inverse=True)
    return Model(
        str(held["version"]),
        Odds(words, names),
        questions[0].astype(np.int64),
        questions[1].astype(np.float32)[:, None],
        levels.reshape(held["features"].shape),
        held["leaves"].astype(np.float32).ravel(),
        float(held["bias"]),
    )


def choose(probabilities: Floats, sizes: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Choose the pieces whose text together has the best expected F1: the likeliest first, as many as pay.

    `sizes` weighs the pieces, in characters: not all scripts part words. Source: Lewis, Evaluating and optimizing
    autonomous text classification systems (1995).
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
