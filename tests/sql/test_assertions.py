"""Each assertion is silent on a healthy database and speaks up on one broken in the way it guards against."""

import re
from pathlib import Path

import duckdb
import pytest

from tests.sql.desk import DEFAULTS, SQL, Row, Tables, open_desk, rows_of, sql_files

ASSERTIONS = sql_files("assertions")

#          0             14                    36
TEXT = "The boats\n\n\n\n\nThe boats came home.\n\nNobody was hurt."

HEALTHY: Tables = {
    "documents": [{"document_id": name, "char_count": len(TEXT)} for name in ("harbour", "tower")],
    "sightings": [
        {"document_id": "harbour", "uri": "https://harbour-gazette.example/boats"},
        {"document_id": "tower", "uri": "dumps/lantern.jsonl#1"},
    ],
    "articles": [
        {
            "document_id": name,
            "title": "The boats",
            "body": TEXT[14:],
            "published_on": "2024-05-01",
            "published_evidence": "a date line",
        }
        for name in ("harbour", "tower")
    ],
    "spans": [
        {"document_id": name, "ordinal": ordinal, "start": start, "stop": stop, "role": role}
        for name in ("harbour", "tower")
        for ordinal, (start, stop, role) in enumerate(
            [(0, 9, "title"), (9, 14, "space"), (14, 34, "body"), (34, 36, "space"), (36, 52, "body")]
        )
    ],
    "paragraphs": [
        {"document_id": name, "ordinal": ordinal, "text": TEXT[start:stop], "start": start, "stop": stop}
        for name in ("harbour", "tower")
        for ordinal, (start, stop) in enumerate([(14, 34), (36, 52)])
    ],
    "indexed_articles": [
        {"document_id": "harbour", "number": 1, "uri": "https://harbour-gazette.example/boats"},
        {"document_id": "tower", "number": 2, "uri": "dumps/lantern.jsonl#1"},
    ],
    "comments": [{"document_id": "harbour", "author": "Ada Quill", "text": "At last!", "like_count": 1}],
    "quotes": [
        {"document_id": "harbour", "text": "Nobody was", "speaker": "Ada Quill", "start": 22, "stop": 32}
    ],
    "citations": [{"document_id": "harbour", "outlet": "BOATS", "text": "boats", "start": 4, "stop": 9}],
    "passages": [
        {
            "document_id": "harbour",
            "other_document_id": "tower",
            "text": "came home",
            "other_text": "boats came home",
            "start": 10,
            "stop": 19,
            "other_start": 4,
            "other_stop": 19,
        }
    ],
    "clusters": [{"document_id": name, "cluster_id": "harbour"} for name in ("harbour", "tower")],
    "signatures": [{"document_id": name, "signature": b"words"} for name in ("harbour", "tower")],
    "buckets": [{"document_id": "harbour"}],
    "shingles": [{"document_id": "harbour"}],
    "quarantine": [{"quarantine_id": "q1", "document_id": "stub", "uri": "dumps/lantern.jsonl#2"}],
    "runs": [{"run_id": "run-1", "in_count": 5, "loaded_count": 2, "known_count": 2, "quarantined_count": 1}],
    "shards": [{"shard_id": "shard-1", "in_count": 3, "loaded_count": 2, "quarantined_count": 1}],
    "check_results": [{"run_id": "run-1", "assertion": "spans_tile_text"}],
    "fetches": [
        {"url": "https://harbour-gazette.example/tower", "document_id": "tower"},
        {"url": "https://harbour-gazette.example/stub", "document_id": "stub"},
        {"url": "https://harbour-gazette.example/gone", "state": "gone", "reason": "http_404"},
    ],
    "hosts": [{"host": "https://harbour-gazette.example:443", "robots_status": 404}],
}

