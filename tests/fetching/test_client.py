"""The client against servers that are slow, broken or hostile; and what an honest answer gives."""

import asyncio
import gzip
import logging
import pickle
import random
import ssl
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import brotli  # type: ignore[import-untyped]  # the package has no types
import pytest
import zstandard

from copydesk.errors import FetchError
from copydesk.fetching.client import Client, FetchLimits, Response
from tests.fetching.hostile import Answer, Hostile, hostile_server, ok, redirect

_LIMITS = FetchLimits(
    max_bytes=100_000,
    max_header_bytes=8192,
    max_redirects=3,
    connect_timeout=0.5,
    read_timeout=0.3,
    deadline=0.8,
)
_NOISE = random.Random(1).randbytes(50_000)  # noqa: S311 - only to be hard to pack
_PAGE = b"<p>The harbour commission meets on Tuesday.</p>" * 40


@pytest.fixture
def server() -> Iterator[Hostile]:
    with hostile_server() as hostile:
        yield hostile


def _get(url: str, headers: dict[str, str] | None = None, **options: Any) -> Response:
    async def ask() -> Response:
        limits = options.pop("limits", _LIMITS)
        async with Client(limits, user_agent="Copydesk/test", allow_private=True, **options) as client:
            return await client.get(url, headers)

    return asyncio.run(ask())


def _refusal(url: str, **options: Any) -> FetchError:
    with pytest.raises(FetchError) as caught:
        _get(url, **options)
    return caught.value


def test_an_answer_comes_with_what_it_says_of_itself(server: Hostile) -> None:
    server.says("/a?b=1", ok(_PAGE, 'ETag: "one"', media_type="text/html; charset=koi8-r"))
    response = _get(server.url("/a?b=1"))
    assert (response.status, response.body) == (200, _PAGE)
    assert (response.media_type, response.charset) == ("text/html", "koi8-r")
    assert ("etag", '"one"') in response.headers
    assert response.byte_count == len(_PAGE)
    assert 0 < response.seconds < 5


PACKED: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstandard.compress,
    "gzip, br": lambda data: brotli.compress(gzip.compress(data)),
    "identity": lambda data: data,
}


@pytest.mark.parametrize("encoding", PACKED)
def test_packed_bodies_are_unpacked(server: Hostile, encoding: str) -> None:
    packed = PACKED[encoding](_PAGE)
    server.says("/", ok(packed, f"Content-Encoding: {encoding}"))
    response = _get(server.url())
    assert response.body == _PAGE
    assert response.byte_count == len(packed)


PARTED: dict[str, Callable[[bytes], bytes]] = {
    "gzip": lambda data: gzip.compress(data[:99]) + gzip.compress(data[99:]) + bytes(8),
    "zstd": lambda data: zstandard.compress(data[:99]) + zstandard.compress(data[99:]),
}


@pytest.mark.parametrize("encoding", PARTED)
def test_a_body_packed_in_parts_is_whole(server: Hostile, encoding: str) -> None:
    server.says("/", ok(PARTED[encoding](_PAGE), f"Content-Encoding: {encoding}"))
    assert _get(server.url()).body == _PAGE


def test_any_etag_can_be_sent_back(server: Hostile) -> None:
    server.says("/", ok(_PAGE, 'ETag: "\xe9\xff"'))
    tag = dict(_get(server.url()).headers)["etag"]
    _get(server.url(), {"If-None-Match": tag})
    assert b'If-None-Match: "\xe9\xff"' in server.heads[1]


def test_a_refusal_survives_the_way_between_processes() -> None:
    error = pickle.loads(pickle.dumps(FetchError("timeout", "too slow", transient=True)))  # noqa: S301 - our own
    assert (error.reason, error.detail, error.transient, str(error)) == (
        "timeout",
        "too slow",
        True,
        "too slow",
    )


def test_redirects_are_followed_and_told(server: Hostile) -> None:
    server.says("/1", redirect("/2"))
    server.says("/2", redirect("/drei oder/ü"))
    server.says("/drei%20oder/%C3%BC", ok(_PAGE))
    response = _get(server.url("/1"))
    assert (response.url, response.final_url) == (server.url("/1"), server.url("/drei%20oder/ü"))
    assert server.asked == ["/1", "/2", "/drei%20oder/%C3%BC"]


