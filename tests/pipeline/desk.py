"""What the tests of the pipeline share: invented articles, a desk to run them over, and tables to compare."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from checks.verdicts import Verdict
from copydesk import warehouse
from copydesk.settings import Settings
from flows import pipeline
from flows.executors import PoolExecutor
from flows.running import RunReport

Rows = list[tuple[Any, ...]]

# What differs between two runs over the same input: names of runs and shards, and the time of day.
VOLATILE = frozenset(
    {
        "run_id",
        "shard_id",
        "seen_at",
        "first_seen_at",
        "quarantined_at",
        "closed_by",
        "closed_at",
        "cleaned_at",
    }
)
ROOT = Path(__file__).resolve().parents[2]
TABLES = (
    "documents",
    "sightings",
    "articles",
    "spans",
    "paragraphs",
    "comments",
    "quotes",
    "citations",
    "passages",
    "clusters",
    "quarantine",
)

_TOWNS = ("Ardmoor", "Skarholm", "Marlund", "Corrin", "Calderby", "Villamarea", "Brevanne", "Lorneford")
_PEOPLE = (
    "Ilse Brandvik",
    "Tomas Verel",
    "Edda Frome",
    "Ruben Adair",
    "Joss Arden",
    "Sunniva Dahl",
    "Anselm Byrd",
)

_PARAGRAPHS: dict[str, tuple[str, ...]] = {
    "en": (
        "The council of {town} wants to buy {number} new ferries and to pay for them with a fee of {fee} crowns on"
        " every car that crosses the strait, {person} told a public meeting on Thursday evening.",
        "“We have waited {years} years for a boat that starts in winter,” {person} said, and was applauded for it.",
        "The yard that built the old ferries closed in the spring, and the harbour office has not yet said who would"
        " repair the engines until the new ones arrive.",
    ),
    "de": (
        "Die Stadt {town} will {number} neue Fähren kaufen und sie mit einer Abgabe von {fee} Kronen auf jedes Auto"
        " bezahlen, das die Meerenge überquert, sagte {person} am Donnerstag vor den Bürgern.",
        "„Wir haben {years} Jahre auf ein Schiff gewartet, das auch im Winter anspringt“, sagte {person}.",
        "Die Werft der alten Fähren wurde im Frühjahr geschlossen, und das Hafenamt hat noch nicht mitgeteilt, wer die"
        " Motoren bis zur Ankunft der neuen Schiffe reparieren soll.",
    ),
    "es": (
        "El ayuntamiento de {town} quiere comprar {number} barcos nuevos y pagarlos con una tasa de {fee} coronas por"
        " cada coche que cruce el estrecho, dijo {person} el jueves ante los vecinos.",
        "“Llevamos {years} años esperando un barco que arranque en invierno”, dijo {person} entre aplausos.",
        "El astillero que construyó los barcos viejos cerró en primavera, y la oficina del puerto todavía no ha dicho"
        " quién reparará los motores hasta que lleguen los nuevos.",
    ),
}
LANGUAGES = tuple(_PARAGRAPHS)


def article(number: int = 1, language: str = "en") -> str:
    """Give an invented article of three paragraphs that the gate lets pass; each number gives another one."""
    facts = {
        "number": number + 2,
        "fee": 100 + 7 * number,
        "years": 3 + number % 40,
        "town": _TOWNS[number % len(_TOWNS)],
        "person": _PEOPLE[number % len(_PEOPLE)],
    }
    return "\n\n".join(paragraph.format(**facts) for paragraph in _PARAGRAPHS[language])


def page(number: int = 1, *, commenters: Iterable[str] = ("Piers Holloway",)) -> str:
    """Give an article as a page with a headline, a byline, navigation and readers' comments."""
    body = "".join(f"<p>{paragraph}</p>\n" for paragraph in article(number).split("\n\n"))
    comments = "".join(
        f'<li class="comment"><cite class="fn">{name}</cite> <span class="says">says:</span>'
        f"<p>I took the ferry number {number} for years and never once arrived on time.</p></li>\n"
        for name in commenters
    )
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Ferry plan {number}</title></head><body>\n'
        '<nav><a href="/news">News</a> <a href="/harbour">Harbour</a></nav>\n'
        f"<article><h1>{_TOWNS[number % len(_TOWNS)]} plans ferry number {number}</h1>\n{body}</article>\n"
        f'<ol class="comment-list">\n{comments}</ol></body></html>\n'
    )


