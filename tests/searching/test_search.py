"""What a question finds, in which order, and what is shown of it."""

import shutil
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from copydesk import warehouse
from copydesk.errors import UsageError, WarehouseError
from copydesk.searching.asking import Answer, Limits, search
from copydesk.searching.context import Fragment
from copydesk.settings import Settings
from tests.searching.desk import ARTICLES, open_desk


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A published database with its index; one of its articles quotes somebody."""
    with open_desk(tmp_path_factory.mktemp("desk")) as desk:
        desk.con.execute(
            "insert into quotes by name select 'often' as document_id, 0 as ordinal, 'A fee is a fee' as text,"
            " 'quote' as kind, 'Ida Brandt' as speaker, 0 as start, 14 as stop"
        )
        desk.keep_index()
        warehouse.publish(desk.con, desk.settings)
    return desk.settings


def ask(desk: Settings, question: str, **limits: Any) -> Answer:
    with warehouse.open_reader(desk) as con:
        return search(con, desk, question, Limits(**limits))


def found(desk: Settings, question: str, **limits: Any) -> list[str]:
    return [hit.row["document_id"] for hit in ask(desk, question, **limits).hits]


def marked(fragment: Fragment) -> list[str]:
    return [fragment.text[start:stop] for start, stop in fragment.matches]


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("ferry fee", ["headline", "often", "once"]),  # the headline counts most, a long text least
        ("FERRY  fée", ["headline", "often", "once"]),  # neither case nor accents
        ('"ferry fee"', ["headline", "often"]),
        ("“ferry fee”", ["headline", "often"]),
        ('"ferry fee', ["headline", "often"]),  # the last mark is missing
        ('"fee ferry"', []),
        ('"back the council"', []),  # no phrase reaches from a headline into the body
        ("fee -lantern", ["headline", "often", "once"]),  # the outlet's name is no text
        ("fee -ida", ["headline", "once"]),
        ('fee -"ferry fee"', ["once"]),
        ("ferry fee zeppelin", []),
        ("hafen*", ["german"]),
        ('"der hafen*"', ["german"]),
        ('"der hafen*', ["german"]),
        ("hafen", []),
        ("STRASSE grosS", ["german"]),
        ("bürgermeisterin fahre", ["german"]),
        ("вернется", ["cyrillic"]),
        ("УКРАЇНСЬКІ", ["cyrillic"]),
        ("東京", ["japanese", "mixed"]),
        ("東京都", ["japanese"]),
        ("京都", ["mixed", "japanese"]),  # no dictionary tells that 東京都 is not 東 and 京都
        ("船", ["japanese"]),
        ("カフェ", ["japanese"]),
        ("東京タワー", ["japanese"]),
        ('"東京 tower"', ["mixed"]),
        ('"tower 東京"', []),
        ("東京tower", ["mixed"]),
        ("東京*", ["japanese", "mixed"]),
        ('"tower of 京"', ["mixed"]),
        ("พฤษภาคม", ["thai"]),
        ("e-mail", ["mixed"]),
        ("don't", ["mixed"]),
        ("harbour_office", ["mixed"]),
    ],
)
def test_finds(desk: Settings, question: str, names: list[str]) -> None:
    assert found(desk, question, most=50) == names


def test_limits(desk: Settings) -> None:
    assert found(desk, "fee", since=date(2024, 5, 2)) == ["often", "once"]
    assert found(desk, "fee", since=date(2024, 5, 2), until=date(2024, 5, 2)) == ["once"]
    assert found(desk, "fee", outlet="harbour gazette") == ["headline", "once"]
    assert found(desk, "fee", outlet="%LANT%") == ["often"]
    assert found(desk, "fee", most=1) == found(desk, "fee")[:1]
    assert ask(desk, "fee").hit_count == 3


def test_hits_of_a_speaker(desk: Settings) -> None:
    for name in ("%brandt", "BRANDT", "ida", "Ida Brandt"):
        assert found(desk, "fee", speaker=name) == ["often"]
    assert found(desk, "fee", speaker="Brandtner") == []


def test_hits_of_a_speaker_whose_name_is_spelled_in_other_ways(tmp_path: Path) -> None:
    articles = {name: {"body": "The ferry sails."} for name in ("one", "other", "brother")}
    with open_desk(tmp_path, articles) as desk:
        for name, speaker, given in (
            ("one", "Sergey Ryabov", "sergei"),
            ("other", "Sergei Ryabov", "sergei"),
            ("brother", "Oleg Ryabov", "oleg"),
        ):
            desk.con.execute(
                "insert into quotes (document_id, ordinal, text, kind, speaker, surname_key, given_key, start, stop)"
                " values (?, 0, 'sails', 'quote', ?, 'ryabov', ?, 10, 15)",
                [name, speaker, given],
            )
        desk.keep_index()
        assert sorted(desk.found("ferry", speaker="sergey")) == ["one", "other"]
        assert sorted(desk.found("ferry", speaker="ryabov")) == ["brother", "one", "other"]


def test_only_what_stands_at_an_address_now(tmp_path: Path) -> None:
    with open_desk(tmp_path, {"old": {"body": "The ferry sails."}}) as desk:
        desk.put("new", {"body": "The ferry stays."})
        desk.con.execute(
            "update sightings set uri = 'https://sheet.example/one', seen_at = seen_at + (document_id = 'new')::integer * interval 1 hour"
        )
        desk.keep_index()
        assert desk.found("ferry") == ["new"]
        assert desk.search("ferry").hit_count == 1


def test_context_and_headline_are_marked(desk: Settings) -> None:
    (hit,) = ask(desk, '"ferry fee" council').hits
    assert marked(hit.headline) == ["Ferry fee"]
    assert marked(hit.context) == ["council"]
    (hit,) = [hit for hit in ask(desk, "ferry fee").hits if hit.row["document_id"] == "once"]
    assert marked(hit.context) == ["ferry", "fee"]
    assert hit.context.text.startswith("… ")
    assert hit.context.text.endswith(" …")
    assert len(hit.context.text) < 320
    (hit,) = ask(desk, "council fee").hits
    assert hit.context.text.startswith("The council of Corrin met on Monday. The fee returns")
    assert marked(hit.context) == ["council", "fee"]
    (hit,) = ask(desk, "東京都").hits
    assert marked(hit.context) == ["東京都"]


@pytest.mark.parametrize("question", ["", " ", "…", "- -", '""', "*", "* -", "-ferry", '"', "🚢", "'; --"])
def test_a_question_without_words_is_refused(desk: Settings, question: str) -> None:
    with pytest.raises(UsageError, match="no word to look for"):
        ask(desk, question)


def test_too_much_is_refused(desk: Settings) -> None:
    with pytest.raises(UsageError, match="more than 100 words"):
        ask(desk, " ".join(f"word{number}" for number in range(101)))
    for question in ("f*", "п*"):
        with pytest.raises(UsageError, match="fits too many words"):
            ask(desk, question)
    for question in ("*vertrag", "ha*trag", '"der hafen* gilt"'):
        with pytest.raises(UsageError, match=r"has a \* inside"):
            ask(desk, question)
    assert found(desk, " ".join(["ferry"] * 5000) + " fee") == [
        "headline",
        "often",
        "once",
    ]  # said often, asked once
    assert found(desk, "x" * 100_000) == []


def test_a_database_without_an_index_says_what_to_do(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        with pytest.raises(WarehouseError, match="has no index of words; make it with: copydesk audit"):
            desk.search("ferry")
        desk.keep_index()
        (file,) = desk.index_files()
        file.write_bytes(b"no database " * 1000)
        with pytest.raises(WarehouseError, match="cannot be read: file is not a database; delete it"):
            desk.search("ferry")
        file.unlink()
        with pytest.raises(WarehouseError, match="has no index of words; make it with: copydesk audit"):
            desk.search("ferry")
        desk.con.execute("drop table indexed_articles")  # as in a database of an older version
        with pytest.raises(WarehouseError, match="has no index of words"):
            desk.search("ferry")


def test_a_copy_of_a_database_says_that_the_index_is_elsewhere(desk: Settings, tmp_path: Path) -> None:
    copy = Settings(database=Path(shutil.copy(desk.database, tmp_path)))
    with pytest.raises(WarehouseError, match="stays where the runs are; ask this copy with: copydesk query"):
        ask(copy, "ferry")


def test_without_articles_nothing_is_found(tmp_path: Path) -> None:
    with open_desk(tmp_path, {}) as desk:
        desk.keep_index()
        assert desk.search("ferry").hit_count == 0


@pytest.mark.parametrize(
    "question",
    [
        "fe(e",
        "fee' or 1=1",
        "fee AND",
        "fee NEAR ferry",
        "body:fee",
        "^fee",
        "fee; drop table articles",
        "fee [a-z]+ \\",
        "fee % _",
        "fee $1",
        "fee?",
        'fee"" OR "a',
    ],
)
def test_signs_of_other_languages_are_no_signs(desk: Settings, question: str) -> None:
    ask(desk, question)
    assert found(desk, "ferry fee") == ["headline", "often", "once"]


_WORDS = [
    "ferry",
    "fee",
    "the",
    "東京",
    "京都",
    "hafen*",
    "rain*",
    "Паром",
    "of",
    '"ferry fee"',
    '"the fee"',
    "-ida",
    "tower",
]


def test_every_hit_shows_every_clause(desk: Settings) -> None:
    hit_count = 0
    for parts in combinations(_WORDS, 2):
        hits = ask(desk, " ".join(parts)).hits
        hit_count += len(hits)
        for hit in hits:
            assert marked(hit.headline) or marked(hit.context), hit
            article = ARTICLES[hit.row["document_id"]]
            text = f"{article['title']} {article['body']}".casefold()
            for part in parts:
                assert (part.strip('"-*').casefold() in text) != part.startswith("-")
    assert hit_count > 50
