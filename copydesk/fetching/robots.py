"""robots.txt after RFC 9309: may this address be asked for, and which line says so.

protego decides whether a pattern matches an address. Lines and groups are read here, because the deciding line has
to be named and because protego 0.7 departs from the RFC there: it ends a group at an unknown line between two user
agents, breaks lines at characters that end none, and finds a group's name anywhere in the agent's. One departure
stays: a pattern that ends in `$` also matches addresses with that very character.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from protego import Protego

from copydesk.reading.encoding import unicode_form

_LONGEST = 500 * 1024  # bytes that a crawler must read at least (RFC 9309, 2.5)
_LINE_END = re.compile(r"\r\n|\r|\n")
_RAW_BYTE = re.compile(r"[\udc80-\udcff]")
_TOKEN = re.compile(r"[a-z_-]+")
# What Google's parser and protego read as the same word, and a space for the colon.
_LINE = re.compile(
    r"(?:(?P<agent>user[- ]?agent)|(?P<allow>allow)|(?P<disallow>disallow|dissallow|dissalow|disalow|diasllow|disallaw)"
    r"|(?P<delay>crawl[- ]?delay)|(?P<sitemap>sitemaps?|site-map))(?:\s*:\s*|\s+)(?P<value>.*)",
    re.IGNORECASE,
)

_PRINTABLE = "".join(map(chr, range(0x21, 0x7F)))
_KINDS = ("agent", "allow", "disallow", "delay", "sitemap")


class _Line(NamedTuple):
    kind: str
    value: str
    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether an address may be asked for, and what decided: a line as it stands in the file, or why there is none."""

    allowed: bool
    rule: str


class _Rule:
    """One Allow or Disallow line."""

    def __init__(self, line: _Line) -> None:
        self.is_allow = line.kind == "allow"
        self.length = len(_one_line(line.value))
        self.name = f"{line.text} (line {line.number})"
        self._matcher = _matcher([line.value])

    @property
    def rank(self) -> tuple[int, bool]:
        """The longest pattern decides, of equals the one that allows (RFC 9309, 2.2.2)."""
        return self.length, self.is_allow

    def matches(self, url: str) -> bool:
        return not self._matcher.can_fetch(url, "any")


@dataclass
class _Group:
    """All rules for one user agent, from wherever they stand in the file."""

    lines: list[_Line] = field(default_factory=list)
    delays: list[float] = field(default_factory=list)

    @cached_property
    def rules(self) -> list[_Rule]:
        return sorted((_Rule(line) for line in self.lines), key=lambda rule: rule.rank, reverse=True)

    @cached_property
    def _all(self) -> Protego:
        return _matcher([line.value for line in self.lines])

    def decide(self, url: str) -> _Rule | None:
        """Give the rule that decides; where none matches, protego tells it from all of them at once."""
        if self._all.can_fetch(url, "any"):
            return None
        return next((rule for rule in self.rules if rule.matches(url)), None)


