"""Who copied whom among made-up articles: recall, precision, seconds and memory, beside datasketch in the same run.

    python benchmarks/reuse.py [--documents 100000] [--peer-documents 5000]

Articles are word salad of about 4 KB with words as frequent as in a natural language (Zipf's law). One in twenty is a near-copy of
another (a word in fifty changed), one in ten holds a passage of forty words of another, five of them changed. Articles lie in a
database already; what is timed is the step `relate`: over all of them, then over a thousand more.

The peer takes a MinHash of each article for copies and of windows of forty words, twenty apart, for passages, both in datasketch's
LSH index. It needs the dependency group `peers`.
"""

import argparse
import importlib
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from copydesk import warehouse
from copydesk.document import identify
from copydesk.relating import relate
from copydesk.settings import Settings

VOCABULARY, WORDS = 50_000, 640  # of which 640 make about 4 KB
COPIES, REWORDED = 0.05, 0.1  # of all articles
PASSAGE, CHANGED = 40, 5  # words
ADDED = 1000
_BATCH = 2000
_PERMUTATIONS = {"copies": 128, "passages": 64}
_THRESHOLDS = {"copies": 0.5, "passages": 0.2}

Tokens = NDArray[np.int64]


@dataclass(frozen=True)
class Measure:
    """What one contender found, in seconds of the clock and of the processor, and the peak of its memory."""

    seconds: float
    cpu_seconds: float
    added_seconds: float
    peak_mib: float
    bytes_per_article: float = 0.0
    copies: list[tuple[int, int]] = field(default_factory=list)
    passages: list[tuple[int, int]] = field(default_factory=list)


