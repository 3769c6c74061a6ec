"""Connections: a host is resolved once, every address it has is checked, and the connection goes to one of these.

The check stands where connections are made: redirects meet it, and names that change their address meanwhile.
"""

import asyncio
import logging
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from typing import Any

import httpcore

from copydesk.errors import FetchError

Resolve = Callable[[str, int], Awaitable[list[str]]]
Permits = Callable[[str], bool]

_MOST_KEPT = 256  # connections that wait for their next request, one a host
_KEPT_SECONDS = 30.0
_PIECE = 65_536  # bytes that httpcore reads at once

# At DEBUG it writes down headers: cookies, and passwords in addresses that a redirect leads to.
logging.getLogger("httpcore").setLevel(logging.INFO)


async def resolve(host: str, port: int) -> list[str]:
    """Give the IP addresses of a host, as the system finds them. Raises FetchError (`no_such_host`)."""
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FetchError(
            "no_such_host", "The name of the host leads to no address", transient=True
        ) from error
    return list(dict.fromkeys(str(one[4][0]) for one in found))


class BoundedStream(httpcore.AsyncNetworkStream):
    """A connection that takes so many bytes and no more: of headers after each request, then of a body.

    Interim answers (103 and its like) count as headers, and what stands between the chunks of a body counts as
    body: sent without end, either would keep a processor busy until the deadline.
    """

    def __init__(self, stream: httpcore.AsyncNetworkStream, most_of_headers: int) -> None:
        self._stream = stream
        self._most_of_headers = most_of_headers
        self._left = 0
        self._reason = ""

    def expect_body(self, most: int) -> None:
        """Take the body now; `most` bytes of it with its framing."""
        self._left, self._reason = most, "too_large"

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read what is there. Raises FetchError (`headers_too_large`, `too_large`)."""
        data = await self._stream.read(max_bytes, timeout)
        self._left -= len(data)
        if self._left < 0:
            raise FetchError(self._reason, "The host sends without end, more than an answer needs")
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send a request; what comes next are headers, maybe with the beginning of a body."""
        self._left, self._reason = self._most_of_headers + _PIECE, "headers_too_large"
        await self._stream.write(buffer, timeout)

    async def aclose(self) -> None:
        """Close the connection."""
        await self._stream.aclose()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        """Speak TLS from here on, within the same bounds."""
        stream = await self._stream.start_tls(ssl_context, server_hostname, timeout)
        return BoundedStream(stream, self._most_of_headers)

    def get_extra_info(self, info: str) -> Any:
        """Tell of the connection beneath."""
        return self._stream.get_extra_info(info)


class CheckedBackend(httpcore.AsyncNetworkBackend):
    """Connects to addresses that were checked, never to names; its connections are bounded."""

    def __init__(self, permits: Permits, resolve: Resolve, most_of_headers: int) -> None:
        self._backend = httpcore.AnyIOBackend()
        self._permits = permits
        self._resolve = resolve
        self._most_of_headers = most_of_headers

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first address of a host that answers.

        Raises FetchError (`no_such_host`, `private_address`), httpcore.ConnectError, httpcore.ConnectTimeout.
        """
        addresses = await self._resolve(host, port)
        if not all(map(self._permits, addresses)):
            raise FetchError(
                "private_address",
                "The host has an address that is not public; --allow-private opens intranets, nothing link-local",
            )
        error: Exception = httpcore.ConnectError("no address")
        for address in addresses:
            try:
                stream = await self._backend.connect_tcp(
                    address, port, timeout, local_address, socket_options
                )
                return BoundedStream(stream, self._most_of_headers)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as failure:
                error = failure
        raise error

    async def sleep(self, seconds: float) -> None:
        """Wait; httpcore asks for it between tries."""
        await self._backend.sleep(seconds)


class Connections:
    """Connections kept for the next request to their host; of too many the one goes that has waited longest.

    In place of httpcore's pool, which compares all its connections with each other at every request: with 250 hosts
    15 ms of processor time a request, and .18 ms here with any number.
    """

    def __init__(self, backend: CheckedBackend, ssl_context: ssl.SSLContext) -> None:
        self._backend = backend
        self._ssl_context = ssl_context
        self._idle: dict[str, httpcore.AsyncHTTPConnection] = {}

    @asynccontextmanager
    async def send(self, request: httpcore.Request) -> AsyncIterator[httpcore.Response]:
        """Give the answer to a request, its body still to be read; raises what httpcore and the backend raise."""
        connection = await self._take(request.url.origin)
        try:
            response = await connection.handle_async_request(request)
            try:
                yield response
            finally:
                await response.aclose()
        finally:
            await self._keep(request.url.origin, connection)

    async def aclose(self) -> None:
        """Close all that are kept."""
        while self._idle:
            await self._idle.popitem()[1].aclose()

    async def _take(self, origin: httpcore.Origin) -> httpcore.AsyncHTTPConnection:
        kept = self._idle.pop(str(origin), None)
        if kept and not kept.has_expired():
            return kept
        if kept:
            await kept.aclose()
        return httpcore.AsyncHTTPConnection(
            origin, self._ssl_context, keepalive_expiry=_KEPT_SECONDS, network_backend=self._backend
        )

    async def _keep(self, origin: httpcore.Origin, connection: httpcore.AsyncHTTPConnection) -> None:
        """Keep a connection whose answer was read to its end; close any other, and a second one to a host."""
        if not connection.is_available() or str(origin) in self._idle:
            await connection.aclose()
            return
        self._idle[str(origin)] = connection
        if len(self._idle) > _MOST_KEPT:
            await self._idle.pop(next(iter(self._idle))).aclose()
