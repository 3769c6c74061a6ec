"""Copydesk beside the tools of the field on pages with gold: how well, how fast, as tables in Markdown.

    python benchmarks/quality.py BENCH_FOLDER [--worst 20]      needs the dependency group `peers`

Copydesk's scores are those of validation by site, from the report that lies with its weights: each page cleaned by a
labeller that has not seen its site. Peers are run here, and so is every tool's speed, one process, one core.
"""

import argparse
import gzip
import importlib
import json
import logging
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import track

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks.samples import SETS, load_score
from copydesk import clean
from copydesk.cleaning.labeller.model import Kind

TEXT_SETS = ("fundus", "wcxb")
_SENTENCE = re.compile(r"[.!?\"”]$")

Extract = Callable[[Any], str]


def main() -> None:
    """Run every tool over every set and print the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("bench", type=Path)
    parser.add_argument(
        "--worst", type=int, default=0, metavar="N", help="list the N worst pages of each set"
    )
    given = parser.parse_args()
    logging.disable(logging.CRITICAL)
    score = load_score(given.bench)
    console = Console()
    for task in _tasks(given.bench):
        console.print(_table(task, given.bench, score), markup=False, soft_wrap=True)
    if given.worst:
        console.print(_worst(given.bench, score, given.worst), markup=False, soft_wrap=True)


@dataclass(frozen=True)
class Task:
    """What is cleaned, by Copydesk and its peers: pages, or dumps of one kind."""

    title: str
    kind: Kind
    dump: str | None
    sets: tuple[str, ...]
    contents: Sequence[bytes | str]  # to measure the speed with
    copydesk: Extract
    peers: Mapping[str, Extract]


def _tasks(bench: Path) -> Iterator[Task]:
    yield Task("HTML to body", "html", None, SETS, _pages(bench), _copydesk_html, _html_peers())
    for dump in ("full", "light"):
        texts = [text for name in TEXT_SETS for text in _dumps(bench, name, dump)]
        yield Task(f"{dump} dump to body", "text", dump, TEXT_SETS, texts, _copydesk_text, _text_peers())


def _table(task: Task, bench: Path, score: Any) -> str:
    report = _report(task.kind)
    keys = [f"{name} {task.dump}" if task.dump else name for name in task.sets]
    rows = [("Copydesk", *(_cell(report[key]) for key in keys), _speed(task.copydesk, task.contents))]
    for tool, extract in task.peers.items():
        cells = [_cell(_scores(score, bench, name, task.dump, extract)) for name in task.sets]
        rows.append((tool, *cells, _speed(extract, task.contents)))
    heads = [f"{name} F1 (p10)" if name in TEXT_SETS else f"{name}, segments F1" for name in task.sets]
    return _markdown((task.title, *heads, "pages per CPU second"), rows)


def _scores(score: Any, bench: Path, name: str, dump: str | None, extract: Extract) -> dict[str, Any]:
    gold, content_of = score.load(bench, name, dump)
    bodies = {one["id"]: _guarded(extract, content_of(one)[0]) for one in track(gold, name, transient=True)}
    scored: dict[str, Any] = score.score_bodies(gold, bodies, boot=0)
    return scored


def _worst(bench: Path, score: Any, count: int) -> str:
    """List the pages on which the labeller that comes with the package does worst, for the next person to read."""
    lines = []
    for name in TEXT_SETS:
        gold, html_of = score.load(bench, name)
        found = []
        for one in gold:
            hits, extra, missed = score.page_counts(
                one["body"], _guarded(_copydesk_html, html_of(one)[0]), one.get("optional") or ""
            )
            found.append((2 * hits / (2 * hits + extra + missed or 1), one["id"], extra, missed))
        lines += [
            f"{name} {page}: F1 {f1:.2f}, not in the gold {extra:.0%}, missed {missed:.0%}"
            for f1, page, extra, missed in sorted(found)[:count]
        ]
    return "\n".join(lines)


def _copydesk_html(page: bytes) -> str:
    return clean(page, media_type="text/html").body


def _copydesk_text(text: str) -> str:
    return clean(text, media_type="text/plain").body


def _html_peers() -> dict[str, Extract]:
    trafilatura = importlib.import_module("trafilatura")
    readability = importlib.import_module("readability")
    resiliparse = importlib.import_module("resiliparse.extract.html2text")
    newspaper = importlib.import_module("newspaper")
    html = importlib.import_module("lxml.html")

    def readable(page: bytes) -> str:
        return str(html.fromstring(readability.Document(page).summary()).text_content())

    def newspapered(page: bytes) -> str:
        article = newspaper.Article("https://example.org/", language="en")
        article.download(input_html=page.decode("utf-8", "replace"))
        article.parse()
        return str(article.text)

    return {
        "trafilatura": lambda page: trafilatura.extract(page, include_comments=False) or "",
        "trafilatura, precision": lambda page: trafilatura.extract(page, include_comments=False, favor_precision=True) or "",
        "trafilatura, fast": lambda page: trafilatura.extract(page, include_comments=False, fast=True) or "",
        "readability-lxml": readable,
        "newspaper4k": newspapered,
        "resiliparse": lambda page: str(resiliparse.extract_plain_text(page.decode("utf-8", "replace"), main_content=True)),
    }  # fmt: skip


def _text_peers() -> dict[str, Extract]:
    boilerpy = importlib.import_module("boilerpy3.extractors")
    escape = importlib.import_module("html").escape

    def on_lines(text: str) -> str:
        page = "".join(f"<p>{escape(line)}</p>" for line in text.split("\n"))
        return str(
            boilerpy.ArticleExtractor(raise_on_failure=False).get_content(f"<html><body>{page}</body></html>")
        )

    return {"as it is": str, "C4 line rules": _c4, "boilerpy3 on lines": on_lines}


def _c4(text: str) -> str:
    """Keep the lines that C4 keeps: five words or more, a sentence's end (Raffel et al., 2020)."""
    return "\n".join(
        line for line in text.split("\n") if len(line.split()) >= 5 and _SENTENCE.search(line.strip())
    )


def _guarded(extract: Extract, content: object) -> str:
    try:
        return extract(content)
    except Exception:  # what a tool cannot read it gives no body of
        return ""


def _speed(extract: Extract, contents: Sequence[object]) -> str:
    """Give pages per second of processor time, imports and caches not counted."""
    _guarded(extract, contents[0])
    started = time.process_time()
    for content in contents:
        _guarded(extract, content)
    return f"{len(contents) / (time.process_time() - started):.0f}"


def _pages(bench: Path) -> list[bytes]:
    files = [file for name in TEXT_SETS for file in sorted((bench / name / "html").glob("*.gz"))]
    return [gzip.decompress(file.read_bytes()) for file in files]


def _dumps(bench: Path, name: str, dump: str) -> list[str]:
    with gzip.open(bench / name / f"text_{dump}.jsonl.gz", "rt", encoding="utf-8") as file:
        return [json.loads(line)["raw_text"] for line in file]


def _report(kind: str) -> dict[str, Any]:
    file = resources.files("copydesk.cleaning.labeller").joinpath(f"weights/{kind}.json")
    report: dict[str, Any] = json.loads(file.read_text())["validation"]
    return report


def _cell(scored: dict[str, Any]) -> str:
    if "f1" not in scored:
        return f"{scored['segments']['f1']:.3f}"
    return f"{scored['f1']:.3f} ({scored['f1_page_p10']:.2f})"


def _markdown(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows), ""])


if __name__ == "__main__":
    main()
