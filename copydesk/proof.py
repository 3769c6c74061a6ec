"""The proof of an article: every span of its text, what it is, and the rule that said so."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import duckdb

from copydesk import landing, warehouse
from copydesk.cleaning import clean_page
from copydesk.collecting import address
from copydesk.document import Span
from copydesk.errors import UsageError, WarehouseError
from copydesk.reading import read
from copydesk.settings import Settings


@dataclass(frozen=True, slots=True)
class Proof:
    """A decoded text with its spans, and where it came from."""

    name: str
    text: str
    spans: Sequence[Span]
    is_loaded: bool


def find_proof(target: str, settings: Settings) -> Proof:
    """Give the proof of a loaded document, by (the beginning of) its id, its path or its URL, else of a file as it is.

    Raises UsageError where the target is neither, WarehouseError where the raw bytes are not there.
    """
    if settings.database.exists():
        with warehouse.open_reader(settings) as con:
            if found := _loaded(con, target, settings):
                return found
    path = Path(target)
    if path.is_file():
        article = clean_page(read(path.read_bytes()))
        return Proof(
            f"{target} (not in {settings.database.name}: cleaned just now)",
            article.text,
            article.spans,
            False,
        )
    raise UsageError(
        f"{target} is no document of {settings.database} and no file; find ids with: copydesk sql 'from sightings'"
    )


class Found(NamedTuple):
    """A loaded document, the shard it landed in and the address it was last seen at."""

    document_id: str
    shard_id: str
    uri: str


def find_document(con: duckdb.DuckDBPyConnection, target: str) -> Found | None:
    """Give the newest document by (the beginning of) its id, its path or its URL.

    Raises UsageError where several begin with it.
    """
    rows = warehouse.query(
        con,
        "select document_id, shard_id, uri from documents join sightings using (document_id)"
        " where (length($target) >= 4 and starts_with(document_id, $target)) or uri in ($target, $path)"
        " order by seen_at desc",
        {"target": target, "path": address(os.path.abspath(target))},
    )
    if rows.height == 0:
        return None
    if rows["document_id"].n_unique() > 1 and not (rows["uri"] == rows["uri"][0]).all():
        raise UsageError(
            f"{rows['document_id'].n_unique()} documents begin with {target}; give more of the id"
        )
    return Found(*rows.row(0))


def _loaded(con: duckdb.DuckDBPyConnection, target: str, settings: Settings) -> Proof | None:
    found = find_document(con, target)
    if found is None:
        return None
    document_id, shard_id, uri = found
    spans = con.execute(
        "select start, stop, role, rule, score from spans where document_id = ? order by ordinal",
        [document_id],
    )
    try:
        raw = landing.read_document(settings.raw_folder, shard_id, document_id)
    except (OSError, IndexError) as error:
        raise WarehouseError(f"The raw bytes of {document_id} are not in {settings.raw_folder}") from error
    text = read(raw.data, raw.media_type, raw.headers).text
    return Proof(f"{document_id}  {uri}", text, [Span(*row) for row in spans.fetchall()], True)
