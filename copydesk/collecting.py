"""Paths -> raw documents: files, folders, globs, gzip, JSON lines, web archives. What cannot be had becomes a Failure.

A path is a string here: a run may see a hundred thousand that it knows already, and making a Path of each takes longer
than opening the file.
"""

import errno
import glob
import gzip
import io
import json
import os
import re
import stat
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import AnyStr, Protocol

from copydesk.archives import BrokenRecord, read_archive
from copydesk.document import MediaType, RawDocument
from copydesk.errors import ReadError, UsageError
from copydesk.reading.encoding import is_wide, unicode_form
from copydesk.reading.record import record_url
from copydesk.reading.sniffing import refuse_format

_MEDIA_TYPES: dict[str, MediaType] = {
    ".txt": "text/plain",
    ".text": "text/plain",
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "text/html",
    ".json": "application/json",
}
_LINES = frozenset({".jsonl", ".ndjson"})
_ARCHIVES = (".warc", ".warc.gz", ".warc.zst", ".wet", ".wet.gz", ".wet.zst")
_GZIP_MAGIC = b"\x1f\x8b"
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_ESCAPED = re.compile(r"\\x([89a-f][0-9a-f])|\\u([0-9a-f]{4})")
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


def find_files(paths: Iterable[str]) -> list[str]:
    """Expand files, folders and globs into files, sorted within each; hidden files in folders are left out.

    Raises UsageError for a path or glob that names nothing.
    """
    found: dict[str, None] = {}
    for given in paths:
        path = os.path.abspath(os.path.expanduser(given))
        if os.path.isdir(path):
            found.update(dict.fromkeys(_walk(path)))
        elif _is_there(path):
            found[path] = None
        elif matches := sorted(glob.glob(path, recursive=True)):
            found.update(dict.fromkeys(find_files(matches)))
        else:
            raise UsageError(f"{given} does not exist; give a file, a folder or a glob that matches some")
    return list(found)


def collect(files: Iterable[str], limits: Limits) -> Iterator[RawDocument | Failure]:
    """Read the documents of the files, one at a time, in order."""
    for path in files:
        try:
            yield from _read_path(path, limits)
        except ReadError as error:
            yield Failure(address(path), error.reason, error.detail)
        except OSError as error:
            yield Failure(address(path), *_explain(error, path))


def address(path: str) -> str:
    """Give the address of a file: its path, in characters that every screen, table and database takes."""
    return _printable(path)


def path_at(uri: str) -> str:
    """Give the path whose address this is; what looks escaped stays so where a file has that very name."""
    return uri if os.path.lexists(uri) else _ESCAPED.sub(_unescape, uri)


def _printable(text: str) -> str:
    """Write out what cannot be seen or stored."""
    return _UNPRINTABLE.sub(lambda match: _escape(ord(match[0])), text)


def _escape(code: int) -> str:
    """Write a byte of a file name that is not UTF-8 as \\xNN, any other character as \\uNNNN."""
    return f"\\x{code - 0xDC00:02x}" if 0xDC80 <= code <= 0xDCFF else f"\\u{code:04x}"


def _unescape(match: re.Match[str]) -> str:
    return chr(int(match[1], 16) + 0xDC00 if match[1] else int(match[2], 16))


def _is_there(path: str) -> bool:
    """Tell whether a path names something; what this user may not look at does: reading it will say so."""
    try:
        os.lstat(path)
    except PermissionError:
        return True
    except (OSError, ValueError):
        return False
    return True


