"""Who a page credits where it is read: elements marked up as byline or author."""

import re
from collections.abc import Iterator

from lxml import etree

_TAGS = (
    "h1 a address cite div em figcaption footer h2 h3 h4 h5 h6 header li p section span strong td ul".split()
)
# Names of boxes that hold other articles or other people's words, and of what is said about an author.
_ELSEWHERE = re.compile(
    r"comment|related|recommend|teaser|promo|popular|latest|trending|sidebar|footer|menu|carousel|bio|avatar|social|"
    r"share|description|caption",
    re.IGNORECASE,
)
_OUTSIDE = frozenset({"nav", "footer", "figcaption"})
_MOST_ELEMENTS = 200  # below a headline: what stands farther down credits others
_LONGEST_CREDIT = 120
_MOST_CREDITS = 8


def read_credits(tree: etree._Element) -> tuple[str, ...]:
    """Give what the first byline below the headline says, name by name where they are marked up one by one."""
    above: tuple[str, ...] = ()
    done: etree._Element | None = None
    left = _MOST_ELEMENTS
    is_below = False
    for element in tree.iter(*_TAGS):
        left -= is_below
        if not left:
            break
        if element.tag == "h1":
            left, is_below = _MOST_ELEMENTS, True
        elif _is_marked(element) and not _is_in(element, done) and not _is_elsewhere(element):
            done = element
            if names := _names(element):
                if is_below:
                    return names
                above = above or names
    return above


def is_full_name(name: str) -> bool:
    """Tell a person's whole name from an account or an abbreviation; scripts without case need no space."""
    return " " in name.strip() or (not name.isascii() and name == name.lower() == name.upper())


def _is_marked(element: etree._Element) -> bool:
    names = element.get("class")
    if names and ("uthor" in names or "yline" in names or "utor" in names):  # capital or not, author or autor
        return True
    rel = element.get("rel")
    return (rel is not None and "author" in rel.split()) or element.get("itemprop") == "author"


def _names(element: etree._Element) -> tuple[str, ...]:
    """Give the texts of the innermost marked elements, or the text of the whole."""
    texts = [text for leaf in _leaves(element) if not _is_elsewhere(leaf) and (text := _text(leaf))]
    short = (text for text in texts or [_text(element)] if 0 < len(text) <= _LONGEST_CREDIT)
    return tuple(dict.fromkeys(short))[:_MOST_CREDITS]


def _leaves(element: etree._Element) -> Iterator[etree._Element]:
    """Give the marked elements in another that hold no marked element themselves."""
    marked = [one for one in element.iter(*_TAGS) if one is not element and _is_marked(one)]
    holders = {holder for one in marked for holder in one.iterancestors()}
    return (one for one in marked if one not in holders)


def _text(element: etree._Element) -> str:
    """Give the text of an element, its parts apart."""
    return " ".join(" ".join(map(str, element.itertext())).split())


def _is_elsewhere(element: etree._Element) -> bool:
    """Tell what stands in a box of its own: comments, teasers, the foot of the page."""
    place: etree._Element | None = element
    while place is not None and place.tag != "body":
        if place.tag in _OUTSIDE or _ELSEWHERE.search(f"{place.get('class') or ''} {place.get('id') or ''}"):
            return True
        place = place.getparent()
    return False


def _is_in(element: etree._Element, other: etree._Element | None) -> bool:
    return other is not None and any(place is other for place in element.iterancestors())
