"""Bytes -> characters: byte-order marks, UTF-8, declared and detected encodings, mojibake."""

import codecs
import re
from dataclasses import dataclass

import charset_normalizer
import ftfy

from copydesk.errors import ReadError

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Lead bytes of UTF-8 read as Windows-1252 (or -1251): the traces of text decoded wrongly once before.
_MOJIBAKE = re.compile(r"â€[\u0080-\u2122]|Ã[\u0080-\u00bf]|Â[\u00a0-\u00bf]|Ð[\u0080-\u00bf]Ñ|Р[°-џ][РС][\u0080-џ]Р")
_LEAD_MARKS = ("â€", "Ã", "Â", "Ð", "Р")
_SAMPLE = 65536  # bytes shown to the detector: its cost grows with length, its verdict hardly


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the encoding that gave it, and flags: `replaced_bytes`, `mojibake`, `mojibake_mended`."""

    text: str
    encoding: str
    flags: tuple[str, ...] = ()


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Decode by byte-order mark, else as UTF-8, else as declared, else as detected; never drop a byte unseen.

    Bytes that fit no encoding become U+FFFD and the flag `replaced_bytes`.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _lenient(data, encoding)
    if is_utf16(data[:4096]):
        return _lenient(data, "utf-16-le" if data[:4096:2].count(0) < data[1:4096:2].count(0) else "utf-16-be")
    try:
        return _mended(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        # A few broken bytes in otherwise sound UTF-8 are damage, not another encoding.
        lenient = data.decode("utf-8", "replace")
        if error.start > 0 and _is_mostly_utf8(data, lenient):
            return Decoded(lenient, "utf-8", ("replaced_bytes",))
    return _legacy(data, declared)


def is_utf16(sample: bytes) -> bool:
    """Tell UTF-16 without a mark: nearly every other byte is zero."""
    half = len(sample) // 2
    if half < 4:
        return False
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    return (even > 0.6 * half and odd < 0.1 * half) or (odd > 0.6 * half and even < 0.1 * half)


def _lenient(data: bytes, encoding: str) -> Decoded:
    try:
        text = data.decode(encoding, "replace")
    except (UnicodeError, LookupError) as error:
        raise ReadError("undecodable", f"The bytes cannot be decoded as {encoding}") from error
    text = text.removeprefix("\ufeff")
    return Decoded(text, encoding, ("replaced_bytes",) if "\ufffd" in text else ())


def _is_mostly_utf8(data: bytes, lenient: str) -> bool:
    multibyte = sum(byte >= 0xC2 for byte in data)
    return lenient.count("\ufffd") <= 0.1 * multibyte


def _legacy(data: bytes, declared: str | None) -> Decoded:
    if declared and (text := _try(data, declared)) is not None:
        return Decoded(text, codecs.lookup(declared).name)
    best = charset_normalizer.from_bytes(data[:_SAMPLE]).best()
    if best is not None and (text := _try(data, best.encoding)) is not None:
        return Decoded(text, best.encoding)
    return Decoded(data.decode("cp1252", "replace"), "cp1252", ("replaced_bytes",))


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError):
        return None


def _mended(text: str) -> Decoded:
    """Undo one wrong decoding where the library is sure of it; the words change, so a flag says so."""
    if not any(mark in text for mark in _LEAD_MARKS) or len(_MOJIBAKE.findall(text, 0, 200_000)) < 2:
        return Decoded(text, "utf-8")
    mended, steps = ftfy.fix_encoding_and_explain(text)
    if steps and not _MOJIBAKE.search(mended) and "\ufffd" not in mended:
        return Decoded(mended, "utf-8", ("mojibake_mended",))
    return Decoded(text, "utf-8", ("mojibake",))
