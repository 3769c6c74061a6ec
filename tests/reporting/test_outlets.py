"""One name for all spellings of an outlet, and a table of the user's over those that come along."""

from pathlib import Path

import pytest

from copydesk.errors import UsageError
from copydesk.reporting.citations import read_citations
from copydesk.reporting.outlets import Outlet, agency_names, load_outlets

HEADER = "outlet,kind,aliases"


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Associated Press", "AP"),
        ("ТАСС", "TASS"),
        ("the New York Times", "New York Times"),
        ("The Guardian", "The Guardian"),
        ("Guardian", "The Guardian"),
        ("IZVESTIA", "Izvestia"),
    ],
)
def test_spellings_have_one_name(written: str, name: str) -> None:
    found = load_outlets().find(written)
    assert found is not None
    assert found.name == name


def test_a_name_that_no_table_knows_is_none() -> None:
    assert load_outlets().find("Harbour Gazette") is None


def test_who_signs_dispatches_is_an_agency_or_a_broadcaster() -> None:
    names = agency_names()
    assert (names["reuters"], names["cnn"]) == ("Reuters", "CNN")
    assert "the guardian" not in names


def test_the_table_of_the_user_adds_and_renames(tmp_path: Path) -> None:
    table = tmp_path / "outlets.csv"
    table.write_text(f"{HEADER}\nHarbour Gazette,newspaper,Gazette|HG\nTelegraph Agency,agency,TASS\n")
    outlets = load_outlets(table)
    assert outlets.find("HG") == Outlet("Harbour Gazette", "newspaper")
    assert outlets.find("TASS") == Outlet("Telegraph Agency", "agency")
    assert outlets.find("Reuters") == Outlet("Reuters", "agency")
    (citation,) = read_citations("The pilot told HG that he was tired.", outlets)
    assert (citation.outlet, citation.outlet_kind, citation.text) == ("Harbour Gazette", "newspaper", "HG")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name,kind\n", "must begin with the line outlet,kind,aliases"),
        (f"{HEADER}\nHarbour Gazette,paper,HG\n", "line 2"),
        (f"{HEADER}\n,newspaper,HG\n", "line 2"),
        (f"{HEADER}\nHarbour Gazette,newspaper,HG,x\n", "line 2"),
        ("", "must begin with the line"),
    ],
)
def test_a_broken_table_names_line_and_cure(tmp_path: Path, text: str, told: str) -> None:
    table = tmp_path / "outlets.csv"
    table.write_text(text)
    with pytest.raises(UsageError, match=told):
        load_outlets(table)


def test_a_table_that_is_not_there_or_no_text_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        load_outlets(tmp_path / "missing.csv")
    (tmp_path / "binary.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError, match="cannot be read"):
        load_outlets(tmp_path / "binary.csv")
