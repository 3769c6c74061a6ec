"""Web archives through the whole pipeline: thousands of pages, damage, a second run, a retry."""

import gzip
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from copydesk.ledger import Counts
from tests.archives import INFO, URL, answer, conversion, packed
from tests.pipeline.desk import ROOT, Desk, article, make_desk, page

SEEDS = ROOT / "seeds"
COUNT = 5000


def html(number: int) -> str:
    return page(number, commenters=())


def test_pages_and_texts_of_archives_load_with_their_evidence(desk: Desk) -> None:
    desk.put("crawl.warc.gz", packed(INFO, *(answer(html(number), f"{URL}{number}") for number in range(3))))
    desk.put("crawl.warc.wet.gz", packed(INFO, conversion(article(9), f"{URL}2024/03/05/fees.html")))
    desk.put("plain.WARC", answer(html(7), f"{URL}7"))
    assert desk.ingest().counts == Counts(in_count=5, loaded_count=5)
    assert desk.rows(
        "select uri, date_trunc('second', seen_at)::timestamp::varchar, media_type from sightings join documents using (document_id)"
        " order by uri"
    ) == [
        *((f"{URL}{number}", "2024-03-05 09:30:00", "text/html") for number in (0, 1)),
        (f"{URL}2", "2024-03-05 09:30:00", "text/html"),
        (f"{URL}2024/03/05/fees.html", "2024-03-05 09:30:00", "text/plain"),
        (f"{URL}7", "2024-03-05 09:30:00", "text/html"),
    ]
    assert desk.rows(
        "select published_on::varchar, published_evidence from articles join documents using (document_id)"
        " where media_type = 'text/plain'"
    ) == [("2024-03-05", "address: 2024/03/05")]
    assert desk.ingest().counts == Counts(in_count=5, known_count=5)


def test_the_newest_capture_of_a_page_is_current(desk: Desk) -> None:
    older = answer(html(1)).replace(b"2024-03-05T", b"2023-03-05T")
    desk.put("b.warc", older)
    desk.put("a.warc", answer(html(2)))
    desk.ingest()
    assert "4 new ferries" in desk.value("select body from current_articles")
    assert desk.value("select count(*) from sightings") == 2


def test_broken_records_wait_in_quarantine_with_cause_and_cure(desk: Desk) -> None:
    members = [packed(answer(html(number), f"{URL}{number}")) for number in range(4)]
    damaged = bytearray(members[1])
    damaged[100] ^= 0xFF
    archive = desk.put("crawl.warc.gz", members[0] + bytes(damaged) + members[2] + members[3][:-60])
    nothing = desk.put("nothing.warc.gz", b"")
    other = desk.put("other.warc", packed(INFO))
    assert desk.ingest().counts == Counts(in_count=6, loaded_count=2, quarantined_count=4)
    rows = desk.rows("select uri, stage, reason, cure from quarantine order by uri")
    assert [(uri, stage, reason) for uri, stage, reason, _ in rows] == [
        (f"{archive}#2", "collect", "broken_record"),
        (f"{archive}#4", "collect", "truncated_record"),
        (str(nothing), "collect", "empty_file"),
        (str(other), "collect", "archive_without_pages"),
    ]
    assert all("etch the archive again" in cure or "Keep the archive out" in cure for *_, cure in rows[:2])
    assert desk.ingest().counts == Counts(in_count=6, known_count=6)
    archive.write_bytes(b"".join(members))
    assert desk.retry().counts.loaded_count == 2
    assert desk.rows("select uri from quarantine where status = 'open' order by uri") == [
        (str(nothing),),
        (str(other),),
    ]


