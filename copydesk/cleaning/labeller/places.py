"""Places -> numbers: where lines stand in a document, beside what, and what the title shares with them."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from copydesk.cleaning.labeller.words import LONGEST_READ, TABLE_SIZE, Floats, Words, look_up
from copydesk.cleaning.prose import best_stretch

FAR = 30  # lines: what is farther away is just far
_REACH = 6  # neighbours to either side
_PRINTED = 0.8  # share of the title's words that a line holds which prints it


def describe_places(
    sizes: NDArray[np.float64], prose: NDArray[np.bool_], lines: Sequence[str], free: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Describe where lines stand: in the document, in its prose, in its best stretch, beside their own copies.

    `sizes` are in characters, `free` tells lines that no rule took. Gives shape (lines, 17).
    """
    count = len(lines)
    prose = prose & free
    weight = np.where(prose, np.minimum(sizes, 800) / 400, 0)
    total = weight.sum() or 1.0
    index = np.arange(count)
    start, stop = best_stretch(np.where(free, np.where(prose, 1 + weight, -0.7), -0.35).tolist())
    copies = Counter(lines)
    seen: Counter[str] = Counter()
    earlier = []
    for line in lines:
        earlier.append(seen[line])
        seen[line] += 1
    return np.column_stack(
        [
            index / count,
            np.full(count, np.log1p(count)),
            (np.cumsum(weight) - weight) / total,
            np.full(count, np.log1p(total)),
            _faded(weight),
            _faded(weight[::-1])[::-1],
            _since(prose),
            _since(prose[::-1])[::-1],
            _since(~free),
            _since(~free[::-1])[::-1],
            (index >= start) & (index < stop),
            np.clip(index - start, -20, 20),
            np.clip(stop - index, -20, 20),
            np.full(count, weight[start:stop].sum() / total),
            [copies[line] for line in lines],
            earlier,
            sizes / (np.median(sizes[prose]) if prose.any() else 100.0),
        ]
    )


def describe_neighbours(told: Floats) -> Floats:
    """Tell of the three lines to either side, and of the mean of five: shape (lines, 8 * columns told)."""
    count, width = told.shape
    padded = np.full((count + 2 * _REACH, width), -1, dtype=np.float32)
    padded[_REACH : _REACH + count] = told
    shifted = [padded[_REACH + step : _REACH + step + count] for step in (-1, 1, -2, 2, -3, 3)]
    sums = np.cumsum(np.vstack([np.zeros((1, width), dtype=np.float32), padded]), axis=0)
    behind = (sums[_REACH : _REACH + count] - sums[1 : 1 + count]) / 5
    ahead = (sums[2 * _REACH : 2 * _REACH + count] - sums[_REACH + 1 : _REACH + 1 + count]) / 5
    return np.hstack([*shifted, behind, ahead])


def describe_title(title: str | None, words: Words, lines: Sequence[str]) -> NDArray[np.float64]:
    """Tell the share of the claimed title's words that lines hold, and how far they stand from where it is printed."""
    count = len(lines)
    wanted = np.zeros(TABLE_SIZE, dtype=np.bool_)
    wanted[look_up([title or ""]).slots] = True
    shares = np.zeros(count)
    if wanted_count := int(wanted.sum()):
        # Each word of a line once.
        pairs = np.unique(np.repeat(np.arange(count), words.counts) * TABLE_SIZE + words.slots)
        line, slot = pairs // TABLE_SIZE, pairs % TABLE_SIZE
        held = np.bincount(line[wanted[slot]], minlength=count)
        shares = held / np.maximum(wanted_count, np.bincount(line, minlength=count))
        shares[[len(text) > LONGEST_READ for text in lines]] = 0
    at = int(shares.argmax())
    is_printed = shares[at] >= _PRINTED
    distance = np.clip(np.arange(count) - at, -FAR, 60) if is_printed else np.full(count, -99)
    return np.column_stack([shares, distance])


def _faded(values: NDArray[np.float64]) -> list[float]:
    """Sum what stands before each place, fading by a fifth with each place."""
    out, total = [], 0.0
    for value in values.tolist():
        out.append(total)
        total = total * 0.8 + value
    return out


def _since(marks: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Count the places since the last mark before each place."""
    index = np.arange(len(marks))
    last = np.maximum.accumulate(np.where(marks, index, -FAR - 1))
    distance: NDArray[np.int64] = np.minimum(index - np.concatenate([[-FAR - 1], last[:-1]]), FAR)
    return distance
