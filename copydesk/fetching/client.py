"""The client: one address asked for, within limits, whatever the server does."""

import asyncio
import ssl
import time
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Self
from urllib.parse import urljoin

import httpcore
import httpx

from copydesk.archives.bodies import decode_body
from copydesk.errors import FetchError, ReadError
from copydesk.fetching.addresses import Target, is_public, is_public_or_private, read_target
from copydesk.fetching.connecting import BoundedStream, CheckedBackend, Connections, Permits, Resolve, resolve
from copydesk.reading.transport import read_transport

Headers = tuple[tuple[str, str], ...]
MayFollow = Callable[[str], Awaitable[bool]]

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MOST_OF_OTHERS = 65_536  # bytes read of an answer that is no document
# A chunk takes as long to take apart whether it holds one byte or a thousand.
_MOST_CRUMBS = 4096
_SMALLEST_PIECE = 16
_SENT = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Encoding": "gzip, deflate, br, zstd",
}


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """How much of an answer is taken; times in seconds."""

    max_bytes: int = 8 * 2**20  # of a body, as it is sent and when it is unpacked
    max_header_bytes: int = 64 * 2**10
    max_redirects: int = 5
    connect_timeout: float = 10.0
    read_timeout: float = 20.0  # between two pieces
    deadline: float = 60.0  # for all of it, redirects too
    media_types: Collection[str] = ("text/html", "text/plain")


@dataclass(frozen=True, slots=True)
class Response:
    """An answer within the limits; the body unpacked, of other statuses than 2xx the beginning as it was sent."""

    url: str
    final_url: str
    status: int
    headers: Headers  # names in lower case
    body: bytes
    media_type: str | None
    charset: str | None
    byte_count: int  # of the body as it was sent
    seconds: float