def test_who_follows_may_take_longer_than_the_deadline_and_may_refuse(server: Hostile) -> None:
    server.says("/1", redirect("/2"))
    server.says("/2", ok(_PAGE))

    async def ask(answer: bool) -> Response:
        async def may_follow(_: str) -> bool:
            await asyncio.sleep(_LIMITS.deadline + 0.1)
            return answer

        async with Client(_LIMITS, user_agent="Copydesk/test", allow_private=True) as client:
            return await client.get(server.url("/1"), may_follow=may_follow)

    response = asyncio.run(ask(answer=True))
    assert response.body == _PAGE
    assert response.seconds < _LIMITS.deadline
    with pytest.raises(FetchError) as caught:
        asyncio.run(ask(answer=False))
    assert caught.value.reason == "redirect_refused"
    assert server.asked == ["/1", "/2", "/1"]


@pytest.mark.parametrize("status", [304, 404, 410, 429, 500, 503])
def test_other_statuses_are_answers(server: Hostile, status: int) -> None:
    server.says("/", f"HTTP/1.1 {status} Said\r\nRetry-After: 7\r\nContent-Type: image/png\r\n\r\n".encode())
    response = _get(server.url())
    assert response.status == status
    assert ("retry-after", "7") in response.headers


def test_what_is_known_is_asked_for_conditionally_and_no_cookie_is_kept(server: Hostile) -> None:
    server.says("/", ok(_PAGE, "Set-Cookie: id=1"))

    async def ask() -> None:
        async with Client(_LIMITS, user_agent="Copydesk/test", allow_private=True) as client:
            await client.get(server.url(), {"If-None-Match": '"one"'})
            await client.get(server.url())

    asyncio.run(ask())
    first, second = server.heads
    assert b'If-None-Match: "one"' in first
    assert b"User-Agent: Copydesk/test" in first
    assert b"ookie" not in second


def _drip(pieces: bytes, pause: float) -> Answer:
    async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for at in range(len(pieces)):
            writer.write(pieces[at : at + 1])
            await writer.drain()
            await asyncio.sleep(pause)

    return answer


async def _silent(_: asyncio.StreamReader, __: asyncio.StreamWriter) -> None:
    await asyncio.sleep(30)


