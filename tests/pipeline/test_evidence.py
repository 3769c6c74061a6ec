"""Evidence that came beside raw bytes: it lands with them, and a replay reads the same page."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from checks.verdicts import VERDICTS
from copydesk import proof
from copydesk.collecting import Failure
from copydesk.document import Hints, RawDocument
from copydesk.landing import find_raw, land_raw, raw_frame, read_document, read_raw
from copydesk.ledger import Counts
from flows.executors import PoolExecutor
from flows.running import Run, RunReport, run
from tests.pipeline.desk import Desk, article, differences, page, refusal

URL = "https://norrvik.example/fees"
SEEN = datetime(2024, 3, 5, 9, 30, tzinfo=UTC)
TITLE = "Сбор в порту вырастет"
RUSSIAN = "\n\n".join(
    [
        "Портовый совет Норвика потребует с каждого шкипера сбор в девяносто крон, сообщил мэр во вторник вечером"
        " в переполненном зале, потому что старый причал нужно починить до осенних штормов.",
        "Платить никто не любит, но и плыть до берега никто не хочет, сказала Ильза Брандвик, которая"
        " девятнадцать лет смотрит за портовой башней и считает лодки без единого дня отпуска.",
    ]
)
FEED = Hints(
    title=(TITLE, "feed"),
    date=("2024-03-05T08:00:00Z", "feed"),
    outlet="Норвикская почта",
    authors=("Ильза Брандвик",),
)
DUMP = RawDocument(
    URL,
    RUSSIAN.encode("mac-cyrillic"),
    member=True,
    headers="content-type: text/plain; charset=mac-cyrillic\nserver: quay",
    seen_at=SEEN,
    told=FEED,
)


def _work(arrivals: Sequence[RawDocument | Failure]) -> Callable[[Run], None]:
    def work(now: Run) -> None:
        now.process(now.unfinished())
        now.process(now.land(arrivals))

    return work


def take_in(desk: Desk, *arrivals: RawDocument | Failure) -> RunReport:
    """Take arrivals in that some collector has fetched."""
    return run("ingest", desk.settings, PoolExecutor(1), _work(arrivals))


@pytest.fixture
def refused(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk on which the dump waits in quarantine, under rules that have been mended since."""
    monkeypatch.setattr("checks.gate.VERDICTS", (refusal("Портовый"), *VERDICTS))
    take_in(desk, DUMP)
    assert desk.rows("select reason, status from quarantine") == [("unwanted_word", "open")]
    return desk


def test_headers_and_feed_are_read_as_evidence(desk: Desk) -> None:
    take_in(desk, DUMP)
    assert desk.rows("select title, title_source, published_on::varchar, outlet, authors from articles") == [
        (TITLE, "feed", "2024-03-05", "Норвикская почта", ["Ильза Брандвик"])
    ]
    assert desk.value("select published_evidence from articles") == "feed: 2024-03-05T08:00:00Z"
    assert desk.rows("select body, encoding from articles join documents using (document_id)") == [
        (RUSSIAN, "mac-cyrillic")
    ]


def test_a_sighting_is_of_the_time_of_capture(desk: Desk) -> None:
    take_in(desk, DUMP, RawDocument("/here.txt", article(1).encode()))
    seen: dict[str, datetime] = dict(desk.rows("select uri, seen_at::timestamp from sightings"))
    assert seen[URL] == SEEN.replace(tzinfo=None)
    assert seen["/here.txt"].year >= 2026


def test_the_newest_capture_is_current_whatever_the_order_they_come_in(desk: Desk) -> None:
    newer = RawDocument(URL, article(2).encode(), member=True, seen_at=SEEN.replace(year=2025))
    take_in(desk, newer)
    take_in(desk, DUMP)
    assert desk.rows("select uri, body from current_articles") == [(URL, article(2))]
    assert take_in(desk, DUMP, newer).counts == Counts(in_count=2, known_count=2)


def test_rebuild_reads_the_same_page(desk: Desk) -> None:
    take_in(desk, DUMP)
    before = desk.tables(volatile={"shard_id"})
    assert desk.rebuild().changes == []
    assert differences(before, desk.tables(volatile={"shard_id"})) == {}


def test_retry_reads_the_same_page(refused: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checks.gate.VERDICTS", VERDICTS)
    assert refused.retry().counts.loaded_count == 1
    assert refused.rows("select title, title_source, body from articles") == [(TITLE, "feed", RUSSIAN)]
    assert refused.value("select seen_at::timestamp from sightings") == SEEN.replace(tzinfo=None)


def test_waive_reads_the_same_page(refused: Desk) -> None:
    refused.waive(refused.value("select quarantine_id from quarantine"))
    assert refused.rows("select title, title_source, body from articles") == [(TITLE, "feed", RUSSIAN)]
    assert refused.value("select seen_at::timestamp from sightings") == SEEN.replace(tzinfo=None)


def test_the_proof_reads_the_same_text(desk: Desk) -> None:
    take_in(desk, DUMP)
    found = proof.find_proof(URL, desk.settings)
    assert found.text == RUSSIAN
    assert found.spans[-1].stop == len(RUSSIAN)


def test_a_landed_document_comes_back_whole(tmp_path: Path) -> None:
    failure = Failure("/no.txt", "vanished", "It is gone")
    shard = land_raw(tmp_path, "one", raw_frame([DUMP, failure]))
    assert read_document(tmp_path, "one", DUMP.document_id) == DUMP
    assert read_raw(shard.path)["reason"].to_list() == [None, "vanished"]


def land_as_before(folder: Path, arrivals: Sequence[RawDocument]) -> None:
    """Land a shard as versions did that knew no evidence beside the bytes."""
    frame = raw_frame(arrivals).drop("headers", "seen_at", "told")
    folder.mkdir(parents=True, exist_ok=True)
    frame.write_parquet(folder / "20260101T000000000000-0000-0000.parquet")


def test_a_shard_of_an_older_version_still_replays(desk: Desk) -> None:
    land_as_before(
        desk.settings.raw_folder,
        [RawDocument("/a.txt", article(1).encode()), RawDocument("/b.html", page(2).encode(), "text/html")],
    )
    assert take_in(desk).counts == Counts(in_count=2, loaded_count=2)
    assert desk.rebuild().changes == []
    assert proof.find_proof("/a.txt", desk.settings).text == article(1)
    (shard,) = find_raw(desk.settings.raw_folder)
    assert read_raw(shard.path, ["no such document"]).schema == pl.Schema(raw_frame([]).schema)
