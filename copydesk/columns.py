"""Articles -> columns: cleaning a landed shard into one frame for each table of documents."""

import gc
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from copydesk.cleaning import clean_pages
from copydesk.document import Article, Citation, Comment, MediaType, Page, Paragraph, Quote, Span
from copydesk.errors import ReadError
from copydesk.landing import land_frames, read_raw
from copydesk.reading import read
from copydesk.reading.hints import parse_hints
from copydesk.reporting.names import read_name
from copydesk.reporting.outlets import Outlets, load_outlets
from copydesk.reporting.said import Said, read_said

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
    "quotes": pl.Schema(
        {
            "document_id": pl.String(),
            "ordinal": pl.Int32(),
            "text": pl.String(),
            "kind": pl.String(),
            "speaker": pl.String(),
            "speaker_as_written": pl.String(),
            "speaker_kind": pl.String(),
            "speaker_role": pl.String(),
            "surname_key": pl.String(),
            "given_key": pl.String(),
            "reason": pl.String(),
            "cue": pl.String(),
            "start": pl.Int32(),
            "stop": pl.Int32(),
        }
    ),
    "citations": pl.Schema(
        {
            "document_id": pl.String(),
            "ordinal": pl.Int32(),
            "outlet": pl.String(),
            "outlet_kind": pl.String(),
            "text": pl.String(),
            "cue": pl.String(),
            "start": pl.Int32(),
            "stop": pl.Int32(),
        }
    ),
    "rejected": REJECTED_SCHEMA,
}
_ARTICLE_COLUMNS = tuple(name for name in _SCHEMAS["articles"] if name != "document_id")

_Columns = dict[str, list[Any]]
_Part = Span | Paragraph | Comment | Quote | Citation
_BATCH = 64  # documents cleaned together


class _Raw(NamedTuple):
    """A row of a landed shard: a document, or why there is none."""

    uri: str
    document_id: str
    data: bytes | None
    media_type: MediaType | None
    reason: str | None
    detail: str | None
    headers: str | None
    told: str | None


def clean_shard(
    raw_path: Path,
    clean_folder: Path,
    document_ids: Iterable[str] | None = None,
    outlet_aliases: Path | None = None,
) -> tuple[Path, float]:
    """Clean a landed shard, or some documents of it; give the folder of its frames and the seconds it took.

    A document that cannot be read or cleaned becomes a row of the frame `rejected`; none stops the others.
    `outlet_aliases` is a table of outlets over the one that comes with the package; raises UsageError if it is broken.
    """
    started = time.perf_counter()
    outlets = load_outlets(outlet_aliases)
    raw = read_raw(raw_path, document_ids)
    tables: dict[str, _Columns] = {
        name: {column: [] for column in schema} for name, schema in _SCHEMAS.items()
    }
    with rare_collections():
        for batch in _batches(raw):
            _clean_batch(tables, batch, outlets)
    frames = {name: pl.DataFrame(tables[name], schema=schema) for name, schema in _SCHEMAS.items()}
    frames["arrivals"] = raw.select("uri", "document_id", "member", "seen_at")
    return land_frames(clean_folder, raw_path.stem, frames), time.perf_counter() - started


@contextmanager
def rare_collections() -> Iterator[None]:
    """Let Python look for garbage seldom: a shard's values are many and none is garbage, and looking took a quarter."""
    usual = gc.get_threshold()
    gc.set_threshold(200_000, 20, 100)  # more than a batch has at once
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _batches(raw: pl.DataFrame) -> Iterator[list[_Raw]]:
    """Give the documents of a shard, each once, in batches that are cleaned together."""
    fresh = raw.filter(pl.col("document_id").is_null() | pl.col("document_id").is_first_distinct())
    documents = map(_Raw._make, fresh.select(_Raw._fields).iter_rows())
    while batch := list(islice(documents, _BATCH)):
        yield batch


