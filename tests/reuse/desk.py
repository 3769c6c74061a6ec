"""What the tests of reuse share: invented articles of made-up words, and a database they are related in."""

import random
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl

from copydesk import warehouse
from copydesk.document import identify
from copydesk.relating import relate
from copydesk.settings import Settings

_SYLLABLES = (
    "bra",
    "cor",
    "del",
    "fen",
    "gal",
    "hin",
    "jor",
    "kel",
    "lum",
    "mar",
    "nor",
    "pel",
    "rav",
    "sol",
    "tev",
    "vil",
)


def words(count: int, seed: int) -> list[str]:
    """Give made-up words, the same ones for the same seed."""
    rng = random.Random(seed)  # noqa: S311
    return ["".join(rng.choices(_SYLLABLES, k=3)) for _ in range(count)]


def changed(given: list[str], count: int, seed: int) -> list[str]:
    """Put other words in the place of some."""
    rng = random.Random(seed)  # noqa: S311
    result = list(given)
    for place in rng.sample(range(len(given)), count):
        result[place] = "X" + result[place]
    return result


def text(given: list[str]) -> str:
    """Set words as sentences and paragraphs."""
    sentences = [" ".join(given[at : at + 12]).capitalize() + "." for at in range(0, len(given), 12)]
    return "\n\n".join(" ".join(sentences[at : at + 4]) for at in range(0, len(sentences), 4))


@dataclass(frozen=True)
class Desk:
    """A writer's database that articles are put into as loading does."""

    con: duckdb.DuckDBPyConnection

    def load(self, bodies: Mapping[str, str]) -> dict[str, str]:
        """Load articles by address and relate them; give their ids."""
        ids = self.put(bodies)
        relate(self.con)
        return ids

    def put(self, bodies: Mapping[str, str]) -> dict[str, str]:
        """Load articles by address; what was not there is not related yet."""
        ids = {uri: identify(body.encode()) for uri, body in bodies.items()}
        frame = pl.DataFrame({"document_id": list(ids.values()), "body": list(bodies.values())})
        new = frame.unique("document_id").with_columns(
            language=pl.lit("en"),
            word_count=100,
            rules_version=1,
            authors=pl.lit([], pl.List(pl.String)),
            flags=pl.lit([], pl.List(pl.String)),
        )
        warehouse.insert(self.con, "articles", new)
        sightings = pl.DataFrame({"document_id": list(ids.values()), "uri": list(ids)})
        warehouse.insert(
            self.con,
            "sightings",
            sightings.with_columns(seen_at=pl.lit(warehouse.now()), run_id=pl.lit("run-1")),
        )
        return ids

    def drop(self, *document_ids: str) -> None:
        """Take articles out, as a rebuild does with what it refuses."""
        for table in ("articles", "sightings"):
            self.con.execute(
                f"delete from {table} where list_contains(?::varchar[], document_id)", [list(document_ids)]
            )

    def found(self) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
        """Give all passages and clusters, in order."""
        return (
            self.con.execute("from passages order by all").fetchall(),
            self.con.execute("from clusters order by all").fetchall(),
        )

    def pairs(self) -> set[frozenset[str]]:
        """Give the pairs of articles that share passages."""
        rows = self.con.execute("select distinct document_id, other_document_id from passages").fetchall()
        return set(map(frozenset, rows))

    def clusters(self) -> set[frozenset[str]]:
        """Give the members of each cluster."""
        rows = self.con.execute("select list(document_id) from clusters group by cluster_id").fetchall()
        return {frozenset(members) for (members,) in rows}


@contextmanager
def open_desk(folder: Path) -> Iterator[Desk]:
    """Open an empty database."""
    with warehouse.open_writer(Settings(database=folder / "desk.duckdb")) as con:
        yield Desk(con)
