"""Places -> numbers: where lines stand in their document, beside what, and what they share with what a page claims.

All documents of a batch are described at once, and each exactly as if it were alone: sums over places are sums of
whole numbers, everything else is done element by element.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np
from numpy.typing import NDArray

from copydesk.cleaning.labeller.characters import (
    Characters,
    Ints,
    Words,
    hash_triples,
    read_characters,
    read_words,
    slots_of,
)
from copydesk.cleaning.labeller.words import Floats
from copydesk.cleaning.prose import best_stretch
from copydesk.document import Hints

Bools = NDArray[np.bool_]

PLACES = 17  # columns of describe_places
CLAIMS = 4  # columns of describe_claims
NEIGHBOURS = 8  # lines and means of lines that describe_neighbours tells of
FAR = 30  # lines: what is farther away is just far
_REACH = 6  # neighbours to either side
_MOST = 800  # characters of a line that count
_PRINTED = 0.8  # share of the title's words that a line holds which prints it
_NEWS = ("NewsArticle", "LiveBlogPosting")  # ends of schema.org's types
_ARTICLES = ("Article", "BlogPosting")
_CLAIM_BITS = 16  # of the tables that hold the words of claims


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """Which lines are whose: of each document its first line and how many it has, of each line its document."""

    starts: Ints
    counts: Ints
    owners: Ints
    index: Ints  # of each line in its document

    @classmethod
    def of(cls, counts: Sequence[int]) -> "Layout":
        """Lay documents of so many lines one behind the other."""
        sizes = np.array(counts, dtype=np.int64)
        starts = np.cumsum(sizes) - sizes
        owners = np.repeat(np.arange(len(sizes)), sizes)
        return cls(starts, sizes, owners, np.arange(len(owners)) - starts[owners])

    def sums(self, values: Ints) -> Ints:
        """Sum up whole numbers, document by document."""
        return np.add.reduceat(values, self.starts)

    def so_far(self, values: Ints) -> Ints:
        """Sum up whole numbers from each document's first line to the one before each line."""
        before = np.cumsum(values) - values
        return before - before[self.starts][self.owners]


def describe_places(layout: Layout, sizes: Ints, prose: Bools, free: Bools, lines: Sequence[str]) -> Floats:
    """Describe where lines stand: in the document, in its prose, in its best stretch, beside their own copies.

    `sizes` are in characters, `free` tells lines that no rule took. Gives shape (lines, 17).
    """
    owners, index = layout.owners, layout.index
    counts = layout.counts[owners]
    prose = prose & free
    weight = np.where(prose, np.minimum(sizes, _MOST), 0)
    total = np.maximum(layout.sums(weight), 1)
    first, stop = _stretches(layout, weight, prose, free)
    within = np.concatenate([[0], np.cumsum(weight)])
    held = within[layout.starts + stop] - within[layout.starts + first]
    start, end = first[owners], stop[owners]
    copies, earlier = _copies(layout, lines)
    return np.column_stack(
        [
            index / counts,
            np.log1p(counts),
            layout.so_far(weight) / total[owners],
            np.log1p(total / 400)[owners],
            _faded(weight / 400, index),
            _faded(weight / 400, counts - 1 - index, backwards=True),
            _since(layout, prose),
            _until(layout, prose),
            _since(layout, ~free),
            _until(layout, ~free),
            (index >= start) & (index < end),
            np.clip(index - start, -20, 20),
            np.clip(end - index, -20, 20),
            (held / total)[owners],
            copies,
            earlier,
            sizes / _usual_sizes(layout, sizes, prose)[owners],
        ]
    ).astype(np.float32)


