"""How fast quotes and citations are read, and how right they are on articles with gold.

    python benchmarks/quotes.py [PATH_TO_BENCH]

Without a path the speed alone is measured, on texts made from seeds/. Seconds are of processor time.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks.scorers import load_scorer
from copydesk import citations, clean, quotes
from copydesk.columns import rare_collections
from copydesk.reporting.outlets import load_outlets
from copydesk.reporting.said import read_said

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
_ARTICLE = 4096  # characters of the article that rates are told for
_SECONDS = 2.0  # measured for each rate, at least
_SPEECH = ("quote", "interview")


@dataclass(frozen=True)
class Score:
    """How many names were found and wanted, and how many of them are the same."""

    found: int
    wanted: int
    right: int

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.right / (self.found + self.wanted) if self.found + self.wanted else 0.0


def score_citations(gold: Iterable[dict[str, Any]]) -> Score:
    """Compare the outlets cited in articles with those noted by people, article by article, under one name each.

    What signs a dispatch is left out: it is the article's own agency.
    """
    found_count = wanted_count = right_count = 0
    for article in gold:
        found = {_plain(one.outlet) for one in citations(article["text"]) if one.cue != "dateline"}
        wanted = {_plain(name) for name in article["cited_media"]}
        found_count, wanted_count = found_count + len(found), wanted_count + len(wanted)
        right_count += len(found & wanted)
    return Score(found_count, wanted_count, right_count)


def _plain(name: str) -> str:
    known = load_outlets().find(name)
    return (known.name if known else name).removeprefix("The ").lower()


def rate(read: Callable[[str], object], texts: Sequence[str]) -> float:
    """Give how many articles of 4 KB are read in a second of processor time."""
    for text in texts:  # words and patterns are loaded once
        read(text)
    with rare_collections():  # as in a run
        return _rate(read, texts)


def _rate(read: Callable[[str], object], texts: Sequence[str]) -> float:
    size, rounds = sum(map(len, texts)), 0
    started = time.process_time()
    while (seconds := time.process_time() - started) < _SECONDS:
        for text in texts:
            read(text)
        rounds += 1
    return size * rounds / _ARTICLE / seconds


def told(text: str) -> list[dict[str, str | None]]:
    """Give quotes as the scorer beside the gold takes them."""
    return [{"quote": one.text, "speaker": one.speaker} for one in quotes(text) if one.kind in _SPEECH]


def _sample_texts() -> list[str]:
    """Give the bodies of the samples, several together so that each is as long as an article."""
    bodies = [clean(path.read_bytes()).body for path in sorted(SEEDS.glob("*.txt"))]
    return ["\n\n".join([one, other]) for one, other in pairwise(bodies)]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "bench", nargs="?", type=Path, help="folder with quotes_dev.jsonl and score_quotes.py"
    )
    bench: Path | None = parser.parse_args().bench
    gold = (
        [json.loads(line) for line in (bench / "quotes_dev.jsonl").read_text("utf-8").splitlines()]
        if bench
        else []
    )
    texts = [article["text"] for article in gold] or _sample_texts()
    speed = Table("reads", "articles of 4 KB per CPU second")
    for name, read in (("quotes", quotes), ("citations", citations), ("both", read_said)):
        speed.add_row(name, f"{rate(read, texts):,.0f}")
    console = Console()
    console.print(speed)
    if bench:
        score, cited = load_scorer(bench, "score_quotes").score(gold, told), score_citations(gold)
        right = Table("", "precision", "recall", "F1")
        right.add_row("quotes", *(f"{score[name]:.3f}" for name in ("precision", "recall", "f1")))
        names = ("end_to_end_precision", "end_to_end_recall", "end_to_end_f1")
        right.add_row("quotes with their speakers", *(f"{score[name]:.3f}" for name in names))
        precision, recall = cited.right / max(1, cited.found), cited.right / max(1, cited.wanted)
        right.add_row("cited outlets", f"{precision:.3f}", f"{recall:.3f}", f"{cited.f1:.3f}")
        console.print(right)


if __name__ == "__main__":
    main()
