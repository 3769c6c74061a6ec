"""Elements -> numbers: what a block stands in, by tags and names, by what its elements hold, by their siblings."""

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from copydesk.cleaning.draft import Piece
from copydesk.cleaning.labeller.places import FAR
from copydesk.cleaning.labeller.words import Floats, Odds, name_odds
from copydesk.document import Container

_TAGS = (
    "p", "li", "h1", "h2", "h3", "h4", "div", "td", "blockquote", "section", "article", "figcaption", "button",
)  # fmt: skip
_TAG_COLUMN = {tag: column for column, tag in enumerate(_TAGS)}
_MARKS = ("nav", "footer", "aside", "header", "form", "figcaption", "comments")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_MAIN = 0.6  # share of the prose of an element that a child holds which goes on to the main one


def describe_elements(
    containers: Sequence[Container],
    pieces: Sequence[Piece],
    sizes: NDArray[np.float64],
    prose: NDArray[np.bool_],
    odds_means: Floats,
    odds: Odds,
) -> NDArray[np.float64]:
    """Describe blocks by the elements they stand in and by the heading above: shape (pieces, 50).

    `sizes` are in characters, `prose` tells prose that no rule took, `odds_means` are those of the blocks' words.
    """
    blocks = [piece.block for piece in pieces]
    numbers = [block.container for block in blocks]
    tags = [block.tag for block in blocks]
    links = np.array([block.link_density for block in blocks])
    held = np.column_stack(
        [sizes, np.where(prose, sizes * (1 - links), 0), sizes * links, np.ones(len(blocks))]
    )
    rows = _describe_containers(containers, numbers, held, odds)
    kinds = [containers[number][1:] for number in numbers]
    alike = Counter(kinds)
    is_heading = np.array([tag in _HEADINGS for tag in tags])
    index = np.arange(len(tags))
    last = np.maximum.accumulate(np.where(is_heading, index, -1))
    levels = np.array([int(tag[1]) if tag in _HEADINGS else 0 for tag in tags])
    return np.hstack(
        [
            np.eye(len(_TAGS) + 1, len(_TAGS))[[_TAG_COLUMN.get(tag, len(_TAGS)) for tag in tags]],
            [_told_by(block.marks) for block in blocks],
            rows,
            np.column_stack(
                [
                    links,
                    [block.unit > 0 for block in blocks],
                    np.log1p([alike[kind] for kind in kinds]),
                    np.where(last < 0, FAR, np.minimum(index - last, FAR)),
                    np.where(last < 0, 0, odds_means[last]),
                    np.where(last < 0, 0, levels[last]),
                ]
            ),
        ]
    )


@lru_cache(maxsize=4096)
def _told_by(marks: frozenset[str]) -> tuple[bool, ...]:
    return tuple(mark in marks for mark in _MARKS)


def _describe_containers(
    containers: Sequence[Container], numbers: Sequence[int], held: NDArray[np.float64], odds: Odds
) -> NDArray[np.float64]:
    """Describe the element each block stands in: shape (blocks, 25).

    An element is described by its names, by those of the elements around it below the main one (the innermost that
    holds most of the page's prose), by what it and the two around it hold, and by its siblings of the same kind.
    `held` are the characters, the prose, the links and the number of each block.
    """
    order = _with_ancestors(containers, numbers)  # parents stand before their children
    row_of = {number: row for row, number in enumerate(order)}
    parents = [row_of.get(containers[number].parent, 0) for number in order]
    own = [row_of[number] for number in numbers]
    sizes, prose, links, counts = _totals(parents, own, held)
    main = _main_row(parents, prose)
    named = [name_odds(odds, containers[number].names, containers[number].tag) for number in order]
    kinds = [(parent, *containers[number][1:]) for parent, number in zip(parents, order, strict=True)]
    twins = Counter(kinds)
    shares = np.array(prose) / (prose[0] or 1.0)
    around = np.array(parents)
    columns: list[NDArray[np.float64]] = [_paths(parents, main, named), np.full(len(order), shares[main])]
    for values in (
        np.array([total for _, _, total in named]),
        shares,
        np.array(links) / np.maximum(sizes, 1),
        np.log1p(counts),
        np.log1p([twins[kind] for kind in kinds]),
    ):
        columns += [values, values[around], values[around[around]]]
    rows: NDArray[np.float64] = np.column_stack(columns)[own]
    return rows


def _with_ancestors(containers: Sequence[Container], numbers: Sequence[int]) -> list[int]:
    """Give the elements that hold the blocks and all around them, in document order."""
    used = {0}
    waiting = set(numbers)
    while waiting:
        used |= waiting
        waiting = {containers[number].parent for number in waiting} - used
    return sorted(used)


def _totals(parents: Sequence[int], own: Sequence[int], held: NDArray[np.float64]) -> list[list[float]]:
    """Sum up what elements hold, themselves and in the elements within."""
    totals = []
    for column in held.T:
        values: list[float] = np.bincount(own, weights=column, minlength=len(parents)).tolist()
        for row in range(len(parents) - 1, 0, -1):
            values[parents[row]] += values[row]
        totals.append(values)
    return totals


def _main_row(parents: Sequence[int], prose: Sequence[float]) -> int:
    """Descend from the root while one child holds most of the prose."""
    heaviest: dict[int, int] = {}
    for row in range(1, len(parents)):
        parent = parents[row]
        if parent not in heaviest or prose[row] > prose[heaviest[parent]]:
            heaviest[parent] = row
    main = 0
    while main in heaviest and prose[heaviest[main]] > _MAIN * prose[main]:
        main = heaviest[main]
    return main


def _paths(
    parents: Sequence[int], main: int, named: Sequence[tuple[float, float, float]]
) -> NDArray[np.float64]:
    """Sum up the names on the way from the main element, and from the root, to each element: shape (elements, 9)."""
    low, high, total = named[0]
    out = [(float(main == 0), 0.0, 0.0, 0.0, 0.0, 0.0, total, low, high)]
    for row in range(1, len(parents)):
        inside, depth, below, lowest, highest, _, path, path_low, path_high = out[parents[row]]
        low, high, total = named[row]
        path, path_low, path_high = path + total, min(path_low, low), max(path_high, high)
        if row == main:
            out.append((1.0, 0.0, 0.0, 0.0, 0.0, total, path, path_low, path_high))
        else:
            inner = (inside, depth + 1, below + total, min(lowest, low), max(highest, high))
            out.append((*inner, total, path, path_low, path_high))
    return np.array(out)
