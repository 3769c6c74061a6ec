"""What came along with bytes over HTTP: header blocks, and what they say of media type and encoding."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from copydesk.document import MediaType

_MEDIA_TYPES: dict[str, MediaType] = {
    "text/html": "text/html",
    "application/xhtml+xml": "text/html",
    "text/plain": "text/plain",
    "application/json": "application/json",
}
# What opens doors or names a person stays out of the landed shards.
_SECRET = frozenset(
    {"set-cookie", "set-cookie2", "cookie", "authorization", "proxy-authorization", "authentication-info"}
)
_MOST_CHARACTERS = 16_384  # of a block: what is longer is no evidence but an attack
_BREAKS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029\ud800-\udfff]+")
_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?\s*([a-z0-9_:.+-]{2,40})", re.IGNORECASE)


class Transport(NamedTuple):
    """What the header `content-type` says; None where it says nothing that is known."""

    media_type: MediaType | None = None
    charset: str | None = None


def write_headers(pairs: Iterable[tuple[str, str]]) -> str | None:
    """Give headers as a block, one `name: value` a line, names in lower case, without cookies and credentials.

    A block ends before the line that would make it longer than 16,384 characters; None where no line is left.
    """
    lines, length = [], 0
    for name, value in pairs:
        line = f"{_tidy(name).lower()}: {_tidy(value)}"
        length += len(line) + 1
        if length > _MOST_CHARACTERS:
            break
        if line.partition(":")[0] not in _SECRET:
            lines.append(line)
    return "\n".join(lines) or None


def find_header(headers: str | None, name: str) -> str | None:
    """Give the first value of a header, by its name in lower case."""
    pairs = (line.partition(": ") for line in (headers or "").split("\n"))
    return next((value for key, _, value in pairs if key == name), None)


def read_transport(headers: str | None) -> Transport:
    """Read the media type and the charset off a block of headers."""
    told = find_header(headers, "content-type")
    if told is None:
        return Transport()
    charset = _CHARSET.search(told)
    media_type = _MEDIA_TYPES.get(told.partition(";")[0].strip().lower())
    return Transport(media_type, charset[1] if charset else None)


def _tidy(text: str) -> str:
    return _BREAKS.sub(" ", text).strip()
