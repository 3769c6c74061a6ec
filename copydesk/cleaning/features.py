"""Pieces -> numbers: what the labeller sees of each line or block, one row a piece, one column a feature.

Every piece is described by its characters and words, by its neighbours and by where it stands; blocks of a page also by
the elements they stand in. Words and names of elements count through log-odds that a table learned for them.
"""

import re
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from copydesk.cleaning.draft import Piece
from copydesk.cleaning.prose import is_prose
from copydesk.document import Container, Page

Floats = NDArray[np.float32]
Slots = NDArray[np.int64]

TABLE_SIZE = 1 << 14  # slots of a table of log-odds; words share one where their hashes collide

_WORD = re.compile(r"[^\W\d_]+|\d+")
_NAME = re.compile(r"[a-z]{2,}|\d{2,}")
_CLOCK = re.compile(r"\d{1,2}[:.h]\d\d")
_YEAR = re.compile(r"(?:19|20)\d\d")
_ADDRESS = re.compile(r"@|https?:|www\.|\.com\b")
_LONGEST_READ = 240  # characters of a piece whose words are looked up
_REACH = 6  # neighbours to either side
_FAR = 30  # pieces: what is farther away is just far

_ROLES = ("boilerplate", "caption", "comment", "date", "byline", "title")
_TAGS = (
    "p", "li", "h1", "h2", "h3", "h4", "div", "td", "blockquote", "section", "article", "figcaption", "button",
)  # fmt: skip
_MARKS = ("nav", "footer", "aside", "header", "form", "figcaption", "comments")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})

# Kinds of characters, as bits.
_ALPHA, _UPPER, _DIGIT, _SPACE, _END, _COMMA, _SEPARATOR, _QUOTE, _WIDE = (1 << bit for bit in range(9))

_SHAPE = (
    "length", "words", "word_length", "sentence_ends", "commas", "digits", "capitals", "capitalised", "separators",
    "quotes", "ends_sentence", "ends_colon", "ends_ellipsis", "starts_lower", "starts_mark", "copyright", "question",
    "exclamation", "prose", "clock", "year", "addresses",
)  # fmt: skip
_ODDS = ("odds_mean", "odds_low", "odds_high", "odds_first", "odds_sum")
_LINE = _SHAPE + _ODDS
_COLUMN = {name: index for index, name in enumerate(_LINE)}
_TOLD_OF_NEIGHBOURS = [
    _COLUMN[name]
    for name in (
        "length",
        "prose",
        "ends_sentence",
        "capitalised",
        "odds_mean",
        "odds_sum",
        "digits",
        "separators",
    )
]


@dataclass(frozen=True, slots=True)
class Odds:
    """Learned log-odds of being body, by hash: of words, and of names of elements (for pages only)."""

    words: Floats
    names: Floats


def describe(page: Page, pieces: Sequence[Piece], odds: Odds) -> Floats:
    """Give the features of the pieces: shape (pieces, features); pages have more of them than texts."""
    texts = [piece.text for piece in pieces]
    free = np.array([piece.role is None for piece in pieces])
    lines = np.hstack([_shapes(texts), _odds_of([word_slots(text) for text in texts], odds.words)])
    columns = [
        lines,
        _roles(pieces),
        _places(lines, texts, free),
        _title(texts, page),
        _neighbours(lines, free),
    ]
    if page.containers:
        columns.append(_elements(page, pieces, lines, free, odds.names))
    return np.hstack(columns).astype(np.float32)


@lru_cache(maxsize=16384)
def word_slots(text: str) -> Slots:
    """Give the slots of the words of a line; of numbers only their length counts."""
    words = _WORD.findall(text[:_LONGEST_READ].lower())
    return np.array([_slot(f"#{len(word)}" if word.isdigit() else word) for word in words], dtype=np.int64)


@lru_cache(maxsize=16384)
def name_slots(names: str, tag: str) -> Slots:
    """Give the slots of an element's tag and of its names, whole and in parts."""
    whole = names.lower().split()
    parts = chain.from_iterable(map(_NAME.findall, whole))
    return np.array([_slot(name) for name in dict.fromkeys([f"<{tag}", *whole, *parts])], dtype=np.int64)


@lru_cache(maxsize=65536)
def _slot(word: str) -> int:
    return zlib.crc32(word.encode("utf-8", "replace")) % TABLE_SIZE


