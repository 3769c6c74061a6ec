"""JSON-LD: the article that a page's scripts describe, and the people they name."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from copydesk.reading.encoding import encodable

_ARTICLE = re.compile(r"(?:Article|BlogPosting|^Report|^Review)$")
_PAGE = re.compile(r"^(?:WebPage|ItemPage|AboutPage)$")
# A script that holds none of these describes neither article nor author: it is not parsed.
_TELLING = ('"headline"', '"datePublished"', '"author"', "Article", '"Person"')
_HOLDERS = ("@graph", "mainEntity", "mainEntityOfPage", "hasPart")
_DEEPEST = 4
_MOST_NODES = 2000  # a live blog describes each of its hundreds of entries
_COMMENTED = re.compile(r"\s*(?:<!--|/\*\s*<!\[CDATA\[\s*\*/|//\s*<!\[CDATA\[)\s*")
_DECODER = json.JSONDecoder(strict=False)
_FIELD = re.compile(r'"(headline|datePublished)"\s*:\s*"((?:[^"\\\n]|\\.)*)"\s*[,}\n]')
_SHORTEST_BODY = 200  # characters: less is a summary
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>")
_NAMES_OF_PERSONS = ("givenName", "additionalName", "familyName")

Node = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Linked:
    """What JSON-LD says: of the article, of the page that it stands on, and who bears which `@id`."""

    article: Node = field(default_factory=dict)
    page: Node = field(default_factory=dict)
    people: Mapping[str, Node] = field(default_factory=dict)

    def claim(self, key: str) -> tuple[str, str] | None:
        """Give what the article says under a key, with where it stood."""
        return _claim(self.article, key, f"json-ld: {key}")

    def page_claim(self, key: str) -> tuple[str, str] | None:
        """Give what the page itself says under a key."""
        return _claim(self.page, key, f"json-ld: {key} of the page")

    def body(self) -> str | None:
        """Give the article's text where the script holds it as well, without the markup that some put into it."""
        text = self.article.get("articleBody")
        if not isinstance(text, str) or len(text) < _SHORTEST_BODY:
            return None
        return _plain(_MARKUP.sub("\n", text))

    def types(self) -> list[str]:
        """Give the types that the article is of; those of schema.org are plain words."""
        return [one for one in _types(self.article) if one.isascii()]

    def authors(self, node: Node) -> tuple[str, ...]:
        """Give the names of the authors of article or page, those of `@id`s looked up."""
        authors = node.get("author") or node.get("creator")
        named = (self.name(one) for one in (authors if isinstance(authors, list) else [authors]))
        return tuple(dict.fromkeys(name for name in named if name))

    def name(self, value: object) -> str | None:
        """Give the name of a person or organisation: a string, an object, or the first of a list."""
        if isinstance(value, list):
            value = value[0] if value else None
        if isinstance(value, dict):
            value = _own_name(value) or _own_name(self.people.get(_text(value.get("@id")) or "", {}))
        return _text(value)


def read_linked(scripts: Iterable[str], titles: Iterable[str | None], url: str | None) -> Linked:
    """Read the scripts; of several articles take the one that agrees with a title or the address of the page."""
    nodes = [node for script in scripts if _may_tell(script) for node in _nodes(_parse(script))]
    articles = [node for node in nodes if _is_typed(node, _ARTICLE)]
    return Linked(
        article=_choose(articles, {_key(title) for title in titles if title}, url),
        page=next((node for node in nodes if _is_typed(node, _PAGE)), {}),
        people={node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and "name" in node},
    )


def _plain(value: str) -> str:
    """Give a claim as text: without the character references that some sites leave in it."""
    return encodable(unescape(value) if "&" in value else value).strip()


def _may_tell(script: str) -> bool:
    return any(word in script for word in _TELLING)


def _parse(script: str) -> object:
    """Parse a script, or what can be saved of a broken one."""
    opening = _COMMENTED.match(script)
    try:
        return _DECODER.raw_decode((script[opening.end() :] if opening else script).lstrip())[0]
    except (ValueError, RecursionError):
        return _saved(script)


def _saved(script: str) -> object:
    """Save headline and date of an article whose script is broken elsewhere; the meta tags say the rest."""
    type_name = re.search(r'"@type"\s*:\s*"(\w*Article|BlogPosting)"', script)
    if type_name is None:
        return None
    return {"@type": type_name[1]} | dict(reversed(_FIELD.findall(script)))


def _nodes(data: object) -> Iterator[dict[str, Any]]:
    """Walk lists and the objects that hold others, outermost first, no deeper than four levels."""
    level = list(_objects(data))
    for _ in range(_DEEPEST):
        yield from level
        level = [inner for node in level for key in _HOLDERS if key in node for inner in _objects(node[key])]
        if len(level) > _MOST_NODES:
            return


def _objects(value: object) -> Iterator[dict[str, Any]]:
    """Give an object, or those of a list and of the lists in it."""
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            yield item
        elif isinstance(item, list):
            yield from (one for one in item if isinstance(one, dict))


def _choose(articles: list[dict[str, Any]], titles: set[str], url: str | None) -> Node:
    """Give the article that bears the page's title, else its address, else the first that tells anything."""
    if len(articles) > 1:
        by_title = (one for one in articles if _key(_text(one.get("headline")) or "") in titles)
        by_url = (one for one in articles if url and url in (one.get("url"), one.get("mainEntityOfPage")))
        if found := next(by_title, None) or next(by_url, None):
            return found
    return next((one for one in articles if "headline" in one), articles[0] if articles else {})


def _is_typed(node: Node, kind: re.Pattern[str]) -> bool:
    return any(kind.search(name) for name in _types(node))


def _types(node: Node) -> list[str]:
    types = node.get("@type")
    return [one for one in (types if isinstance(types, list) else [types]) if isinstance(one, str)]


def _claim(node: Node, key: str, source: str) -> tuple[str, str] | None:
    value = node.get(key)
    if isinstance(value, list):
        value = value[0] if value else None
    text = _text(value)
    return (text, source) if text else None


def _own_name(node: Node) -> str | None:
    """Give the name of an object, put together where it comes in parts."""
    name = node.get("name")
    if isinstance(name, list):
        name = name[0] if name else None
    if isinstance(name, str) and name.strip():
        return name
    parts = [part for key in _NAMES_OF_PERSONS if (part := _text(node.get(key)))]
    return " ".join(parts) or None


def _text(value: object) -> str | None:
    return (_plain(value) or None) if isinstance(value, str) else None


def _key(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()
