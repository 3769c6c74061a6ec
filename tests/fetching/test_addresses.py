"""Where a request may go: a table of spellings, each through the real client, beside a server that must not be reached."""

import asyncio
from collections.abc import Iterator

import pytest

from copydesk.errors import FetchError
from copydesk.fetching.addresses import is_public, is_public_or_private, read_target
from copydesk.fetching.client import Client, FetchLimits
from tests.fetching.hostile import Hostile, hostile_server, ok, redirect

_LIMITS = FetchLimits(connect_timeout=1.0, read_timeout=1.0, deadline=2.0)

# PORT is that of the server on this machine.
REFUSED = {
    "loopback": "http://127.0.0.1:PORT/",
    "loopback, another": "http://127.255.255.254:PORT/",
    "loopback by name": "http://localhost:PORT/",
    "name in capitals": "http://LOCALHOST:PORT/",
    "name with a dot": "http://localhost.:PORT/",
    "dotted address with a dot": "http://127.0.0.1.:PORT/",
    "decimal": "http://2130706433:PORT/",
    "hexadecimal": "http://0x7f000001:PORT/",
    "hexadecimal in capitals": "http://0X7F000001:PORT/",
    "octal": "http://017700000001:PORT/",
    "octal parts": "http://0177.0.0.1:PORT/",
    "octal parts, padded": "http://0000177.0000000.000.01:PORT/",
    "hexadecimal parts": "http://0x7f.0x0.0x0.0x1:PORT/",
    "mixed parts": "http://0x7f.0.0.01:PORT/",
    "two parts": "http://127.1:PORT/",
    "three parts": "http://127.0.1:PORT/",
    "two parts, hexadecimal": "http://0x7f.1:PORT/",
    "one part, zero": "http://0:PORT/",
    "unspecified": "http://0.0.0.0:PORT/",
    "this network": "http://0.1.2.3:PORT/",
    "circled digits": "http://①②⑦.⓪.⓪.①:PORT/",
    "full-width digits": "http://１２７.０.０.１:PORT/",
    "ideographic stops": "http://127。0。0。1:PORT/",
    "full-width stops": "http://127．0．0．1:PORT/",
    "half-width stops": "http://127｡0｡0｡1:PORT/",
    "name in full width": "http://ｌｏｃａｌｈｏｓｔ:PORT/",
    "name in circles": "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ:PORT/",
    "soft hyphen in the name": "http://local\u00adhost:PORT/",
    "long s in the name": "http://localho\u017ft:PORT/",
    "IPv6 loopback": "http://[::1]:PORT/",
    "IPv6 loopback, long": "http://[0:0:0:0:0:0:0:1]:PORT/",
    "IPv6 loopback, padded": "http://[0000:0000:0000:0000:0000:0000:0000:0001]:PORT/",
    "IPv6 unspecified": "http://[::]:PORT/",
    "mapped": "http://[::ffff:127.0.0.1]:PORT/",
    "mapped, hexadecimal": "http://[::ffff:7f00:1]:PORT/",
    "mapped, long": "http://[0:0:0:0:0:ffff:127.0.0.1]:PORT/",
    "mapped public": "http://[::ffff:8.8.8.8]:PORT/",
    "compatible": "http://[::127.0.0.1]:PORT/",
    "translated": "http://[::ffff:0:127.0.0.1]:PORT/",
    "NAT64": "http://[64:ff9b::127.0.0.1]:PORT/",
    "NAT64, hexadecimal": "http://[64:ff9b::7f00:1]:PORT/",
    "NAT64, local": "http://[64:ff9b:1::7f00:1]:PORT/",
    "6to4": "http://[2002:7f00:1::]:PORT/",
    "Teredo": "http://[2001:0:7f00:1::]:PORT/",
    "link-local": "http://[fe80::1]:PORT/",
    "link-local with zone": "http://[fe80::1%25eth0]:PORT/",
    "link-local with bare zone": "http://[fe80::1%lo]:PORT/",
    "loopback with zone": "http://[::1%25lo]:PORT/",
    "site-local": "http://[fec0::1]:PORT/",
    "unique local": "http://[fc00::1]:PORT/",
    "unique local, assigned": "http://[fd12:3456:789a::1]:PORT/",
    "IPv6 multicast": "http://[ff02::1]:PORT/",
    "IPv6 documentation": "http://[2001:db8::1]:PORT/",
    "IPv6 benchmarking": "http://[2001:2::1]:PORT/",
    "IPv6 discard": "http://[100::1]:PORT/",
    "IPv6 future": "http://[v1.fe80::a]:PORT/",
    "brackets round IPv4": "http://[127.0.0.1]:PORT/",
    "private, ten": "http://10.0.0.1:PORT/",
    "private, 172": "http://172.16.0.1:PORT/",
    "private, end of 172": "http://172.31.255.255:PORT/",
    "private, 192": "http://192.168.1.1:PORT/",
    "private, decimal": "http://3232235777:PORT/",
    "carrier-grade NAT": "http://100.64.0.1:PORT/",
    "end of carrier-grade NAT": "http://100.127.255.255:PORT/",
    "metadata of clouds": "http://169.254.169.254/latest/meta-data/",
    "metadata, decimal": "http://2852039166/latest/meta-data/",
    "metadata, octal": "http://0251.0376.0251.0376/",
    "metadata, mapped": "http://[::ffff:169.254.169.254]/",
    "multicast": "http://224.0.0.1:PORT/",
    "multicast, local": "http://239.255.255.250:PORT/",
    "reserved": "http://240.0.0.1:PORT/",
    "broadcast": "http://255.255.255.255:PORT/",
    "documentation": "http://192.0.2.1:PORT/",
    "benchmarking": "http://198.18.0.1:PORT/",
    "protocol assignments": "http://192.0.0.8:PORT/",
    "6to4 relay": "http://192.88.99.1:PORT/",
    "user name": "http://user@127.0.0.1:PORT/",
    "user name that looks like a host": "http://news.example@127.0.0.1:PORT/",
    "password": "http://user:secret@127.0.0.1:PORT/",
    "password with a host": "http://news.example:80@127.0.0.1:PORT/",
    "two at-signs": "http://a@b@127.0.0.1:PORT/",
    "empty user name": "http://@127.0.0.1:PORT/",
    "encoded at-sign": "http://news.example%40127.0.0.1:PORT/",
    "backslash for slash": "http:\\\\127.0.0.1:PORT/",
    "backslash before at": "http://news.example\\@127.0.0.1:PORT/",
    "encoded host": "http://%31%32%37.0.0.1:PORT/",
    "null in the host": "http://127.0.0.1\x00.news.example:PORT/",
    "line break in the host": "http://127.0.0.1\r\nHost: news.example:PORT/",
    "tab in the scheme": "ht\ttp://127.0.0.1:PORT/",
    "space in the path": "http://127.0.0.1:PORT/ HTTP/1.1",
    "file": "file:///etc/passwd",
    "file on a host": "file://127.0.0.1/etc/passwd",
    "gopher": "gopher://127.0.0.1:PORT/_GET",
    "ftp": "ftp://127.0.0.1/",
    "dict": "dict://127.0.0.1:PORT/d",
    "data": "data:text/html,<p>text</p>",
    "javascript": "javascript:alert(1)",
    "websocket": "ws://127.0.0.1:PORT/",
    "unix socket": "http+unix://%2Fvar%2Frun%2Fdocker.sock/",
    "no scheme": "127.0.0.1:PORT/",
    "scheme of the page": "//127.0.0.1:PORT/",
    "one slash": "http:/127.0.0.1:PORT/",
    "no host": "http:///index.html",
    "empty": "",
    "port too large": "http://127.0.0.1:65536/",
    "port in words": "http://127.0.0.1:http/",
    "negative port": "http://127.0.0.1:-1/",
    "mail server": "http://8.8.8.8:25/",
    "shell server": "http://8.8.8.8:22/",
    "too long": "http://127.0.0.1:PORT/" + "a" * 9000,
    "half a character": "http://news.example:PORT/\ud800",
    "label too long": "http://" + "a" * 64 + ".example/",
}
_REASONS = {"private_address", "bad_address", "bad_scheme", "credentials", "bad_port", "no_such_host"}


