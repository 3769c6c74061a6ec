"""Paths -> raw documents: files, folders, globs, gzip, JSON lines. What cannot be fetched becomes a rejection."""

import codecs
import glob
import gzip
import io
import json
import os
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from copydesk.document import MediaType, RawDocument
from copydesk.errors import ReadError, UsageError
from copydesk.reading.record import record_url

_MEDIA_TYPES: dict[str, MediaType] = {
    ".txt": "text/plain",
    ".text": "text/plain",
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "text/html",
    ".json": "application/json",
}
_LINES = frozenset({".jsonl", ".ndjson"})
_GZIP_MAGIC = b"\x1f\x8b"
_RATIO_FROM = 2**20  # bytes unpacked before the ratio counts: small files of spaces pack very well


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that should have been a document and could not be fetched."""

    uri: str
    reason: str
    detail: str


class Limits(Protocol):
    """How large a document may be."""

    @property
    def max_bytes(self) -> int:
        """Bytes of one document, unpacked."""

    @property
    def max_unpacked_ratio(self) -> int:
        """Bytes unpacked for each byte packed."""


def find_files(paths: Iterable[str]) -> list[Path]:
    """Expand files, folders and globs into files, sorted within each; hidden files in folders are passed over.

    Raises UsageError for a path or glob that names nothing.
    """
    found: dict[Path, None] = {}
    for given in paths:
        path = Path(given).expanduser().absolute()
        if path.is_dir():
            found.update(dict.fromkeys(_walk(path)))
        elif path.is_symlink() or path.exists():
            found[path] = None
        elif matches := sorted(glob.glob(str(path), recursive=True)):
            found.update(dict.fromkeys(find_files(matches)))
        else:
            raise UsageError(f"{given} does not exist; give a file, a folder or a glob that matches some")
    return list(found)


def collect(files: Iterable[Path], limits: Limits) -> Iterator[RawDocument | Failure]:
    """Read the documents of the files, one at a time, in order."""
    for path in files:
        try:
            yield from _read_file(path, limits)
        except ReadError as error:
            yield Failure(str(path), error.reason, error.detail)
        except OSError as error:
            yield Failure(str(path), *_explain(error, path))


def _walk(folder: Path) -> Iterator[Path]:
    """Give the files of a folder and, for each folder that cannot be listed, the folder itself."""
    unreadable: list[Path] = []
    for parent, folders, names in os.walk(folder, onerror=lambda error: unreadable.append(Path(error.filename))):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(parent, name) for name in sorted(names) if not name.startswith("."))
    yield from unreadable


def _read_file(path: Path, limits: Limits) -> Iterator[RawDocument | Failure]:
    if path.exists() and not path.is_file():
        if path.is_dir():
            path.iterdir().__next__()  # raises the reason why the folder could not be listed
        raise ReadError("not_a_file", "It is a device, socket or pipe, not a file")
    suffixes = [suffix.lower() for suffix in path.suffixes]
    kind = suffixes[-2] if len(suffixes) > 1 and suffixes[-1] == ".gz" else suffixes[-1] if suffixes else ""
    with _opened(path, limits) as stream:
        if kind in _LINES:
            yield from _read_lines(path, stream, limits.max_bytes)
        else:
            data = stream.read(limits.max_bytes + 1)
            if len(data) > limits.max_bytes:
                raise ReadError("too_large", _too_large("The document", limits.max_bytes))
            yield RawDocument(str(path), data, _MEDIA_TYPES.get(kind))


@contextmanager
def _opened(path: Path, limits: Limits) -> Iterator[BinaryIO]:
    """Open a file, unpacking gzip whatever its name; the packing's faults become ReadErrors."""
    with path.open("rb") as file:
        if file.peek(2)[:2] != _GZIP_MAGIC:
            yield file
            return
        guard = _BombGuard(gzip.GzipFile(fileobj=file), path.stat().st_size, limits.max_unpacked_ratio)
        try:
            yield io.BufferedReader(guard)
        except EOFError as error:
            raise ReadError("broken_gzip", "The gzip data is cut off before its end") from error
        except (gzip.BadGzipFile, zlib.error) as error:
            raise ReadError("broken_gzip", f"The gzip data is damaged: {error}") from error


class _BombGuard(io.RawIOBase):
    """Counts what a gzip file unpacks to, in bounded steps, and stops where no honest file would go."""

    def __init__(self, stream: gzip.GzipFile, packed_count: int, max_ratio: int) -> None:
        self._stream = stream
        self._most = max(_RATIO_FROM, packed_count * max_ratio)
        self._max_ratio = max_ratio
        self._count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]  # the stub knows no Buffer protocol
        data = self._stream.read(min(len(buffer), 2**16))
        self._count += len(data)
        if self._count > self._most:
            raise ReadError("gzip_bomb", f"The gzip data unpacks to more than {self._max_ratio} times its size")
        buffer[: len(data)] = data
        return len(data)


def _read_lines(path: Path, stream: BinaryIO, max_bytes: int) -> Iterator[RawDocument | Failure]:
    """Give each line of a JSON-lines file; its address is its `url`, else the file and the line's number."""
    for number, line in enumerate(_lines(stream, max_bytes), start=1):
        here = f"{path}#{number}"
        if line is None:
            yield Failure(here, "too_large", _too_large("The line", max_bytes))
        elif data := line.strip(b"\r\n"):
            if data.strip():
                yield RawDocument(_url(data) or here, data, "application/json", member=True)


def _lines(stream: BinaryIO, max_bytes: int) -> Iterator[bytes | None]:
    """Give lines without reading more than `max_bytes` of one at once; None stands for a line that is longer."""
    mark = stream.peek(4)[:4] if isinstance(stream, io.BufferedReader) else b""
    if mark[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        yield from (line.encode() for line in codecs.getreader("utf-16")(stream, "replace"))
        return
    while line := stream.readline(max_bytes + 1):
        if len(line) <= max_bytes:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(max_bytes)
        yield None


def _url(line: bytes) -> str | None:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return None  # landed all the same: the reader says what is wrong with it
    return record_url(record) if isinstance(record, dict) else None


def _explain(error: OSError, path: Path) -> tuple[str, str]:
    if isinstance(error, PermissionError):
        return "no_permission", "This user may not read it"
    if isinstance(error, FileNotFoundError):
        if path.is_symlink():
            return "broken_link", f"The link points to {path.readlink()}, which does not exist"
        return "vanished", "It was there when the folder was listed and is gone now"
    return "unreadable", error.strerror or type(error).__name__


def _too_large(what: str, max_bytes: int) -> str:
    return f"{what} is larger than {max_bytes / 2**20:g} MiB"
