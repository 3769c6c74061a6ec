"""What a page's head claims: JSON-LD, meta tags, time elements, headings."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from typing import Any

from lxml import etree

from copydesk.document import Hints
from copydesk.reading.encoding import encodable

_ARTICLE_TYPES = frozenset(
    "NewsArticle Article BlogPosting ReportageNewsArticle LiveBlogPosting OpinionNewsArticle "
    "AnalysisNewsArticle ReviewNewsArticle BackgroundNewsArticle TechArticle".split()
)
_SHORTEST_BODY = 200  # characters: less is a summary
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>")
# Names of meta tags, best first.
_SHARED_TITLE_METAS = ("og:title", "twitter:title")
_TITLE_METAS = (*_SHARED_TITLE_METAS, "dc.title", "headline")
_DATE_METAS = (
    "article:published_time",
    "og:published_time",
    "datepublished",
    "article.published",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dc.date",
    "dcterms.date",
    "pubdate",
    "publish-date",
    "publishdate",
    "publish_date",
    "publication_date",
    "article:published:time",
    "og:article:published_time",
    "cxenseparse:recs:publishtime",
    "dc.date.created",
    "date",
)
_OUTLET_METAS = ("og:site_name", "application-name", "dc.publisher")
_AUTHOR_METAS = ("author", "article:author", "parsely-author", "sailthru.author", "dc.creator")


def page_hints(tree: etree._Element) -> Hints:
    """Gather the claims of a parsed page, the most specific source first."""
    metas = _metas(tree)
    article = _json_ld_article(tree)
    canonical = tree.find('.//link[@rel="canonical"]')
    return Hints(
        title=_first(_json_claim(article, "headline"), _meta_claim(metas, _TITLE_METAS), _heading(tree)),
        shared_title=_meta_claim(metas, _SHARED_TITLE_METAS),
        date=_first(_json_claim(article, "datePublished"), _meta_claim(metas, _DATE_METAS), _time(tree)),
        outlet=_json_name(article.get("publisher")) or _value(_meta_claim(metas, _OUTLET_METAS)),
        authors=_authors(article, metas),
        url=canonical.get("href") if canonical is not None else None,
        body=_claimed_body(article),
    )


def _claimed_body(article: Mapping[str, Any]) -> str | None:
    """Give the text that a page's head claims as the article's, without the markup that some put into it."""
    text = article.get("articleBody")
    if not isinstance(text, str) or len(text) < _SHORTEST_BODY:
        return None
    return _plain(_MARKUP.sub("\n", text))


def _metas(tree: etree._Element) -> dict[str, str]:
    """Give the first content of each meta tag by its lower-cased name."""
    metas: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        content = unescape((meta.get("content") or "").strip())  # many escape twice
        if name and content:
            metas.setdefault(name.lower(), content)
    return metas


def _json_ld_article(tree: etree._Element) -> Mapping[str, Any]:
    """Give the first article object of the page's JSON-LD, or an empty one."""
    for script in tree.iter("script"):
        if script.get("type", "").lower() != "application/ld+json" or not script.text:
            continue
        try:
            data = json.loads(script.text, strict=False)
        except (ValueError, RecursionError):
            continue  # a broken script is the page's fault; the meta tags still speak
        for item in _objects(data):
            types = item.get("@type")
            if _ARTICLE_TYPES.intersection([types] if isinstance(types, str) else _strings(types)):
                return item
    return {}


def _objects(data: object) -> Iterator[dict[str, Any]]:
    """Walk lists and @graph containers, one level of nesting each."""
    for item in data if isinstance(data, list) else [data]:
        if isinstance(item, dict):
            yield item
            graph = item.get("@graph")
            entries = graph if isinstance(graph, list) else []
            yield from (entry for entry in entries if isinstance(entry, dict))


def _json_claim(article: Mapping[str, Any], key: str) -> tuple[str, str] | None:
    value = article.get(key)
    return (_plain(value), f"json-ld: {key}") if isinstance(value, str) and value.strip() else None


def _json_name(value: object) -> str | None:
    """Give the name of a person or organisation object."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("name")
    return _plain(value) if isinstance(value, str) and value.strip() else None


def _plain(value: str) -> str:
    """Give a string of a script as text: without the character references that some sites leave in it."""
    return encodable(unescape(value.strip()))


def _authors(article: Mapping[str, Any], metas: Mapping[str, str]) -> tuple[str, ...]:
    people = article.get("author")
    named = [_json_name(person) for person in (people if isinstance(people, list) else [people])]
    names = [name for name in named if name]
    if not names and (claim := _meta_claim(metas, _AUTHOR_METAS)) and not claim[0].startswith("http"):
        names = [claim[0]]
    return tuple(dict.fromkeys(names))


def _meta_claim(metas: Mapping[str, str], names: Iterable[str]) -> tuple[str, str] | None:
    return next(((metas[name], f"meta: {name}") for name in names if name in metas), None)


def _heading(tree: etree._Element) -> tuple[str, str] | None:
    headings = [
        text for h1 in tree.iter("h1") if (text := " ".join("".join(map(str, h1.itertext())).split()))
    ]
    return (headings[0], "heading: h1") if len(headings) == 1 else None


def _time(tree: etree._Element) -> tuple[str, str] | None:
    """Give the first machine-readable time that does not stand in a comment."""
    for time in tree.iter("time"):
        stamp = time.get("datetime")
        if stamp and not any("comment" in (parent.get("class") or "") for parent in time.iterancestors()):
            return stamp.strip(), "time element"
    return None


def _first(*claims: tuple[str, str] | None) -> tuple[str, str] | None:
    return next((claim for claim in claims if claim), None)


def _value(claim: tuple[str, str] | None) -> str | None:
    return claim[0] if claim else None


def _strings(value: object) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
