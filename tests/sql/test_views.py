"""The views say which version of an article stands, and what was taken out of it."""

from pathlib import Path

import pytest

from tests.sql.desk import Row, Tables, open_desk, rows_of, sql_files

HARBOUR = "https://www.harbour-gazette.example/boats"
LANTERN = "https://the-lantern.example:8080/boats"


@pytest.mark.parametrize("path", sql_files("views"), ids=lambda path: path.stem)
def test_view_bears_the_name_of_its_file_and_a_sentence(path: Path) -> None:
    first, second, *_ = path.read_text(encoding="utf-8").splitlines()
    assert first.startswith("-- ")
    assert first.endswith(".")
    assert second == f"create or replace view {path.stem} as"
    assert rows_of(open_desk(), f"SELECT * FROM {path.stem}") == []


def sighting(document_id: str, uri: str, day: int) -> Row:
    return {"document_id": document_id, "uri": uri, "seen_at": f"2024-05-{day:02} 12:00:00+00"}


def standing(sightings: list[Row]) -> dict[str, str]:
    """Give the address of each current article."""
    documents = sorted({row["document_id"] for row in sightings})
    given: Tables = {"articles": [{"document_id": name} for name in documents], "sightings": sightings}
    rows = rows_of(open_desk(given), "SELECT document_id, uri FROM current_articles ORDER BY ALL")
    return {row["document_id"]: row["uri"] for row in rows}


def test_only_the_newest_version_of_an_address_is_current() -> None:
    assert standing([sighting("old", HARBOUR, 1), sighting("new", HARBOUR, 2)]) == {"new": HARBOUR}


def test_an_article_put_back_is_current_again() -> None:
    sightings = [sighting("a", HARBOUR, 1), sighting("b", HARBOUR, 2), sighting("a", HARBOUR, 3)]
    assert standing(sightings) == {"a": HARBOUR}


def test_an_article_replaced_at_one_address_stands_at_the_other() -> None:
    sightings = [sighting("old", HARBOUR, 1), sighting("old", LANTERN, 2), sighting("new", HARBOUR, 3)]
    assert standing(sightings) == {"new": HARBOUR, "old": LANTERN}


def test_an_article_at_two_addresses_is_one_row_with_the_first() -> None:
    assert standing([sighting("a", LANTERN, 2), sighting("a", HARBOUR, 1)]) == {"a": HARBOUR}


def test_a_current_article_says_since_when_and_names_the_host_of_its_first_address() -> None:
    sightings = [sighting("a", LANTERN, 2), sighting("a", "dumps/a.txt", 3), sighting("a", HARBOUR, 2)]
    desk = open_desk({"articles": [{"document_id": "a"}], "sightings": sightings})
    assert rows_of(desk, "SELECT uri, seen_at, outlet_name FROM current_articles") == [
        {"uri": LANTERN, "seen_at": "2024-05-02T12:00:00+00:00", "outlet_name": "the-lantern.example"}
    ]


def test_two_versions_of_one_moment_leave_one_current() -> None:
    assert standing([sighting("b", HARBOUR, 1), sighting("a", HARBOUR, 1)]) == {"b": HARBOUR}


def test_addresses_count_versions_not_sightings() -> None:
    sightings = [sighting("a", HARBOUR, 1), sighting("b", HARBOUR, 2), sighting("a", HARBOUR, 3)]
    assert rows_of(open_desk({"sightings": sightings}), "SELECT * FROM addresses") == [
        {
            "uri": HARBOUR,
            "host": "harbour-gazette.example",
            "first_document_id": "a",
            "document_id": "a",
            "first_seen_at": "2024-05-01T12:00:00+00:00",
            "seen_at": "2024-05-03T12:00:00+00:00",
            "version_count": 2,
        }
    ]


@pytest.mark.parametrize(
    ("article", "uri", "outlet_name"),
    [
        ({"outlet": "The Lantern", "agency": "NORDA", "copyright_holder": "Lumen"}, HARBOUR, "The Lantern"),
        ({"agency": "NORDA", "copyright_holder": "Lumen"}, HARBOUR, "NORDA"),
        ({"copyright_holder": "Lumen"}, HARBOUR, "Lumen"),
        ({}, HARBOUR, "harbour-gazette.example"),
        ({}, "HTTP://WWW.Norrvik-Posten.example?id=7", "norrvik-posten.example"),
        ({}, LANTERN, "the-lantern.example"),
        ({}, "dumps/www.norrvik.example/7.txt", "unknown"),
    ],
)
def test_outlet_name_is_the_best_that_is_known(article: Row, uri: str, outlet_name: str) -> None:
    desk = open_desk({"articles": [{"document_id": "a"} | article], "sightings": [sighting("a", uri, 1)]})
    assert rows_of(desk, "SELECT outlet_name FROM current_articles") == [{"outlet_name": outlet_name}]


def test_removed_text_leaves_out_what_was_kept() -> None:
    roles = ["title", "space", "deck", "byline", "body", "subheading", "comment", "boilerplate"]
    spans = [
        {"document_id": "a", "ordinal": place, "start": 4 * place, "stop": 4 * place + 4, "role": role}
        for place, role in enumerate(roles)
    ]
    desk = open_desk({"spans": spans, "sightings": [sighting("a", LANTERN, 2), sighting("a", HARBOUR, 1)]})
    assert rows_of(desk, "SELECT uri, ordinal, role, char_count FROM removed_text ORDER BY ordinal") == [
        {"uri": HARBOUR, "ordinal": 3, "role": "byline", "char_count": 4},
        {"uri": HARBOUR, "ordinal": 6, "role": "comment", "char_count": 4},
        {"uri": HARBOUR, "ordinal": 7, "role": "boilerplate", "char_count": 4},
    ]