def record(number: int, **fields: Any) -> str:
    """Give an article as one line of a JSON-lines file."""
    return json.dumps({"text": article(number)} | fields, ensure_ascii=False)


def refusal(word: str) -> Verdict:
    """Give a verdict that rejects every article with a word in its body, as a new version of the rules might."""
    return Verdict(
        "unwanted_word", "reject", pl.col("body").str.contains(word, literal=True), pl.lit("It has the word")
    )


@dataclass(frozen=True, slots=True)
class Desk:
    """A folder to put files in, and a database to take them into; everything runs in this process."""

    folder: Path
    settings: Settings

    @property
    def inbox(self) -> Path:
        """The folder that `ingest` takes in."""
        return self.folder / "inbox"

    def put(self, name: str, content: str | bytes) -> Path:
        """Write a file into the inbox and give its path."""
        path = self.inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def ingest(self, *paths: Path) -> RunReport:
        """Take the inbox in, or the given files."""
        return pipeline.ingest([str(path) for path in paths or (self.inbox,)], self.settings, PoolExecutor(1))

    def rebuild(self) -> RunReport:
        """Clean everything that landed again."""
        return pipeline.rebuild(self.settings, PoolExecutor(1))

    def retry(self, *quarantine_ids: str) -> RunReport:
        """Try again what is in quarantine."""
        return pipeline.retry(self.settings, PoolExecutor(1), quarantine_ids)

    def waive(self, quarantine_id: str, waived_by: str = "Edda Frome") -> RunReport:
        """Load a quarantined document all the same."""
        return pipeline.waive(self.settings, PoolExecutor(1), quarantine_id, waived_by)

    def audit(self, *, accept: bool = False) -> RunReport:
        """Run the assertions and publish."""
        return pipeline.audit(self.settings, PoolExecutor(1), accept=accept)

    def alter(self, *statements: str) -> None:
        """Change the writer's database behind the pipeline's back."""
        with warehouse.open_writer(self.settings) as con:
            for statement in statements:
                con.execute(statement)

    def rows(self, sql: str) -> Rows:
        """Ask the published file."""
        with duckdb.connect(str(self.settings.database), read_only=True) as con:
            return con.execute(sql).fetchall()

    def value(self, sql: str) -> Any:
        """Ask the published file for one value."""
        ((value,),) = self.rows(sql)
        return value

    def tables(self, *, volatile: Iterable[str] = VOLATILE) -> dict[str, Rows]:
        """Give the rows of every table of documents, in order, without the columns that differ between runs."""
        return tables_of(self.settings.database, volatile)


def make_desk(folder: Path, **settings: Any) -> Desk:
    """Give a desk with an empty inbox in a folder; small shards, so that a few files make several."""
    desk = Desk(
        folder,
        Settings.model_validate(
            {"database": folder / "desk.duckdb", "workers": 1, "shard_documents": 20} | settings
        ),
    )
    desk.inbox.mkdir(parents=True, exist_ok=True)
    return desk


def tables_of(database: Path, volatile: Iterable[str] = VOLATILE) -> dict[str, Rows]:
    """Give the rows of every table of documents in a published file."""
    left_out = ", ".join(f"'{name}'" for name in volatile) or "''"
    with duckdb.connect(str(database), read_only=True) as con:
        return {
            table: con.execute(
                f"select columns(lambda name: name not in ({left_out})) from {table} order by all"
            ).fetchall()
            for table in TABLES
        }


def differences(expected: Mapping[str, Rows], found: Mapping[str, Rows]) -> dict[str, str]:
    """Say for each table that differs how many rows are missing and too many, and show the first; empty if none do."""
    told = {}
    for table, rows in expected.items():
        missing = [row for row in rows if row not in found[table]]
        extra = [row for row in found[table] if row not in rows]
        if missing or extra or len(rows) != len(found[table]):
            told[table] = (
                f"{len(rows)} rows expected, {len(found[table])} found; {missing[:1]=}, {extra[:1]=}"
            )
    return told
