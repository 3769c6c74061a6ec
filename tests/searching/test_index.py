"""The index follows the articles, however they came, and says the same as one made at once."""

import sqlite3
import unicodedata
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copydesk import warehouse
from copydesk.errors import WarehouseError
from copydesk.searching import index
from copydesk.searching.words import TOKENIZER, searchable, words
from tests.searching.desk import ARTICLES, fresh_contents, open_desk


def many(count: int) -> dict[str, dict[str, Any]]:
    return {
        f"a{number:03d}": {
            "title": f"Ferry {number}",
            "body": f"The ferry number {number} sails, {number % 7} times.",
        }
        for number in range(count)
    }


def test_nothing_is_due_twice(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        assert desk.is_due()
        desk.keep_index()
        before = desk.con.execute("from indexed_articles").fetchall()
        assert not desk.is_due()
        desk.keep_index()
        assert desk.con.execute("from indexed_articles").fetchall() == before
        assert len(desk.index_files()) == 1


def test_without_articles_nothing_is_due(tmp_path: Path) -> None:
    with open_desk(tmp_path, {}) as desk:
        assert not desk.is_due()


def test_one_by_one_is_the_same_as_at_once(tmp_path: Path) -> None:
    articles = {**ARTICLES, **many(30)}
    with open_desk(tmp_path / "one", {}) as desk:
        for name, article in articles.items():
            desk.put(name, article)
            desk.keep_index()
        assert desk.contents() == fresh_contents(tmp_path / "all", articles)


def test_what_changes_and_goes_is_followed(tmp_path: Path) -> None:
    articles = many(12)
    with open_desk(tmp_path / "changing", articles) as desk:
        desk.keep_index()
        desk.con.execute("delete from articles where document_id in ('a000', 'a001')")
        desk.con.execute("delete from indexed_articles where document_id = 'a000'")  # as replacing does
        desk.put("a000", {"body": "A zeppelin has come instead."})
        assert desk.is_due()
        desk.keep_index()
        assert desk.found("zeppelin") == ["a000"]
        assert len(desk.found("ferry", most=50)) == 10
        del articles["a001"]
        articles["a000"] = {"body": "A zeppelin has come instead."}
        assert desk.contents() == fresh_contents(tmp_path / "fresh", articles)


def test_numbers_are_never_given_twice(tmp_path: Path) -> None:
    with open_desk(tmp_path, many(20)) as desk:
        desk.keep_index()
        desk.con.execute("delete from articles where document_id = 'a019'")
        desk.con.execute("delete from indexed_articles where document_id = 'a019'")  # as replacing does
        desk.put("new", {"body": "A zeppelin."})
        desk.keep_index()
        assert desk.con.execute("select number from indexed_articles order by number").fetchall() == [
            *((number,) for number in range(1, 20)),
            (21,),
        ]
        assert len(desk.found("ferry", most=50)) == 19


def test_versions_that_are_gone_do_not_count_in_the_ranks_for_long(tmp_path: Path) -> None:
    articles = {**ARTICLES, "changing": {"body": "A zeppelin lands."}}
    with open_desk(tmp_path / "often", articles) as desk:
        for _ in range(12):
            desk.con.execute("delete from articles where document_id = 'changing'")
            desk.con.execute(
                "delete from indexed_articles where document_id = 'changing'"
            )  # as replacing does
            desk.put("changing", articles["changing"])
            desk.keep_index()
        (often,) = desk.search("zeppelin").hits
    with open_desk(tmp_path / "once", articles) as desk:
        desk.keep_index()
        (once,) = desk.search("zeppelin").hits
    assert 0.7 * once.row["score"] < often.row["score"] <= once.row["score"]


def test_an_index_of_which_much_is_gone_is_made_anew(tmp_path: Path) -> None:
    with open_desk(tmp_path, many(9)) as desk:
        desk.keep_index()
        desk.con.execute("delete from articles where document_id not in ('a004', 'a005')")
        desk.keep_index()
        assert desk.con.execute("select document_id, number from indexed_articles").fetchall() == [
            ("a004", 1),
            ("a005", 2),
        ]
        assert len(desk.index_files()) == 2  # readers of the published database may still ask the old one
        desk.con.execute("update indexed_articles set number = 99")
        desk.keep_index()
        assert len(desk.index_files()) == 2
        assert desk.found("ferry") == ["a004", "a005"]


def empty(path: Path) -> None:
    path.write_bytes(b"")


def garble(path: Path) -> None:
    path.write_bytes(b"no database " * 1000)


def forget_the_last(path: Path) -> None:
    with closing(sqlite3.connect(path)) as con, con:
        con.execute("delete from words_docsize where id > 4")


@pytest.mark.parametrize("harm", [Path.unlink, empty, garble, forget_the_last])
def test_a_file_that_is_missing_damaged_or_behind_is_made_anew(tmp_path: Path, harm: Any) -> None:
    with open_desk(tmp_path, many(9)) as desk:
        desk.keep_index()
        (file,) = desk.index_files()
        harm(file)
        assert desk.is_due()
        desk.keep_index()
        assert not desk.is_due()
        assert len(desk.found("ferry", most=50)) == 9


def test_new_rules_for_words_make_the_index_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_desk(tmp_path) as desk:
        desk.keep_index()
        monkeypatch.setattr(index, "WORDS_VERSION", 2)
        assert desk.is_due()
        desk.keep_index()
        assert not desk.is_due()
        assert desk.con.execute("select distinct index_name[:8] from indexed_articles").fetchall() == [
            ("words-2-",)
        ]
        assert "headline" in desk.found("ferry fee")


@pytest.mark.parametrize("is_entered", [True, False])
def test_a_run_that_ends_between_steps_is_taken_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_entered: bool
) -> None:
    """Ended behind a batch that stands in both, or in the file and not yet in the database."""
    articles = many(40)
    monkeypatch.setattr(index, "_MOST_ARTICLES", 3)
    real, insert = index._enter, warehouse.insert
    calls = iter(range(100))

    def breaking(*words: Any) -> None:
        if next(calls) == 9:
            if not is_entered:
                monkeypatch.setattr(warehouse, "insert", ending)
            real(*words)
            raise KeyboardInterrupt
        real(*words)

    def ending(*_: object) -> None:
        raise KeyboardInterrupt

    with open_desk(tmp_path / "broken", articles) as desk:
        monkeypatch.setattr(index, "_enter", breaking)
        with pytest.raises(KeyboardInterrupt):
            desk.keep_index()
    monkeypatch.setattr(index, "_enter", real)
    monkeypatch.setattr(warehouse, "insert", insert)
    with open_desk(tmp_path / "broken", {}) as desk:
        assert desk.is_due()
        desk.keep_index()
        assert len(desk.index_files()) == 1
        assert desk.contents() == fresh_contents(tmp_path / "fresh", articles)