MORE_ARTICLES = """
INSERT INTO articles SELECT articles.* REPLACE ('copy-' || copy AS document_id)
FROM articles, range({}) AS copies (copy) WHERE document_id = 'harbour';
INSERT INTO sightings SELECT 'copy-' || copy, 'dumps/copy-' || copy, seen_at, run_id
FROM sightings, range({}) AS copies (copy) WHERE document_id = 'harbour'
"""
MORE_QUARANTINE = """
INSERT INTO quarantine SELECT quarantine.* REPLACE (
    'q-' || copy AS quarantine_id, 'stub-' || copy AS document_id, 'dumps/lantern.jsonl#1' || copy AS uri
) FROM quarantine, range({}) AS copies (copy)
"""
MORE_SIGHTINGS = """
INSERT INTO sightings SELECT 'copy-' || copy, 'dumps/lantern.jsonl#2' || copy, seen_at, run_id
FROM sightings, range({}) AS copies (copy) WHERE document_id = 'tower'
"""
ABANDON = "UPDATE runs SET state = 'abandoned', in_count = 99, started_at = now() - INTERVAL {}"
CUT = "DELETE FROM spans WHERE document_id = 'tower' AND ordinal IN ({})"
DATED = "UPDATE articles SET published_on = {} WHERE document_id = 'harbour'"

