"""Sitemaps -> entries: sitemap, sitemap index, news sitemap and plain text, also gzipped (sitemaps.org protocol 0.9)."""

import gzip
import io
import zlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from lxml import etree

from copydesk.errors import ReadError
from copydesk.fetching.canonical import host_name
from copydesk.fetching.feeds import Entry, clean_text, iso_date, read_feed, unique, web_address
from copydesk.reading.encoding import decode

_MOST_ENTRIES = 50_000  # of one sitemap, by the protocol
_MOST_BYTES = 50 * 2**20  # unpacked, by the protocol; what lies beyond is not read


@dataclass(frozen=True, slots=True)
class Sitemap:
    """What a sitemap names: pages, further sitemaps with their day of change, and how much was left out."""

    entries: tuple[Entry, ...]
    children: tuple[tuple[str, str | None], ...] = ()
    foreign_count: int = 0  # addresses of another host
    language_by_url: tuple[tuple[str, str], ...] = ()  # as news sitemaps tell it


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
    """Give what a sitemap names, read as a stream: at most 50,000 addresses and 50 MiB unpacked, as the protocol has it.

    Addresses of another host are left out and counted, unless one of both is a subdomain of the other or the host is in
    `also` (whose robots.txt named this sitemap). A feed counts as a sitemap. No entity is expanded, nothing is loaded.
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
    """Read the elements `url` and `sitemap`, letting each go once read; broken XML counts as far as it goes."""
    rows: list[_Row] = []
    root = ""
    events = etree.iterparse(
        stream, events=("start", "end"), recover=True, resolve_entities=False, load_dtd=False, no_network=True
    )
    try:
        for event, element in events:
            root = root or _local(element)
            if event == "end" and _local(element) in ("url", "sitemap"):
                rows.append(_Row(_local(element) == "sitemap", dict(_values(element))))
                _let_go(element)
            if len(rows) >= _MOST_ENTRIES or root not in ("urlset", "sitemapindex"):
                break
    except etree.XMLSyntaxError:
        pass  # what stood before it has been read
    return root, rows


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
    languages: list[tuple[str, str]] = []
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
            languages += [(address, language)] if (language := row.values.get("language")) else []
    return Sitemap(tuple(unique(entries)), tuple(children.items()), foreign_count, tuple(languages))


def _entry(address: str, values: dict[str, str]) -> Entry:
    return Entry(
        url=address,
        title=clean_text(values.get("title")),
        published=iso_date(values.get("publication_date")),
        outlet=clean_text(values.get("name")),
        source="news sitemap" if "publication_date" in values else "sitemap",
        changed=iso_date(values.get("lastmod")),
    )


def _is_at_home(address: str, home: set[str]) -> bool:
    try:
        host = _bare(host_name(address))
    except ReadError:
        return False
    return any(host == name or host.endswith(f".{name}") or name.endswith(f".{host}") for name in home)


def _bare(host: str) -> str:
    return host.removeprefix("www.")
