"""Copydesk beside the tools of the field on pages with gold: how well, how fast, as tables in Markdown.

    python benchmarks/quality.py BENCH_FOLDER [--worst 20] [--only html ...]      needs the dependency group `peers`

Copydesk's scores are those of validation by site, from the reports that lie with its weights: each page cleaned by a
labeller that has not seen its site. Peers are run here, and so is the speed of all, in one process on one core, on the
same pages: Copydesk through the path that cleans a shard, in batches.
"""

import argparse
import json
import logging
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from types import ModuleType
from typing import Any

from rich.console import Console
from rich.progress import track

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks.corpus import make_texts
from benchmarks.peers import Extract, html_peers, read_metadata, text_peers
from benchmarks.samples import SETS
from benchmarks.scorers import load_scorer
from copydesk import clean
from copydesk.cleaning import clean_pages
from copydesk.cleaning.labeller.model import Kind
from copydesk.columns import rare_collections
from copydesk.document import MediaType
from copydesk.errors import ReadError
from copydesk.reading import read

TEXT_SETS = ("fundus", "wcxb")
TASKS = ("html", "full", "light", "articles", "metadata")
_BATCH = 64
_ARTICLES = 2000  # of about 4 KB, to time

Content = bytes | str
Bodies = dict[str, dict[str, str]]  # by set and page


