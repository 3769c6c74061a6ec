"""A real server on loopback, many hosts of it, that serves what a test plans, and remembers who asked for what when."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from threading import Thread


@dataclass(frozen=True)
class Request:
    """What a client asked, the how manieth time for this path, and when (seconds since 1970)."""

    host: str
    path: str
    headers: Mapping[str, str]
    count: int
    moment: float


@dataclass(frozen=True)
class Answer:
    """What the server says; `cut` closes the connection in the midst of it, `delay` waits before it."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: {"Content-Type": "text/html; charset=utf-8"})
    delay: float = 0.0
    cut: bool = False


Route = Callable[[Request], Answer]

MISSING = Answer(b"<title>Not here</title>", 404)


def html(body: str | bytes, **headers: str) -> Answer:
    data = body.encode() if isinstance(body, str) else body
    return Answer(data, 200, {"Content-Type": "text/html; charset=utf-8"} | headers)


def typed(body: str | bytes, media_type: str, **headers: str) -> Answer:
    return Answer(
        body.encode() if isinstance(body, str) else body, 200, {"Content-Type": media_type} | headers
    )


def redirect(target: str, status: int = 302) -> Answer:
    return Answer(b"", status, {"Location": target})


class Site:
    """Hosts 127.0.0.2, 127.0.0.3 ... on one port; routes by number of the host and path."""

    def __init__(self, host_count: int) -> None:
        self.addresses = [f"127.0.0.{number + 2}" for number in range(host_count)]
        self.routes: dict[tuple[int, str], Route] = {}
        self.log: list[Request] = []
        self.port = 0
        self._counts: Counter[tuple[str, str]] = Counter()

    def url(self, host: int, path: str) -> str:
        return f"http://{self.addresses[host]}:{self.port}{path}"

    def put(self, host: int, path: str, route: Route | Answer) -> str:
        """Serve something at a path; give its address."""
        self.routes[host, path] = (lambda _: route) if isinstance(route, Answer) else route
        return self.url(host, path)

    def put_page(self, host: int, path: str, body: Callable[[], str]) -> str:
        """Serve a page with an ETag that follows its text, and 304 for who has it already."""

        def route(request: Request) -> Answer:
            data = body().encode()
            tag = f'"{hash(data):x}"'
            if request.headers.get("if-none-match") == tag:
                return Answer(b"", 304, {"ETag": tag})
            return html(data, ETag=tag)

        return self.put(host, path, route)

    def asked(self, host: int) -> list[Request]:
        return [one for one in self.log if one.host == self.addresses[host]]

    def forget(self) -> None:
        self.log.clear()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host = writer.get_extra_info("sockname")[0]
        number = self.addresses.index(host)
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                request = self._read(host, head.decode("latin-1"))
                route = self.routes.get((number, request.path)) or self.routes.get(
                    (number, request.path.partition("?")[0])
                )
                answer = route(request) if route else MISSING
                if answer.delay:
                    await asyncio.sleep(answer.delay)
                writer.write(_bytes(answer))
                await writer.drain()
                if answer.cut:
                    break
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    def _read(self, host: str, head: str) -> Request:
        first, *lines = head.strip().split("\r\n")
        path = first.split(" ")[1]
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        self._counts[host, path] += 1
        request = Request(host, path, headers, self._counts[host, path], time.time())
        self.log.append(request)
        return request


def _bytes(answer: Answer) -> bytes:
    length = len(answer.body) + 100 * answer.cut
    lines = [f"HTTP/1.1 {answer.status} {HTTPStatus(answer.status).phrase}", f"Content-Length: {length}"]
    lines += [f"{name}: {value}" for name, value in answer.headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + answer.body


@contextmanager
def serving(host_count: int) -> Iterator[Site]:
    """Run a site in a thread of its own until the block ends."""
    site = Site(host_count)
    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(_listen(site))
    thread = Thread(target=loop.run_forever)
    thread.start()
    try:
        yield site
    finally:
        asyncio.run_coroutine_threadsafe(_close(server), loop).result(20)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _listen(site: Site) -> list[asyncio.Server]:
    first = await asyncio.start_server(site.serve, site.addresses[0], 0)
    site.port = first.sockets[0].getsockname()[1]
    rest = [await asyncio.start_server(site.serve, one, site.port) for one in site.addresses[1:]]
    return [first, *rest]


async def _close(servers: list[asyncio.Server]) -> None:
    for server in servers:
        server.close()
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