def describe_neighbours(layout: Layout, told: Floats) -> Floats:
    """Tell of the three lines to either side, and of the mean of five: shape (lines, 8 * columns told)."""
    count, width = told.shape
    gap = 2 * _REACH
    rows = np.arange(count) + gap * layout.owners + _REACH
    padded = np.full((count + gap * (len(layout.counts) + 1), width), -1, dtype=np.float32)
    padded[rows] = told
    near = {step: padded[rows + step] for step in (*range(-5, 0), *range(1, 6))}
    behind = (near[-1] + near[-2] + near[-3] + near[-4] + near[-5]) / 5
    ahead = (near[1] + near[2] + near[3] + near[4] + near[5]) / 5
    return np.hstack([*(near[step] for step in (-1, 1, -2, 2, -3, 3)), behind, ahead])


def describe_claims(layout: Layout, hints: Sequence[Hints], words: Words, characters: Characters) -> Floats:
    """Tell what lines share with what their page claims: shape (lines, 4).

    The share of the title's words, how far the line stands from where the title is printed, whether the page claims
    a body, and the share of the line's words that stand in it in the same order.
    """
    titles = [own.title[0] if own.title else "" for own in hints]
    bodies = [own.body or "" for own in hints]
    out = np.zeros((len(layout.owners), CLAIMS), dtype=np.float32)
    out[:, 1] = -99
    firsts = np.concatenate([[0], np.cumsum(words.counts)])
    triples = slots_of(hash_triples(words), _CLAIM_BITS) if any(bodies) else None
    slots = slots_of(words.hashes, _CLAIM_BITS)
    title_slots = _slots_by_line([title or " " for title in titles])
    for number, (title, body) in enumerate(zip(titles, bodies, strict=True)):
        start = int(layout.starts[number])
        stop = start + int(layout.counts[number])
        own = slice(int(firsts[start]), int(firsts[stop]))
        counts = words.counts[start:stop]
        if title:
            shares = _shares_of_title(title_slots[number], slots[own], counts)
            shares[characters.sizes[start:stop] > 2 * len(title) + 40] = 0
            out[start:stop, 0] = shares
            at = int(shares.argmax())
            if shares[at] >= _PRINTED:
                out[start:stop, 1] = np.clip(np.arange(stop - start) - at, -FAR, 60)
        if body and triples is not None:
            out[start:stop, 2] = 1
            out[start:stop, 3] = _shares_in_body(body, triples[own], counts)
    return out


def describe_types(layout: Layout, types: Sequence[Sequence[str]]) -> Floats:
    """Tell of all lines of a page whether it claims to be news, an article, to be shared as one: shape (lines, 3)."""
    told = [
        (
            any(one.endswith(_NEWS) for one in own),
            any(one.endswith(_ARTICLES) for one in own),
            "article" in own,
        )
        for own in types
    ]
    return np.array(told, dtype=np.float32)[layout.owners]


def _slots_by_line(lines: Sequence[str]) -> list[Ints]:
    """Give the slots of the words of each line; no line is empty."""
    words = read_words(read_characters(lines))
    return np.split(slots_of(words.hashes, _CLAIM_BITS), np.cumsum(words.counts)[:-1])


def _shares_of_title(title: Ints, slots: Ints, counts: Ints) -> NDArray[np.float64]:
    wanted = np.zeros(1 << _CLAIM_BITS, dtype=np.bool_)
    wanted[title] = True
    wanted_count = len(set(title.tolist()))
    held = _sum_lines(wanted[slots], counts)
    return np.minimum(held, wanted_count) / np.maximum(np.maximum(counts, wanted_count), 1)


def _shares_in_body(body: str, triples: Ints, counts: Ints) -> NDArray[np.float64]:
    claimed = np.zeros(1 << _CLAIM_BITS, dtype=np.bool_)
    pieces = [line for line in body.split("\n") if line.strip()]
    claimed[slots_of(hash_triples(_whole_words(pieces)), _CLAIM_BITS)] = True
    # The last two words of a line begin triples that end in the next one.
    whole = np.maximum(counts - 2, 0)
    place = np.arange(len(triples)) - np.repeat(np.cumsum(counts) - counts, counts)
    held = _sum_lines(claimed[triples] & (place < np.repeat(whole, counts)), counts)
    return held / np.maximum(whole, 1)


