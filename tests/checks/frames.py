"""Hand-made frames of a cleaned shard: sound ones, from which each test departs in one point."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from copydesk.columns import REJECTED_SCHEMA

Frames = dict[str, pl.DataFrame]

_SENTENCE = (
    "The council of Ardmoor wants to buy two new ferries and to pay for them with a fee on every car. "
)
BODY = (_SENTENCE * 2).strip()
HEADING = "Two ferries for Ardmoor"
TEXT = f"{HEADING}\n\n{BODY}\nShare"


def identity(number: int) -> str:
    """Give a document_id."""
    return f"{number:032x}"


def spans_of(*pieces: tuple[int, int, str]) -> list[dict[str, Any]]:
    """Give rows of spans from (start, stop, role)."""
    return [
        {"ordinal": ordinal, "start": start, "stop": stop, "role": role, "rule": "by.hand", "score": None}
        for ordinal, (start, stop, role) in enumerate(pieces)
    ]


def sound_spans() -> list[dict[str, Any]]:
    """Give the spans of the sound text: title, space, body, space, boilerplate."""
    first = len(HEADING)
    last = first + 2 + len(BODY)
    return spans_of(
        (0, first, "title"),
        (first, first + 2, "space"),
        (first + 2, last, "body"),
        (last, last + 1, "space"),
        (last + 1, len(TEXT), "boilerplate"),
    )


def frames_of(count: int = 2) -> Frames:
    """Give the frames of some sound documents."""
    rows: dict[str, list[dict[str, Any]]] = {
        name: []
        for name in (
            "documents",
            "articles",
            "spans",
            "paragraphs",
            "comments",
            "quotes",
            "citations",
            "arrivals",
        )
    }
    for number in range(count):
        document_id = {"document_id": identity(number)}
        rows["documents"].append(document_id | _DOCUMENT)
        rows["articles"].append(document_id | _ARTICLE)
        rows["spans"] += [document_id | span for span in sound_spans()]
        rows["paragraphs"].append(document_id | _PARAGRAPH)
        rows["comments"].append(document_id | _COMMENT)
        rows["quotes"].append(document_id | _QUOTE)
        rows["citations"].append(document_id | _CITATION)
        rows["arrivals"].append(
            document_id | {"uri": f"/inbox/{number}.txt", "member": False, "seen_at": None}
        )
    frames = {name: pl.DataFrame(rows[name], schema_overrides=_TYPES) for name in rows}
    return frames | {"rejected": pl.DataFrame(schema=REJECTED_SCHEMA)}


def altered(table: str, number: int = 0, /, **values: Any) -> Frames:
    """Give sound frames in which the rows of one document in one table have other values."""
    return with_rows(
        frames_of(), table, number, [row | values for row in rows_of(frames_of(), table, number)]
    )


def rows_of(frames: Mapping[str, pl.DataFrame], table: str, number: int) -> list[dict[str, Any]]:
    """Give the rows of one document."""
    return frames[table].filter(pl.col("document_id") == identity(number)).to_dicts()


def with_rows(frames: Frames, table: str, number: int, rows: list[dict[str, Any]]) -> Frames:
    """Give frames in which one document has certain rows in a table."""
    schema = frames[table].schema
    others = frames[table].filter(pl.col("document_id") != identity(number))
    ours = pl.DataFrame([{"document_id": identity(number)} | row for row in rows], schema=schema)
    return frames | {table: pl.concat([ours, others])}


_QUOTE = {
    "ordinal": 0,
    "text": "two new ferries",
    "kind": "quote",
    "speaker": "the council of Ardmoor",
    "speaker_as_written": "The council of Ardmoor",
    "speaker_kind": "group",
    "speaker_role": "official",
    "surname_key": None,
    "given_key": None,
    "reason": None,
    "cue": "wants",
    "start": 36,
    "stop": 51,
}
_CITATION = {
    "ordinal": 0,
    "outlet": "Ardmoor Ledger",
    "outlet_kind": "newspaper",
    "text": "Ardmoor",
    "cue": "told",
    "start": 15,
    "stop": 22,
}
_DOCUMENT = {
    "media_type": "text/plain",
    "encoding": "utf-8",
    "byte_count": len(TEXT),
    "char_count": len(TEXT),
    "text": TEXT,
}
_ARTICLE: dict[str, Any] = {
    "title": HEADING,
    "title_source": "text",
    "deck": None,
    "body": BODY,
    "published_on": None,
    "published_evidence": None,
    "dateline_place": None,
    "agency": None,
    "outlet": "Harbour Gazette",
    "authors": ["Ilse Brandvik"],
    "copyright_holder": None,
    "copyright_year": None,
    "language": "en",
    "word_count": len(BODY.split()),
    "flags": [],
    "rules_version": 1,
}
_PARAGRAPH = {"ordinal": 0, "text": BODY, "start": len(HEADING) + 2, "stop": len(HEADING) + 2 + len(BODY)}
_COMMENT = {"ordinal": 0, "author": "Anna Otter", "text": "At last.", "like_count": None}
_TYPES: dict[str, pl.DataType | type[pl.DataType]] = {
    "seen_at": pl.Datetime("us", "UTC"),
    "title": pl.String,
    "deck": pl.String,
    "published_on": pl.Date,
    "published_evidence": pl.String,
    "dateline_place": pl.String,
    "agency": pl.String,
    "copyright_holder": pl.String,
    "copyright_year": pl.Int32,
    "authors": pl.List(pl.String),
    "flags": pl.List(pl.String),
    "rules_version": pl.Int32,
    "ordinal": pl.Int32,
    "score": pl.Float64,
    "start": pl.Int32,
    "stop": pl.Int32,
    "like_count": pl.Int32,
    "surname_key": pl.String,
    "given_key": pl.String,
    "reason": pl.String,
}
