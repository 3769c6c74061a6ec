"""Connections: a host is resolved once, every address it has is checked, and the connection goes to one of these.

The check stands where connections are made: redirects meet it, and names that change their address meanwhile.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterable

import httpcore

from copydesk.errors import FetchError

Resolve = Callable[[str, int], Awaitable[list[str]]]
Permits = Callable[[str], bool]


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


class CheckedBackend(httpcore.AsyncNetworkBackend):
    """Connects to addresses that were checked, never to names."""

    def __init__(self, permits: Permits, resolve: Resolve) -> None:
        self._backend = httpcore.AnyIOBackend()
        self._permits = permits
        self._resolve = resolve

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
                "The host has an address that is not public; for an intranet of yours: --allow-private",
            )
        error: Exception = httpcore.ConnectError("no address")
        for address in addresses:
            try:
                return await self._backend.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as failure:
                error = failure
        raise error

    async def sleep(self, seconds: float) -> None:
        """Wait; httpcore asks for it between tries."""
        await self._backend.sleep(seconds)
