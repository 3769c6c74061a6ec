"""Bytes -> a Page: decoded text in blocks. One module a format, registered in READERS."""

import unicodedata
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
    if not any(map(_is_visible, page.text.strip())):
        raise ReadError("no_text", "The document holds no visible text")
    return page


def _is_visible(character: str) -> bool:
    """Tell a character with ink from spaces, controls and marks of no width."""
    return unicodedata.category(character) not in ("Cc", "Cf", "Zs", "Zl", "Zp")


__all__ = ["READERS", "read", "sniff"]
