"""Web archives written record by record, sound or broken on purpose."""

import base64
import gzip
import hashlib
from collections.abc import Mapping

URL = "https://norrvik.example/"
DATE = "2024-03-05T09:30:00Z"
HTML = "text/html; charset=utf-8"


def block(body: bytes, headers: Mapping[str, str] | None = None, status: str = "200 OK") -> bytes:
    """Give an HTTP answer."""
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in (headers or {}).items())]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def record(
    content: bytes,
    kind: str = "response",
    uri: str | None = f"{URL}fees",
    content_type: str = "application/http; msgtype=response",
    **fields: str | None,
) -> bytes:
    """Give a record; a field named `Content_Length` and the like takes the place of the true one, None leaves it out."""
    digest = base64.b32encode(hashlib.sha1(content, usedforsecurity=False).digest()).decode()
    known: dict[str, str | None] = {
        "WARC-Type": kind,
        "WARC-Record-ID": f"<urn:uuid:{digest.lower()}>",
        "WARC-Target-URI": uri,
        "WARC-Date": DATE,
        "WARC-Block-Digest": f"sha1:{digest}",
        "Content-Type": content_type,
        "Content-Length": str(len(content)),
    }
    known |= {name.replace("_", "-"): value for name, value in fields.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in known.items() if value is not None)
    return f"WARC/1.0\r\n{head}\r\n".encode() + content + b"\r\n\r\n"


def answer(
    body: str | bytes, uri: str = f"{URL}fees", content_type: str = HTML, status: str = "200 OK"
) -> bytes:
    """Give the record of a page."""
    data = body if isinstance(body, bytes) else body.encode()
    return record(block(data, {"Content-Type": content_type}, status), uri=uri)


def conversion(text: str, uri: str = f"{URL}fees", **fields: str | None) -> bytes:
    """Give the record of a WET file."""
    return record(text.encode(), "conversion", uri, "text/plain", **fields)


INFO = record(b"software: quay\r\n", "warcinfo", None, "application/warc-fields")


def packed(*records: bytes) -> bytes:
    """Pack each record as a gzip member of its own, as archives are."""
    return b"".join(gzip.compress(one, 6, mtime=0) for one in records)