class Salad:
    """Articles by number, the same for the same seed; each is made on its own, so that none need be kept."""

    def __init__(self, count: int, seed: int = 11) -> None:
        rng = np.random.default_rng(seed)
        self._seed = seed
        letters = np.array(list("etaoinshrdlucmfwypvbgk"))
        sizes = 2 + rng.poisson(3.4, VOCABULARY)
        self._words = [
            "".join(rng.choice(letters, size)) + np.base_repr(n, 7).translate(_LETTERS)
            for n, size in enumerate(sizes)
        ]
        weights = 1 / np.arange(1, VOCABULARY + 1)
        self._bounds = np.cumsum(weights / weights.sum())
        numbers = rng.permutation(count)
        first, second = int(count * COPIES), int(count * (COPIES + REWORDED))
        originals = numbers[second:]
        self._copied: dict[int, int] = dict(
            zip(numbers[:first].tolist(), rng.choice(originals, first).tolist(), strict=True)
        )
        self._quoted: dict[int, int] = dict(
            zip(
                numbers[first:second].tolist(),
                rng.choice(originals, second - first, replace=False).tolist(),
                strict=True,
            )
        )

    def family(self, number: int) -> int:
        """Give the original of an article: the one it is a copy of, or itself."""
        return self._copied.get(number, number)

    def scores(self, measure: Measure) -> list[str]:
        """Give recall and precision of copies and of passages; what a copy shares with whom its original quotes is right."""
        copies = set(map(_ordered, measure.copies))
        passages = set(map(_ordered, measure.passages))
        planted_copies = set(map(_ordered, self._copied.items()))
        planted_passages = set(map(_ordered, self._quoted.items()))
        related = {_ordered((one, self.family(other))) for one, other in self._quoted.items()}
        right_copies = sum(self.family(one) == self.family(other) for one, other in copies)
        right_passages = sum(
            _ordered((self.family(one), self.family(other))) in related for one, other in passages
        )
        shares = (
            (len(copies & planted_copies), len(planted_copies)),
            (right_copies, len(copies)),
            (len(passages & planted_passages), len(planted_passages)),
            (right_passages, len(passages)),
        )
        return [f"{part / max(1, whole):.3f}" for part, whole in shares]

    def text(self, number: int) -> str:
        """Give one article."""
        rng = np.random.default_rng((self._seed, 1, number))
        if number in self._copied:
            words = self._original(self._copied[number])
            self._change(words, len(words) // 50, rng)
        else:
            words = self._original(number)
        if number in self._quoted:
            source = self._original(self._quoted[number])
            at = int(rng.integers(len(source) - PASSAGE))
            passage = source[at : at + PASSAGE]
            self._change(passage, CHANGED, rng)
            place = int(rng.integers(len(words)))
            words = np.concatenate([words[:place], passage, words[place:]])
        return " ".join([self._words[word] for word in words.tolist()])

    def _original(self, number: int) -> Tokens:
        rng = np.random.default_rng((self._seed, 0, number))
        return self._draw(rng, int(rng.normal(WORDS, WORDS / 5)) // 2 + WORDS // 2)

    def _draw(self, rng: np.random.Generator, count: int) -> Tokens:
        return np.minimum(np.searchsorted(self._bounds, rng.random(count)), VOCABULARY - 1)

    def _change(self, words: Tokens, count: int, rng: np.random.Generator) -> None:
        words[rng.choice(len(words), count, replace=False)] = self._draw(rng, count)


_LETTERS = str.maketrans("0123456", "qjxzavo")


def _ordered(pair: tuple[int, int]) -> tuple[int, int]:
    return (min(pair), max(pair))


def run_copydesk(texts: Path, count: int) -> Measure:
    """Relate the articles of a file, the last thousand apart."""
    with (
        tempfile.TemporaryDirectory() as name,
        warehouse.open_writer(Settings(database=Path(name) / "a.duckdb")) as con,
    ):
        names: dict[str, int] = {}
        _insert(con, texts, range(count), names)
        started, cpu = time.perf_counter(), time.process_time()
        relate(con)
        seconds, cpu_seconds = time.perf_counter() - started, time.process_time() - cpu
        _insert(con, texts, range(count, count + ADDED), names)
        started = time.perf_counter()
        relate(con)
        added_seconds = time.perf_counter() - started
        passages = con.execute("select distinct document_id, other_document_id from passages").fetchall()
        members = pl.DataFrame(
            con.execute("select cluster_id, document_id from clusters").fetchall(),
            schema=["cluster", "one"],
            orient="row",
        )
        copies = members.join(members.rename({"one": "other"}), on="cluster").filter(
            pl.col("one") < pl.col("other")
        )
        con.execute("checkpoint warehouse")
        size = warehouse.count(con, _SIZE)
    return Measure(
        seconds,
        cpu_seconds,
        added_seconds,
        _peak(),
        size / (count + ADDED),
        [(names[one], names[other]) for one, other in copies.select("one", "other").iter_rows()],
        [(names[one], names[other]) for one, other in passages],
    )


_SIZE = """
    select 262144 * (
        (select count(distinct block_id) from pragma_storage_info('shingles'))
        + (select count(distinct block_id) from pragma_storage_info('buckets'))
        + (select count(distinct block_id) from pragma_storage_info('signatures'))
    )
"""


def _insert(con: Any, texts: Path, numbers: range, names: dict[str, int]) -> None:
    """Put articles into the database as loading does."""
    for first in range(numbers.start, numbers.stop, _BATCH):
        bodies = _read(texts, range(first, min(first + _BATCH, numbers.stop)))
        ids = [identify(body.encode()) for body in bodies]
        names.update(zip(ids, range(first, first + len(ids)), strict=True))
        frame = pl.DataFrame({"document_id": ids, "body": bodies}).with_columns(
            language=pl.lit("en"), word_count=WORDS, rules_version=1,
            authors=pl.lit([], pl.List(pl.String)), flags=pl.lit([], pl.List(pl.String)),
        )  # fmt: skip
        warehouse.insert(con, "articles", frame)


def run_datasketch(texts: Path, count: int) -> Measure:
    """Put the articles of a file into indices of datasketch and ask for each what is like it, the last thousand apart."""
    sketch = importlib.import_module("datasketch")
    indices = {
        kind: sketch.MinHashLSH(threshold=_THRESHOLDS[kind], num_perm=_PERMUTATIONS[kind])
        for kind in _THRESHOLDS
    }
    found: dict[str, list[tuple[int, int]]] = {"copies": [], "passages": []}

    def take(number: int, text: str) -> None:
        words = text.encode().split()
        windows = [
            words[at : at + PASSAGE] for at in range(0, max(1, len(words) - PASSAGE // 2), PASSAGE // 2)
        ]
        for kind, parts in (("copies", [words]), ("passages", windows)):
            sets = [{b" ".join(part[at : at + 5]) for at in range(max(1, len(part) - 4))} for part in parts]
            hashes = sketch.MinHash.bulk(sets, num_perm=_PERMUTATIONS[kind])
            others = {key[0] for one in hashes for key in indices[kind].query(one)}
            found[kind] += [(number, other) for other in others]
            for place, one in enumerate(hashes):
                indices[kind].insert((number, place), one)

    def take_all(numbers: range) -> float:
        started = time.perf_counter()
        for first in range(numbers.start, numbers.stop, _BATCH):
            some = range(first, min(first + _BATCH, numbers.stop))
            for number, text in zip(some, _read(texts, some), strict=True):
                take(number, text)
        return time.perf_counter() - started

    cpu = time.process_time()
    seconds = take_all(range(count))
    cpu_seconds = time.process_time() - cpu
    added_seconds = take_all(range(count, count + ADDED))
    is_copy = set(map(_ordered, found["copies"]))
    passages = [pair for pair in found["passages"] if _ordered(pair) not in is_copy]
    return Measure(seconds, cpu_seconds, added_seconds, _peak(), 0.0, found["copies"], passages)


_CONTENDERS: dict[str, Callable[[Path, int], Measure]] = {
    "copydesk": run_copydesk,
    "datasketch": run_datasketch,
}


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10


def _write(path: Path, salad: Salad, count: int) -> None:
    """Write the articles as Parquet, one row group a batch."""
    pa, pq = importlib.import_module("pyarrow"), importlib.import_module("pyarrow.parquet")
    with pq.ParquetWriter(path, pa.schema({"text": pa.string()})) as writer:
        for first in range(0, count, _BATCH):
            texts = [salad.text(number) for number in range(first, min(first + _BATCH, count))]
            writer.write_table(pa.table({"text": texts}))


def _read(path: Path, numbers: range) -> list[str]:
    return pl.scan_parquet(path).slice(numbers.start, len(numbers)).collect()["text"].to_list()


def _rows(count: int, names: Iterable[str]) -> Iterator[list[str]]:
    """Let contenders, each in a process of its own, do the same."""
    with tempfile.TemporaryDirectory() as folder:
        salad, texts = Salad(count + ADDED), Path(folder) / "texts.parquet"
        _write(texts, salad, count + ADDED)
        for name in names:
            command = [
                sys.executable,
                __file__,
                "--contender",
                name,
                "--texts",
                str(texts),
                "--documents",
                str(count),
            ]
            measure = Measure(
                **json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
            )
            figures = f"{measure.seconds:.1f}", f"{measure.cpu_seconds:.1f}", f"{measure.added_seconds:.1f}"
            yield [
                f"{count:,}",
                name,
                *salad.scores(measure),
                *figures,
                f"{measure.peak_mib:,.0f}",
                f"{measure.bytes_per_article:,.0f}",
            ]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--peer-documents", type=int, default=5_000, help="how many the peer gets; 0: none")
    parser.add_argument("--contender", choices=_CONTENDERS, help=argparse.SUPPRESS)
    parser.add_argument("--texts", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.contender:
        json.dump(asdict(_CONTENDERS[given.contender](given.texts, given.documents)), sys.stdout)
        return
    table = Table(
        "articles",
        "what",
        "copies: recall",
        "precision",
        "passages: recall",
        "precision",
        "seconds",
        "CPU seconds",
        f"{ADDED:,} more, s",
        "peak MiB",
        "bytes an article",
    )
    if given.peer_documents:
        for row in _rows(given.peer_documents, _CONTENDERS):
            table.add_row(*row)
    if given.documents != given.peer_documents:
        for row in _rows(given.documents, ["copydesk"]):
            table.add_row(*row)
    Console(width=150).print(table)


if __name__ == "__main__":
    main()
