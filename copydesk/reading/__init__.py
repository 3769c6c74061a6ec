"""Bytes -> a Page: decoded text in blocks. One module a format, registered in READERS."""

from collections.abc import Callable

from copydesk.document import MediaType, Page
from copydesk.errors import ReadError
from copydesk.reading.html import read_html
from copydesk.reading.record import read_record
from copydesk.reading.sniffing import sniff
from copydesk.reading.text import read_text

READERS: dict[MediaType, Callable[[bytes], Page]] = {
    "text/plain": read_text,
    "text/html": read_html,
    "application/json": read_record,
}


def read(data: bytes, media_type: MediaType | None = None) -> Page:
    """Read one document; without a media type the content tells.

    Raises ReadError, and nothing else, for bytes that hold no readable text.
    """
    if not data:
        raise ReadError("empty_file", "The file holds no bytes")
    page = READERS[media_type or sniff(data)](data)
    if not page.text.strip("\0 \t\r\n\ufeff\u00a0"):
        raise ReadError("no_text", "The document holds no visible text")
    return page


__all__ = ["READERS", "read", "sniff"]