async def _endless_informational(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while True:
        writer.write(b"HTTP/1.1 102 Processing\r\n\r\n")
        await writer.drain()
        await asyncio.sleep(0.01)


async def _endless_header(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        writer.write(b"X-More: " + b"a" * 1000 + b"\r\n")
        await writer.drain()


def _endless(head: bytes, again: bytes) -> Answer:
    async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(head)
        while True:
            writer.write(again)
            await writer.drain()

    return answer


async def _endless_body(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    while True:
        writer.write(b"<p>again</p>" * 500)
        await writer.drain()


_CHUNKED = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
SLOW: dict[str, tuple[Answer, set[str]]] = {
    "no answer": (_silent, {"timeout"}),
    "headers drip": (_drip(b"HTTP/1.1 200 OK\r\nX-Long: " + b"a" * 400, 0.05), {"deadline"}),
    "body drips": (_drip(ok(b"a" * 4000), 0.01), {"deadline"}),
    "informational answers without end": (_endless_informational, {"deadline"}),
    "headers without end": (_endless_header, {"headers_too_large"}),
    "informational answers in floods": (
        _endless(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n" * 500),
        {"headers_too_large"},
    ),
    "chunks of single bytes": (_endless(_CHUNKED, b"1\r\na\r\n" * 500), {"broken_http"}),
    "chunks with more beside them than in them": (
        _endless(_CHUNKED, b"1;" + b"a" * 50_000 + b"\r\na\r\n"),
        {"too_large"},
    ),
    "body without end": (_endless_body, {"too_large"}),
    "chunks without end": (_endless(_CHUNKED, b"20\r\n" + b"a" * 32 + b"\r\n"), {"too_large"}),
}


@pytest.mark.parametrize("name", SLOW)
def test_no_server_holds_a_slot(server: Hostile, name: str) -> None:
    answer, reasons = SLOW[name]
    server.answers["/"] = answer
    assert _refusal(server.url()).reason in reasons


_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
BROKEN: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "broken_http"),
    "no HTTP": (b"SSH-2.0-OpenSSH_9.6\r\n", "broken_http"),
    "cut off in the headers": (b"HTTP/1.1 200 OK\r\nContent-", "broken_http"),
    "cut off in the body": (_HEAD + b"Content-Length: 100\r\n\r\n<p>", "broken_http"),
    "negative length": (_HEAD + b"Content-Length: -5\r\n\r\n<p>", "broken_http"),
    "two lengths": (_HEAD + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\n<p>abc", "broken_http"),
    "length in words": (_HEAD + b"Content-Length: many\r\n\r\n<p>", "broken_http"),
    "length beyond all": (_HEAD + b"Content-Length: 99999999999\r\n\r\n<p>", "too_large"),
    "chunk without a size": (_HEAD + b"Transfer-Encoding: chunked\r\n\r\nxyz\r\n<p>", "broken_http"),
    "chunk of a huge size": (
        _HEAD + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffffffff\r\n<p>",
        "broken_http",
    ),
    "chunk cut off": (_HEAD + b"Transfer-Encoding: chunked\r\n\r\n10\r\n<p>", "broken_http"),
    "no gzip": (ok(b"\x1f\x8b\x08garbage", "Content-Encoding: gzip"), "broken_encoding"),
    "gzip cut off": (ok(gzip.compress(_PAGE)[:50], "Content-Encoding: gzip"), "broken_encoding"),
    "zstd cut off": (
        ok(zstandard.compress(_NOISE)[:30_000], "Content-Encoding: zstd"),
        "broken_encoding",
    ),
    "gzip in a thousand parts": (ok(gzip.compress(b"a") * 1000, "Content-Encoding: gzip"), "broken_encoding"),
    "unknown packing": (ok(_PAGE, "Content-Encoding: lzma"), "broken_encoding"),
    "packed too often": (ok(_PAGE, "Content-Encoding: gzip, gzip, gzip, gzip, gzip"), "broken_encoding"),
    "large headers": (ok(_PAGE, "X-Large: " + "a" * 9000), "headers_too_large"),
    "an image": (ok(b"\x89PNG", media_type="image/png"), "wrong_media_type"),
    "a film": (
        b"HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\nContent-Length: 9999999\r\n\r\n",
        "wrong_media_type",
    ),
    "redirect without end": (redirect("/"), "too_many_redirects"),
    "redirect to a file": (redirect("file:///etc/passwd"), "bad_scheme"),
    "redirect to brackets": (redirect("http://[/"), "bad_address"),
    "redirect with a password": (redirect("http://a:b@127.0.0.1/"), "credentials"),
    "too large": (ok(b"a" * 100_001), "too_large"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_answers_have_a_reason(server: Hostile, name: str) -> None:
    data, reason = BROKEN[name]
    server.says("/", data)
    assert _refusal(server.url()).reason == reason


def test_a_host_that_takes_no_connection_or_has_no_name_is_told() -> None:
    with hostile_server() as gone:
        url = gone.url()
    assert _refusal(url).reason == "no_connection"

    async def nowhere(_host: str, _port: int) -> list[str]:
        raise FetchError("no_such_host", "nowhere", transient=True)

    assert _refusal("http://nowhere.example/", resolve=nowhere).reason == "no_such_host"


def test_a_connection_serves_several_requests() -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for _ in range(3):
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 3\r\n\r\n<p>")
            await writer.drain()
            await reader.readuntil(b"\r\n\r\n")

    async def ask(url: str) -> None:
        async with Client(_LIMITS, user_agent="Copydesk/test", allow_private=True) as client:
            for _ in range(3):
                await client.get(url)

    with hostile_server() as server:
        server.answers["/"] = answer
        asyncio.run(ask(server.url()))
        assert server.connection_count == 1


def test_many_hosts_keep_their_connections_and_a_closed_one_is_made_anew() -> None:
    """As many hosts as are kept and one more: the first has to connect again, the last has not."""
    page = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 3\r\n\r\n<p>"

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(page)
        await reader.readuntil(b"\r\n\r\n")
        writer.write(page)

    async def here(_host: str, _port: int) -> list[str]:
        return ["127.0.0.1"]

    async def ask(server: Hostile) -> list[int]:
        url = f"http://host-{{}}.example:{server.port}/"
        counts = []
        async with Client(_LIMITS, user_agent="Copydesk/test", allow_private=True, resolve=here) as client:
            for number in [*range(257), 256, 0, 256]:
                await client.get(url.format(number))
                counts.append(server.connection_count)
        return counts

    with hostile_server() as server:
        server.answers["/"] = answer
        *_, all_of_them, last, first, last_closed = asyncio.run(ask(server))
    assert (all_of_them, last, first, last_closed) == (257, 257, 258, 259)


def _certificate(folder: Path, name: str) -> tuple[Path, Path]:
    """Make a certificate of a name, signed by itself."""
    from datetime import UTC, datetime, timedelta

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    files = folder / f"{name}.pem", folder / f"{name}.key"
    files[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    files[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return files


def test_tls_is_verified_against_the_name(tmp_path: Path) -> None:
    certificate, key = _certificate(tmp_path, "news.example")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    trusting = ssl.create_default_context(cafile=str(certificate))

    async def here(_host: str, _port: int) -> list[str]:
        return ["127.0.0.1"]

    with hostile_server(ssl_context=context) as server:
        server.says("/", ok(_PAGE))
        right, wrong = (f"https://{name}:{server.port}/" for name in ("news.example", "other.example"))
        assert _get(right, resolve=here, ssl_context=trusting).body == _PAGE
        assert _refusal(wrong, resolve=here, ssl_context=trusting).reason == "bad_certificate"
        assert _refusal(right, resolve=here).reason == "bad_certificate"
    with hostile_server() as plain:
        plain.says("/", ok(_PAGE))
        assert _refusal(plain.url(scheme="https")).transient


def test_a_handshake_that_never_ends_is_left() -> None:
    writers: list[asyncio.StreamWriter] = []

    async def serve(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)

    async def ask() -> None:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        try:
            async with Client(_LIMITS, user_agent="Copydesk/test", allow_private=True) as client:
                await client.get(f"https://127.0.0.1:{port}/")
        finally:
            server.close()
            for writer in writers:
                writer.transport.abort()
            await asyncio.sleep(0.01)

    with pytest.raises(FetchError) as caught:
        asyncio.run(ask())
    assert caught.value.reason in {"timeout", "deadline"}


def test_no_credentials_are_logged(server: Hostile, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    server.says("/?token=hidden", ok(_PAGE))
    _get(server.url("/?token=hidden"))
    server.says("/away", redirect("http://user:hidden@127.0.0.1/\r\nSet-Cookie: id=hidden"))
    errors = [_refusal("http://user:hidden@127.0.0.1/"), _refusal(server.url("/away"))]
    assert [error.reason for error in errors] == ["credentials", "credentials"]
    assert "hidden" not in " ".join([*map(str, errors), *(record.getMessage() for record in caplog.records)])


BOMBS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "gzip": ("gzip", gzip.compress),
    "deflate": ("deflate", zlib.compress),
    "brotli": ("br", brotli.compress),
    "zstd": ("zstd", zstandard.compress),
    "gzip in gzip": ("gzip, gzip", lambda data: gzip.compress(gzip.compress(data))),
    "zstd in brotli": ("zstd, br", lambda data: brotli.compress(zstandard.compress(data))),
}
_MEASURE = """
import asyncio, resource, sys
from copydesk.errors import FetchError
from copydesk.fetching.client import Client, FetchLimits

async def ask():
    async with Client(FetchLimits(), user_agent="Copydesk/test", allow_private=True) as client:
        await client.get(sys.argv[1] + "/idle")
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        for path in sys.argv[2:]:
            try:
                await client.get(sys.argv[1] + path)
            except FetchError as error:
                print(error.reason)
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)

asyncio.run(ask())
"""


def test_bombs_are_left_unexploded_in_little_memory() -> None:
    """128 MiB of nothing, packed each way; Linux counts peak memory in KiB."""
    nothing = bytes(2**27)
    with hostile_server() as server:
        server.says("/idle", ok(_PAGE))
        for number, (encoding, pack) in enumerate(BOMBS.values()):
            server.says(f"/{number}", ok(pack(nothing), f"Content-Encoding: {encoding}"))
        paths = [f"/{number}" for number in range(len(BOMBS))]
        run = subprocess.run(
            [sys.executable, "-c", _MEASURE, server.url(""), *paths],
            capture_output=True,
            text=True,
            check=True,
        )
    *reasons, grown = run.stdout.split()
    assert reasons == ["too_large"] * len(BOMBS)
    unit = 1 if sys.platform == "darwin" else 1024
    assert int(grown) * unit < 64 * 2**20