@cache
def _kinds() -> NDArray[np.uint16]:
    """Give the kinds of every character of the basic plane; what lies above counts as a letter."""
    kinds = np.zeros(0x10000, dtype=np.uint16)
    for code in range(0x10000):
        character = chr(code)
        kinds[code] = (
            _ALPHA * character.isalpha()
            + _UPPER * character.isupper()
            + _DIGIT * character.isdigit()
            + _SPACE * (character == " ")
        )
    for bit, characters in (
        (_END, ".!?…。！？।"),
        (_COMMA, ",،、"),
        (_SEPARATOR, "|»›«‹·•→←>/"),
        (_QUOTE, '"“”„«»‘’'),
    ):
        kinds[[ord(character) for character in characters]] |= bit
    for first, last in ((0x0E00, 0x0E7F), (0x3040, 0x30FF), (0x3400, 0x9FFF)):
        kinds[first : last + 1] |= _WIDE
    return kinds


def _shapes(texts: Sequence[str]) -> Floats:
    """Describe lines by their characters alone: shape (lines, 22)."""
    joined = "\n".join(texts)
    codes = np.frombuffer(joined.encode("utf-32-le", "replace"), dtype=np.uint32)
    kinds = _kinds()[np.minimum(codes, 0xFFFF)]
    sizes = np.array([len(text) for text in texts])
    starts = np.concatenate([[0], np.cumsum(sizes + 1)[:-1]])

    def count(mask: NDArray[np.bool_]) -> NDArray[np.int64]:
        return np.add.reduceat(mask, starts, dtype=np.int64)

    spaces = kinds & _SPACE > 0
    opens_word = np.concatenate([[True], spaces[:-1] | (codes[:-1] == 10)])
    words = count(spaces) + 1
    letters = np.maximum(1, count(kinds & _ALPHA > 0))
    wide = count(kinds & _WIDE > 0)
    uppers = kinds & _UPPER > 0
    last, first = kinds[starts + sizes - 1], kinds[starts]
    before_last = kinds[np.maximum(starts, starts + sizes - 2)]
    last_codes = codes[starts + sizes - 1]
    ends = ((last & _END) > 0) | (((last & _QUOTE) > 0) & ((before_last & _END) > 0))
    told = [
        (
            is_prose(text),
            _CLOCK.search(text) is not None,
            _YEAR.search(text) is not None,
            _ADDRESS.search(text) is not None,
        )
        for text in texts
    ]
    return np.column_stack(
        [
            np.log1p(sizes + 2 * wide),
            np.log1p(words),
            np.minimum(sizes / words, 30),
            np.minimum(count(kinds & _END > 0), 6),
            count(kinds & _COMMA > 0) / words,
            count(kinds & _DIGIT > 0) / sizes,
            count(uppers) / letters,
            count(uppers & opens_word) / words,
            np.minimum(count(kinds & _SEPARATOR > 0), 6),
            np.minimum(count(kinds & _QUOTE > 0), 6),
            ends,
            np.isin(last_codes, (0x3A, 0xFF1A)),
            last_codes == 0x2026,
            (first & (_ALPHA | _UPPER)) == _ALPHA,
            (first & (_ALPHA | _DIGIT)) == 0,
            count(codes == 0xA9) > 0,
            count((codes == 0x3F) | (codes == 0xFF1F)) > 0,
            count(codes == 0x21) > 0,
            np.array(told, dtype=np.float32),
        ]
    ).astype(np.float32)


def _odds_of(slots: Sequence[Slots], table: Floats) -> Floats:
    """Sum up the log-odds of the words of each line: shape (lines, 5)."""
    sizes = np.array([len(one) for one in slots])
    out = np.zeros((len(slots), len(_ODDS)), dtype=np.float32)
    some = np.flatnonzero(sizes)
    if not len(some):
        return out
    values = table[np.concatenate(slots)]
    starts = (np.cumsum(sizes) - sizes)[some]
    sums = np.add.reduceat(values, starts)
    out[some] = np.column_stack(
        [
            sums / sizes[some],
            np.minimum.reduceat(values, starts),
            np.maximum.reduceat(values, starts),
            values[starts],
            sums / 4,
        ]
    )
    return out


def _roles(pieces: Sequence[Piece]) -> Floats:
    """Tell the roles that rules gave: shape (pieces, 6)."""
    numbers = [_ROLES.index(piece.role) if piece.role in _ROLES else len(_ROLES) for piece in pieces]
    return np.eye(len(_ROLES) + 1, len(_ROLES), dtype=np.float32)[numbers]


