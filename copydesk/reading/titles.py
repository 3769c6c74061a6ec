"""Which of a page's titles is the article's: headline of the JSON-LD, shared title, heading, title element."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

Claim = tuple[str, str]

_WORD = re.compile(r"\w+")
_JOINT = re.compile(r"\s+[|–—\-»›•·:*ㅣ]+\s+|\s*[|»ㅣ]\s*|\s\((?=[^()]+\)$)")
_SHORTEST_NAME = 3  # of a site
_MOST_KINDRED = 0.5  # share of the words of the shorter title that two titles of one article have in common


@dataclass(frozen=True, slots=True)
class Titles:
    """The titles that a page bears."""

    headline: Claim | None  # of the JSON-LD
    shared: Claim | None  # for links to the page
    meta: Claim | None  # of other meta tags
    element: str | None  # of the window
    headings: Sequence[str]  # of the first order
    sites: frozenset[str]  # keys of names of the site


def choose_titles(titles: Titles) -> tuple[Claim | None, Claim | None]:
    """Give the article's title, and the one that it is shared by where that is one to call it by."""
    window = _without_site(titles.element, titles)
    shared = _tidy_shared(titles)
    printed = _printed(titles, [one for one in (shared and shared[0], window) if one])
    if titles.headline:
        return titles.headline, None if _is_doubted(titles, shared, printed, window) else shared
    told = shared or titles.meta
    if printed and (told is None or not _says(told[0], printed)):
        return (printed, "heading: h1"), shared
    if told:
        return told, None
    return ((window, "title element"), None) if window else (None, None)


def _tidy_shared(titles: Titles) -> Claim | None:
    """Give the shared title without the site's name."""
    if titles.shared is None:
        return None
    text = _without_site(titles.shared[0], titles)
    return (text, titles.shared[1]) if text else None


def _is_doubted(titles: Titles, shared: Claim | None, printed: str | None, window: str | None) -> bool:
    """Tell a shared title that stands alone: the window bears the headline, or it was made for search engines.

    A newsroom that shares an article by another title than it prints leaves the site's name out of it.
    """
    if shared is None or titles.headline is None or titles.shared is None:
        return False
    headline = titles.headline[0]
    if _agrees(shared[0], headline) or _agrees(shared[0], printed):
        return False
    return shared[0] != titles.shared[0] or (_agrees(headline, window) and not _agrees(headline, printed))


def is_site(text: str, titles: Titles) -> bool:
    """Tell the name of the site from a title."""
    return key(text) in titles.sites


def _names_site(part: str, titles: Titles) -> bool:
    """Tell a part of a title that is a longer or shorter name of the site."""
    name = key(part)
    return len(name) >= _SHORTEST_NAME and any(
        name in site or (len(site) >= _SHORTEST_NAME and name.startswith(site) and len(name) < 3 * len(site))
        for site in titles.sites
    )


def key(text: str) -> str:
    """Give what two spellings of one title or name have in common: letters and digits, without case."""
    return "".join(filter(str.isalnum, text)).casefold()


def _printed(titles: Titles, others: Sequence[str]) -> str | None:
    """Give the heading that is kin to another title of the page, or the only one where there is no other."""
    headings = [text for text in dict.fromkeys(titles.headings) if not is_site(text, titles)]
    if not others:
        return headings[0] if len(headings) == 1 else None
    return next((text for text in headings if any(_is_kin(text, other) for other in others)), None)


def _is_kin(one: str, other: str) -> bool:
    """Tell two wordings of one title."""
    if _says(one, other) or _says(other, one):
        return True
    words, others = (set(_WORD.findall(text.casefold())) for text in (one, other))
    fewer = min(len(words), len(others))
    return fewer > 1 and len(words & others) >= _MOST_KINDRED * fewer


def _says(text: str, title: str) -> bool:
    return key(title) in key(text)


def _agrees(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and key(one) == key(other)


def _without_site(text: str | None, titles: Titles) -> str | None:
    """Take the site's name off either end of a title; what has no joint is left as it is."""
    if not text or is_site(text, titles):
        return None
    known = {key(title) for title in (*titles.headings, *(titles.headline or ())[:1])}
    for joint in _JOINT.finditer(text):
        front, back = text[: joint.start()].strip(), text[joint.end() :].strip()
        if not front or not back:
            continue
        if key(front) in known or _names_site(back, titles):
            return front
        if _names_site(front, titles):
            return back
        if key(back) in known:  # of a title beside the site's name the title is the longer one
            return max(front, back, key=len)
    return text
