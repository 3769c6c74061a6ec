"""One spelling for each address: what names an article stays, what tells where its reader came from goes.

Written on the standard library: courlan 1.4 drops `cid`, `eid`, `keyword`, `session` and parameters without a value,
and turns `&section=` into `§ion=`, so that different articles got one address.
"""

import ipaddress
import re
import tomllib
from functools import cache
from importlib import resources
from typing import NamedTuple
from urllib.parse import SplitResult, quote, unquote_to_bytes, urlsplit

import idna

from copydesk.errors import ReadError

_DEFAULT_PORTS = {"http": 80, "https": 443}
_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_BREAKS = str.maketrans("", "", "\t\r\n")
_SESSION = re.compile(r";(?:jsessionid|phpsessid)=[^/;]*", re.IGNORECASE)
_HOST = re.compile(r"[a-z0-9_.-]+")
_PATH_SAFE = "/%:@!$&'()*+,;=-._~"
_QUERY_SAFE = f"{_PATH_SAFE}?"


class _Tracking(NamedTuple):
    names: frozenset[str]
    prefixes: tuple[str, ...]
    if_wordy: frozenset[str]


def canonical(url: str) -> str:
    """Give the address its canonical spelling; doing it again changes nothing.

    The forms of RFC 3986, section 6.2.2 (case, percent-encoding, dot segments) and the default port of 6.2.3;
    parameters sorted by name. Scheme, `www.`, a closing slash and doubled slashes stay: they may name another page.
    User names, passwords and fragments go, but for `#!`, which names an article. Raises ReadError (`bad_address`).
    """
    parts, host, port = _split(url)
    path = _path(parts.path)
    query = _query(parts.query)
    fragment = f"#{_encoded(parts.fragment, _QUERY_SAFE)}" if parts.fragment.startswith("!") else ""
    return f"{parts.scheme}://{_netloc(parts.scheme, host, port)}{path}{query}{fragment}"


def host_key(url: str) -> str:
    """Name the server that politeness counts for: scheme, host and port. Raises ReadError (`bad_address`)."""
    parts, host, port = _split(url)
    return f"{parts.scheme}://{host}:{port}"


def host_name(url: str) -> str:
    """Name the host alone, in lower case and as ASCII. Raises ReadError (`bad_address`)."""
    return _split(url)[1]


def _split(url: str) -> tuple[SplitResult, str, int]:
    try:
        parts = urlsplit(url.translate(_BREAKS).strip(" \x00\f\v\u00a0\u200b\ufeff"))
        port = parts.port
        host = _host(parts.hostname or "")
    except (ValueError, idna.IDNAError) as error:
        raise ReadError("bad_address", f"This is no web address: {error}"[:200]) from error
    if parts.scheme not in _DEFAULT_PORTS:
        raise ReadError(
            "bad_address", f"Only http and https addresses are fetched, not {parts.scheme or 'this'}"
        )
    if not host:
        raise ReadError("bad_address", "The address names no host")
    return parts, host, _DEFAULT_PORTS[parts.scheme] if port is None else port


def _host(host: str) -> str:
    """Give the host as ASCII in lower case: IDNA 2008 after the mapping of UTS 46, IPv6 in brackets."""
    if ":" in host:
        return f"[{ipaddress.IPv6Address(host.partition('%')[0])}]"
    host = host.lower().removesuffix(".")
    if not host.isascii():
        host = idna.encode(host, uts46=True).decode("ascii")
    if host and not _HOST.fullmatch(host):
        raise ValueError("the host has characters that no host name has")
    return host


def _netloc(scheme: str, host: str, port: int) -> str:
    return host if port == _DEFAULT_PORTS[scheme] else f"{host}:{port}"


def _path(path: str) -> str:
    encoded = _encoded(_SESSION.sub("", path), _PATH_SAFE)
    return _without_dots(encoded) if "/." in encoded else encoded or "/"


def _encoded(text: str, safe: str) -> str:
    """Normalise percent-encoding: unreserved characters bare, all others of one spelling, a lone % encoded."""
    text = _ESCAPE.sub(lambda match: _escape(match[0]), _STRAY_PERCENT.sub("%25", text))
    return quote(text, safe=safe, errors="replace")


def _escape(escape: str) -> str:
    character = unquote_to_bytes(escape).decode("latin-1")
    return character if character in _UNRESERVED else escape.upper()


def _without_dots(path: str) -> str:
    """Remove `.` and `..` (RFC 3986, 5.2.4)."""
    kept: list[str] = []
    segments = path.split("/")[1:]
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)


def _query(query: str) -> str:
    pairs = [piece.removeprefix("amp;") for piece in query.split("&")]
    encoded = [_encoded(pair, _QUERY_SAFE) for pair in pairs if pair]
    kept = [pair for pair in encoded if not _is_tracking(pair)]
    return "?" + "&".join(sorted(kept, key=_name)) if kept else ""


def _name(pair: str) -> str:
    return pair.partition("=")[0]


def _is_tracking(pair: str) -> bool:
    name, _, value = pair.partition("=")
    name = name.lower()
    tracking = _tracking()
    if name in tracking.names or name.startswith(tracking.prefixes):
        return True
    return name in tracking.if_wordy and not any(character.isdigit() for character in value)


@cache
def _tracking() -> _Tracking:
    lists = tomllib.loads(resources.files("copydesk.fetching").joinpath("tracking.toml").read_text("utf-8"))
    return _Tracking(frozenset(lists["names"]), tuple(lists["prefixes"]), frozenset(lists["if_wordy"]))
