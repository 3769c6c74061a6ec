"""Where a site announces its feeds."""

from collections.abc import Iterator
from urllib.parse import urljoin

from lxml import etree, html

from copydesk.fetching.feeds import web_address
from copydesk.reading.encoding import decode

_TYPES = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json"}
)
_COMMENTS = ("/comments/feed", "/comments/default", "/comments/rss", "/comments/atom")
_PLACES = (
    "/feed /rss /rss.xml /feed.xml /atom.xml /index.xml /feed.json /news-sitemap.xml /sitemap-news.xml /sitemap.xml"
).split()


def find_feeds(data: bytes, url: str) -> list[str]:
    """Give the addresses of feeds that a front page links to (`link rel=alternate`), in its order, each once.

    Feeds of readers' comments are left out. A page that is no HTML has none.
    """
    text = decode(data).text
    try:
        tree = html.document_fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return []
    base = next((web_address(url, element.get("href")) for element in tree.iter("base")), "") or url
    found = (web_address(base, link.get("href")) for link in _feed_links(tree))
    return list(dict.fromkeys(link for link in found if link and not _is_of_comments(link)))


def usual_places(url: str) -> list[str]:
    """Give the addresses worth a try where a site links to no feed."""
    return [urljoin(url, place) for place in _PLACES]


def _feed_links(tree: html.HtmlElement) -> Iterator[html.HtmlElement]:
    for link in tree.iter("link", "a"):
        is_alternate = "alternate" in (link.get("rel") or "").lower().split()
        media_type = (link.get("type") or "").partition(";")[0].strip().lower()
        if is_alternate and (media_type in _TYPES or _is_json_feed(media_type, link)):
            yield link


def _is_json_feed(media_type: str, link: html.HtmlElement) -> bool:
    """Tell a JSON Feed 1.0 from the interfaces that publishing systems announce with the same media type."""
    return media_type == "application/json" and "feed" in (link.get("href") or "").lower()


def _is_of_comments(link: str) -> bool:
    return any(part in link.lower() for part in _COMMENTS)
