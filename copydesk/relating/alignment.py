"""Two texts, word by word: the passages that they share, also where some words were changed.

Shingles that both texts hold are strung into chains, the chains extended and then compared word by word, as matches of
genomes are (seed and extend; Altschul et al., 1990).
"""

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

import numpy as np

from copydesk.relating.words import Words

LEAST = 0.6  # of the words of both sides must be the same
_SHORTEST = 4  # shingles: how long a passage must be on either side, 20 words or 40 characters
_WIDEST_GAP = 3  # shingles: how far from each other shared ones may stand
_MOST_MISSES = 3  # words in a row that differ, where a passage is extended


class Passage(NamedTuple):
    """The same passage in two texts: its place in each, in characters, and the share of words that are the same.

    The share is twice the words that are the same, in order, over the words of both sides.
    """

    start: int
    stop: int
    other_start: int
    other_stop: int
    similarity: float


class _Chain(NamedTuple):
    """Words `start` to `stop` of one text that stand at `other_start` to `other_stop` of the other."""

    start: int
    stop: int
    other_start: int
    other_stop: int

    @property
    def length(self) -> int:
        """How many words its shorter side has."""
        return min(self.stop - self.start, self.other_stop - self.other_start)

    def overlaps(self, other: "_Chain") -> bool:
        """Tell whether both take the same words of either text."""
        return (self.start < other.stop and other.start < self.stop) or (
            self.other_start < other.other_stop and other.other_start < self.other_stop
        )


def align(one: Words, other: Words) -> list[Passage]:
    """Give the passages that two texts share, in the order of the first; no word is in two of them."""
    if one.shingle != other.shingle or not min(len(one.hashes), len(other.hashes)):
        return []
    words, other_words = one.hashes.tolist(), other.hashes.tolist()
    kept: list[_Chain] = []
    passages: list[Passage] = []
    for chain in sorted(_chains(one, other), key=lambda chain: (-chain.length, chain)):
        whole = _extended(words, other_words, chain)
        if whole.length < _SHORTEST * one.shingle or any(map(whole.overlaps, kept)):
            continue
        similarity = _similarity(words, other_words, whole)
        if similarity >= LEAST:
            kept.append(whole)
            passages.append(_placed(one, other, whole, similarity))
    return sorted(passages)


def _chains(one: Words, other: Words) -> list[_Chain]:
    """String runs of shared shingles together that stand in the same order, near each other in both texts."""
    size, gap = one.shingle, _WIDEST_GAP * one.shingle
    chains: list[_Chain] = []
    for start, other_start, length in _runs(one, other):
        stop, other_stop = start + length + size - 1, other_start + length + size - 1
        for number, last in enumerate(chains):
            is_near = start - last.stop <= gap and other_start - last.other_stop <= gap
            if is_near and other_start >= last.other_start:
                chains[number] = last._replace(
                    stop=max(stop, last.stop), other_stop=max(other_stop, last.other_stop)
                )
                break
        else:
            chains.append(_Chain(start, stop, other_start, other_stop))
    return chains


def _runs(one: Words, other: Words) -> Iterator[tuple[int, int, int]]:
    """Give the shared shingles, those that follow each other in both texts as one run: both places, and how many."""
    held, order = one.shingles, other.shingle_order
    sought = other.shingles[order]
    found = np.minimum(np.searchsorted(sought, held), len(sought) - 1)
    places = np.flatnonzero(sought[found] == held)
    others = order[found[places]]
    firsts = np.flatnonzero(np.diff(places, prepend=-2) * np.diff(others, prepend=-2) != 1)
    lengths = np.diff(firsts, append=len(places))
    return zip(places[firsts].tolist(), others[firsts].tolist(), lengths.tolist(), strict=True)


def _extended(words: list[int], other_words: list[int], chain: _Chain) -> _Chain:
    """Extend a chain at both ends, word against word, over words that differ to those that are the same."""
    before = _matching(words[: chain.start][::-1], other_words[: chain.other_start][::-1])
    behind = _matching(words[chain.stop :], other_words[chain.other_stop :])
    return _Chain(
        chain.start - before, chain.stop + behind, chain.other_start - before, chain.other_stop + behind
    )


def _matching(words: list[int], other_words: list[int]) -> int:
    """Give how far two runs of words go before too many in a row differ, up to the last that is the same."""
    last = 0
    for number, (word, other_word) in enumerate(zip(words, other_words, strict=False), start=1):
        if word == other_word:
            last = number
        elif number - last > _MOST_MISSES:
            break
    return last


def _similarity(words: list[int], other_words: list[int], chain: _Chain) -> float:
    side, other_side = words[chain.start : chain.stop], other_words[chain.other_start : chain.other_stop]
    if side == other_side:  # as most are among texts much alike
        return 1.0
    return SequenceMatcher(None, side, other_side, autojunk=False).ratio()


def _placed(one: Words, other: Words, chain: _Chain, similarity: float) -> Passage:
    return Passage(
        int(one.starts[chain.start]),
        int(one.stops[chain.stop - 1]),
        int(other.starts[chain.other_start]),
        int(other.stops[chain.other_stop - 1]),
        round(similarity, 4),
    )