@pytest.fixture(scope="module")
def server() -> Iterator[Hostile]:
    with hostile_server() as hostile:
        hostile.says("/", ok(b"reached"))
        yield hostile


def _refusal(url: str, **options: object) -> FetchError:
    async def ask() -> None:
        async with Client(_LIMITS, user_agent="Copydesk", **options) as client:  # type: ignore[arg-type]  # a test's
            await client.get(url)

    with pytest.raises(FetchError) as caught:
        asyncio.run(ask())
    return caught.value


def test_the_table_is_long_enough() -> None:
    assert len(REFUSED) >= 100


@pytest.mark.parametrize("url", REFUSED.values(), ids=REFUSED)
def test_an_address_that_is_not_public_is_refused_before_anything_is_sent(server: Hostile, url: str) -> None:
    before = server.connection_count
    error = _refusal(url.replace("PORT", str(server.port)))
    assert error.reason in _REASONS
    assert not error.transient or error.reason == "no_such_host"
    assert server.connection_count == before


# Those that a header can hold.
REDIRECTED = [name for name, url in REFUSED.items() if url.isprintable() and url.isascii() and url]
_NEWS = "127.0.0.2"  # stands for a public server


@pytest.fixture(scope="module")
def news() -> Iterator[Hostile]:
    with hostile_server(_NEWS) as hostile:
        yield hostile


