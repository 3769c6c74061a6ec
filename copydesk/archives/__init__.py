"""Web archives (WARC, WET) -> raw documents, streamed; broken records are told one by one, the others go on.

A page is a `response` of status 200, a `resource` or a `conversion` whose media type is HTML or plain text, or is not
told. All else is left out without a word: requests, metadata, revisits (their page stands in another record), images,
redirects, error pages. Format: ISO 28500:2017 (WARC 1.1).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, NamedTuple

from fastwarc.warc import ArchiveIterator

from copydesk.archives.records import read_record
from copydesk.archives.recovery import find_record, is_cut_off
from copydesk.document import RawDocument
from copydesk.errors import ReadError

_MOST_BROKEN = 1000  # records: an archive with more of them is given up
_GIVEN_UP = f"{_MOST_BROKEN} records of the archive are broken; what follows them was not read"
_CUT_OFF = "The archive ends within a record; what it held from there on is lost"


class BrokenRecord(NamedTuple):
    """A record that holds no document that could be read: its number in the archive, from 1, and why."""

    number: int
    reason: str
    detail: str


def read_archive(file: BinaryIO, max_bytes: int) -> Iterator[RawDocument | BrokenRecord]:
    """Give the pages of an archive (plain, gzip, zstd), at most `max_bytes` of each, in order.

    `file` must be seekable. Raises ReadError for a file that holds no record at all, and after the last record for one
    that holds no page.
    """
    if not file.read(1):
        raise ReadError("empty_file", "The file holds no bytes")
    archive = _Archive(file, max_bytes)
    yield from archive.read()
    if not archive.record_count:
        raise ReadError("no_archive", "The file holds no WARC record")
    if not archive.found_count:
        told = f"Of the {archive.record_count} records of the archive none is a page with status 200"
        raise ReadError("archive_without_pages", told)


@dataclass(slots=True)
class _Archive:
    """One pass over an archive, begun anew behind each place that cannot be read."""

    file: BinaryIO
    max_bytes: int
    record_count: int = 0  # read or broken
    found_count: int = 0  # pages, whole or broken
    _last: int = 0  # byte at which the last record began
    _is_told: bool = False  # whether what is wrong with that record was told
    _broken_count: int = 0

    def read(self) -> Iterator[RawDocument | BrokenRecord]:
        start: int | None = 0
        is_covered = False  # by what was told of the bytes before it
        while start is not None:
            seen_count = self.record_count
            try:
                yield from self._read_from(start)
            except OSError as fault:
                # At once: the record that begins here is broken. Later: the last one, or what is behind it.
                is_first = self.record_count == seen_count
                after = start if is_first else self._last
                start = find_record(self.file, after + 1)
                is_news = not (is_covered if is_first else self._is_told)
                if is_news:
                    yield self._broken("broken_record", _tell_fault(fault, after, start))
                is_covered = is_news and not is_first
                if self._broken_count >= _MOST_BROKEN:
                    yield self._broken("broken_archive", _GIVEN_UP)
                    return
            else:
                start = None
        if self.record_count and not self._is_told and is_cut_off(self.file, self._last):
            yield self._broken("truncated_archive", _CUT_OFF)

    def _read_from(self, start: int) -> Iterator[RawDocument | BrokenRecord]:
        """Give the pages from a byte on. Raises OSError where the archive cannot be read any further."""
        self.file.seek(start)
        for record in ArchiveIterator(self.file, parse_http=False):
            self.record_count += 1
            self._last, self._is_told = record.stream_pos, False
            try:
                page = read_record(record, self.max_bytes)
            except ReadError as error:
                yield self._broken(error.reason, error.detail, is_counted=True)
            else:
                if page:
                    self.found_count += 1
                    yield page

    def _broken(self, reason: str, detail: str, *, is_counted: bool = False) -> BrokenRecord:
        self.record_count += not is_counted
        self.found_count += 1
        self._broken_count += 1
        self._is_told = True
        return BrokenRecord(self.record_count, reason, detail)


def _tell_fault(fault: OSError, start: int, resumed: int | None) -> str:
    rest = "none was found behind it" if resumed is None else f"the next begins at byte {resumed}"
    return f"From byte {start} on there is no sound record ({fault}); {rest}"