def _places(lines: Floats, texts: Sequence[str], free: NDArray[np.bool_]) -> Floats:
    """Describe where pieces stand: in the document, in its prose, in its best stretch, beside their own copies."""
    count = len(texts)
    sizes = np.expm1(lines[:, _COLUMN["length"]])
    prose = (lines[:, _COLUMN["prose"]] > 0) & free
    weight = np.where(prose, np.minimum(sizes, 800) / 400, 0)
    total = weight.sum() or 1.0
    index = np.arange(count)
    start, stop = best_stretch(np.where(free, np.where(prose, 1 + weight, -0.7), -0.35).tolist())
    copies = Counter(texts)
    seen: Counter[str] = Counter()
    earlier = []
    for text in texts:
        earlier.append(seen[text])
        seen[text] += 1
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
            [copies[text] for text in texts],
            earlier,
            sizes / (np.median(sizes[prose]) if prose.any() else 100.0),
        ]
    )


def best_stretch(weights: Iterable[float]) -> tuple[int, int]:
    """Give the bounds of the run with the greatest sum (Kadane's algorithm)."""
    best = (0, 0)
    best_sum = sum_here = 0.0
    start = 0
    for index, weight in enumerate(weights):
        if sum_here <= 0:
            start, sum_here = index, 0.0
        sum_here += weight
        if sum_here > best_sum:
            best_sum, best = sum_here, (start, index + 1)
    return best


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
    last = np.maximum.accumulate(np.where(marks, index, -_FAR - 1))
    distance: NDArray[np.int64] = np.minimum(index - np.concatenate([[-_FAR - 1], last[:-1]]), _FAR)
    return distance


def _title(texts: Sequence[str], page: Page) -> Floats:
    """Tell the share of the claimed title's words that pieces hold, and how far they stand from where it is printed."""
    wanted = set(word_slots(page.hints.title[0]).tolist()) if page.hints.title else set[int]()
    shares = np.zeros(len(texts))
    if wanted:
        for index, text in enumerate(texts):
            if len(text) <= _LONGEST_READ:
                words = set(word_slots(text).tolist())
                shares[index] = len(wanted & words) / max(len(wanted), len(words))
    at = int(shares.argmax())
    distance = (
        np.clip(np.arange(len(texts)) - at, -_FAR, 60) if shares[at] >= 0.8 else np.full(len(texts), -99)
    )
    return np.column_stack([shares, distance]).astype(np.float32)


def _neighbours(lines: Floats, free: NDArray[np.bool_]) -> Floats:
    """Tell of the three pieces to either side, and of the mean of five: shape (pieces, 72)."""
    told = np.column_stack([lines[:, _TOLD_OF_NEIGHBOURS], ~free]).astype(np.float32)
    count, width = told.shape
    padded = np.full((count + 2 * _REACH, width), -1, dtype=np.float32)
    padded[_REACH : _REACH + count] = told
    shifted = [padded[_REACH + step : _REACH + step + count] for step in (-1, 1, -2, 2, -3, 3)]
    sums = np.cumsum(np.vstack([np.zeros((1, width), dtype=np.float32), padded]), axis=0)
    behind = (sums[_REACH : _REACH + count] - sums[1 : 1 + count]) / 5
    ahead = (sums[2 * _REACH : 2 * _REACH + count] - sums[_REACH + 1 : _REACH + 1 + count]) / 5
    return np.hstack([*shifted, behind, ahead])


def _elements(
    page: Page, pieces: Sequence[Piece], lines: Floats, free: NDArray[np.bool_], table: Floats
) -> Floats:
    """Describe blocks by the elements they stand in and by the heading above: shape (pieces, 50)."""
    numbers = [piece.block.container for piece in pieces]
    tags = [piece.block.tag for piece in pieces]
    links = np.array([piece.block.link_density for piece in pieces])
    sizes = np.expm1(lines[:, _COLUMN["length"]])
    prose = np.where((lines[:, _COLUMN["prose"]] > 0) & free, sizes * (1 - links), 0)
    places, rows = _containers(page.containers, numbers, table, sizes, prose, sizes * links)
    kinds = [(page.containers[number].tag, page.containers[number].names) for number in numbers]
    alike = Counter(kinds)
    is_heading = np.array([tag in _HEADINGS for tag in tags])
    last = np.maximum.accumulate(np.where(is_heading, np.arange(len(tags)), -1))
    levels = np.array([int(tag[1]) if tag in _HEADINGS else 0 for tag in tags])
    return np.hstack(
        [
            np.eye(len(_TAGS) + 1, len(_TAGS))[
                [_TAGS.index(tag) if tag in _TAGS else len(_TAGS) for tag in tags]
            ],
            [[mark in piece.block.marks for mark in _MARKS] for piece in pieces],
            rows[places],
            np.column_stack(
                [
                    links,
                    [piece.block.unit > 0 for piece in pieces],
                    np.log1p([alike[kind] for kind in kinds]),
                    np.where(last < 0, _FAR, np.minimum(np.arange(len(tags)) - last, _FAR)),
                    np.where(last < 0, 0, lines[last, _COLUMN["odds_mean"]]),
                    np.where(last < 0, 0, levels[last]),
                ]
            ),
        ]
    )


