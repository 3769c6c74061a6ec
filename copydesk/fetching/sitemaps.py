"""Sitemaps -> entries: sitemap, index, news sitemap and plain text, also gzipped (protocol 0.9 of sitemaps.org)."""

import gzip
import io
import zlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple, Protocol

from lxml import etree

from copydesk.errors import ReadError
from copydesk.fetching.canonical import host_name
from copydesk.fetching.feeds import Entry, clean_text, iso_date, read_feed, unique, web_address
from copydesk.reading.encoding import decode

_MOST_ENTRIES = 50_000  # of one sitemap, by the protocol
_MOST_PARTS = 10_000  # elements of one entry, or in a row outside of any: 1,000 images have five or six each
_MOST_BYTES = 50 * 2**20  # unpacked, by the protocol; what lies beyond is not read


@dataclass(frozen=True, slots=True)
class Sitemap:
    """What a sitemap names: pages, further sitemaps with their day of change, and how much was left out."""

    entries: tuple[Entry, ...]
    children: tuple[tuple[str, str | None], ...] = ()
    foreign_count: int = 0  # addresses of another host


class _Stream(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


class _Row(NamedTuple):
    is_child: bool
    values: dict[str, str]


class _Capped:
    """Reads a stream up to the limit; packed data that breaks off ends there."""

    def __init__(self, stream: _Stream) -> None:
        self._stream = stream
        self._left = _MOST_BYTES

    def read(self, size: int = 2**16) -> bytes:
        try:
            data = self._stream.read(min(size if size > 0 else 2**16, self._left))
        except (EOFError, OSError, zlib.error):
            return b""
        self._left -= len(data)
        return data


def read_sitemap(data: bytes, url: str, also: Collection[str] = ()) -> Sitemap:
    """Give what a sitemap names, read as a stream: at most 50,000 addresses and 50 MiB unpacked (protocol).

    Addresses of another host are left out and counted, unless one of both is a subdomain of the other or the host is
    in `also` (whose robots.txt named this sitemap). A feed counts as a sitemap. No entity is expanded.
    Raises ReadError (`empty_sitemap`, `not_a_sitemap`, and those of `read_feed`).
    """
    head = _opened(data).read(4096)
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start:
        raise ReadError("empty_sitemap", "The sitemap is empty or its packing is damaged")
    if start.lower().startswith((b"http://", b"https://")):
        return _sorted([_Row(False, {"loc": line}) for line in _text_lines(data)], url, also)
    kind, rows = _rows(_opened(data))
    if kind in ("rss", "feed", "RDF"):
        return Sitemap(tuple(read_feed(_unpacked(data), url)))
    if kind not in ("urlset", "sitemapindex"):
        raise ReadError("not_a_sitemap", "This is neither a sitemap nor a sitemap index")
    return _sorted(rows, url, also)


def _opened(data: bytes) -> _Capped:
    stream = io.BytesIO(data)
    return _Capped(gzip.GzipFile(fileobj=stream) if data[:2] == b"\x1f\x8b" else stream)


def _unpacked(data: bytes) -> bytes:
    stream = _opened(data)
    return b"".join(iter(stream.read, b""))


def _text_lines(data: bytes) -> list[str]:
    return decode(_unpacked(data)).text.split()[:_MOST_ENTRIES]


def _rows(stream: _Capped) -> tuple[str, list[_Row]]:
    """Name the root and read the elements `url` and `sitemap`; broken XML counts as far as it goes."""
    rows: list[_Row] = []
    events = etree.iterparse(
        stream, events=("start", "end"), recover=True, resolve_entities=False, load_dtd=False, no_network=True
    )
    root = ""
    try:
        root = _local(next(events)[1])
        if root in ("urlset", "sitemapindex"):
            rows.extend(islice(_elements(events), _MOST_ENTRIES))
    except (StopIteration, etree.XMLSyntaxError):
        pass  # what stood before it has been read
    return root, rows


def _elements(events: "Iterator[tuple[str, Any]]") -> Iterator[_Row]:
    """Read one element at a time and let go of everything else, so that no file fills the memory."""
    current, part_count = None, 0
    for event, element in events:
        if event == "start":
            part_count += 1
            if current is None and _local(element) in ("url", "sitemap"):
                current, part_count = element, 0
        elif element is current:
            yield _Row(_local(element) == "sitemap", dict(_values(element)))
            current, part_count = None, 0
        if part_count > _MOST_PARTS:
            return
        if event == "end" and current is None:
            _let_go(element)


def _local(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _values(element: Any) -> Iterator[tuple[str, str]]:
    """Give the texts below an element by local name; those of images and videos have names of their own."""
    for child in element.iter("{*}*"):
        namespace = child.tag.lower()
        if child.text and "image" not in namespace and "video" not in namespace:
            yield _local(child), child.text.strip()


def _let_go(element: Any) -> None:
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _sorted(rows: list[_Row], url: str, also: Collection[str]) -> Sitemap:
    home = {_bare(host_name(url)), *map(_bare, also)}
    entries: list[Entry] = []
    children: dict[str, str | None] = {}
    foreign_count = 0
    for row in rows:
        address = web_address(url, row.values.get("loc"))
        if not address:
            continue
        if not _is_at_home(address, home):
            foreign_count += 1
        elif row.is_child:
            children.setdefault(address, iso_date(row.values.get("lastmod")))
        else:
            entries.append(_entry(address, row.values))
    return Sitemap(tuple(unique(entries)), tuple(children.items()), foreign_count)


def _entry(address: str, values: dict[str, str]) -> Entry:
    return Entry(
        url=address,
        title=clean_text(values.get("title")),
        published=iso_date(values.get("publication_date")),
        outlet=clean_text(values.get("name")),
        source="news sitemap" if "publication_date" in values else "sitemap",
        changed=iso_date(values.get("lastmod")),
        language=clean_text(values.get("language")),
    )


def _is_at_home(address: str, home: set[str]) -> bool:
    try:
        host = _bare(host_name(address))
    except ReadError:
        return False
    return any(host == name or host.endswith(f".{name}") or name.endswith(f".{host}") for name in home)


def _bare(host: str) -> str:
    return host.removeprefix("www.")