class Client:
    """Asks for one address at a time for each caller; keeps connections, no cookies; knows no proxies.

    `permits` tells which IP addresses may be connected to; `allow_private` adds those of private networks.
    """

    def __init__(
        self,
        limits: FetchLimits,
        *,
        user_agent: str,
        allow_private: bool = False,
        permits: Permits = is_public,
        resolve: Resolve = resolve,
        ssl_context: ssl.SSLContext | None = None,
    ) -> None:
        self._limits = limits
        self._allow_private = allow_private
        self._sent = _SENT | {"User-Agent": user_agent}
        # Beneath httpx: its client takes as long for a small page as the request itself (.5 ms).
        self._connections = Connections(
            CheckedBackend(
                is_public_or_private if allow_private else permits, resolve, limits.max_header_bytes
            ),
            ssl_context or httpx.create_ssl_context(),
        )
        self._timeouts = {
            "timeout": {
                "connect": limits.connect_timeout,
                "read": limits.read_timeout,
                "write": limits.read_timeout,
            }
        }

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._connections.aclose()

    async def get(
        self, url: str, headers: Mapping[str, str] | None = None, *, may_follow: MayFollow | None = None
    ) -> Response:
        """Ask for an address; each target of a redirect is shown to `may_follow` before it is visited.

        The deadline does not count the time that `may_follow` takes. Raises FetchError, and nothing else, where there
        is no answer within the limits.
        """
        here, seconds = url, 0.0
        for _ in range(self._limits.max_redirects + 1):
            started = time.monotonic()
            answer = await self._visit(here, headers or {}, self._limits.deadline - seconds)
            seconds += time.monotonic() - started
            if isinstance(answer, Response):
                return replace(answer, url=url, seconds=seconds)
            here = answer
            if may_follow is not None and not await may_follow(here):
                raise FetchError("redirect_refused", "It leads to an address that may not be asked for")
        raise FetchError("too_many_redirects", "It leads from address to address without end")

    async def _visit(self, url: str, headers: Mapping[str, str], seconds: float) -> Response | str:
        """Make one request within some seconds; give the answer, or where it leads."""
        request = self._request(read_target(url, allow_private=self._allow_private), headers)
        try:
            async with asyncio.timeout(seconds), self._connections.send(request) as answer:
                told = self._read_headers(answer)
                location = dict(told).get("location")
                if answer.status in _REDIRECTS and location:
                    return _target_of(url, location)
                body, byte_count = await self._read_body(answer, told)
        except TimeoutError as error:
            late = f"The answer was not complete after {self._limits.deadline:g} seconds"
            raise FetchError("deadline", late, transient=True) from error
        except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError, OSError) as error:
            raise _explain(error) from error
        charset = read_transport("\n".join(map(": ".join, told))).charset
        return Response(
            url, url, answer.status, told, body, _media_type(told), charset, byte_count, seconds=0.0
        )

    def _request(self, target: Target, more: Mapping[str, str]) -> httpcore.Request:
        """Put a request together; headers are encoded as those that come are decoded: an ETag may hold any byte."""
        headers = {"Host": target.authority} | self._sent | dict(more)
        sent = [(name.encode("ascii"), value.encode("latin-1", "replace")) for name, value in headers.items()]
        return httpcore.Request("GET", _url(target), headers=sent, extensions=self._timeouts)

    def _read_headers(self, answer: httpcore.Response) -> Headers:
        """Give the headers of an answer. Raises FetchError where there is too much of them."""
        size = sum(len(name) + len(value) for name, value in answer.headers)
        if size > self._limits.max_header_bytes:
            raise FetchError(
                "headers_too_large", f"The headers are larger than {self._limits.max_header_bytes} bytes"
            )
        return tuple(
            (name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in answer.headers
        )

    async def _read_body(self, answer: httpcore.Response, headers: Headers) -> tuple[bytes, int]:
        """Give the body, unpacked, and how many bytes were sent; what is no document is read in part only."""
        if not 200 <= answer.status < 300:
            body = await self._take(answer, _MOST_OF_OTHERS)
            return body[:_MOST_OF_OTHERS], len(body)
        self._check_type(headers)
        most = self._limits.max_bytes
        if _length(headers) > most:
            raise _too_large(most)
        body = await self._take(answer, most)
        if len(body) > most:
            raise _too_large(most)
        encodings = [pair for pair in headers if pair[0] == "content-encoding"]
        try:
            return decode_body(body, encodings, most), len(body)
        except ReadError as error:
            raise FetchError(error.reason, error.detail) from error

    async def _take(self, answer: httpcore.Response, most: int) -> bytes:
        """Read until the end or until there is more than may be. Raises FetchError for a body in crumbs."""
        stream: BoundedStream = answer.extensions["network_stream"]
        stream.expect_body(2 * most + _MOST_OF_OTHERS)  # honest chunks add a hundredth
        body = bytearray()
        pieces = 0
        async for piece in answer.aiter_stream():
            body += piece
            pieces += 1
            if len(body) > most:
                break
            if pieces > _MOST_CRUMBS and len(body) < _SMALLEST_PIECE * pieces:
                raise FetchError("broken_http", "The answer comes in thousands of chunks of a few bytes")
        return bytes(body)

    def _check_type(self, headers: Headers) -> None:
        media_type = _media_type(headers)
        if media_type and media_type not in self._limits.media_types:
            raise FetchError(
                "wrong_media_type", f"The answer is {media_type[:60]}, which is no text of an article"
            )


def _url(target: Target) -> httpcore.URL:
    return httpcore.URL(
        scheme=target.scheme.encode(),
        host=target.host.encode(),
        port=target.port,
        target=target.path.encode(),
    )


def _target_of(here: str, location: str) -> str:
    """Give where a redirect leads, read as browsers do: what is not ASCII is UTF-8, a space stands for %20."""
    told = location.encode("latin-1").decode("utf-8", "replace").strip().replace(" ", "%20")
    try:
        return urljoin(here, told)
    except ValueError as error:
        raise FetchError("bad_address", "It leads to something that is no address") from error


def _media_type(headers: Headers) -> str | None:
    told = next((value for name, value in headers if name == "content-type"), "")
    return told.partition(";")[0].strip().lower() or None


def _length(headers: Headers) -> int:
    told = next((value for name, value in headers if name == "content-length"), "")
    return int(told) if told.isascii() and told.isdigit() else 0


def _too_large(most: int) -> FetchError:
    return FetchError("too_large", f"The answer is larger than {most / 2**20:g} MiB")


def _explain(error: Exception) -> FetchError:
    """Say what a failure of the network means. Its own text may quote the answer."""
    cause = error.__cause__ or error.__context__
    if isinstance(cause, ssl.SSLCertVerificationError) or isinstance(error, ssl.SSLCertVerificationError):
        return FetchError("bad_certificate", "The certificate of the host does not prove that it is the host")
    if isinstance(cause, ssl.SSLError) or isinstance(error, ssl.SSLError):
        return FetchError("tls", "The host speaks no TLS that is safe", transient=True)
    if isinstance(error, httpcore.TimeoutException):
        return FetchError("timeout", "The host did not answer in time", transient=True)
    if isinstance(error, httpcore.ConnectError):
        return FetchError("no_connection", "The host takes no connection", transient=True)
    if isinstance(error, httpcore.ProtocolError):
        return FetchError("broken_http", "The answer is broken HTTP, or ends before its end", transient=True)
    return FetchError("network", "The connection broke", transient=True)