def _containers(
    containers: Sequence[Container],
    numbers: Sequence[int],
    table: Floats,
    sizes: NDArray[np.float64],
    prose: NDArray[np.float64],
    links: NDArray[np.float64],
) -> tuple[list[int], Floats]:
    """Describe the elements that hold blocks, and give for each block the row of its own.

    An element is described by its names, by those of the elements around it below the main one (the innermost that
    holds most of the page's prose), by what it and the two around it hold, and by its siblings of the same kind.
    """
    used = set(numbers)
    for number in sorted(used, reverse=True):
        while number and (number := containers[number].parent) not in used:
            used.add(number)
    used.add(0)
    order = sorted(used)  # parents stand before their children
    row_of = {number: row for row, number in enumerate(order)}
    parents = [row_of.get(containers[number].parent, 0) for number in order]
    own = [row_of[number] for number in numbers]
    count = len(order)
    held = np.zeros((count, 4))
    np.add.at(held, own, np.column_stack([sizes, prose, links, np.ones(len(own))]))
    totals = held.tolist()
    for row in range(count - 1, 0, -1):
        total, parent_total = totals[row], totals[parents[row]]
        for column in range(4):
            parent_total[column] += total[column]
    main = _main_row(parents, [total[1] for total in totals])
    named = _odds_of(
        [name_slots(containers[number].names, containers[number].tag) for number in order], table
    )
    kinds = Counter(
        (parents[row], containers[number].tag, containers[number].names) for row, number in enumerate(order)
    )
    twins = np.log1p(
        [
            kinds[parents[row], containers[number].tag, containers[number].names]
            for row, number in enumerate(order)
        ]
    )
    paths = _paths(parents, main, named)
    totals_array = np.array(totals)
    parent_rows = np.array(parents)
    grandparent_rows = parent_rows[parent_rows]
    page_prose = totals_array[0, 1] or 1.0
    shares = totals_array[:, 1] / page_prose
    link_shares = totals_array[:, 2] / np.maximum(totals_array[:, 0], 1)
    blocks = np.log1p(totals_array[:, 3])
    own_odds = named[:, _ODDS.index("odds_sum")]
    columns = [paths, np.full(count, shares[main])]
    for values in (own_odds, shares, link_shares, blocks, twins):
        columns += [values, values[parent_rows], values[grandparent_rows]]
    return own, np.column_stack(columns).astype(np.float32)


def _main_row(parents: Sequence[int], prose: Sequence[float]) -> int:
    """Descend from the root while one child holds most of the prose."""
    heaviest: dict[int, int] = {}
    for row in range(1, len(parents)):
        parent = parents[row]
        if parent not in heaviest or prose[row] > prose[heaviest[parent]]:
            heaviest[parent] = row
    main = 0
    while main in heaviest and prose[heaviest[main]] > 0.6 * prose[main]:
        main = heaviest[main]
    return main


def _paths(parents: Sequence[int], main: int, named: Floats) -> Floats:
    """Sum up the names on the way from the main element, and from the root, to each element: shape (elements, 9)."""
    sums = named[:, _ODDS.index("odds_sum")].tolist()
    lows = named[:, _ODDS.index("odds_low")].tolist()
    highs = named[:, _ODDS.index("odds_high")].tolist()
    out = [(float(main == 0), 0.0, 0.0, 0.0, 0.0, 0.0, sums[0], lows[0], highs[0])]
    for row in range(1, len(parents)):
        inside, depth, below, low, high, _, path, path_low, path_high = out[parents[row]]
        path, path_low, path_high = path + sums[row], min(path_low, lows[row]), max(path_high, highs[row])
        if row == main:
            out.append((1.0, 0.0, 0.0, 0.0, 0.0, sums[row], path, path_low, path_high))
        else:
            out.append(
                (
                    inside,
                    depth + 1,
                    below + sums[row],
                    min(low, lows[row]),
                    max(high, highs[row]),
                    sums[row],
                    path,
                    path_low,
                    path_high,
                )
            )
    return np.array(out, dtype=np.float32)