# What breaks the database, and what the row that tells of it holds.
BROKEN: list[tuple[str, str, Row]] = [
    ("spans_tile_text", CUT.format(0), {"document_id": "tower"}),
    ("spans_tile_text", CUT.format(2), {"document_id": "tower"}),
    ("spans_tile_text", CUT.format(4), {"document_id": "tower"}),
    (
        "spans_tile_text",
        CUT.format("0, 2"),
        {"problem": "gap or overlap before the span that starts at character 9"},
    ),
    ("spans_tile_text", "DELETE FROM spans", {"problem": "the document has no spans"}),
    (
        "spans_tile_text",
        "UPDATE spans SET start = 8 WHERE ordinal = 1 AND document_id = 'tower'",
        {"problem": "gap or overlap before the span that starts at character 8"},
    ),
    (
        "spans_tile_text",
        "UPDATE documents SET char_count = 60 WHERE document_id = 'tower'",
        {"problem": "the spans end at character 52, the text at 60"},
    ),
    ("articles_are_complete", "DELETE FROM documents", {"problem": "no row in documents"}),
    ("articles_are_complete", "DELETE FROM sightings", {"problem": "no row in sightings"}),
    ("articles_are_complete", "DELETE FROM spans", {"problem": "no row in spans"}),
    ("articles_are_complete", "DELETE FROM paragraphs", {"problem": "no row in paragraphs"}),
    (
        "no_orphans",
        "INSERT INTO sightings VALUES ('ghost', 'dumps/ghost.txt', '2024-05-01', 'run-1')",
        {"document_id": "ghost", "problem": "rows in sightings without a row in documents"},
    ),
    (
        "fetches_have_documents",
        "UPDATE fetches SET document_id = 'ghost' WHERE document_id = 'tower'",
        {
            "url": "https://harbour-gazette.example/tower",
            "problem": "gave the document ghost, which is neither loaded nor in quarantine",
        },
    ),
    ("no_orphans", "UPDATE spans SET document_id = 'ghost'", {"document_id": "ghost"}),
    ("no_orphans", "UPDATE paragraphs SET document_id = 'ghost'", {"document_id": "ghost"}),
    ("no_orphans", "UPDATE comments SET document_id = 'ghost'", {"document_id": "ghost"}),
    ("no_orphans", "UPDATE quotes SET document_id = 'ghost'", {"document_id": "ghost"}),
    ("no_orphans", "UPDATE citations SET document_id = 'ghost'", {"document_id": "ghost"}),
    ("quotes_stand_in_bodies", "UPDATE quotes SET start = 21", {"document_id": "harbour"}),
    ("quotes_stand_in_bodies", "UPDATE citations SET text = 'boat'", {"document_id": "harbour"}),
    (
        "quotes_stand_in_bodies",
        "DELETE FROM articles WHERE document_id = 'harbour'",
        {"document_id": "harbour"},
    ),
    (
        "index_is_complete",
        "DELETE FROM indexed_articles WHERE document_id = 'tower'",
        {"document_id": "tower", "problem": "not in the index of words"},
    ),
    (
        "index_is_complete",
        "UPDATE indexed_articles SET document_id = 'ghost' WHERE number = 2",
        {"document_id": "ghost", "problem": "in the index of words without an article"},
    ),
    (
        "index_is_complete",
        "UPDATE sightings SET uri = 'dumps/moved.jsonl#1' WHERE document_id = 'tower'",
        {"document_id": "tower", "problem": "at another address in the index of words"},
    ),
    (
        "index_is_complete",
        "UPDATE indexed_articles SET number = 1",
        {"document_id": "harbour", "problem": "its number stands for two articles in the index of words"},
    ),
    (
        "body_equals_paragraphs",
        "UPDATE paragraphs SET ordinal = 1 - ordinal WHERE document_id = 'tower'",
        {"document_id": "tower"},
    ),
    ("body_equals_paragraphs", "UPDATE articles SET body = body || ' '", {"document_id": "tower"}),
    ("body_equals_paragraphs", "DELETE FROM paragraphs", {"document_id": "tower"}),
    (
        "counts_add_up",
        "UPDATE runs SET known_count = 1",
        {"run_id": "run-1", "problem": "run run-1 took in 5 documents and accounts for 4"},
    ),
    (
        "counts_add_up",
        "UPDATE shards SET loaded_count = 4",
        {"run_id": "run-1", "problem": "shard shard-1 took in 3 documents and accounts for 5"},
    ),
    (
        "published_or_quarantined",
        "UPDATE quarantine SET document_id = 'tower'",
        {"document_id": "tower", "problem": "an article, yet in open quarantine as q1"},
    ),
    (
        "plausible_dates",
        DATED.format("'1979-12-31'"),
        {"document_id": "harbour", "problem": "published on 1979-12-31"},
    ),
    ("plausible_dates", DATED.format("current_date + 3"), {"document_id": "harbour"}),
    (
        "outlets_mostly_loaded",
        MORE_QUARANTINE.format(8),
        {"document_id": "stub", "problem": "dumps/lantern.jsonl: 9 of 10 documents in quarantine"},
    ),
    (
        "passages_stand_in_bodies",
        "UPDATE passages SET start = 11",
        {"document_id": "harbour", "problem": "a passage that is not in the body at character 11"},
    ),
    ("passages_stand_in_bodies", "UPDATE passages SET other_stop = 30", {"document_id": "tower"}),
    (
        "passages_stand_in_bodies",
        "DELETE FROM articles WHERE document_id = 'tower'",
        {"document_id": "tower", "problem": "a passage without its article at character 4"},
    ),
    (
        "clusters_are_whole",
        "UPDATE clusters SET cluster_id = 'tower'",
        {"problem": "a cluster of 2 whose smallest id is harbour"},
    ),
    (
        "clusters_are_whole",
        "DELETE FROM clusters WHERE document_id = 'tower'",
        {"problem": "2 articles with the same words, of which 1 are in 1 clusters"},
    ),
    (
        "clusters_are_whole",
        "DELETE FROM clusters",
        {"document_id": "harbour", "problem": "2 articles with the same words, of which 0 are in 0 clusters"},
    ),
    (
        "clusters_are_whole",
        "DELETE FROM articles WHERE document_id = 'tower'",
        {"document_id": "tower", "problem": "in a cluster, yet no article"},
    ),
    ("no_abandoned_runs", ABANDON.format("3 HOURS"), {"run_id": "run-1"}),
    (
        "titles_differ",
        MORE_ARTICLES.format(19, 19),
        {"problem": "21 articles share its title", "title": "The boats"},
    ),
]

