"""What tells readers' comments from articles where nothing but their words does: learned from pages with labels.

    python benchmarks/voices.py BENCH_FOLDER [--write]

Lines of light dumps, those under the first labelled comment against all others. Odds of words come from pages of other
groups than the lines that weights are learned from, and validation is by page.
"""

import argparse
import gzip
import json
import sys
import zlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks.comments import read_labels, shingles
from copydesk.cleaning.draft import normalise
from copydesk.cleaning.threads.voices import SLOTS, Lexicon, Voices, describe, find_tail, slot, word_list

WEIGHTS = Path(__file__).resolve().parent.parent / "copydesk/cleaning/threads/voices.npz"
SETS = ("fundus", "wcxb", "trafilatura")
GROUPS = 5
LABELLED_WEIGHT = 3.0  # of a line on a page with comments: there are few
PRIOR = 8  # lines that each word is taken to stand in before any is counted
MOST_LINES = 12  # of one page and voice that count for the odds of words
CLIP = 3.0

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Text:
    """A light dump in lines; those from `start` on are comments."""

    page: str
    lines: list[str]
    start: int
    group: int

    @property
    def is_labelled(self) -> bool:
        """Tell whether readers wrote a part of it."""
        return self.start < len(self.lines)


def main() -> None:
    """Validate by page, then write what was learned."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("bench", type=Path)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    texts = list(read_texts(given.bench))
    found = lost = cut = 0.0
    comments = 0
    for held in range(GROUPS):
        model = learn(texts, {held})
        for text in (one for one in texts if one.group == held):
            start = find_tail(text.lines, model.score)
            sizes = [len(line) for line in text.lines]
            at = len(text.lines) if start is None else start
            comments += sum(sizes[text.start :])
            found += sum(sizes[max(at, text.start) :])
            lost += 0 if text.is_labelled else sum(sizes[at:]) / sum(sizes)
            cut += not text.is_labelled and start is not None
    others = sum(not text.is_labelled for text in texts)
    print(f"{found / comments:.1%} of the text of comments found; of {others} texts without, {cut:.0f} cut,")
    print(f"{lost / others:.2%} of their text lost")
    if given.write:
        table = np.round(word_odds(texts, ()) * 127 / CLIP).astype(np.int8)
        np.savez_compressed(WEIGHTS, table=table, weights=np.array(learn(texts, ()).weights))


def read_texts(bench: Path) -> Iterator[Text]:
    """Give every light dump whose comments, if it has any, stand together at its end."""
    labels = read_labels()
    for name in SETS:
        with gzip.open(bench / name / "text_light.jsonl.gz", "rt", encoding="utf-8") as file:
            for line in file:
                dump = json.loads(line)
                lines = [text for raw in dump["raw_text"].split("\n") if (text := normalise(raw))]
                known = labels.get((name, dump["id"]))
                start = len(lines)
                if known:
                    start = _first_comment(lines, {one for label in known for one in label.shingles})
                if lines and (not known or start < len(lines)):
                    yield Text(dump["id"], lines, start, zlib.crc32(dump["id"].encode()) % GROUPS)


def _first_comment(lines: Sequence[str], known: Collection[int]) -> int:
    """Give the line at which article and comments divide best."""
    votes = [0.0]
    for line in lines:
        held = shingles(line)
        votes.append(sum(1 if one not in known else -1 for one in held) / (len(held) or 1))
    return int(np.cumsum(votes).argmax())


def learn(texts: Sequence[Text], without: Collection[int]) -> Voices:
    """Learn from the texts of all groups but those named."""
    kept = [text for text in texts if text.group not in without]
    rows, labels, sizes = [], [], []
    for group in sorted({text.group for text in kept}):
        lexicon = Lexicon(word_odds(kept, {group}))
        for text in (one for one in kept if one.group == group):
            rows += [describe(line, lexicon) for line in text.lines]
            labels += [index >= text.start for index in range(len(text.lines))]
            weight = (LABELLED_WEIGHT if text.is_labelled else 1.0) / len(text.lines) ** 0.5
            sizes += [weight] * len(text.lines)
    weights = _logistic(np.array(rows, float), np.array(labels, float), np.array(sizes))
    return Voices(Lexicon(word_odds(kept, ())), weights.tolist())


def word_odds(texts: Sequence[Text], without: Collection[int]) -> Floats:
    """Give the log-odds that words stand in comments, by slot."""
    counts = np.zeros((2, SLOTS))
    for text in texts:
        if text.group in without:
            continue
        for voice, lines in enumerate((text.lines[: text.start], text.lines[text.start :])):
            for line in lines:
                counts[voice, [slot(word) for word in set(word_list(line))]] += min(
                    1.0, MOST_LINES / len(lines)
                )
    prior = counts[1].sum() / counts.sum()
    share = (counts[1] + PRIOR * prior) / (counts.sum(axis=0) + PRIOR)
    odds: Floats = np.log(share / (1 - share)) - np.log(prior / (1 - prior))
    return np.clip(odds, -CLIP, CLIP)


def _logistic(rows: Floats, labels: Floats, sizes: Floats) -> Floats:
    """Fit weights by Newton's method, both voices weighing the same."""
    for voice in (0.0, 1.0):
        sizes[labels == voice] *= len(labels) / 2 / sizes[labels == voice].sum()
    weights = np.zeros(rows.shape[1])
    for _ in range(25):
        likely = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (sizes * (likely - labels)) + 1e-5 * len(labels) * weights
        curve = (rows * (sizes * likely * (1 - likely))[:, None]).T @ rows + 0.1 * np.eye(len(weights))
        weights -= np.linalg.solve(curve, slope)
    return weights


if __name__ == "__main__":
    main()
