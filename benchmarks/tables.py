"""Tables of log-odds of being body, of words and of names of elements, counted site group by site group."""

from collections.abc import Sequence
from typing import cast

import numpy as np

from benchmarks.samples import GROUPS, Array, Sample
from copydesk.cleaning.labeller.characters import read_characters, read_words
from copydesk.cleaning.labeller.model import ODDS_SCALE
from copydesk.cleaning.labeller.words import TABLE_SIZE, Floats, Odds, name_slots, word_slots

_PRIOR = {"words": 8.0, "names": 3.0}  # how many lines or pages a word or name must outweigh


class Tables:
    """How often words stand in body lines, and names around body text, for each group of sites."""

    def __init__(self, samples: Sequence[Sample]) -> None:
        self._counts = {name: np.zeros((GROUPS, 2, TABLE_SIZE)) for name in _PRIOR}
        for sample in samples:
            self._add_words(sample)
            if sample.page.containers:
                self._add_names(sample)

    def odds(self, without: Sequence[int] = ()) -> Odds:
        """Give the log-odds that groups other than those named tell, in steps that fit a byte."""
        kept = [group for group in range(GROUPS) if group not in without]
        return Odds(*(self._log_odds(name, kept) for name in ("words", "names")))

    def _log_odds(self, name: str, groups: Sequence[int]) -> Floats:
        misses, hits = self._counts[name][groups].sum(axis=0)
        if not (total := (misses + hits).sum()):
            return np.zeros(TABLE_SIZE, dtype=np.float32)
        prior = hits.sum() / total
        share = (hits + _PRIOR[name] * prior) / (hits + misses + _PRIOR[name])
        odds = np.log(share / (1 - share)) - np.log(prior / (1 - prior))
        return cast(
            "Floats", (np.clip(np.round(odds * ODDS_SCALE), -127, 127) / ODDS_SCALE).astype(np.float32)
        )

    def _add_words(self, sample: Sample) -> None:
        counts = self._counts["words"][sample.group]
        words = read_words(read_characters([piece.text for piece in sample.pieces]))
        values = np.repeat(sample.labels, words.counts)
        slots, lines = word_slots(words), words.lines
        known = ~np.isnan(values)
        # Each word of a line once.
        seen = np.unique(np.stack([lines[known], values[known].astype(np.int64), slots[known]]), axis=1)
        np.add.at(counts, (seen[1], seen[2]), 1)

    def _add_names(self, sample: Sample) -> None:
        """Count, once a page, the share of body among the words that elements of each name hold."""
        held: dict[int, Array] = {}
        containers = sample.page.containers
        for piece, value, size in zip(sample.pieces, sample.labels, sample.sizes, strict=True):
            if np.isnan(value):
                continue
            number = piece.block.container
            while number >= 0:
                held.setdefault(number, np.zeros(2))[int(value)] += size + 1
                number = containers[number].parent
        by_slot: dict[int, Array] = {}
        for number, amounts in held.items():
            for slot in name_slots(containers[number].names, containers[number].tag):
                by_slot[slot] = by_slot.get(slot, np.zeros(2)) + amounts
        counts = self._counts["names"][sample.group]
        for slot, amounts in by_slot.items():
            counts[:, slot] += amounts / amounts.sum()
