"""Throughput and memory of `copydesk ingest`, beside a plain script that only reads the files and stores their text.

    python benchmarks/throughput.py [--documents 20000 100000]
    python benchmarks/throughput.py --archive [--documents 5000]

With --archive the documents are the pages of one web archive, and reading it alone stands beside the whole ingest.

Figures are from one run on one machine: the ratio to the plain script is what can be compared.
"""

import argparse
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import psutil
from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks.corpus import write_archive, write_corpus

COPYDESK = str(Path(sys.executable).with_name("copydesk"))
# The peer: no decoding by detection, no cleaning, no checks, no ledger.
PLAIN = """
import pathlib, sys, duckdb, pyarrow
con = duckdb.connect(sys.argv[2])
con.execute("create table texts (uri varchar, text varchar)")
def load(batch):
    rows = pyarrow.table({"uri": [str(p) for p in batch], "text": [p.read_text("utf-8") for p in batch]})
    con.register("rows", rows)
    con.execute("insert into texts select * from rows")
    con.unregister("rows")
files = sorted(pathlib.Path(sys.argv[1]).rglob("*.txt"))
for start in range(0, len(files), 2000):
    load(files[start:start + 2000])
"""
# Reading alone: records unpacked, checked against their digests, their pages taken out.
READ_ARCHIVE = """
import sys
from copydesk.archives import read_archive
with open(sys.argv[1], "rb") as file:
    for page in read_archive(file, 2**24):
        pass
"""


@dataclass(frozen=True)
class Measure:
    """Wall and processor seconds of a command with all its children, and the peak of their memory together."""

    seconds: float
    cpu_seconds: float
    peak_mib: float


def measure(command: list[str]) -> Measure:
    """Run a command to its end and measure it."""
    started = time.perf_counter()
    process = psutil.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peak, cpu = 0.0, dict[int, float]()
    done = threading.Event()

    def watch() -> None:
        nonlocal peak
        while not done.wait(0.2):
            peak = max(peak, _sample(process, cpu))

    watcher = threading.Thread(target=watch)
    watcher.start()
    code = process.wait()
    seconds = time.perf_counter() - started
    done.set()
    watcher.join()
    if code:
        raise SystemExit(f"{command[0]} ended with {code}")
    return Measure(seconds, sum(cpu.values()), peak / 2**20)


def _sample(process: psutil.Process, cpu: dict[int, float]) -> float:
    """Give the memory of a process and its children, file pages counted once, and note their processor time."""
    own, shared = 0.0, 0.0
    try:
        for one in [process, *process.children(recursive=True)]:
            times = one.cpu_times()
            cpu[one.pid] = times.user + times.system
            memory = one.memory_info()
            own += memory.rss - memory.shared
            shared = max(shared, memory.shared)
    except psutil.Error:
        pass  # a process ended between listing and looking
    return own + shared


def main() -> None:
    """Measure every size and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=int, nargs="+", default=[20_000])
    parser.add_argument("--archive", action="store_true", help="pages of a web archive instead of files")
    given = parser.parse_args()
    if given.archive:
        _measure_archives(given.documents)
    else:
        _measure_files(given.documents)


def _measure_archives(sizes: list[int]) -> None:
    table = Table("pages", "what", "seconds", "CPU seconds", "pages/s", "MiB/s unpacked", "peak MiB")
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            for row in _archive_rows(Path(name), size):
                table.add_row(f"{size:,}", *row)
    Console(width=130).print(table)


def _archive_rows(folder: Path, size: int) -> list[tuple[str, ...]]:
    archive, one = folder / "all.warc.gz", folder / "one.warc.gz"
    size_mib = write_archive(archive, size) / 2**20
    write_archive(one, 1)
    ingest = [COPYDESK, "ingest", "--no-prefect"]
    start = measure([*ingest, str(one), "--db", str(folder / "one.duckdb")])
    reading = measure([sys.executable, "-c", READ_ARCHIVE, str(archive)])
    again = [*ingest, str(archive), "--db", str(folder / "all.duckdb")]
    first, second = measure(again), measure(again)
    rows = {"reading alone": reading, "copydesk ingest": first, "again: nothing new": second}
    return [
        ("start-up of ingest (one page)", *_archive_cells(start, 1, 0)),
        *((what, *_archive_cells(one, size, size_mib)) for what, one in rows.items()),
    ]


def _archive_cells(one: Measure, size: int, size_mib: float) -> tuple[str, ...]:
    """Give the cells of a measure; its rates are those of the whole command."""
    return (
        f"{one.seconds:.1f}",
        f"{one.cpu_seconds:.1f}",
        f"{size / one.seconds:,.0f}",
        f"{size_mib / one.seconds:.1f}",
        f"{one.peak_mib:,.0f}",
    )


def _measure_files(sizes: list[int]) -> None:
    table = Table(
        "documents", "what", "seconds", "CPU seconds", "documents/s", "peak MiB", "times the plain script"
    )
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            for row in _rows(Path(name), size):
                table.add_row(f"{size:,}", *row)
    Console(width=130).print(table)


def _rows(folder: Path, size: int) -> list[tuple[str, ...]]:
    corpus, one = folder / "corpus", folder / "one"
    write_corpus(corpus, size)
    write_corpus(one, 1)
    ingest = [COPYDESK, "ingest", str(corpus), "--no-prefect", "--db", str(folder / "a.duckdb")]
    start = measure([COPYDESK, "ingest", str(one), "--no-prefect", "--db", str(folder / "one.duckdb")])
    plain = measure([sys.executable, "-c", PLAIN, str(corpus), str(folder / "plain.duckdb")])
    first, second = measure(ingest), measure(ingest)
    return [
        ("start-up (one document)", *_cells(start, None, plain)),
        ("plain script", *_cells(plain, size / plain.seconds, plain)),
        (
            "copydesk ingest, start-up taken off",
            *_cells(first, size / (first.seconds - start.seconds), plain),
        ),
        ("again: nothing new", *_cells(second, size / second.seconds, plain)),
    ]


def _cells(one: Measure, rate: float | None, plain: Measure) -> tuple[str, ...]:
    return (
        f"{one.seconds:.1f}",
        f"{one.cpu_seconds:.1f}",
        f"{rate:,.0f}" if rate else "",
        f"{one.peak_mib:,.0f}",
        f"{one.seconds / plain.seconds:.1f}",
    )


if __name__ == "__main__":
    main()
