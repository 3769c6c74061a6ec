"""Readers' comments on pages with labels: how much of them is found, told apart, and let through into articles.

    python benchmarks/comments.py BENCH_FOLDER [--worst 20]
    python benchmarks/comments.py --label TEXTS.jsonl      makes labels of comments written out by hand

The labels in comments.jsonl hold no text of any page. A comment is a digest of its words and those of its 4-word
shingles whose hash falls to one in four: enough to count by, and they survive every change of how a page is read.
"""

import argparse
import base64
import gzip
import json
import re
import sys
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from copydesk import clean
from copydesk.document import Article, Comment, MediaType

LABELS = Path(__file__).resolve().parent / "comments.jsonl"
SHINGLE = 4  # words
KEPT = 4  # one shingle in so many is kept
TASKS: dict[str, MediaType] = {"html": "text/html", "full": "text/plain", "light": "text/plain"}
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Label:
    """A comment as it is known: digests of its words and its author, its likes, some of its shingles."""

    digest: int
    author: int | None
    likes: int | None
    shingles: tuple[int, ...]


@dataclass
class Tally:
    """Counts over pages; shares are taken of their sums."""

    pages: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    recalls: list[float] = field(default_factory=list)  # of each page
    seconds: float = 0.0

    def share(self, part: str, whole: str) -> str:
        """Give a share as a percentage."""
        return f"{self.counts[part] / self.counts[whole]:.1%}" if self.counts[whole] else "–"


def main() -> None:
    """Score every task and print a table, or make labels."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("bench", type=Path, nargs="?")
    parser.add_argument(
        "--worst", type=int, default=0, metavar="N", help="list the N worst pages of each task"
    )
    parser.add_argument(
        "--label", type=Path, help="JSON lines of set, id and comments with text, author, likes"
    )
    given = parser.parse_args()
    if given.label:
        LABELS.write_text("".join(f"{line}\n" for line in make_labels(given.label)))
    if given.bench:
        labels = read_labels()
        print(_HEAD)
        found = {task: score_task(given.bench, task, labels) for task in TASKS}
        for task, by_page in found.items():
            print(_row(task, [tally for _, tally in by_page]))
        for task, by_page in found.items():
            _print_worst(task, by_page, given.worst)


def make_labels(texts: Path) -> Iterator[str]:
    """Give a line of labels for each page whose comments are written out."""
    for line in texts.read_text("utf-8").splitlines():
        page = json.loads(line)
        yield json.dumps(
            {"set": page["set"], "id": page["id"], "comments": [_labelled(one) for one in page["comments"]]}
        )


def _labelled(comment: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {"digest": digest(comment["text"])}
    if comment["author"]:
        made["author"] = digest(comment["author"])
    if comment["likes"] is not None:
        made["likes"] = comment["likes"]
    packed = b"".join(one.to_bytes(3, "big") for one in shingles(comment["text"]))
    return made | {"shingles": base64.b64encode(packed).decode()}


def read_labels() -> dict[tuple[str, str], list[Label]]:
    """Read the labels of every page, by set and id."""
    pages = map(json.loads, LABELS.read_text("utf-8").splitlines())
    return {(page["set"], page["id"]): [_label(one) for one in page["comments"]] for page in pages}


def _label(held: dict[str, Any]) -> Label:
    packed = base64.b64decode(held["shingles"])
    found = (int.from_bytes(packed[start : start + 3], "big") for start in range(0, len(packed), 3))
    return Label(held["digest"], held.get("author"), held.get("likes"), tuple(found))


def digest(text: str) -> int:
    """Give 24 bits that stand for the words of a text, whatever stands between them."""
    return _hash(_WORD.findall(text.casefold()))


def shingles(text: str) -> list[int]:
    """Give the hashes of a text's shingles that are counted; shorter texts are one shingle."""
    words = _WORD.findall(text)
    if not words:
        return []
    starts = range(max(1, len(words) - SHINGLE + 1))
    hashes = (_hash(words[start : start + SHINGLE]) for start in starts)
    return [one for one in hashes if one % KEPT == 0]


def _hash(words: Sequence[str]) -> int:
    return zlib.crc32(" ".join(words).encode()) & 0xFFFFFF