def test_a_file_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    with open_desk(tmp_path, many(3)) as desk:
        desk.keep_index()
        (file,) = desk.index_files()
        desk.put("new", {"body": "A zeppelin."})
        with closing(sqlite3.connect(file)) as other:
            other.execute("begin immediate")  # as a second writer would
            other.execute("pragma busy_timeout = 0")
            index_timeout = sqlite3.connect
            with pytest.MonkeyPatch.context() as patched:
                patched.setattr(
                    sqlite3, "connect", lambda path, **more: index_timeout(path, timeout=0, **more)
                )
                with pytest.raises(WarehouseError, match=r"cannot be written: database is locked\. What was"):
                    desk.keep_index()
        desk.keep_index()
        assert desk.found("zeppelin") == ["new"]


def test_a_folder_that_takes_no_file_is_one_sentence(tmp_path: Path) -> None:
    with open_desk(tmp_path, many(3)) as desk, pytest.MonkeyPatch.context() as patched:
        patched.setattr(index, "_prefix", lambda: "words-no/such/folder-")
        with pytest.raises(WarehouseError, match="cannot be written: unable to open database file"):
            desk.keep_index()


def test_a_reader_goes_on_while_a_run_writes(tmp_path: Path) -> None:
    with open_desk(tmp_path, many(3)) as desk:
        desk.keep_index()
        (file,) = desk.index_files()
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as reader:
            rows = reader.execute("select rowid from words where words match 'ferry'")
            first = rows.fetchone()
            desk.put("new", {"body": "A ferry and a zeppelin."})
            desk.keep_index()
            assert [first, *rows] == [(1,), (2,), (3,)]
        assert desk.found("zeppelin") == ["new"]


def told_by_engine(text: str) -> list[str]:
    with closing(sqlite3.connect(":memory:")) as con:
        con.execute(f'create virtual table words using fts5(body, tokenize="{TOKENIZER}")')
        con.execute("insert into words values (?)", [searchable(text)])
        con.execute("create virtual table told using fts5vocab(words, instance)")
        return [term for (term,) in con.execute("select term from told order by offset")]


# What SQLite's tables of Unicode are old enough to know.
_LETTERS = st.characters(max_codepoint=0x9FFF, categories=["L", "N", "Mc", "Zs"]).filter(
    lambda char: unicodedata.ucd_3_2_0.category(char) != "Cn"
)


@settings(max_examples=300, deadline=None)
@given(st.text(_LETTERS | st.sampled_from("aé ß東京船カฟ д й ї_-'ـ₽\u2066“”.;…"), max_size=30))
def test_the_engine_tells_the_words_that_are_marked(text: str) -> None:
    if unicodedata.normalize("NFKC", text) != text:
        return  # one character that stands for several words is marked as one
    assert told_by_engine(text) == [word.term for word in words(text)]


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("हिन्दी में, cafe\u0301 und ÉTÉ", ["हिन्दी", "में", "cafe", "und", "ete"]),
        ("Straße STRASSE", ["strasse", "strasse"]),
        ("річкові порти Їжа", ["річкові", "порти", "іжа"]),
        ("東京都 tower", ["東京", "京都", "都", "tower"]),
        ("100₽ 5€", ["100", "5"]),
        ("harbour_office e-mail", ["harbour", "office", "e", "mail"]),
    ],
)
def test_words(text: str, terms: list[str]) -> None:
    assert [word.term for word in words(text)] == terms
    assert told_by_engine(text) == terms