def _clean_batch(tables: dict[str, _Columns], batch: Sequence[_Raw], outlets: Outlets) -> None:
    """Read and clean documents; what cannot be read or cleaned is rejected, and takes none of the others with it."""
    read_ones: list[tuple[_Raw, Page]] = []
    for raw in batch:
        if raw.data is None:
            _add_row(tables["rejected"], (None, raw.uri, "collect", raw.reason, raw.detail))
        elif page := _read(tables, raw, raw.data):
            read_ones.append((raw, page))
    for raw, article in _cleaned(read_ones):
        said = _said(article, outlets) if isinstance(article, Article) else article
        if isinstance(article, Article) and isinstance(said, Said):
            _add_article(tables, raw.document_id, len(raw.data or b""), _with_known_names(article, outlets))
            _add_said(tables, raw.document_id, said)
        elif isinstance(said, Exception):
            _reject(tables, raw, "clean", said)


def _read(tables: dict[str, _Columns], raw: _Raw, data: bytes) -> Page | None:
    try:
        return read(data, raw.media_type, raw.headers, parse_hints(raw.told))
    except ReadError as error:
        _add_row(tables["rejected"], (raw.document_id, raw.uri, "read", error.reason, error.detail))
    except Exception as error:  # one document's fault must not take the batch with it
        _reject(tables, raw, "read", error)
    return None


def _cleaned(read_ones: Sequence[tuple[_Raw, Page]]) -> Iterator[tuple[_Raw, Article | Exception]]:
    """Clean pages together, or one by one where one of them cannot be cleaned."""
    try:
        articles = clean_pages([page for _, page in read_ones])
    except Exception as error:  # it is told of the document that raises it alone
        if len(read_ones) == 1:
            yield read_ones[0][0], error
        else:
            for one in read_ones:
                yield from _cleaned([one])
    else:
        yield from zip((raw for raw, _ in read_ones), articles, strict=True)


def _said(article: Article, outlets: Outlets) -> Said | Exception:
    try:
        return read_said(article.body, outlets)
    except Exception as error:  # one document's fault must not take the batch with it
        return error


def _with_known_names(article: Article, outlets: Outlets) -> Article:
    """Call the outlet and the agency of the dateline as citations do, also where the user's table names them."""
    return replace(article, outlet=_known(article.outlet, outlets), agency=_known(article.agency, outlets))


def _known(name: str | None, outlets: Outlets) -> str | None:
    known = outlets.find(name) if name else None
    return known.name if known else name


def _reject(tables: dict[str, _Columns], raw: _Raw, stage: str, error: Exception) -> None:
    # The class alone: an exception's text may quote the document.
    told = f"Cleaning raised {type(error).__name__}"
    _add_row(tables["rejected"], (raw.document_id, raw.uri, stage, "cleaning_error", told))


def _add_article(tables: dict[str, _Columns], document_id: str, byte_count: int, article: Article) -> None:
    """Add one article to the columns of every table."""
    text = article.text
    document = (document_id, article.media_type, article.encoding, byte_count, len(text), text)
    _add_row(tables["documents"], document)
    _add_row(tables["articles"], (document_id, *(_cell(getattr(article, name)) for name in _ARTICLE_COLUMNS)))
    _add_parts(tables["spans"], document_id, article.spans)
    _add_parts(tables["paragraphs"], document_id, article.paragraphs)
    _add_parts(tables["comments"], document_id, article.comments)


def _add_said(tables: dict[str, _Columns], document_id: str, said: Said) -> None:
    _add_parts(tables["quotes"], document_id, said.quotes)
    for quote in said.quotes:
        name = read_name(quote.speaker) if quote.speaker and quote.speaker_kind == "person" else None
        tables["quotes"]["surname_key"].append(name.surname if name else None)
        tables["quotes"]["given_key"].append(name.given if name else None)
    _add_parts(tables["citations"], document_id, said.citations)


def _add_row(columns: _Columns, row: Sequence[object]) -> None:
    for values, value in zip(columns.values(), row, strict=True):
        values.append(value)


def _add_parts(columns: _Columns, document_id: str, parts: Sequence[_Part]) -> None:
    """Add parts of a document, column by column: a field of theirs is a column by the same name."""
    if not parts:
        return
    columns["document_id"] += [document_id] * len(parts)
    columns["ordinal"] += range(len(parts))
    for name, values in zip(parts[0]._fields, zip(*parts, strict=True), strict=True):
        columns[name] += values


def _cell(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value