def test_a_page_that_was_too_large_can_be_retried_while_another_stays_broken(tmp_path: Path) -> None:
    large = answer(html(1) + "<!-- -->" * 2000, f"{URL}1")
    wrong = re.sub(rb"sha1:.{32}", b"sha1:" + b"A" * 32, answer(html(2), f"{URL}2"))
    desk = make_desk(tmp_path, max_bytes=9000)
    archive = desk.put("crawl.warc", large + wrong)
    desk.ingest()
    assert desk.rows("select uri, reason from quarantine order by uri") == [
        (f"{archive}#1", "too_large"),
        (f"{archive}#2", "wrong_digest"),
    ]
    larger = make_desk(tmp_path, max_bytes=90_000)
    assert larger.retry().counts.loaded_count == 1
    assert larger.rows("select uri, status from quarantine order by uri") == [
        (f"{archive}#1", "resolved"),
        (f"{archive}#2", "open"),
    ]


def test_a_document_of_an_archive_can_be_tried_again_from_what_landed(desk: Desk) -> None:
    archive = desk.put("crawl.warc", answer("<html><h1>Log in</h1><p>Please log in to continue", f"{URL}in"))
    desk.ingest()
    assert desk.rows("select uri, reason from quarantine") == [(f"{URL}in", "login_page")]
    archive.unlink()
    assert desk.retry().counts == Counts(in_count=1, quarantined_count=1)


# --- Five thousand pages ----------------------------------------------------------------------------------


def samples() -> list[str]:
    """Give the project's sample pages and texts as paragraphs to vary."""
    return [path.read_text("utf-8") for path in sorted(SEEDS.glob("*.txt"))]


def many_records() -> Iterator[bytes]:
    """Give records made of the samples: each has a number of its own in its text."""
    texts = samples()
    for number in range(COUNT):
        lines = texts[number % len(texts)].splitlines()
        body = "".join(f"<p>{line}</p>\n" for line in lines if line.strip())
        markup = (
            f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{lines[0]} ({number})</title></head>'
            f"<body><main>{body}<p>The harbour office of Norrvik counted {number} boats that day, it said.</p></main>"
        )
        yield packed(answer(markup, f"{URL}{number}"))


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("large") / "crawl.warc.gz"
    with path.open("wb") as file:
        file.writelines(many_records())
    return path


_PEAK_OF_READING = """
import resource, sys
from copydesk.archives import read_archive
import flows.pipeline

before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
with open(sys.argv[1], "rb") as file:
    count = sum(1 for _ in read_archive(file, 2**24))
print(count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def test_a_large_archive_is_read_in_bounded_memory(large: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _PEAK_OF_READING, str(large)], capture_output=True, check=True, text=True
    )
    count, grown = map(int, done.stdout.split())
    assert count == COUNT
    assert grown < 16 * 1024  # KiB


def test_a_bomb_within_an_archive_takes_no_memory(tmp_path: Path) -> None:
    path = tmp_path / "bomb.warc.gz"
    head = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://norrvik.example/\r\n"
    head += b"Content-Type: application/http\r\nContent-Length: %d\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
    with gzip.open(path, "wb", 1) as file:
        file.write(head % (2**30))
        for _ in range(2**10):
            file.write(b" " * 2**20)
    done = subprocess.run(
        [sys.executable, "-c", _PEAK_OF_READING, str(path)], capture_output=True, check=True, text=True
    )
    assert int(done.stdout.split()[1]) < 16 * 1024


def test_a_large_archive_loads_page_by_page_and_is_known_then(large: Path, tmp_path: Path) -> None:
    desk = make_desk(tmp_path, shard_documents=2000)
    counts = desk.ingest(large).counts
    assert counts.in_count == COUNT
    assert counts.loaded_count + counts.quarantined_count == COUNT
    assert counts.loaded_count > 0.9 * COUNT
    assert desk.value("select count(distinct uri) from sightings") == counts.loaded_count
    landed = sorted(desk.settings.raw_folder.iterdir())
    assert desk.ingest(large).counts == Counts(in_count=COUNT, known_count=COUNT)
    assert sorted(desk.settings.raw_folder.iterdir()) == landed
