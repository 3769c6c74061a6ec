"""Articles -> columns: cleaning a landed shard into one frame for each table of documents."""

import gc
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polars as pl

from copydesk.cleaning import clean_page
from copydesk.document import Article, Comment, MediaType, Paragraph, Span
from copydesk.errors import ReadError
from copydesk.landing import land_frames, read_raw
from copydesk.reading import read

# Columns of the frames that hold rejected documents.
REJECTED_SCHEMA = pl.Schema(
    {
        "document_id": pl.String(),
        "uri": pl.String(),
        "stage": pl.String(),
        "reason": pl.String(),
        "detail": pl.String(),
    }
)
_SCHEMAS: dict[str, pl.Schema] = {
    "documents": pl.Schema(
        {
            "document_id": pl.String(),
            "media_type": pl.String(),
            "encoding": pl.String(),
            "byte_count": pl.Int64(),
            "char_count": pl.Int64(),
            "text": pl.String(),  # for the gate, which holds the spans against it; not loaded
        }
    ),
    "articles": pl.Schema(
        {
            "document_id": pl.String(),
            "title": pl.String(),
            "title_source": pl.String(),
            "deck": pl.String(),
            "body": pl.String(),
            "published_on": pl.Date(),
            "published_evidence": pl.String(),
            "dateline_place": pl.String(),
            "agency": pl.String(),
            "outlet": pl.String(),
            "authors": pl.List(pl.String()),
            "copyright_holder": pl.String(),
            "copyright_year": pl.Int32(),
            "language": pl.String(),
            "word_count": pl.Int64(),
            "flags": pl.List(pl.String()),
            "rules_version": pl.Int32(),
        }
    ),
    "spans": pl.Schema(
        {
            "document_id": pl.String(),
            "ordinal": pl.Int32(),
            "start": pl.Int32(),
            "stop": pl.Int32(),
            "role": pl.String(),
            "rule": pl.String(),
            "score": pl.Float64(),
        }
    ),
    "paragraphs": pl.Schema(
        {
            "document_id": pl.String(),
            "ordinal": pl.Int32(),
            "text": pl.String(),
            "start": pl.Int32(),
            "stop": pl.Int32(),
        }
    ),
    "comments": pl.Schema(
        {
            "document_id": pl.String(),
            "ordinal": pl.Int32(),
            "author": pl.String(),
            "text": pl.String(),
            "like_count": pl.Int32(),
        }
    ),
    "rejected": REJECTED_SCHEMA,
}
_ARTICLE_COLUMNS = tuple(name for name in _SCHEMAS["articles"] if name != "document_id")

_Columns = dict[str, list[Any]]


def clean_shard(
    raw_path: Path, clean_folder: Path, document_ids: Iterable[str] | None = None
) -> tuple[Path, float]:
    """Clean a landed shard, or some documents of it; give the folder of its frames and the seconds it took.

    A document that cannot be read or cleaned becomes a row of the frame `rejected`; none stops the others.
    """
    started = time.perf_counter()
    raw = read_raw(raw_path, document_ids)
    tables: dict[str, _Columns] = {
        name: {column: [] for column in schema} for name, schema in _SCHEMAS.items()
    }
    done: set[str] = set()
    with _rare_collections():
        for uri, document_id, data, media_type, _, reason, detail in raw.iter_rows():
            if data is None:
                _add_row(tables["rejected"], (None, uri, "collect", reason, detail))
            elif document_id not in done:
                _clean_document(tables, uri, document_id, data, media_type)
                done.add(document_id)
    frames = {name: pl.DataFrame(tables[name], schema=schema) for name, schema in _SCHEMAS.items()}
    frames["arrivals"] = raw.select("uri", "document_id", "member")
    return land_frames(clean_folder, raw_path.stem, frames), time.perf_counter() - started


@contextmanager
def _rare_collections() -> Iterator[None]:
    """Let Python look for garbage seldom: a shard's values are many and none is garbage, and looking took a quarter."""
    usual = gc.get_threshold()
    gc.set_threshold(50_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _clean_document(
    tables: dict[str, _Columns], uri: str, document_id: str, data: bytes, media_type: MediaType | None
) -> None:
    try:
        article = clean_page(read(data, media_type))
    except ReadError as error:
        _add_row(tables["rejected"], (document_id, uri, "read", error.reason, error.detail))
    except Exception as error:  # one document's fault must not take the batch with it
        # The class alone: an exception's text may quote the document.
        told = f"Cleaning raised {type(error).__name__}"
        _add_row(tables["rejected"], (document_id, uri, "clean", "cleaning_error", told))
    else:
        _add_article(tables, document_id, len(data), article)


def _add_article(tables: dict[str, _Columns], document_id: str, byte_count: int, article: Article) -> None:
    """Add one article to the columns of every table."""
    text = article.text
    document = (document_id, article.media_type, article.encoding, byte_count, len(text), text)
    _add_row(tables["documents"], document)
    _add_row(tables["articles"], (document_id, *(_cell(getattr(article, name)) for name in _ARTICLE_COLUMNS)))
    _add_parts(tables["spans"], document_id, article.spans)
    _add_parts(tables["paragraphs"], document_id, article.paragraphs)
    _add_parts(tables["comments"], document_id, article.comments)


def _add_row(columns: _Columns, row: Sequence[object]) -> None:
    for values, value in zip(columns.values(), row, strict=True):
        values.append(value)


def _add_parts(columns: _Columns, document_id: str, parts: Sequence[Span | Paragraph | Comment]) -> None:
    """Add spans, paragraphs or comments, column by column: a field of theirs is a column by the same name."""
    if not parts:
        return
    columns["document_id"] += [document_id] * len(parts)
    columns["ordinal"] += range(len(parts))
    for name, values in zip(parts[0]._fields, zip(*parts, strict=True), strict=True):
        columns[name] += values


def _cell(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value
