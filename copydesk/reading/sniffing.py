"""What bytes are, where their name does not say."""

import re

from copydesk.document import MediaType
from copydesk.errors import ReadError
from copydesk.reading.encoding import is_wide

# First bytes of formats that are often renamed to .txt; facts of the formats' specifications. Each is more
# than a word that a text could begin with.
_SIGNATURES: dict[bytes, str] = {
    b"%PDF-": "a PDF file",
    b"PK\x03\x04": "a ZIP archive (also .docx, .odt, .epub)",
    b"\x1f\x8b": "gzip data within gzip",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF87a": "a GIF image",
    b"GIF89a": "a GIF image",
    b"\x7fELF": "a program",
    b"MZ\x90": "a program",
    b"SQLite format 3\0": "an SQLite database",
    b"PAR1\x15": "a Parquet file",
    b"BZh91AY&SY": "bzip2 data",
    b"\xfd7zXZ": "xz data",
    b"\x28\xb5\x2f\xfd": "zstd data",
    b"\xd0\xcf\x11\xe0": "an old Office document",
    b"OggS\0": "Ogg media",
    b"ID3\x03": "an MP3 file",
    b"ID3\x04": "an MP3 file",
    b"Rar!\x1a\x07": "a RAR archive",
    b"7z\xbc\xaf": "a 7-zip archive",
    b"\x00\x00\x01\x00": "an icon",
}
_HTML = re.compile(rb"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)
_PAGE_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html[\s>])", re.IGNORECASE)
_MARKUP_TAG = re.compile(rb"<(?:p|div|article|section|span|h[1-6]|br|a)\b[^<>]*>", re.IGNORECASE)
_CONTROL = bytes(set(range(32)) - {7, 8, 9, 10, 11, 12, 13, 27})


def sniff(data: bytes) -> MediaType:
    """Tell text from HTML by content.

    Raises ReadError for binaries, with the format where its signature is known.
    """
    refuse_binary(data)
    head = data[:4096].replace(b"\0", b"")
    if _HTML.search(head) or len(_MARKUP_TAG.findall(head)) >= 4:
        return "text/html"
    return "text/plain"


def is_page(data: bytes) -> bool:
    """Tell what begins as a page does, whatever a server calls it."""
    return _PAGE_START.match(data) is not None


def refuse_binary(data: bytes) -> None:
    """Raise ReadError where the bytes are a known binary format or mostly control characters."""
    refuse_format(data)
    sample = data[:65536]
    control_count = len(sample) - len(sample.translate(None, _CONTROL))
    # Of random bytes 9% are control characters; the gate lets no text with more than 2% through.
    if control_count > 0.05 * len(sample) and not is_wide(sample):
        raise ReadError("binary", f"{control_count / len(sample):.0%} of the bytes are control characters")


def refuse_format(data: bytes) -> None:
    """Raise ReadError where the bytes begin like a known binary format."""
    for signature, name in _SIGNATURES.items():
        if data.startswith(signature):
            raise ReadError("binary", f"The file is {name}, not text")
