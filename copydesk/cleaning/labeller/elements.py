"""Elements -> numbers: what a block stands in, by tags and names, by what its elements hold, by their siblings."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, count, pairwise
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from copydesk.cleaning.draft import Piece
from copydesk.cleaning.labeller.characters import Ints
from copydesk.cleaning.labeller.places import FAR, Bools, Layout
from copydesk.cleaning.labeller.words import Floats, Odds, name_odds
from copydesk.document import Container

_TAGS = (
    "p", "li", "h1", "h2", "h3", "h4", "div", "td", "blockquote", "section", "article", "figcaption", "button", "tr",
)  # fmt: skip
_TAG_COLUMN = {tag: column for column, tag in enumerate(_TAGS)}
_MARKS = ("nav", "footer", "aside", "header", "form", "figcaption", "comments")
_LEVELS = {f"h{level}": level for level in range(1, 7)}
_Kind = TypeVar("_Kind", bound=Hashable)
_MAIN = 0.6  # share of the prose of an element that a child holds which goes on to the main one


def describe_elements(
    layout: Layout,
    containers: Sequence[Sequence[Container]],
    pieces: Sequence[Piece],
    sizes: Ints,
    prose: Bools,
    odds_means: Floats,
    odds: Odds,
) -> Floats:
    """Describe blocks by the elements they stand in and by the headings above: shape (pieces, 59).

    `containers` are those of each page, `sizes` are in characters, `prose` tells prose that no rule took,
    `odds_means` are those of the blocks' words.
    """
    _, _, tags, marks, units, densities, places = zip(*(piece.block for piece in pieces), strict=True)
    links, numbers = np.array(densities), np.array(places)
    linked = np.rint(sizes * links).astype(np.int64)
    tree = _Tree.of(containers, layout, numbers, odds)
    own = tree.starts[layout.owners] + numbers
    held = np.stack([sizes, np.where(prose, sizes - linked, 0), linked, np.ones_like(sizes)])
    return np.hstack(
        [
            np.eye(len(_TAGS) + 1, len(_TAGS))[[_TAG_COLUMN.get(tag, len(_TAGS)) for tag in tags]],
            _describe_marks(marks),
            _describe_containers(tree, own, held),
            _describe_top_headings(layout, np.array([tag == "h1" for tag in tags])),
            np.column_stack(
                [
                    links,
                    np.array(units) > 0,
                    np.log1p(_count_alike(layout.owners, tree.kinds[own])),
                    _describe_headings(layout, tags, odds_means),
                ]
            ),
        ],
        dtype=np.float32,
    )


def _describe_marks(marks: Sequence[frozenset[str]]) -> Bools:
    """Tell which of the marks that count each block has: shape (blocks, 7)."""
    kinds, which = _numbered(marks)
    return np.array([[mark in kind for mark in _MARKS] for kind in kinds])[which]


def _numbered(values: Iterable[_Kind]) -> tuple[list[_Kind], Ints]:
    """Give the values, each once, and of each of them all its place among those."""
    places: defaultdict[_Kind, int] = defaultdict(count().__next__)
    which = np.array(list(map(places.__getitem__, values)))
    return list(places), which


def _describe_headings(layout: Layout, tags: Sequence[str], odds_means: Floats) -> NDArray[np.float64]:
    """Tell of the last heading at or above each block: how far, its words, its level: shape (blocks, 3)."""
    levels = np.array([_LEVELS.get(tag, 0) for tag in tags])
    places = np.arange(len(tags))
    last = np.maximum.accumulate(np.where(levels > 0, places, -1))
    is_own = last >= layout.starts[layout.owners]
    return np.column_stack(
        [
            np.where(is_own, np.minimum(places - last, FAR), FAR),
            np.where(is_own, odds_means[last], 0),
            np.where(is_own, levels[last], 0),
        ]
    )


def _describe_top_headings(layout: Layout, marks: Bools) -> NDArray[np.float64]:
    """Tell how many headings of the first level stand above each block, and how many there are: shape (blocks, 2)."""
    ones = marks.astype(np.int64)
    return np.minimum(np.column_stack([layout.so_far(ones), layout.sums(ones)[layout.owners]]), 5)


def _count_alike(owners: Ints, kinds: Ints) -> Ints:
    """Count the members of each group that are of the same kind."""
    _, which, counts = np.unique(owners * (kinds.max() + 1) + kinds, return_inverse=True, return_counts=True)
    alike: Ints = counts[which]
    return alike


@dataclass(frozen=True, slots=True, eq=False)
class _Tree:
    """The elements of all pages of a batch: each with its parent, depth, kind (tag and names) and log-odds of names."""

    starts: Ints  # of each page, its outermost element
    pages: Ints  # of each element, the number of its page
    parents: Ints  # the outermost is its own
    depths: Ints
    kinds: Ints
    odds: NDArray[np.float64]  # elements x 3: lowest, highest, sum
    is_article: Bools
    is_area: Bools  # the one that holds what the page is about

    @classmethod
    def of(
        cls, containers: Sequence[Sequence[Container]], layout: Layout, numbers: Ints, odds: Odds
    ) -> "_Tree":
        """Put the trees of pages beside each other; `numbers` are those of the elements that hold the blocks."""
        counts = np.array([len(one) for one in containers])
        starts = np.cumsum(counts) - counts
        around, tags, names = zip(*chain.from_iterable(containers), strict=True)
        parents = np.maximum(around, 0) + np.repeat(starts, counts)
        named, kinds = _numbered(zip(tags, names, strict=True))
        used = np.unique(kinds[_with_ancestors(parents, starts[layout.owners] + numbers)])
        told = np.zeros((len(named), 3))  # of elements that hold nothing none are asked for
        told[used] = name_odds([named[kind] for kind in used.tolist()], odds.names)
        is_article, is_area = (
            np.array([tag == wanted for tag, _ in named])[kinds] for wanted in ("article", "main")
        )
        pages = np.repeat(np.arange(len(counts)), counts)
        return cls(starts, pages, parents, _depths(parents), kinds, told[kinds], is_article, is_area)

    def levels(self) -> Iterator[Ints]:
        """Give the elements of each depth but the outermost, from the outside in."""
        order = np.argsort(self.depths, kind="stable")
        bounds = np.cumsum(np.bincount(self.depths))
        for start, stop in pairwise(bounds.tolist()):
            yield order[start:stop]


def _with_ancestors(parents: Ints, elements: Ints) -> Ints:
    """Give elements with all that they stand in."""
    seen = np.zeros(len(parents), dtype=np.bool_)
    waiting = np.unique(elements)
    while len(waiting):
        seen[waiting] = True
        waiting = np.unique(parents[waiting])
        waiting = waiting[~seen[waiting]]
    return np.flatnonzero(seen)


def _depths(parents: Ints) -> Ints:
    """Count the elements around each element, by jumping to the parent's parent again and again."""
    around = parents.copy()
    depths: Ints = (around != np.arange(len(around))).astype(np.int64)
    while True:
        further = depths[around]
        if not further.any():
            return depths
        depths = depths + further
        around = around[around]