def main() -> None:
    """Run every tool over every set and print the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("bench", type=Path)
    parser.add_argument("--only", nargs="+", choices=TASKS, default=TASKS, help="tables to print")
    parser.add_argument(
        "--worst", type=int, default=0, metavar="N", help="list the N worst pages of each set"
    )
    given = parser.parse_args()
    logging.disable(logging.CRITICAL)
    score = load_scorer(given.bench, "score")
    console = Console()
    for name in given.only:
        console.print(_table(name, given.bench, score), markup=False, highlight=False, soft_wrap=True)
    if given.worst:
        console.print(_worst(given.bench, score, given.worst), markup=False, highlight=False, soft_wrap=True)


def _table(name: str, bench: Path, score: ModuleType) -> str:
    if name == "metadata":
        return _metadata_table(bench, score)
    if name == "articles":
        return _articles_table()
    return _bodies_table(Task.of(name, bench, score), score)


@dataclass(frozen=True)
class Task:
    """What is cleaned, by Copydesk and its peers: pages, or dumps of one kind."""

    title: str
    kind: Kind
    dump: str | None
    pages: Sequence[tuple[str, dict[str, Any], Content]]  # set, gold, content
    peers: Mapping[str, Extract]

    @classmethod
    def of(cls, name: str, bench: Path, score: ModuleType) -> "Task":
        """Read the pages or dumps of a task."""
        if name == "html":
            pages = list(_contents(bench, score, SETS, None))
            return cls("HTML to body", "html", None, pages, html_peers())
        pages = list(_contents(bench, score, TEXT_SETS, name))
        return cls(f"{name} dump to body", "text", name, pages, text_peers())

    @property
    def sets(self) -> list[str]:
        """Give the names of the sets, each once."""
        return list(dict.fromkeys(name for name, _, _ in self.pages))


def _contents(
    bench: Path, score: ModuleType, sets: Sequence[str], dump: str | None
) -> Iterator[tuple[str, dict[str, Any], Content]]:
    for name in sets:
        gold, content_of = score.load(bench, name, dump)
        yield from ((name, one, content_of(one)[0]) for one in gold)


def _bodies_table(task: Task, score: ModuleType) -> str:
    """Print scores and speed of Copydesk and its peers."""
    contents = [content for _, _, content in task.pages]
    media_type: MediaType = "text/html" if task.kind == "html" else "text/plain"
    speed = len(contents) / _seconds(lambda: clean_all(contents, media_type))
    validated = _report(task.kind)["validation"]
    told = {name: validated[f"{name} {task.dump}" if task.dump else name] for name in task.sets}
    rows = [("Copydesk", *_cells(task, told), f"{speed:.0f}")]
    if unseen := _report(task.kind).get("without"):
        rows += [
            (f"Copydesk, trained without {name}", *_cells(task, one), "") for name, one in unseen.items()
        ]
    for tool, extract in task.peers.items():
        bodies, seconds = _run(tool, extract, task)
        scored = {name: score.score_bodies(_gold(task, name), bodies[name], boot=0) for name in task.sets}
        rows.append((tool, *_cells(task, scored), f"{len(contents) / seconds:.0f}"))
    heads = [f"{name} F1 (p10)" if name in TEXT_SETS else f"{name}, segments F1" for name in task.sets]
    return _markdown((task.title, *heads, "captions let through", "pages per CPU second"), rows)


def clean_all(contents: Sequence[Content], media_type: MediaType) -> list[str]:
    """Clean documents in batches, as a shard is cleaned; what cannot be read has no body."""
    bodies = [""] * len(contents)
    with rare_collections():
        for start in range(0, len(contents), _BATCH):
            pages = {}
            for place, content in enumerate(contents[start : start + _BATCH], start):
                with suppress(ReadError):
                    pages[place] = read(content.encode() if isinstance(content, str) else content, media_type)
            for place, article in zip(pages, clean_pages(list(pages.values())), strict=True):
                bodies[place] = article.body
    return bodies


def _run(tool: str, extract: Extract, task: Task) -> tuple[Bodies, float]:
    """Extract every page; give the bodies by set and page, and the seconds of processor time."""
    _guarded(extract, task.pages[0][2])  # imports and caches do not count
    bodies: Bodies = {}
    seconds = 0.0
    for name, gold, content in track(task.pages, tool, transient=True):
        started = time.process_time()
        body = _guarded(extract, content)
        seconds += time.process_time() - started
        bodies.setdefault(name, {})[gold["id"]] = body
    return bodies, seconds


def _guarded(extract: Extract, content: Content) -> str:
    try:
        return extract(content)
    except Exception:  # what a tool cannot read it gives no body of
        return ""


def _articles_table() -> str:
    """Print the speed on texts of the size of an article, with little but the article in them."""
    texts = list(make_texts(_ARTICLES))
    size = sum(len(text.encode()) for text in texts) / len(texts)
    speed = len(texts) / _seconds(lambda: clean_all(texts, "text/plain"))
    return _markdown(
        ("texts of an article's size", "bytes each", "texts per CPU second"),
        [("Copydesk", f"{size:.0f}", f"{speed:.0f}")],
    )


def _metadata_table(bench: Path, score: ModuleType) -> str:
    """Print how well title, day and authors are read: no part of this is learned."""
    gold, html_of = score.load(bench, "fundus")
    rows = []
    for tool, claim in (("Copydesk", _claims), ("trafilatura", read_metadata)):
        found = {one["id"]: claim(html_of(one)[0]) for one in track(gold, tool, transient=True)}
        scored = score.score_meta(gold, found)
        rows.append((tool, *(f"{scored[key]:.3f}" for key in ("title_norm", "date_day", "authors_f1"))))
    return _markdown(("Metadata from HTML, fundus", "title", "day", "authors F1"), rows)


def _claims(page: bytes) -> dict[str, Any]:
    try:
        article = clean(page, media_type="text/html")
    except ReadError:
        return {}
    return {"title": article.title, "authors": list(article.authors), "date": article.published_on}


def _worst(bench: Path, score: ModuleType, count: int) -> str:
    """List the pages on which the labellers that come with the package do worst, for the next person to read."""
    lines = []
    for title, dump, media_type in (
        ("page", None, "text/html"),
        ("full dump", "full", "text/plain"),
        ("light dump", "light", "text/plain"),
    ):
        pages = list(_contents(bench, score, TEXT_SETS, dump))
        bodies = clean_all([content for _, _, content in pages], media_type)  # type: ignore[arg-type]
        found = []
        for (name, gold, _), body in zip(pages, bodies, strict=True):
            hits, extra, missed = score.page_counts(gold["body"], body, gold.get("optional") or "")
            found.append((2 * hits / (2 * hits + extra + missed or 1), name, gold["id"], extra, missed))
        lines += [
            f"{title} {name} {page}: F1 {f1:.2f}, not in the gold {extra:.0%}, missed {missed:.0%}"
            for f1, name, page, extra, missed in sorted(found)[:count]
        ]
    return "\n".join(lines)


def _gold(task: Task, name: str) -> list[dict[str, Any]]:
    return [gold for one, gold, _ in task.pages if one == name]


def _seconds(call: Callable[[], object]) -> float:
    """Time a call in seconds of processor time, the second time: imports and caches of expressions do not count."""
    call()
    started = time.process_time()
    call()
    return time.process_time() - started


def _report(kind: str) -> dict[str, Any]:
    file = resources.files("copydesk.cleaning.labeller").joinpath(f"weights/{kind}.json")
    report: dict[str, Any] = json.loads(file.read_text())
    return report


def _cells(task: Task, scored: Mapping[str, dict[str, Any]]) -> list[str]:
    leaks = [one["captions_leak"] for one in scored.values() if "captions_leak" in one]
    return [*(_cell(scored.get(name)) for name in task.sets), f"{leaks[0]:.1%}" if leaks else ""]


def _cell(scored: dict[str, Any] | None) -> str:
    if scored is None:
        return ""
    if "f1" not in scored:
        return f"{scored['segments']['f1']:.3f}"
    return f"{scored['f1']:.3f} ({scored['f1_page_p10']:.2f})"


def _markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows), ""])


if __name__ == "__main__":
    main()
