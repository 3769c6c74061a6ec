"""feeds.toml: the feeds, sitemaps and front pages that the hourly run asks."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from copydesk.errors import ReadError, UsageError
from copydesk.fetching.canonical import canonical

Kind = Literal["feed", "sitemap", "front page"]
_KEYS = {"url", "kind", "outlet", "enabled"}


@dataclass(frozen=True, slots=True)
class FeedSource:
    """One table `[[feeds]]`; `outlet` names the newspaper where the feed itself does not."""

    url: str
    kind: Kind = "feed"
    outlet: str | None = None
    enabled: bool = True


def read_feed_list(path: Path) -> list[FeedSource]:
    """Read the list, also what is not enabled. Raises UsageError that names the place of a mistake and its cure."""
    try:
        content = tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}; give the path of a feeds.toml") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not UTF-8; save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path} is no TOML: {error}; each feed begins with [[feeds]]") from error
    return _unique(path, [_source(place, table) for place, table in _tables(path, content)])


def _tables(path: Path, content: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    unknown = sorted(set(content) - {"feeds"})
    if unknown:
        raise UsageError(f"{path} has a key {unknown[0]!r}; each feed begins with [[feeds]]")
    feeds = content.get("feeds", [])
    if not isinstance(feeds, list) or not all(isinstance(table, dict) for table in feeds):
        raise UsageError(
            f"{path}: feeds is no list of tables; begin each feed with [[feeds]], in two brackets"
        )
    return [(f"{path}, feed {number}", table) for number, table in enumerate(feeds, start=1)]


def _source(place: str, table: dict[str, Any]) -> FeedSource:
    unknown = sorted(set(table) - _KEYS)
    if unknown:
        raise UsageError(
            f"{place}: the key {unknown[0]!r} is not known; there are {', '.join(sorted(_KEYS))}"
        )
    kind, outlet, enabled = table.get("kind", "feed"), table.get("outlet"), table.get("enabled", True)
    if kind not in get_args(Kind):
        raise UsageError(f"{place}: kind is {kind!r}; write one of {', '.join(map(repr, get_args(Kind)))}")
    if outlet is not None and (not isinstance(outlet, str) or not outlet.strip()):
        raise UsageError(f"{place}: outlet is {outlet!r}; write a name in quotes, or leave it out")
    if not isinstance(enabled, bool):
        raise UsageError(f"{place}: enabled is {enabled!r}; write true or false without quotes")
    return FeedSource(_address(place, table.get("url")), kind, outlet, enabled)


def _address(place: str, url: object) -> str:
    if not isinstance(url, str):
        raise UsageError(f'{place}: url is missing; write url = "https://..."')
    try:
        canonical(url)
    except ReadError as error:
        raise UsageError(f'{place}: url is {url!r}. {error}; write url = "https://..."') from error
    return url.strip()


def _unique(path: Path, sources: list[FeedSource]) -> list[FeedSource]:
    first: dict[str, int] = {}
    for number, source in enumerate(sources, start=1):
        if earlier := first.get(canonical(source.url)):
            raise UsageError(f"{path}, feed {number}: {source.url} is feed {earlier} already; delete one")
        first[canonical(source.url)] = number
    return sources
