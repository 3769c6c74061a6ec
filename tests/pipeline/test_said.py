"""Quotes and citations on their way into the database, and what the named queries make of the real articles."""

from pathlib import Path
from typing import Any

import duckdb
import pytest

from copydesk import columns, queries, warehouse
from copydesk.errors import UsageError
from copydesk.reporting.said import Said, read_said
from tests.pipeline.desk import Desk, article, make_desk, record

SEEDS = Path(__file__).resolve().parents[3] / "shared" / "seeds"

TALK = (
    article(0)
    + "\n\n“The boats are late, and the pilots know it,” the pilot Ida Brandt told Harbour Gazette."
)


def test_quotes_and_citations_come_with_the_article(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    desk.put("talk.txt", TALK)
    report = desk.ingest()
    assert [finding.violation_count for finding in report.failed_assertions] == []
    last = "from quotes where speaker = 'Ida Brandt'"
    assert desk.rows(f"select text, kind, cue, surname_key, given_key {last}") == [
        ("The boats are late, and the pilots know it,", "quote", "told", "brandt", "ida")
    ]
    assert desk.rows("select outlet, text, cue from citations") == [
        ("Harbour Gazette", "Harbour Gazette", "told")
    ]


def test_a_rebuild_fills_a_database_that_is_older_than_these_tables(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    desk.put("talk.txt", TALK)
    desk.put("other.txt", article(1))
    desk.ingest()
    before = desk.tables()
    with warehouse.open_writer(desk.settings) as con:
        for name in ("speakers", "quotes_by_person", "outlet_citations"):
            con.execute(f"drop view {name}")
        con.execute("drop table quotes")
        con.execute("drop table citations")
    report = desk.rebuild()
    assert desk.tables() == before
    assert {column for change in report.changes for column in change.columns} == {"quotes", "citations"}


def test_the_table_of_the_user_names_outlets_and_agencies(tmp_path: Path) -> None:
    table = tmp_path / "outlets.csv"
    table.write_text(
        "outlet,kind,aliases\nGazette of Ardmoor,newspaper,Harbour Gazette\nReuter,agency,Reuters\n"
    )
    desk = make_desk(tmp_path / "desk", outlet_aliases=table)
    desk.put("talk.txt", f"ARDMOOR, March 5 (Reuters) - {TALK}")
    desk.ingest()
    assert desk.rows("select outlet, outlet_kind from citations") == [("Gazette of Ardmoor", "newspaper")]
    assert desk.value("select agency from articles") == "Reuter"


def test_the_table_of_outlets_names_the_outlet_of_an_article_too(tmp_path: Path) -> None:
    """So an edge list has one name for an outlet, whether it cites or is cited."""
    table = tmp_path / "outlets.csv"
    table.write_text("outlet,kind,aliases\nGazette of Ardmoor,newspaper,Harbour Gazette\n")
    desk = make_desk(tmp_path / "desk")
    sources = ("HARBOUR GAZETTE", "BBC News", "The Lantern")
    desk.put("feed.jsonl", "\n".join(record(number, source=name) for number, name in enumerate(sources)))
    desk.ingest()
    names = "select outlet_name from current_articles order by all"
    assert desk.rows(names) == [("BBC",), ("HARBOUR GAZETTE",), ("The Lantern",)]
    mine = make_desk(tmp_path / "desk", outlet_aliases=table)
    assert [change.columns for change in mine.rebuild().changes] == [["outlet"]]
    assert mine.rows(names) == [("BBC",), ("Gazette of Ardmoor",), ("The Lantern",)]


def test_a_broken_table_of_outlets_stops_the_run_with_a_sentence(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, outlet_aliases=tmp_path / "missing.csv")
    desk.put("talk.txt", TALK)
    with pytest.raises(UsageError, match=r"missing\.csv cannot be read"):
        desk.ingest()


def test_an_article_whose_quotes_cannot_be_read_waits_in_quarantine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail_at_pilots(body: str, outlets: Any = None) -> Said:
        if "pilots" in body:
            raise RuntimeError("The boats are late")
        return read_said(body, outlets)

    monkeypatch.setattr(columns, "read_said", fail_at_pilots)
    desk = make_desk(tmp_path)
    desk.put("talk.txt", TALK)
    desk.put("other.txt", article(1))
    desk.ingest()
    assert desk.rows("select reason, detail from quarantine") == [
        ("cleaning_error", "Cleaning raised RuntimeError")
    ]
    assert desk.value("select count(*) from articles") == 1


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The five real articles in a database."""
    desk = make_desk(tmp_path_factory.mktemp("real"))
    assert not desk.ingest(*sorted(SEEDS.glob("*.txt"))).failed_assertions
    return desk


def ask(desk: Desk, name: str, **given: str) -> list[dict[str, Any]]:
    """Ask a named query."""
    query = queries.named_query(name)
    with duckdb.connect(str(desk.settings.database), read_only=True) as con:
        return warehouse.query(con, query.sql, query.bind(given)).to_dicts()


real_articles = pytest.mark.skipif(
    not SEEDS.is_dir(), reason=f"the five real articles belong to their publishers and are not at {SEEDS}"
)


@real_articles
def test_the_speakers_of_the_real_articles_with_their_outlets(real: Desk) -> None:
    found = {row["person"]: row for row in ask(real, "quoted_people")}
    expected = {
        "Andrey Zolotarev": ("unknown", "expert"),
        "Jens Stoltenberg": ("unknown", "official"),
        "Ruslan Bortnik": ("TASS", "expert"),
        "Wendy Sherman": ("unknown", "official"),
        "Sergey Ryabkov": ("unknown", "official"),
        "Tiberio Graziani": ("unknown", "expert"),
        "Karen Donfried": ("UNIAN", "official"),
        "Alexei Martynov": ("unknown", "expert"),
    }
    assert {name: (found[name]["outlets"], found[name]["speaker_role"]) for name in expected} == expected
    ryabkov = found["Sergey Ryabkov"]
    assert ryabkov["spellings"] == "Sergei Ryabkov | Sergey Ryabkov"
    assert (ryabkov["joined_how"], ryabkov["confidence"]) == ("name, spelling", 0.95)


@real_articles
def test_the_outlets_that_the_real_articles_cite(real: Desk) -> None:
    found = {row["outlet"]: row["article_count"] for row in ask(real, "cited_outlets")}
    assert found == {
        "TASS": 3,
        "RIA Novosti": 1,
        "Radio Liberty": 1,
        "UNIAN": 1,
        "Izvestia": 1,
        "The Week": 1,
    }
    edges = {(row["source"], row["target"]) for row in ask(real, "who_cites_whom")}
    assert ("UNIAN", "Radio Liberty") in edges
    assert ("UNIAN", "UNIAN") not in edges


@real_articles
def test_two_of_the_real_articles_share_a_passage_and_no_others(real: Desk) -> None:
    names: dict[str, str] = dict(real.rows("select document_id, left(parse_filename(uri), 3) from sightings"))
    (passage,) = ask(real, "revised_passages")
    assert {names[passage["source_document_id"]], names[passage["target_document_id"]]} == {"000", "004"}
    assert 0.8 < passage["similarity"] < 0.9
    (travel,) = ask(real, "passage_travel")
    assert travel["later_article_count"] == 1
