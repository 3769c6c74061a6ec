"""The index is kept by every run, for what readers open."""

from pathlib import Path

import pytest

from checks.verdicts import VERDICTS
from copydesk import warehouse
from copydesk.errors import WarehouseError
from copydesk.searching import index
from copydesk.searching.asking import search
from flows import pipeline
from flows.executors import PoolExecutor
from tests.pipeline.desk import Desk, article, make_desk, refusal


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


def uris(desk: Desk, question: str) -> set[str]:
    with warehouse.open_reader(desk.settings) as con:
        return {Path(hit.row["uri"]).name for hit in search(con, desk.settings, question).hits}


def test_every_run_keeps_the_index(desk: Desk) -> None:
    one = desk.put("one.txt", article(1))
    desk.ingest()
    assert uris(desk, "ferries strait") == {"one.txt"}
    desk.put("two.txt", article(2))
    desk.ingest()
    assert uris(desk, "ferries strait") == {"one.txt", "two.txt"}
    one.write_text(article(3, "de"))
    desk.ingest()
    assert uris(desk, "ferries strait") == {"two.txt"}
    assert uris(desk, "Meerenge") == {"one.txt"}


def test_what_a_rebuild_changes_is_indexed_anew(desk: Desk) -> None:
    desk.put("one.txt", article(1))
    desk.ingest()
    with warehouse.open_writer(desk.settings) as con:
        con.execute("update articles set body = 'An older rule kept the zeppelin.'")
        con.execute("delete from indexed_articles")
        index.keep_index(con, desk.settings)
        warehouse.publish(con, desk.settings)
    assert uris(desk, "zeppelin") == {"one.txt"}
    desk.rebuild()
    assert uris(desk, "zeppelin") == set()
    assert uris(desk, "ferries strait") == {"one.txt"}


def test_what_is_refused_later_is_found_no_more(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.put("one.txt", article(1))
    desk.put("two.txt", article(2))
    desk.ingest()
    monkeypatch.setattr("checks.gate.VERDICTS", (refusal("Skarholm"), *VERDICTS))
    desk.rebuild()
    assert desk.value("select count(*) from articles") == 1
    assert uris(desk, "ferries strait") == {"two.txt"}


def test_a_snapshot_sees_nothing_of_what_came_later(desk: Desk) -> None:
    desk.put("one.txt", article(1))
    desk.ingest()
    with warehouse.open_reader(desk.settings) as con:
        desk.put("two.txt", article(2))
        desk.ingest()
        assert search(con, desk.settings, "ferries strait").hit_count == 1
    assert uris(desk, "ferries strait") == {"one.txt", "two.txt"}


def test_a_database_without_an_index_gets_one_from_any_run(desk: Desk) -> None:
    desk.put("one.txt", article(1))
    desk.ingest()
    with warehouse.open_writer(desk.settings) as con:
        con.execute("drop table indexed_articles")
        warehouse.publish(con, desk.settings)
    with pytest.raises(WarehouseError, match="has no index of words; make it with: copydesk audit"):
        uris(desk, "ferries")
    pipeline.audit(desk.settings, PoolExecutor(1))
    assert uris(desk, "ferries strait") == {"one.txt"}


def test_a_run_that_ends_before_the_index_is_taken_up(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def ending(*_: object) -> None:
        raise KeyboardInterrupt

    desk.put("one.txt", article(1))
    with monkeypatch.context() as patched:
        patched.setattr(index, "_enter", ending)
        with pytest.raises(KeyboardInterrupt):
            desk.ingest()
    desk.ingest()
    assert uris(desk, "ferries strait") == {"one.txt"}
    assert not any(finding.violation_count for finding in desk.ingest().findings)