def _describe_containers(tree: _Tree, own: Ints, held: Ints) -> NDArray[np.float64]:
    """Describe the element each block stands in: shape (blocks, 31).

    An element is described by its names, by those of the elements around it below the main one (the innermost that
    holds most of the page's prose), by what it and the two around it hold, by its siblings of the same kind, and by the
    article that it stands in where the page marks articles.
    `held` are the characters, the prose, the linked characters and the number of each block: shape (4, blocks).
    """
    levels = list(tree.levels())
    sizes, prose, linked, counts = _totals(tree, levels, own, held)
    main = _main_rows(tree, levels, prose)
    root = tree.starts[tree.pages]
    shares = prose / np.maximum(prose[root], 1)
    twins = _count_alike(tree.parents, tree.kinds)
    around = tree.parents[own]
    beyond = tree.parents[around]
    columns = [_paths(tree, levels, main)[own], shares[main[root[own]]]]
    for values in (
        tree.odds[:, 2],
        shares,
        linked / np.maximum(sizes, 1),
        np.log1p(counts),
        np.log1p(twins),
    ):
        columns += [values[own], values[around], values[beyond]]
    columns.append(_describe_articles(tree, levels, root, shares)[own])
    return np.column_stack(columns)


def _describe_articles(
    tree: _Tree, levels: Sequence[Ints], root: Ints, shares: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Tell which marked article of its page each element stands in: shape (elements, 6).

    Whether it is in one, and in the main area; the article's number, how many there are, the share of the page's
    prose that it holds, and the largest such share.
    """
    article = np.where(tree.is_article, np.arange(len(root)), -1)  # the outermost around each element
    in_area = tree.is_area.copy()
    for level in levels:
        around = tree.parents[level]
        article[level] = np.where(article[around] >= 0, article[around], article[level])
        in_area[level] |= in_area[around]
    is_outermost = article == np.arange(len(root))
    numbers = np.cumsum(is_outermost)
    before = numbers[root] - is_outermost[root]
    ends = np.append(tree.starts[1:], len(root)) - 1
    counts = (numbers[ends] - numbers[tree.starts] + is_outermost[tree.starts])[tree.pages]
    largest = np.zeros(len(tree.starts))
    np.maximum.at(largest, tree.pages[is_outermost], shares[is_outermost])
    is_in = article >= 0
    return np.column_stack(
        [
            is_in,
            in_area,
            np.where(is_in, np.minimum(numbers[article] - before, 5), 0),
            np.minimum(counts, 10),
            np.where(is_in, shares[article], 0),
            largest[tree.pages],
        ]
    )


def _totals(tree: _Tree, levels: Sequence[Ints], own: Ints, held: Ints) -> Ints:
    """Sum up what elements hold, themselves and in the elements within: shape (4, elements)."""
    totals = np.zeros((len(held), len(tree.parents)), dtype=np.int64)
    for row, column in zip(totals, held, strict=True):
        np.add.at(row, own, column)
        for level in reversed(levels):
            np.add.at(row, tree.parents[level], row[level])
    return totals


def _main_rows(tree: _Tree, levels: Sequence[Ints], prose: Ints) -> Ints:
    """Give the main element of each page, at the place of its outermost one: where no child holds most of the prose."""
    main = np.arange(len(tree.parents))  # of each element that is on the way, itself
    on_way = np.zeros(len(tree.parents), dtype=np.bool_)
    on_way[tree.starts] = True
    deepest = tree.starts.copy()
    for level in levels:
        parents = tree.parents[level]
        goes_on = level[on_way[parents] & (prose[level] > _MAIN * prose[parents])]
        on_way[goes_on] = True
        deepest[tree.pages[goes_on]] = goes_on
    main[tree.starts] = deepest
    return main


def _paths(tree: _Tree, levels: Sequence[Ints], main: Ints) -> NDArray[np.float64]:
    """Sum up the names on the way from the main element, and from the root, to each element: shape (elements, 9).

    Whether it stands within the main one, how deep, the sum, lowest and highest of the names in between; its own sum;
    the sum, lowest and highest from the root.
    """
    low, high, total = tree.odds.T
    is_main = np.zeros(len(low), dtype=np.bool_)
    is_main[main[tree.starts]] = True
    out = np.zeros((9, len(low)))
    out[0], out[5], out[6], out[7], out[8] = is_main, total, total, low, high
    for level in levels:
        around = tree.parents[level]
        within = ~is_main[level]
        out[0, level] = np.where(within, out[0, around], 1)
        out[1, level] = np.where(within, out[1, around] + 1, 0)
        out[2, level] = np.where(within, out[2, around] + total[level], 0)
        out[3, level] = np.where(within, np.minimum(out[3, around], low[level]), 0)
        out[4, level] = np.where(within, np.maximum(out[4, around], high[level]), 0)
        out[6, level] += out[6, around]
        out[7, level] = np.minimum(out[7, around], low[level])
        out[8, level] = np.maximum(out[8, around], high[level])
    return out.T