class Robots:
    """What one host's robots.txt says, or stands for where there is none."""

    def __init__(self, groups: dict[str, _Group], sitemaps: tuple[str, ...], default: Verdict) -> None:
        self._groups = groups
        self._default = default
        self.sitemaps = sitemaps

    @classmethod
    def from_response(cls, status: int | None, body: bytes) -> "Robots":
        """Read the answer to the request for robots.txt, None standing for a host that could not be reached.

        RFC 9309, 2.3.1: 2xx is read, up to 500 KiB; missing (4xx, or 3xx after too many redirects) allows everything;
        5xx and no answer forbid everything for now. 429 counts with these: it asks for a pause, not for more requests.
        """
        if status is None or status == 429 or not 200 <= status <= 499:
            reason = "could not be reached" if status is None else f"is out of reach for now ({status})"
            return cls({}, (), Verdict(False, f"robots.txt {reason}"))
        if not 200 <= status <= 299:
            return cls({}, (), Verdict(True, f"robots.txt is missing ({status})"))
        lines = list(_lines(body))
        sitemaps = tuple(dict.fromkeys(line.value for line in lines if line.kind == "sitemap" and line.value))
        return cls(_grouped(lines), sitemaps, Verdict(True, "no rule"))

    @property
    def is_unreachable(self) -> bool:
        """Whether the host has to be left alone until robots.txt can be had."""
        return not self._default.allowed

    def verdict(self, url: str, agent: str) -> Verdict:
        """Decide about an address for a user agent, of which the product token counts: `Copydesk/1.0` is `copydesk`."""
        if self.is_unreachable:
            return self._default
        if urlsplit(url).path == "/robots.txt":
            return Verdict(True, "robots.txt itself may always be read")
        group = self._group(agent)
        rule = group.decide(url) if group else None
        return Verdict(rule.is_allow, rule.name) if rule else self._default

    def crawl_delay(self, agent: str) -> float | None:
        """Give the longest Crawl-delay of the agent's group in seconds: no part of the RFC, and widely meant."""
        group = self._group(agent)
        return max(group.delays, default=None) if group else None

    def _group(self, agent: str) -> _Group | None:
        token = _TOKEN.match(agent.strip().lower())
        group = self._groups.get(token[0]) if token else None
        return group if group is not None else self._groups.get("*")


def _matcher(patterns: list[str]) -> Protego:
    """Let protego match patterns; each is given as a Disallow, since what follows from a match is decided here."""
    return Protego.parse(
        "User-agent: *\n" + "\n".join(f"Disallow: {_one_line(pattern)}" for pattern in patterns)
    )


def _one_line(pattern: str) -> str:
    """Percent-encode all that is not printable ASCII: protego would end the line at some of it."""
    return quote(pattern, safe=_PRINTABLE, errors="replace")


def _lines(body: bytes) -> Iterator[_Line]:
    """Give the lines that say something, without comments; of the last one only if it is whole."""
    text = _text(body[:_LONGEST])
    rows = _LINE_END.split(text)
    if len(body) > _LONGEST:
        rows.pop()
    for number, row in enumerate(rows, start=1):
        said = row.partition("#")[0].strip()
        if match := _LINE.fullmatch(said):
            kind = next(kind for kind in _KINDS if match[kind] is not None)
            yield _Line(kind, match["value"].strip(), number, said[:200])


def _text(body: bytes) -> str:
    """Decode as UTF-8; a byte that is none stays itself, percent-encoded as an address would have it."""
    form = unicode_form(body)
    if form not in (None, "utf-8-sig"):
        return body.decode(str(form), "replace").removeprefix("\ufeff")
    text = body.decode("utf-8", "surrogateescape").removeprefix("\ufeff")
    return _RAW_BYTE.sub(lambda match: f"%{ord(match[0]) - 0xDC00:02X}", text)


def _grouped(lines: list[_Line]) -> dict[str, _Group]:
    """Collect rules by user agent: agents in a row share what follows, an agent named again gets that as well."""
    groups: dict[str, _Group] = {}
    current: list[_Group] = []
    is_naming = False
    for line in lines:
        if line.kind == "agent":
            current = current if is_naming else []
            current += [groups.setdefault(name, _Group()) for name in _agent(line.value)]
            is_naming = True
        elif line.kind in ("allow", "disallow"):
            is_naming = False
            _add_rule(current, line)
        elif line.kind == "delay":
            _add_delay(current, line.value)
    return groups


def _add_rule(groups: list[_Group], line: _Line) -> None:
    if line.value:  # an empty one matches nothing
        for group in groups:
            group.lines.append(line)


def _add_delay(groups: list[_Group], value: str) -> None:
    try:
        seconds = float(value)
    except ValueError:
        return
    if math.isfinite(seconds) and seconds >= 0:
        for group in groups:
            group.delays.append(seconds)


def _agent(value: str) -> list[str]:
    """Give the product token of a user-agent line: the letters it begins with, or `*`."""
    if value == "*" or value.startswith(("* ", "*\t")):
        return ["*"]
    token = _TOKEN.match(value.lower())
    return [token[0]] if token else []
