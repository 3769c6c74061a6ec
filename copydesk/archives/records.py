"""What a record of a web archive holds: a page as a raw document, or nothing that is one."""

import re
from datetime import UTC, datetime

from fastwarc.warc import WarcRecord, WarcRecordType

from copydesk.archives.bodies import decode_body
from copydesk.document import Hints, RawDocument
from copydesk.errors import ReadError
from copydesk.reading.transport import write_headers

_PAGES = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion
_TEXT_TYPES = frozenset({"", "text/html", "application/xhtml+xml", "text/plain"})
_HEADER_BYTES = 65_536  # that an HTTP header may have beside a body of the largest size
_LENGTH_DIGITS = 16  # more are no length of anything
_OK = 200
_DIGEST = re.compile(r"sha1:[A-Z2-7]{32}", re.IGNORECASE)
_UNPRINTABLE = re.compile(r"[\x00-\x20\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def read_record(record: WarcRecord, max_bytes: int) -> RawDocument | None:
    """Give the page that a record holds, None where it holds something else.

    Raises ReadError for a page that is broken, or larger than `max_bytes`.
    """
    if not record.record_type & _PAGES:
        return None
    try:
        return _read_page(record, max_bytes)
    except OSError as error:  # the record's bytes do not unpack, or its HTTP header is none
        raise ReadError("broken_record", f"The record cannot be read: {error}") from error


def _read_page(record: WarcRecord, max_bytes: int) -> RawDocument | None:
    length = _length(record)
    is_large = length > max_bytes + _HEADER_BYTES
    fault = None if is_large else _fault(record, length)  # what is too large is never held in memory
    record.parse_http()
    if not _is_page(record):
        return None
    if is_large:
        raise ReadError("too_large", f"The page is larger than {max_bytes / 2**20:g} MiB")
    if fault:
        raise fault
    return _document(record, max_bytes)


def _length(record: WarcRecord) -> int:
    told = record.headers.get("Content-Length") or ""
    if not (told.isascii() and told.isdigit() and len(told) < _LENGTH_DIGITS):
        raise ReadError("broken_record", "The record has no valid Content-Length: its end cannot be told")
    return int(told)


def _fault(record: WarcRecord, length: int) -> ReadError | None:
    """Take a record's bytes into memory and tell what is wrong with them."""
    record.freeze()
    if record.content_length < length:
        told = f"The record ends after {record.content_length} of its {length} bytes"
        return ReadError("truncated_record", told)
    digest = record.headers.get("WARC-Block-Digest") or ""
    if _DIGEST.fullmatch(digest) and not record.verify_block_digest():
        return ReadError("wrong_digest", "The record's bytes are not those whose digest it bears")
    return None


def _is_page(record: WarcRecord) -> bool:
    """Tell pages from images, redirects and error pages: the status and the media type that are told."""
    if record.is_http and (record.http_headers is None or record.http_headers.status_code != _OK):
        return False
    return _content_type(record).partition(";")[0].strip().lower() in _TEXT_TYPES


def _content_type(record: WarcRecord) -> str:
    """Give the media type of what the record holds: of the HTTP answer, else of the record itself."""
    headers = record.http_headers if record.is_http else record.headers
    return (headers and headers.get("Content-Type")) or ""


def _document(record: WarcRecord, max_bytes: int) -> RawDocument:
    uri = _UNPRINTABLE.sub("", (record.headers.get("WARC-Target-URI") or "").strip(" <>"))
    if not uri:
        raise ReadError("record_without_address", "The record does not say at which address its page stood")
    headers = list(record.http_headers.items()) if record.http_headers else []
    body = record.reader.read() if record.reader else b""
    return RawDocument(
        uri,
        decode_body(body, headers, max_bytes),
        member=True,
        headers=write_headers(headers or [("content-type", _content_type(record))]),
        seen_at=_seen_at(record),
        told=Hints(url=uri),  # a dump does not name its own address
    )


def _seen_at(record: WarcRecord) -> datetime | None:
    """Give the time of capture; one in the future is none, and would hide all later captures."""
    captured = record.record_date
    if captured is None:
        return None
    at = (captured if captured.tzinfo else captured.replace(tzinfo=UTC)).astimezone(UTC)
    return at if at <= datetime.now(UTC) else None
