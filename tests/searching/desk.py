"""A small database of invented articles to search, its tables and views as the program makes them."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from copydesk import searching, warehouse
from copydesk.searching.asking import Answer, Limits, search
from copydesk.settings import Settings

Rows = list[tuple[Any, ...]]

ARTICLES: dict[str, dict[str, Any]] = {
    "headline": {
        "title": "Ferry fee is back",
        "body": "The council of Corrin met on Monday.\n\nThe fee returns in June, and a boat will sail.",
        "published_on": "2024-05-01",
        "outlet": "Harbour Gazette",
    },
    "often": {
        "title": "A quarrel at the quay",
        "body": "A fee is a fee, said Ida Brandt. The ferry fee was never fair, the fee of a ferry least of all.",
        "published_on": "2024-05-03",
        "outlet": "The Lantern",
    },
    "once": {
        "title": "Notes of the week",
        "body": "Rain fell on Skarholm. " * 30
        + "Somebody spoke of the ferry, another of a fee. "
        + "It rained. " * 30,
        "published_on": "2024-05-02",
        "outlet": "Harbour Gazette",
    },
    "german": {
        "title": "Hafenvertrag verlängert",
        "body": "Der Hafenvertrag gilt bis März. Die Straße zur Fähre bleibt gesperrt, sagt Bürgermeisterin Groß.",
        "outlet": "Küstenbote",
    },
    "cyrillic": {
        "title": "Паром вернётся в мае",
        "body": "Паром вернётся в мае, сообщил мэр. Українські річкові порти чекають, і їжа не псується.",
    },
    "japanese": {
        "title": "渡し船の料金",
        "body": "東京都の港では、渡し船が再開した。カフェは満員だった。東京タワーも見える。",
    },
    "thai": {"title": None, "body": "เรือข้ามฟากกลับมาให้บริการอีกครั้งในเดือนพฤษภาคม"},
    "mixed": {
        "title": None,
        "body": "The 東京 tower and the tower of 京都 are not the same; e-mail: harbour_office, don’t ask.",
    },
}


@dataclass(frozen=True, slots=True)
class SearchDesk:
    """A writer's database under way, and where it lies."""

    con: duckdb.DuckDBPyConnection
    settings: Settings

    def put(self, name: str, article: Mapping[str, Any]) -> None:
        """Enter an article under a name that stands for its document_id, at an address of its own."""
        row = {
            "document_id": name,
            "authors": [],
            "language": "en",
            "word_count": 9,
            "flags": [],
            "rules_version": 1,
            **article,
        }
        columns = ", ".join(row)
        values = ", ".join(f"${column}" for column in row)
        self.con.execute(f"insert into articles ({columns}) values ({values})", row)
        self.con.execute(
            "insert into sightings values (?, ?, now(), 'run-1')", [name, f"https://sheet.example/{name}"]
        )

    def is_due(self) -> bool:
        """Tell whether the index is behind."""
        return searching.is_due(self.con, self.settings)

    def keep_index(self) -> None:
        """Bring the index up to date."""
        searching.keep_index(self.con, self.settings)

    def search(self, question: str, **limits: Any) -> Answer:
        """Ask."""
        return search(self.con, self.settings, question, Limits(**limits))

    def found(self, question: str, **limits: Any) -> list[str]:
        """Give the names of the articles that a question finds, the best first."""
        return [hit.row["document_id"] for hit in self.search(question, **limits).hits]

    def index_files(self) -> list[Path]:
        """Give the files of all indexes."""
        return sorted(self.settings.state_folder.glob("words-*.sqlite"))

    def contents(self) -> Rows:
        """Give the whole index by names of articles: what it says, however it came about."""
        names = dict(self.con.execute("select number, document_id from indexed_articles").fetchall())
        ((file,),) = self.con.execute("select distinct index_name from indexed_articles").fetchall()
        with closing(sqlite3.connect(self.settings.state_folder / file)) as index:
            index.execute("create virtual table temp.told using fts5vocab(main, words, instance)")
            rows = index.execute("select term, doc, col, offset from temp.told").fetchall()
        return sorted((term, names[number], *place) for term, number, *place in rows if number in names)


@contextmanager
def open_desk(folder: Path, articles: Mapping[str, Mapping[str, Any]] = ARTICLES) -> Iterator[SearchDesk]:
    """Open a writer's database that holds articles, by their names, and no index of them yet."""
    settings = Settings(database=folder / "copydesk.duckdb")
    with warehouse.open_writer(settings) as con:
        desk = SearchDesk(con, settings)
        for name, article in articles.items():
            desk.put(name, article)
        yield desk


def fresh_contents(folder: Path, articles: Mapping[str, Mapping[str, Any]]) -> Rows:
    """Give the index of articles that were entered at once."""
    with open_desk(folder, articles) as desk:
        desk.keep_index()
        return desk.contents()