def score_task(bench: Path, task: str, labels: dict[tuple[str, str], list[Label]]) -> list[tuple[str, Tally]]:
    """Clean every labelled page or dump and count what became of its comments."""
    scored = []
    for (name, page), content in _contents(bench, task, set(labels)):
        started = time.process_time()
        article = clean(content, media_type=TASKS[task])
        seconds = time.process_time() - started
        tally = score_page(article, labels[name, page])
        if tally.pages:
            tally.seconds = seconds
            scored.append((page, tally))
    return scored


def score_page(article: Article, labels: Sequence[Label]) -> Tally:
    """Count on one page; comments that its text does not hold count for nothing."""
    held = Counter(shingles(article.text))
    gold = Counter(one for label in labels for one in label.shingles)
    present = gold & held
    found = Counter(one for comment in article.comments for one in shingles(comment.text))
    body = Counter(shingles(article.body))
    # What the page says elsewhere too may be a quotation of the article, and rightly in the body.
    alone = Counter({one: count for one, count in present.items() if held[one] <= count})
    tally = Tally()
    if not present:
        return tally
    tally.pages = 1
    tally.recalls.append((present & found).total() / present.total())
    tally.counts.update(
        text=present.total(),
        found=(present & found).total(),
        alone=alone.total(),
        leaked=(alone & body).total(),
        given=found.total(),
        right=(found & gold).total(),
    )
    tally.counts.update(_count_single(article.comments, labels, held))
    return tally


def _count_single(comments: Sequence[Comment], labels: Sequence[Label], held: Counter[int]) -> dict[str, int]:
    """Count the comments found with just their words, and those of them with their author and likes."""
    by_digest = {digest(comment.text): comment for comment in comments}
    whole = [label for label in labels if label.shingles and all(one in held for one in label.shingles)]
    pairs = [(label, by_digest[label.digest]) for label in whole if label.digest in by_digest]
    named = [(label, comment) for label, comment in pairs if label.author is not None]
    liked = [(label, comment) for label, comment in pairs if label.likes]
    return {
        "comments": len(whole),
        "split": len(pairs),
        "named": len(named),
        "authors": sum(digest(comment.author or "") == label.author for label, comment in named),
        "liked": len(liked),
        "likes": sum(comment.like_count == label.likes for label, comment in liked),
    }


def _contents(
    bench: Path, task: str, wanted: set[tuple[str, str]]
) -> Iterator[tuple[tuple[str, str], bytes | str]]:
    if task == "html":
        for name, page in sorted(wanted):
            yield (name, page), gzip.decompress((bench / name / "html" / f"{page}.html.gz").read_bytes())
        return
    for name in sorted({name for name, _ in wanted}):
        with gzip.open(bench / name / f"text_{task}.jsonl.gz", "rt", encoding="utf-8") as file:
            for line in file:
                dump = json.loads(line)
                if (name, dump["id"]) in wanted:
                    yield (name, dump["id"]), dump["raw_text"]


_COLUMNS: dict[str, Callable[[Tally], str]] = {
    "pages": lambda tally: str(tally.pages),
    "found": lambda tally: tally.share("found", "text"),
    "mean of pages": lambda tally: f"{sum(tally.recalls) / len(tally.recalls):.1%}",
    "in the body": lambda tally: tally.share("leaked", "alone"),
    "precision": lambda tally: tally.share("right", "given"),
    "split right": lambda tally: tally.share("split", "comments"),
    "author right": lambda tally: tally.share("authors", "named"),
    "likes right": lambda tally: tally.share("likes", "liked"),
    "ms a page": lambda tally: f"{1000 * tally.seconds / tally.pages:.1f}",
}
_HEAD = f"| comments | {' | '.join(_COLUMNS)} |\n|{'---|' * (len(_COLUMNS) + 1)}"


def _row(task: str, tallies: Sequence[Tally]) -> str:
    total = Tally()
    for tally in tallies:
        total.pages += tally.pages
        total.counts.update(tally.counts)
        total.recalls += tally.recalls
        total.seconds += tally.seconds
    return f"| {task} | {' | '.join(show(total) for show in _COLUMNS.values())} |"


def _print_worst(task: str, by_page: Sequence[tuple[str, Tally]], count: int) -> None:
    def lost(scored: tuple[str, Tally]) -> int:
        counts = scored[1].counts
        return counts["text"] - counts["found"] + counts["leaked"] + counts["given"] - counts["right"]

    for page, tally in sorted(by_page, key=lost, reverse=True)[:count]:
        shares = (tally.share(*pair) for pair in (("found", "text"), ("leaked", "alone"), ("right", "given")))
        print(task, page, tally.counts["text"], *shares)


if __name__ == "__main__":
    main()
