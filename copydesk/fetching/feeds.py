"""Feeds -> entries: RSS 0.9 to 2.0, RDF and Atom through feedparser, JSON Feed 1.0 and 1.1."""

import html
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any, Literal
from urllib.parse import urljoin

import feedparser

from copydesk.errors import ReadError
from copydesk.reading.encoding import encodable

_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_ADDRESS_BEFORE = re.compile(r"^\S*\s*\(")
_ADDRESS_AFTER = re.compile(r"\s*<\S*>?$")
_SPACE = re.compile(r"\s+")
_LONGEST = 1000  # characters of a title or name

Source = Literal["feed", "news sitemap", "sitemap"]


@dataclass(frozen=True, slots=True)
class Entry:
    """An address that a feed or sitemap names, and what it claims of the article there.

    `published` and `changed` are ISO 8601 with the offset as written, or the words of the feed where they are no date.
    """

    url: str
    title: str | None = None
    published: str | None = None
    authors: tuple[str, ...] = ()
    outlet: str | None = None
    source: Source = "feed"
    changed: str | None = None
    language: str | None = None


def read_feed(data: bytes, url: str, content_type: str | None = None) -> list[Entry]:
    """Give the entries of a feed in its order, each address once, relative links resolved.

    An entry without a web address is left out: there is nothing to fetch. Broken XML is read as far as feedparser goes;
    entities that a document declares are not expanded. Raises ReadError (`empty_feed`, `broken_feed`, `not_a_feed`).
    """
    if not data.strip():
        raise ReadError("empty_feed", "The answer is empty")
    entries = _json_entries(data, url) if _is_json(data) else _xml_entries(data, url, content_type)
    return unique(entry for entry in entries if entry.url)


def unique(entries: Iterable[Entry]) -> list[Entry]:
    """Keep the first entry of each address."""
    kept: dict[str, Entry] = {}
    for entry in entries:
        kept.setdefault(entry.url, entry)
    return list(kept.values())


def web_address(base: str, link: object) -> str:
    """Resolve a link; an empty string stands for one that leads to no web page."""
    if not isinstance(link, str) or not link.strip():
        return ""
    try:
        address = urljoin(base, encodable(link.strip()))
    except ValueError:
        return ""
    return address if address.lower().startswith(("http://", "https://")) else ""


def clean_text(value: object) -> str | None:
    """Give a title or name on one line; None for one that says nothing."""
    if not isinstance(value, str):
        return None
    return _SPACE.sub(" ", encodable(value)).strip()[:_LONGEST] or None


def iso_date(value: object) -> str | None:
    """Give a date in ISO 8601: from RFC 822, as feeds write it, else as it stands."""
    text = clean_text(value)
    if text is None:
        return None
    try:
        return (
            datetime.fromisoformat(text).isoformat() if text[:4].isdigit() and len(text) > 10 else _mail(text)
        )
    except (ValueError, TypeError, OverflowError):
        return text


def _mail(text: str) -> str:
    return parsedate_to_datetime(text).isoformat()


def _is_json(data: bytes) -> bool:
    head = data[:64].replace(b"\x00", b"")
    return head.removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").lstrip().startswith(b"{")


def _xml_entries(data: bytes, url: str, content_type: str | None) -> Iterator[Entry]:
    headers = {"content-location": url, "content-type": content_type or "application/xml"}
    try:
        feed = feedparser.parse(
            data, response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except Exception as error:  # feedparser raises whatever its decoders and parsers do
        sentence = f"The feed cannot be read: {type(error).__name__}"
        raise ReadError("broken_feed", sentence) from error
    if not feed.version and not feed.entries:
        raise ReadError("not_a_feed", "This is neither RSS nor Atom nor JSON Feed")
    return (_xml_entry(entry, url, feed) for entry in feed.entries)


def _xml_entry(entry: "dict[str, Any]", url: str, feed: Any) -> Entry:
    # dict.get: feedparser's own answers with `published` where `updated` is missing.
    published, changed = dict.get(entry, "published"), dict.get(entry, "updated")
    if published is None and not feed.version.startswith("atom"):
        published, changed = changed, None  # the date of RSS 1.0 (dc:date) is that of publication
    link = entry.get("feedburner_origlink") or entry.get("link")
    return Entry(
        url=web_address(url, link),
        title=_plain(entry, "title"),
        published=iso_date(published),
        authors=_names(_author_name(author) for author in entry.get("authors", ())),
        outlet=_plain(entry.get("source") or {}, "title") or _plain(feed.feed, "title"),
        changed=iso_date(changed),
        language=clean_text(feed.feed.get("language")),
    )


def _author_name(author: "dict[str, Any]") -> str | None:
    """Give a name without what feedparser leaves of a mail address whose last label is longer than four letters."""
    name = author.get("name")
    if name and author.get("email"):
        name = _ADDRESS_BEFORE.sub("", _ADDRESS_AFTER.sub("", name))
    return name


def _plain(element: "dict[str, Any]", name: str) -> str | None:
    """Give a title without the markup that feeds wrap in it, unless the feed says that it is plain text."""
    text = element.get(name)
    detail = element.get(f"{name}_detail") or {}
    if isinstance(text, str) and detail.get("type") != "text/plain":
        text = html.unescape(_TAG.sub("", text))
    return clean_text(text)


def _json_entries(data: bytes, url: str) -> Iterator[Entry]:
    try:
        feed = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise ReadError("broken_feed", "The feed begins like JSON and is none") from error
    items = feed.get("items")
    if "jsonfeed.org" not in str(feed.get("version")) or not isinstance(items, list):
        raise ReadError("not_a_feed", "This JSON is no JSON Feed: its version or its items are missing")
    outlet = clean_text(feed.get("title"))
    return (_json_entry(item, url, outlet, feed) for item in items if isinstance(item, dict))


def _json_entry(item: "dict[str, Any]", url: str, outlet: str | None, feed: "dict[str, Any]") -> Entry:
    identity = item.get("id")
    permalink = identity if str(identity).lower().startswith(("http://", "https://")) else None
    return Entry(
        url=web_address(url, item.get("url") or item.get("external_url") or permalink),
        title=clean_text(item.get("title")),
        published=iso_date(item.get("date_published")),
        authors=_json_authors(item) or _json_authors(feed),
        outlet=outlet,
        changed=iso_date(item.get("date_modified")),
        language=clean_text(item.get("language") or feed.get("language")),
    )


def _json_authors(holder: "dict[str, Any]") -> tuple[str, ...]:
    """Give names from `authors` (1.1) or `author` (1.0)."""
    authors = holder.get("authors") or [holder.get("author")]
    people = authors if isinstance(authors, list) else []
    return _names(author.get("name") for author in people if isinstance(author, dict))


def _names(values: Iterable[object]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for value in values if (name := clean_text(value))))
