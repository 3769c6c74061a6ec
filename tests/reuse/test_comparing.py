"""Two documents side by side: what is shown, and what it says of documents that cannot be compared."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from copydesk import display
from copydesk.comparing import Part, _parts, compare
from copydesk.errors import UsageError
from tests.pipeline.desk import Desk, article, make_desk
from tests.reuse.desk import changed, words


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    desk = make_desk(tmp_path_factory.mktemp("comparing"))
    shared = " ".join(words(40, 1)).capitalize() + "."
    reworded = " ".join(changed(words(40, 1), 4, 2)).capitalize() + "."
    desk.put("one.txt", article(1) + "\n\n" + shared)
    desk.put("copy.txt", article(1).replace("engines", "motors") + "\n\n" + shared)
    desk.put("other.txt", article(2, "de") + "\n\n" + reworded)
    desk.put("third.txt", article(3, "es"))
    desk.ingest()
    return desk


def test_a_passage_of_two_articles_is_shown_with_what_differs(desk: Desk) -> None:
    found = compare(str(desk.inbox / "one.txt"), str(desk.inbox / "other.txt"), desk.settings)
    assert not found.is_whole
    (row,) = found.rows
    assert [part.is_same for part in row].count(False) == 4
    assert all(part.other_text.startswith("x") for part in row if not part.is_same)
    assert found.name.startswith(str(desk.inbox / "one.txt"))


def test_near_copies_are_shown_whole_paragraph_by_paragraph(desk: Desk) -> None:
    document_id = desk.value("select document_id from sightings where uri like '%/copy.txt'")
    found = compare(str(desk.inbox / "one.txt"), document_id[:8], desk.settings)
    assert found.is_whole
    assert len(found.rows) == 4
    assert [part for row in found.rows for part in row if not part.is_same] == [
        Part("engines ", "motors ", False)
    ]


def test_articles_without_a_passage_in_common_give_no_rows(desk: Desk) -> None:
    assert compare(str(desk.inbox / "other.txt"), str(desk.inbox / "third.txt"), desk.settings).rows == []


@pytest.mark.parametrize(("one", "other"), [("nowhere", "one.txt"), ("one.txt", "nowhere")])
def test_what_is_not_there_is_named(desk: Desk, one: str, other: str) -> None:
    with pytest.raises(UsageError, match=r"nowhere is no document here; find ids with"):
        compare(str(desk.inbox / one), str(desk.inbox / other), desk.settings)


def test_without_colour_what_differs_stands_in_brackets(
    desk: Desk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(display.documents, "out", Console(width=300, color_system=None))
    display.show_comparison(compare(str(desk.inbox / "one.txt"), str(desk.inbox / "copy.txt"), desk.settings))
    printed = capsys.readouterr()
    assert "[-engines-] until" in printed.out
    assert "{+motors+} until" in printed.out
    assert "whole articles; places changed: 1" in printed.err


@given(st.text(max_size=60), st.text(max_size=60))
def test_parts_make_up_both_texts(text: str, other: str) -> None:
    parts = list(_parts(text, other))
    assert "".join(part.text for part in parts) == text
    assert "".join(part.other_text for part in parts) == other
    assert all(part.text.split() == part.other_text.split() for part in parts if part.is_same)


def test_the_database_keeps_passages_and_clusters_of_a_run(desk: Desk, tmp_path: Path) -> None:
    assert desk.value("select count(*) from passages") == 2
    assert desk.value("select count(*) from clusters") == 2
    before = desk.tables()
    assert desk.rebuild().counts.loaded_count == 0
    assert desk.tables() == before
    other = make_desk(tmp_path, shard_documents=1, workers=2)
    for path in sorted(desk.inbox.iterdir(), reverse=True):
        other.put(path.name, path.read_bytes())
        other.ingest()
    assert {name: other.tables()[name] for name in ("passages", "clusters")} == {
        name: before[name] for name in ("passages", "clusters")
    }


def test_a_rebuild_relates_what_it_changed_and_forgets_what_it_refused(desk: Desk) -> None:
    expected = desk.tables()
    desk.alter("update articles set body = 'Another body altogether.' where body like '%motors%'")
    desk.alter("delete from passages", "delete from clusters", "update signatures set state = 'outdated'")
    desk.rebuild()
    assert desk.tables() == expected