def _is_allowed(address: str) -> bool:
    return address == _NEWS or is_public(address)


@pytest.mark.parametrize("name", REDIRECTED)
def test_a_redirect_leads_to_no_address_that_is_not_public(server: Hostile, news: Hostile, name: str) -> None:
    target = REFUSED[name].replace("PORT", str(server.port))
    news.says("/away", redirect(target))
    before = server.connection_count
    error = _refusal(f"http://{_NEWS}:{news.port}/away", permits=_is_allowed)
    # What names no server is read as a path of the one that redirects, as browsers do: it has none there.
    assert error.reason in _REASONS | {"broken_http"}
    assert server.connection_count == before


def test_a_redirect_to_a_public_server_is_followed(server: Hostile, news: Hostile) -> None:
    news.says("/away", redirect(f"http://{_NEWS}:{news.port}/there"))
    news.says("/there", ok(b"there"))

    async def ask() -> bytes:
        async with Client(_LIMITS, user_agent="Copydesk", permits=_is_allowed) as client:
            return (await client.get(f"http://{_NEWS}:{news.port}/away")).body

    assert asyncio.run(ask()) == b"there"


def test_a_name_that_changes_its_address_is_checked_at_each_connection(
    server: Hostile, news: Hostile
) -> None:
    """Rebinding: the first answer of the resolver is public, the second is this machine."""
    answers = [[_NEWS], ["127.0.0.1"]]

    async def resolve(_host: str, _port: int) -> list[str]:
        return answers.pop(0)

    async def ask() -> None:
        async with Client(_LIMITS, user_agent="Copydesk", permits=_is_allowed, resolve=resolve) as client:
            url = f"http://rebound.example:{server.port}/"
            with pytest.raises(FetchError):  # nobody listens on this port there
                await client.get(url)
            await client.get(url)

    before = server.connection_count
    with pytest.raises(FetchError, match="not public"):
        asyncio.run(ask())
    assert answers == []
    assert server.connection_count == before


def test_one_private_address_among_public_ones_is_enough_to_refuse(server: Hostile) -> None:
    async def resolve(_host: str, _port: int) -> list[str]:
        return ["8.8.8.8", "127.0.0.1"]

    before = server.connection_count
    assert _refusal(f"http://both.example:{server.port}/", resolve=resolve).reason == "private_address"
    assert server.connection_count == before


def test_private_addresses_are_reached_where_they_are_allowed(server: Hostile) -> None:
    async def ask() -> list[bytes]:
        async with Client(_LIMITS, user_agent="Copydesk", allow_private=True) as client:
            return [
                (await client.get(f"http://{host}:{server.port}/")).body
                for host in ("127.0.0.1", "localhost")
            ]

    assert asyncio.run(ask()) == [b"reached"] * 2


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "100.63.255.255", "172.32.0.1", "192.169.0.1", "223.255.255.255", "2606:4700::1111"],
)
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    ("is_opened", "addresses"),
    [
        (True, "8.8.8.8 127.0.0.1 10.1.2.3 172.31.0.1 192.168.0.1 100.64.0.1 ::1 fd12::1 2606:4700::1111"),
        (False, "169.254.169.254 0.0.0.0 224.0.0.1 255.255.255.255 192.0.2.1 nowhere"),
        (False, "fe80::1 fe80::1%lo :: ::ffff:127.0.0.1 64:ff9b::7f00:1 2002:7f00:1:: ff02::1"),
    ],
)
def test_intranets_are_opened_and_nothing_else(is_opened: bool, addresses: str) -> None:
    assert {address: is_public_or_private(address) for address in addresses.split()} == dict.fromkeys(
        addresses.split(), is_opened
    )


def test_an_opened_intranet_leads_to_no_unspecified_or_mapped_address(server: Hostile) -> None:
    before = server.connection_count
    for host in ("0", "[::ffff:127.0.0.1]"):  # either reaches this machine on Linux
        error = _refusal(f"http://{host}:{server.port}/", allow_private=True)
        assert error.reason == "private_address"
    assert server.connection_count == before


def test_what_goes_out_is_what_the_address_says() -> None:
    target = read_target("HTTPS://BÜCHER.example:8443/a%20b/ü?q=1&b=[2]#part")
    assert target == ("https", "xn--bcher-kva.example", 8443, "/a%20b/%C3%BC?q=1&b=[2]")
    assert target.authority == "xn--bcher-kva.example:8443"
    assert read_target("http://[2606:4700::1111]").authority == "[2606:4700::1111]"