# What comes close to breaking it, and must not be told.
SPARED: list[tuple[str, str]] = [
    ("articles_are_complete", "DELETE FROM comments"),
    ("index_is_complete", "UPDATE indexed_articles SET number = number + 7"),
    ("counts_add_up", "UPDATE runs SET state = 'running', in_count = 99"),
    ("counts_add_up", ABANDON.format("3 HOURS")),
    ("published_or_quarantined", "UPDATE quarantine SET document_id = 'tower', status = 'resolved'"),
    ("published_or_quarantined", "UPDATE quarantine SET document_id = 'tower', status = 'waived'"),
    ("plausible_dates", DATED.format("'1980-01-01'")),
    ("plausible_dates", DATED.format("current_date + 1")),
    ("plausible_dates", DATED.format("NULL")),
    ("outlets_mostly_loaded", MORE_QUARANTINE.format(7)),
    ("outlets_mostly_loaded", MORE_QUARANTINE.format(7) + "; INSERT INTO quarantine FROM quarantine"),
    ("outlets_mostly_loaded", MORE_QUARANTINE.format(8) + "; UPDATE quarantine SET status = 'resolved'"),
    ("outlets_mostly_loaded", MORE_QUARANTINE.format(8) + ";" + MORE_SIGHTINGS.format(8)),
    ("clusters_are_whole", "DELETE FROM clusters; UPDATE signatures SET state = 'new'"),
    ("clusters_are_whole", "DELETE FROM clusters; UPDATE signatures SET signature = NULL"),
    ("no_abandoned_runs", ABANDON.format("30 HOURS")),
    ("titles_differ", MORE_ARTICLES.format(18, 18)),
]


def check(desk: duckdb.DuckDBPyConnection, assertion: str) -> list[Row]:
    return rows_of(desk, (SQL / "assertions" / f"{assertion}.sql").read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", ASSERTIONS, ids=lambda path: path.stem)
def test_assertion_has_a_sentence_a_severity_and_a_broken_case(path: Path) -> None:
    sentence, severity, *_ = path.read_text(encoding="utf-8").splitlines()
    assert re.fullmatch(r"-- [A-Z].*[^.]\.", sentence)
    assert re.fullmatch(r"-- severity: (fail|warn)", severity)
    assert path.stem in {name for name, *_ in BROKEN} | {"unique_keys"}


@pytest.mark.parametrize("path", ASSERTIONS, ids=lambda path: path.stem)
def test_assertion_is_silent_on_a_healthy_and_on_an_empty_database(path: Path) -> None:
    assert check(open_desk(HEALTHY), path.stem) == []
    assert check(open_desk(), path.stem) == []


@pytest.mark.parametrize(("assertion", "damage", "told"), BROKEN)
def test_assertion_tells_of_the_damage(assertion: str, damage: str, told: Row) -> None:
    desk = open_desk(HEALTHY)
    desk.execute(damage)
    rows = check(desk, assertion)
    assert any(told.items() <= row.items() for row in rows), rows
    assert all(row["problem"] for row in rows)
    assert len({tuple(row.values()) for row in rows}) == len(rows), "each violation is told once"


@pytest.mark.parametrize(("assertion", "change"), SPARED)
def test_assertion_spares_what_is_in_order(assertion: str, change: str) -> None:
    desk = open_desk(HEALTHY)
    desk.execute(change)
    assert check(desk, assertion) == []


@pytest.mark.parametrize("table", DEFAULTS)
def test_unique_keys_guards_every_table(table: str) -> None:
    desk = open_desk(HEALTHY)
    desk.execute(f"INSERT INTO {table} FROM {table} LIMIT 1")
    (row,) = check(desk, "unique_keys")
    assert row["problem"].startswith(f"more than one row of {table} has the key ")


def test_healthy_database_fills_every_table() -> None:
    assert set(HEALTHY) == set(DEFAULTS) == {path.stem for path in sql_files("tables")}