def _whole_words(lines: Sequence[str]) -> Words:
    return read_words(read_characters(lines), longest=1 << 20)


def _sum_lines(values: Bools, counts: Ints) -> Ints:
    """Count what is true among the words of each line."""
    running = np.concatenate([[0], np.cumsum(values)])
    ends = np.cumsum(counts)
    held: Ints = running[ends] - running[ends - counts]
    return held


def _stretches(layout: Layout, weight: Ints, prose: Bools, free: Bools) -> tuple[Ints, Ints]:
    """Give the bounds of each document's best run of prose, as places in the document."""
    values = np.where(free, np.where(prose, 1 + weight / 400, -0.7), -0.35).tolist()
    ends = (layout.starts + layout.counts).tolist()
    found = [best_stretch(values[start:end]) for start, end in zip(layout.starts.tolist(), ends, strict=True)]
    bounds = np.array(found, dtype=np.int64)
    return bounds[:, 0], bounds[:, 1]


def _copies(layout: Layout, lines: Sequence[str]) -> tuple[list[int], list[int]]:
    """Count the copies of each line in its document, and those before it."""
    copies: list[int] = []
    earlier: list[int] = []
    for start, count in zip(layout.starts.tolist(), layout.counts.tolist(), strict=True):
        seen: dict[str, int] = {}
        own = lines[start : start + count]
        for line in own:
            before = seen.get(line, 0)
            earlier.append(before)
            seen[line] = before + 1
        copies += [seen[line] for line in own]
    return copies, earlier


def _usual_sizes(layout: Layout, sizes: Ints, prose: Bools) -> NDArray[np.float64]:
    """Give the median length of each document's prose."""
    lengths = sizes[prose].tolist()
    ends = np.cumsum(layout.sums(prose.astype(np.int64))).tolist()
    starts = [0, *ends[:-1]]
    return np.array(
        [
            median(lengths[start:end]) if end > start else 100.0
            for start, end in zip(starts, ends, strict=True)
        ]
    )


def _faded(values: NDArray[np.float64], distance: Ints, *, backwards: bool = False) -> NDArray[np.float64]:
    """Sum what stands before each line, or behind it, fading by a fifth with each line up to sixty-four.

    `distance` is how many lines of the document stand on that side.
    """
    step = -1 if backwards else 1
    out = _shifted(values, step, distance)
    reach = 1
    while reach < 64:
        out = out + 0.8**reach * _shifted(out, step * reach, distance)
        reach *= 2
    return out


def _shifted(values: NDArray[np.float64], step: int, distance: Ints) -> NDArray[np.float64]:
    """Give each line the value of the one `step` lines before it, zero where that is another document's."""
    out = np.zeros_like(values)
    if step > 0:
        out[step:] = values[:-step]
    else:
        out[:step] = values[-step:]
    out[distance < abs(step)] = 0
    return out


def _since(layout: Layout, marks: Bools) -> Ints:
    """Count the lines since the last mark before each line."""
    places = np.arange(len(marks))
    last = np.maximum.accumulate(np.where(marks, places, -FAR - 1))
    before = np.concatenate([[-FAR - 1], last[:-1]])
    is_own = before >= layout.starts[layout.owners]
    distance: Ints = np.where(is_own, np.minimum(places - before, FAR), FAR)
    return distance


def _until(layout: Layout, marks: Bools) -> Ints:
    """Count the lines to the next mark behind each line."""
    places = np.arange(len(marks))
    far = len(marks) + FAR
    following = np.minimum.accumulate(np.where(marks, places, far)[::-1])[::-1]
    behind = np.concatenate([following[1:], [far]])
    is_own = behind < (layout.starts + layout.counts)[layout.owners]
    distance: Ints = np.where(is_own, np.minimum(behind - places, FAR), FAR)
    return distance
