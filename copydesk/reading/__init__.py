"""Bytes -> a Page: decoded text in blocks. One module a format, registered in READERS."""

import unicodedata
from collections.abc import Callable
from dataclasses import replace

from copydesk.document import Hints, MediaType, Page
from copydesk.errors import ReadError
from copydesk.reading.hints import merge_hints
from copydesk.reading.html import read_html
from copydesk.reading.record import read_record
from copydesk.reading.sniffing import is_page, sniff
from copydesk.reading.text import read_text
from copydesk.reading.transport import read_transport

# Each takes the bytes and the charset that HTTP says, if any.
READERS: dict[MediaType, Callable[[bytes, str | None], Page]] = {
    "text/plain": read_text,
    "text/html": read_html,
    "application/json": read_record,
}


def read(
    data: bytes, media_type: MediaType | None = None, headers: str | None = None, told: Hints | None = None
) -> Page:
    """Read one document; without a media type its HTTP headers tell, or its content.

    `headers` is a block as `transport.write_headers` gives it; its charset counts before what the document declares.
    `told` is what a feed says: it fills in what the document itself does not claim. Raises ReadError, and nothing
    else, for bytes that hold no readable text.
    """
    if not data:
        raise ReadError("empty_file", "The file holds no bytes")
    transport = read_transport(headers)
    if media_type is None and transport.media_type and not is_page(data):
        media_type = transport.media_type
    page = READERS[media_type or sniff(data)](data, transport.charset)
    if not any(map(_is_visible, page.text.strip())):
        raise ReadError("no_text", "The document holds no visible text")
    return replace(page, hints=merge_hints(page.hints, told)) if told else page


def _is_visible(character: str) -> bool:
    """Tell a character with ink from spaces, controls and marks of no width."""
    return unicodedata.category(character) not in ("Cc", "Cf", "Zs", "Zl", "Zp")


__all__ = ["READERS", "read", "sniff"]
