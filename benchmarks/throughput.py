"""Throughput and memory of `copydesk ingest`, beside a plain script that only reads the files and stores their text.

    python benchmarks/throughput.py [--documents 20000 100000]

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
from benchmarks.corpus import write_corpus

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
    sizes = parser.parse_args().documents
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
