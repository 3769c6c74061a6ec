"""What a page claims about its article: JSON-LD, meta tags, headings, time elements, credits."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urlsplit

from lxml import etree

from copydesk.document import Hints
from copydesk.reading.credits import is_full_name, read_credits
from copydesk.reading.linked import Linked, read_linked
from copydesk.reading.titles import Claim, Titles, choose_titles, key

# Names of meta tags, best first.
_SHARED_TITLE_METAS = ("og:title", "twitter:title")
_TITLE_METAS = ("dc.title", "headline", "parsely-title", "sailthru.title", "cxenseparse:title")
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
    "dcterms.created",
    "pubdate",
    "publish-date",
    "publishdate",
    "publish_date",
    "publication_date",
    "article:published:time",
    "article:published",
    "article:publicationdate",
    "og:article:published_time",
    "og:pubdate",
    "cxenseparse:recs:publishtime",
    "citation_publication_date",
    "prism.publicationdate",
    "vr:published_time",
    "dc.date.created",
    "date",
)
_OUTLET_METAS = ("og:site_name", "application-name", "dc.publisher")
_AUTHOR_METAS = (
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "article:author_name",
    "byl",
    "dc.creator",
    "dcterms.creator",
    "citation_author",
    "cxenseparse:author",
    "article:byline",
)
_ORDERED_NAMES = ("dc.creator", "dcterms.creator", "citation_author")  # catalogues write `Frome, Edda`
_TELLING_TAGS = ("meta", "link", "title", "script", "h1", "time")
_PUBLISHED = ("datepublished", "pubdate", "publish")
_LONGEST_SITE = 40  # what is longer is a title or a motto
_NO_SITES = frozenset({"www", "com", "org", "net", "co", "uk", "news"})


@dataclass(slots=True)
class _Head:
    """The elements of a page that make claims, gathered in one pass."""

    metas: dict[str, list[str]] = field(default_factory=dict)
    scripts: list[str] = field(default_factory=list)
    headings: list[etree._Element] = field(default_factory=list)
    times: list[etree._Element] = field(default_factory=list)
    title: str | None = None
    canonical: str | None = None

    def claim(self, names: Iterable[str]) -> Claim | None:
        """Give the first content of the first of these meta tags that the page has."""
        return next(((self.metas[name][0], f"meta: {name}") for name in names if name in self.metas), None)


def page_hints(tree: etree._Element) -> Hints:
    """Gather the claims of a parsed page, the most specific source first."""
    head = _read_head(tree)
    url = head.canonical or _value(head.claim(("og:url",)))
    headings = [text for h1 in head.headings if (text := _text(h1))]
    shared = head.claim(_SHARED_TITLE_METAS)
    linked = read_linked(head.scripts, (_value(shared), *headings), url)
    outlet = linked.name(linked.article.get("publisher")) or _value(head.claim(_OUTLET_METAS))
    titles = Titles(
        linked.claim("headline"),
        shared,
        head.claim(_TITLE_METAS),
        head.title,
        headings,
        _sites(head, outlet, url),
    )
    title, shared = choose_titles(titles)
    authors = _people(_authors(head, linked), titles.sites)
    return Hints(
        title=title,
        shared_title=shared,
        date=_date(head, linked),
        outlet=outlet,
        authors=authors,
        credits=() if _is_known(authors, titles.sites) else read_credits(tree),
        url=url,
        body=linked.body(),
        types=(*linked.types(), *head.metas.get("og:type", ())[:1]),
    )


def _read_head(tree: etree._Element) -> _Head:
    head = _Head()
    for element in tree.iter(*_TELLING_TAGS):
        tag = element.tag
        if tag == "meta":
            _add_meta(head.metas, element)
        elif tag == "script":
            if element.get("type", "").lower().startswith("application/ld+json") and element.text:
                head.scripts.append(element.text)
        elif tag == "h1":
            head.headings.append(element)
        elif tag == "time":
            head.times.append(element)
        elif tag == "title":
            head.title = head.title or " ".join((element.text or "").split()) or None
        elif head.canonical is None and element.get("rel") == "canonical":
            head.canonical = element.get("href")
    return head


def _add_meta(metas: dict[str, list[str]], meta: etree._Element) -> None:
    name = meta.get("property") or meta.get("name") or meta.get("itemprop")
    content = (meta.get("content") or "").strip()
    if name and content:
        if "&" in content:
            content = unescape(content)  # many escape twice
        metas.setdefault(name.lower(), []).append(content)


def _sites(head: _Head, outlet: str | None, url: str | None) -> frozenset[str]:
    """Give the keys of the names by which a page may call its site."""
    told = [outlet or "", *(name for one in _OUTLET_METAS for name in head.metas.get(one, ()))]
    names = [name for name in told if len(name) <= _LONGEST_SITE]
    host = _host(url)
    labels = [label for label in host.split(".") if label not in _NO_SITES and len(label) > 2]
    return frozenset(map(key, (*names, host, host.removeprefix("www."), *labels))) - {""}


def _host(url: str | None) -> str:
    try:
        return urlsplit(url or "").hostname or ""
    except ValueError:  # brackets that hold no address
        return ""


def _authors(head: _Head, linked: Linked) -> tuple[str, ...]:
    """Give who is named as author: by the article, by the meta tags, by the page as JSON-LD has it."""
    if names := linked.authors(linked.article):
        return names
    for tag in _AUTHOR_METAS:
        names = tuple(_ordered(name) if tag in _ORDERED_NAMES else name for name in head.metas.get(tag, ()))
        if names := tuple(dict.fromkeys(filter(_may_be_author, names))):
            return names
    return linked.authors(linked.page)


def _people(names: tuple[str, ...], sites: frozenset[str]) -> tuple[str, ...]:
    """Leave the site out where it stands beside people."""
    return tuple(name for name in names if key(name) not in sites) or names


def _may_be_author(name: str) -> bool:
    """Tell a name from an address, an account and a number."""
    return "://" not in name and "@" not in name and any(map(str.isalpha, name))


def _ordered(name: str) -> str:
    family, comma, given = name.partition(",")
    return f"{given.strip()} {family.strip()}" if comma and "," not in given else name


def _is_known(authors: tuple[str, ...], sites: frozenset[str]) -> bool:
    """Tell whether people are named, not the site alone or an account."""
    return any(is_full_name(name) and key(name) not in sites for name in authors)


def _date(head: _Head, linked: Linked) -> Claim | None:
    return (
        linked.claim("datePublished")
        or head.claim(_DATE_METAS)
        or linked.page_claim("datePublished")
        or _time(head.times)
    )


def _time(times: list[etree._Element]) -> Claim | None:
    """Give the machine-readable time named one of publication, else the first that does not stand in a comment."""
    first = None
    for time in times:
        stamp = (time.get("datetime") or "").strip()
        if not stamp or any("comment" in (parent.get("class") or "") for parent in time.iterancestors()):
            continue
        names = f"{time.get('itemprop') or ''} {time.get('class') or ''}".lower()
        if time.get("pubdate") is not None or any(word in names for word in _PUBLISHED):
            return stamp, "time element"
        first = first or (stamp, "time element")
    return first


def _text(element: etree._Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())


def _value(claim: Claim | None) -> str | None:
    return claim[0] if claim else None
