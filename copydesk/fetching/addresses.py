"""Where a request may go: addresses of the web, read strictly, and IP addresses that are public."""

import ipaddress
import re
from ipaddress import IPv4Address, IPv6Address
from typing import NamedTuple
from urllib.parse import quote, urlsplit

import idna

from copydesk.errors import FetchError

_PORTS = {"http": 80, "https": 443}
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f\\]")
_LONGEST = 8192  # characters
_UNPRIVILEGED = 1024  # ports from here on are no mail or file servers
_SAFE = "/%:@!$&'()*+,;=-._~?[]"
# What the registries of IANA call special: the standard library's own list moved from version to version.
_SPECIAL_V4 = tuple(
    map(
        ipaddress.IPv4Network,
        "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 "
        "192.31.196.0/24 192.52.193.0/24 192.88.99.0/24 192.168.0.0/16 192.175.48.0/24 198.18.0.0/15 198.51.100.0/24 "
        "203.0.113.0/24 224.0.0.0/4 240.0.0.0/4".split(),
    )
)
# What --allow-private opens. Link-local stays shut: clouds give their machines' credentials away there.
_OWN = tuple(
    map(
        ipaddress.ip_network,
        "10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 172.16.0.0/12 192.168.0.0/16 ::1/128 fc00::/7".split(),
    )
)
_GLOBAL_V6 = ipaddress.IPv6Network("2000::/3")
_SPECIAL_V6 = tuple(
    map(
        ipaddress.IPv6Network,
        "2001::/23 2001:db8::/32 2002::/16 2620:4f:8000::/48 3fff::/20".split(),
    )
)


class Target(NamedTuple):
    """An address as a request needs it: the host in ASCII, without brackets."""

    scheme: str
    host: str
    port: int
    path: str  # with the query, encoded

    @property
    def authority(self) -> str:
        """Give the value of the header Host."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"


def read_target(url: str, *, allow_private: bool = False) -> Target:
    """Read an address strictly, as it is to be visited: nothing is left out, nothing guessed.

    Raises FetchError (`bad_address`, `bad_scheme`, `credentials`, `bad_port`).
    """
    if len(url) > _LONGEST or _FORBIDDEN.search(url):
        raise FetchError(
            "bad_address", "The address is too long, or holds spaces, backslashes or control signs"
        )
    try:
        parts = urlsplit(url)
        port = parts.port
        if parts.scheme not in _PORTS:
            raise FetchError(
                "bad_scheme", f"Only http and https are fetched, not {parts.scheme[:20] or 'this'}"
            )
        host = _ascii(parts.hostname or "")
        path = quote((parts.path or "/") + (f"?{parts.query}" if parts.query else ""), safe=_SAFE)
    except (ValueError, idna.IDNAError) as error:
        raise FetchError(
            "bad_address", "The address cannot be read: its host, its port, or half a character"
        ) from error
    if "@" in parts.netloc:
        raise FetchError("credentials", "The address holds a user name or password; leave it out")
    port = _PORTS[parts.scheme] if port is None else port
    if not allow_private and port not in _PORTS.values() and port < _UNPRIVILEGED:
        raise FetchError("bad_port", f"Port {port} is no port of web servers")
    return Target(parts.scheme, host, port, path)


def is_public(address: str) -> bool:
    """Tell whether an IP address is one of a public server.

    Not public: private, loopback, link-local, multicast, carrier-grade NAT, documentation, reserved; and every IPv6
    form that carries an IPv4 address (mapped, compatible, NAT64, 6to4, Teredo), whatever that one is.
    """
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:  # a zone that this Python does not read
        return False
    if isinstance(ip, IPv4Address):
        return not any(ip in network for network in _SPECIAL_V4)
    return _is_public_v6(ip)


def is_public_or_private(address: str) -> bool:
    """Tell whether an IP address is public, or one of this machine or a private network.

    Link-local, multicast, unspecified and reserved addresses are neither.
    """
    if is_public(address):
        return True
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(ip in network for network in _OWN)


def _is_public_v6(ip: IPv6Address) -> bool:
    is_zoned = ip.scope_id is not None
    return not is_zoned and ip in _GLOBAL_V6 and not any(ip in network for network in _SPECIAL_V6)


def _ascii(host: str) -> str:
    """Give a host as a resolver takes it. Raises ValueError or IDNAError for what is none."""
    if ":" in host:
        return str(IPv6Address(host))
    host = host.removesuffix(".")
    if not host.isascii():
        host = idna.encode(host, uts46=True).decode("ascii")
    if not re.fullmatch(r"[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*", host):
        raise ValueError("no host name")
    return host
