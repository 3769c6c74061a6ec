"""The body of an HTTP answer as it was sent -> the document: transfer and content encodings undone in bounded steps."""

import io
import zlib
from collections.abc import Iterable, Sequence

import brotli  # type: ignore[import-untyped]  # the package has no types
import zstandard
from fastwarc.stream_io import ChunkedReader

from copydesk.errors import ReadError

_GZIP = 31  # zlib's name for a window with a header of gzip
_GZIP_MAGIC = b"\x1f\x8b"
_ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
_ZSTD_WINDOW = 2**23  # bytes; the most that RFC 9659 allows over HTTP
_STEP = 65_536  # bytes taken from a decoder at once
_ZSTD_PIECE = 64  # bytes: four can stand for 128 KiB, and the decoder gives all that it was given at once
_MOST_MEMBERS = 64  # of gzip or zstd data, one after another: each costs a copy of what follows
_MOST_ENCODINGS = 4  # on top of each other: more are an attack


def decode_body(body: bytes, headers: Sequence[tuple[str, str]], max_bytes: int) -> bytes:
    """Undo what the headers say was done to a body, as far as it was: many archives hold it undone already.

    Raises ReadError for a body that is larger than `max_bytes` when it is unpacked, and for one that does not unpack.
    """
    if "chunked" in _tokens(headers, "transfer-encoding"):
        body = _dechunked(body, max_bytes)
    encodings = [token for token in _tokens(headers, "content-encoding") if token != "identity"]  # noqa: S105 - no secret
    if len(encodings) > _MOST_ENCODINGS:
        raise ReadError("broken_encoding", f"The page is packed {len(encodings)} times over")
    for encoding in reversed(encodings):
        body = _unpacked(body, encoding, max_bytes)
    if len(body) > max_bytes:
        raise _too_large(max_bytes)
    return body


def _tokens(headers: Sequence[tuple[str, str]], name: str) -> list[str]:
    values = [value for key, value in headers if key.lower() == name]
    return [token.strip().lower() for value in values for token in value.split(",") if token.strip()]


def _dechunked(body: bytes, max_bytes: int) -> bytes:
    """Join the chunks of a body; one that is not in chunks is left as it is."""
    size = body.partition(b"\r\n")[0].partition(b";")[0].strip()
    if not 0 < len(size) <= 16 or size.strip(b"0123456789abcdefABCDEF"):
        return body
    try:
        return ChunkedReader(io.BytesIO(body)).read(max_bytes + 1)
    except OSError as error:
        raise ReadError("broken_encoding", "The chunks of the page are broken") from error


def _unpacked(body: bytes, encoding: str, max_bytes: int) -> bytes:
    """Undo one content encoding. A body that is none of its kind was unpacked before it was archived."""
    try:
        if encoding in ("gzip", "x-gzip"):
            return _inflated(body, _GZIP, max_bytes) if body.startswith(_GZIP_MAGIC) else body
        if encoding == "deflate":
            return _deflated(body, max_bytes)
        if encoding == "zstd":
            return _bounded(_zstd_steps(body), max_bytes) if body.startswith(_ZSTD_MAGIC) else body
        if encoding == "br":
            return _unbrotlied(body, max_bytes)
    except (zlib.error, zstandard.ZstdError, EOFError) as error:
        raise ReadError("broken_encoding", f"The page is packed as {encoding} and does not unpack") from error
    raise ReadError("broken_encoding", f"The page is packed as {encoding[:20]}, which is not known")


def _inflated(body: bytes, window: int, max_bytes: int) -> bytes:
    """Unpack zlib data: window 31 is gzip, 15 zlib, -15 bare deflate.

    Members of gzip follow each other; other bytes behind them are padding. Raises zlib.error for what is none,
    EOFError for what is cut off.
    """
    data = b""
    for _ in range(_MOST_MEMBERS):
        inflater = zlib.decompressobj(window)
        data += inflater.decompress(body, max_bytes + 1 - len(data))
        if len(data) > max_bytes:
            raise _too_large(max_bytes)
        if not inflater.eof:
            raise EOFError
        body = inflater.unused_data
        if window != _GZIP or not body.startswith(_GZIP_MAGIC):
            return data
    raise EOFError


def _deflated(body: bytes, max_bytes: int) -> bytes:
    """Unpack `deflate`, which servers send with a zlib header or without; what is neither was unpacked before."""
    for window in (15, -15):
        try:
            return _inflated(body, window, max_bytes)
        except (zlib.error, EOFError):
            continue
    if b"<" in body[:1024]:
        return body
    raise EOFError


def _zstd_steps(body: bytes) -> Iterable[bytes]:
    """Unpack frame after frame. Raises EOFError for what is cut off, which the package's own reader passes over."""
    decompressor = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW)
    at = 0
    for _ in range(_MOST_MEMBERS):
        frame = decompressor.decompressobj()
        while not frame.eof:
            if at >= len(body):
                raise EOFError
            piece = body[at : at + _ZSTD_PIECE]
            at += len(piece)
            yield frame.decompress(piece)
        at -= len(frame.unused_data)
        if at == len(body):
            return
    raise EOFError


def _unbrotlied(body: bytes, max_bytes: int) -> bytes:
    """Unpack brotli, which has no signature: what is no brotli and begins as text was unpacked before."""
    try:
        return _bounded(_brotli_steps(body), max_bytes)
    except (brotli.error, EOFError):
        if body.lstrip().startswith(b"<"):
            return body
        raise EOFError from None


def _brotli_steps(body: bytes) -> Iterable[bytes]:
    decoder = brotli.Decompressor()
    data = decoder.process(body, output_buffer_limit=_STEP)
    while data or not decoder.can_accept_more_data():
        yield data
        data = decoder.process(b"", output_buffer_limit=_STEP)
    if not decoder.is_finished():
        raise EOFError


def _bounded(steps: Iterable[bytes], max_bytes: int) -> bytes:
    """Join what a decoder gives, up to a number of bytes."""
    data = bytearray()
    for step in steps:
        data += step
        if len(data) > max_bytes:
            raise _too_large(max_bytes)
    return bytes(data)


def _too_large(max_bytes: int) -> ReadError:
    return ReadError("too_large", f"The page is larger than {max_bytes / 2**20:g} MiB when it is unpacked")
