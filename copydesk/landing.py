"""Shards on disk as Parquet, written to a temporary name and renamed: a shard is there whole or not at all."""

import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import polars as pl

from copydesk.collecting import Failure
from copydesk.document import RawDocument
from copydesk.errors import WarehouseError
from copydesk.reading.hints import parse_hints, write_hints

RAW_SCHEMA = pl.Schema(
    {
        "uri": pl.String(),
        "document_id": pl.String(),  # NULL, like data, where nothing could be fetched
        "data": pl.Binary(),
        "media_type": pl.String(),
        "member": pl.Boolean(),
        "reason": pl.String(),
        "detail": pl.String(),
        "headers": pl.String(),  # of the HTTP answer, one `name: value` a line
        "seen_at": pl.Datetime("us", "UTC"),  # NULL: when the shard is loaded
        "told": pl.String(),  # what a feed says of it, as JSON
    }
)
_TEMPORARY = ".tmp"


@dataclass(frozen=True, slots=True)
class RawShard:
    """A landed shard: its name, its file and what it holds."""

    shard_id: str
    path: Path
    document_count: int
    byte_count: int


def raw_frame(arrivals: Iterable[RawDocument | Failure]) -> pl.DataFrame:
    """Lay arrivals out in columns."""
    rows = [
        (one.uri, None, None, None, False, one.reason, one.detail, None, None, None)
        if isinstance(one, Failure)
        else (
            *(one.uri, one.document_id, one.data, one.media_type, one.member, None, None),
            *(one.headers, one.seen_at, write_hints(one.told)),
        )
        for one in arrivals
    ]
    return pl.DataFrame(rows, schema=RAW_SCHEMA, orient="row")


def land_raw(folder: Path, shard_id: str, frame: pl.DataFrame) -> RawShard:
    """Write one shard of raw documents, durably."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{shard_id}.parquet"
    temporary = path.with_suffix(_TEMPORARY)
    _write(frame, temporary, "zstd")
    _sync(temporary)
    temporary.replace(path)
    _sync(folder)
    return _raw_shard(path, frame)


def find_raw(folder: Path) -> list[RawShard]:
    """Give the landed shards in the order in which they came."""
    return [_raw_shard(path) for path in sorted(folder.glob("*.parquet"))]


def read_raw(path: Path, document_ids: Iterable[str] | None = None) -> pl.DataFrame:
    """Read a landed shard, or some documents of it; columns that its version did not know yet are NULL."""
    frame = pl.scan_parquet(path, schema=RAW_SCHEMA, missing_columns="insert")
    if document_ids is not None:
        frame = frame.filter(pl.col("document_id").is_in(list(document_ids)))
    return frame.collect()


def read_arrivals(shards: Iterable[RawShard]) -> pl.DataFrame:
    """Give `uri` and `document_id` of all that landed in some shards."""
    keys = RAW_SCHEMA.names()[:2]
    frames = [pl.read_parquet(shard.path, columns=keys) for shard in shards]
    return pl.concat([pl.DataFrame(schema=RAW_SCHEMA).select(keys), *frames])


def read_document(folder: Path, shard_id: str, document_id: str) -> RawDocument:
    """Give one landed document with its evidence. Raises OSError without the shard, IndexError without the document."""
    found = read_raw(folder / f"{shard_id}.parquet", [document_id]).rows(named=True)[0]
    columns = ("uri", "data", "media_type", "member", "headers", "seen_at")
    return RawDocument(**{name: found[name] for name in columns}, told=parse_hints(found["told"]))


def land_frames(folder: Path, shard_id: str, frames: Mapping[str, pl.DataFrame]) -> Path:
    """Write the frames of one cleaned shard into a folder of its own."""
    target = folder / shard_id
    temporary = folder / f"{shard_id}{_TEMPORARY}"
    for path in (temporary, target):
        shutil.rmtree(path, ignore_errors=True)
    temporary.mkdir(parents=True)
    for name, frame in frames.items():
        _write(frame, temporary / f"{name}.parquet", "lz4")
    temporary.replace(target)
    return target


def read_frames(folder: Path) -> dict[str, pl.DataFrame]:
    """Read the frames of one cleaned shard."""
    return {path.stem: pl.read_parquet(path) for path in sorted(folder.glob("*.parquet"))}


def drop_frames(folder: Path) -> None:
    """Delete a cleaned shard that is loaded."""
    shutil.rmtree(folder, ignore_errors=True)


def clear_leftovers(raw_folder: Path, clean_folder: Path) -> None:
    """Delete what a killed run left half written; landed raw shards are whole and stay."""
    for path in raw_folder.glob(f"*{_TEMPORARY}"):
        path.unlink(missing_ok=True)
    shutil.rmtree(clean_folder, ignore_errors=True)


def replace_file(source: Path, target: Path) -> None:
    """Copy a file beside its target and rename it over: readers see the old one or the new one, whole."""
    temporary = target.with_name(f".{target.name}{_TEMPORARY}")
    try:
        shutil.copyfile(source, temporary)
        _sync(temporary)
        temporary.replace(target)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    _sync(target.parent)


def _write(frame: pl.DataFrame, path: Path, compression: Literal["zstd", "lz4"]) -> None:
    try:
        frame.write_parquet(
            path, compression=compression, compression_level=1 if compression == "zstd" else None
        )
    except pl.exceptions.ComputeError as error:  # how polars says that the disk is full
        raise WarehouseError(f"{path} cannot be written: {error}") from error


def _raw_shard(path: Path, frame: pl.DataFrame | None = None) -> RawShard:
    columns = frame if frame is not None else pl.scan_parquet(path)
    totals = (
        columns.lazy()
        .select(pl.len().alias("rows"), pl.col("data").bin.size().sum().alias("bytes"))
        .collect()
    )
    return RawShard(path.stem, path, totals["rows"][0], totals["bytes"][0] or 0)


def _sync(path: Path) -> None:
    """Wait until a file or folder is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