def _walk(folder: str) -> Iterator[str]:
    """Give the files of a folder and the folders in it that are not entered: links, those it cannot list."""
    unreadable: list[OSError] = []
    for parent, folders, names in os.walk(folder, onerror=unreadable.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        links = [name for name in folders if os.path.islink(os.path.join(parent, name))]
        yield from (os.path.join(parent, name) for name in sorted(names + links) if not name.startswith("."))
    yield from (error.filename for error in unreadable)


def _read_path(path: str, limits: Limits) -> Iterator[RawDocument | Failure]:
    status = os.stat(path)
    if stat.S_ISDIR(status.st_mode):
        yield from _read_folder(path, limits)
    elif stat.S_ISREG(status.st_mode):
        is_archive = path.lower().endswith(_ARCHIVES)
        yield from _read_records(path, limits) if is_archive else _read_file(path, status.st_size, limits)
    else:
        raise ReadError("not_a_file", "It is a device, socket or pipe, not a file")


def _read_file(path: str, size: int, limits: Limits) -> Iterator[RawDocument | Failure]:
    suffix = _suffix(path)
    with _opened(path, size, limits) as stream:
        if suffix in _LINES:
            yield from _read_lines(path, stream, limits.max_bytes)
        else:
            yield RawDocument(
                address(path), _read_whole(stream, size, limits.max_bytes), _MEDIA_TYPES.get(suffix)
            )


def _read_records(path: str, limits: Limits) -> Iterator[RawDocument | Failure]:
    """Give the pages of a web archive; the address of a broken record is the archive and its number."""
    with open(path, "rb") as file:
        for one in read_archive(file, limits.max_bytes):
            if isinstance(one, BrokenRecord):
                yield Failure(f"{address(path)}#{one.number}", one.reason, one.detail)
            else:
                yield one


def _read_whole(stream: io.BufferedReader, size: int, most: int) -> bytes:
    """Read a stream that likely holds `size` bytes: a buffer for the most it may hold costs more than reading."""
    data = stream.read(min(size, most) + 1)
    if len(data) > size:
        data += stream.read(most + 1 - len(data))
    if len(data) > most:
        raise ReadError("too_large", _too_large("The document", most))
    return data


def _suffix(path: str) -> str:
    """Give the ending of a name, in lower case, that tells what is in the file; `.gz` tells of the packing only."""
    stem, suffix = os.path.splitext(path.lower())
    return os.path.splitext(stem)[1] if suffix == ".gz" else suffix


def _read_folder(path: str, limits: Limits) -> Iterator[RawDocument | Failure]:
    """Read a folder that could not be entered when its parent was walked, and perhaps can be now."""
    if os.path.islink(path):
        raise ReadError("not_a_file", "It is a link to a folder, which is not followed; give the folder")
    os.listdir(path)  # raises the reason why it cannot be listed
    yield from collect(_walk(path), limits)


@contextmanager
def _opened(path: str, size: int, limits: Limits) -> Iterator[io.BufferedReader]:
    """Open a file, unpacking gzip whatever its name; the packing's faults become ReadErrors."""
    with open(path, "rb") as file:
        if file.peek(2)[:2] != _GZIP_MAGIC:
            yield file
            return
        guard = _BombGuard(gzip.GzipFile(fileobj=file), size, limits.max_unpacked_ratio)
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
        data = self._stream.read1(min(len(buffer), 2**16))  # read() would drop what stands before a fault
        self._count += len(data)
        if self._count > self._most:
            sentence = f"The gzip data unpacks to more than {self._max_ratio} times its size"
            raise ReadError("gzip_bomb", sentence)
        buffer[: len(data)] = data
        return len(data)


def _read_lines(path: str, stream: io.BufferedReader, max_bytes: int) -> Iterator[RawDocument | Failure]:
    """Give each line of a JSON-lines file; its address is its `url`, else the file and the line's number.

    Raises ReadError for a file of another format, and for one without a record: it would leave no trace.
    """
    refuse_format(stream.peek())
    is_empty = True
    for number, line in enumerate(_lines(stream, max_bytes), start=1):
        here = f"{address(path)}#{number}"
        if line is None:
            yield Failure(here, "too_large", _too_large("The line", max_bytes))
        elif line.strip():
            data = line.strip(b"\r\n")
            yield RawDocument(_url(data) or here, data, "application/json", member=True)
        else:
            continue
        is_empty = False
    if is_empty:
        raise ReadError("empty_file", "The file holds no records")


def _lines(stream: io.BufferedReader, max_bytes: int) -> Iterator[bytes | None]:
    """Give lines as UTF-8 or in a code page; None stands for a line that is longer than `max_bytes`."""
    head = stream.peek()
    if not is_wide(head):
        yield from _bounded_lines(stream.readline, max_bytes)
        return
    with io.TextIOWrapper(stream, unicode_form(head), "replace", newline="\n") as text:
        for line in _bounded_lines(text.readline, max_bytes):
            yield line if line is None else line.encode()


def _bounded_lines(readline: Callable[[int], AnyStr], most: int) -> Iterator[AnyStr | None]:
    """Give lines, or None for one longer than `most`, without ever holding more than that and its end."""
    while line := readline(most + 2):
        if len(line.rstrip()) <= most:
            yield line
            continue
        while line and line[-1:] not in ("\n", b"\n"):
            line = readline(most)
        yield None


def _url(line: bytes) -> str | None:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return None  # landed all the same: the reader says what is wrong with it
    url = record_url(record) if isinstance(record, dict) else None
    return _printable(url.strip()) if url else None


def _explain(error: OSError, path: str) -> tuple[str, str]:
    if isinstance(error, PermissionError):
        return "no_permission", "This user may not read it"
    if isinstance(error, FileNotFoundError):
        if os.path.islink(path):
            return "broken_link", f"The link points to {address(os.readlink(path))}, which does not exist"
        return "vanished", "It was there when the folder was listed and is gone now"
    if error.errno == errno.ELOOP:
        return "broken_link", "The link leads back to itself"
    return "unreadable", error.strerror or type(error).__name__


def _too_large(what: str, max_bytes: int) -> str:
    return f"{what} is larger than {max_bytes / 2**20:g} MiB"
