"""A server for answers that no honest server gives: every byte is the test's."""

import asyncio
import ssl
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

Answer = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Hostile:
    """A server under way: where it is, what it answers to which path, and what it was asked."""

    host: str
    port: int = 0
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    connection_count: int = 0

    def url(self, path: str = "/", scheme: str = "http") -> str:
        return f"{scheme}://{self.host}:{self.port}{path}"

    def says(self, path: str, data: bytes) -> None:
        """Answer a path with these bytes, and close."""

        async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(data)
            await writer.drain()

        self.answers[path] = answer

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connection_count += 1
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            path = head.split(b" ")[1].decode()
            self.asked.append(path)
            await self.answers[path](reader, writer)
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.transport.abort() if writer.transport.get_write_buffer_size() else writer.close()


@contextmanager
def hostile_server(host: str = "127.0.0.1", ssl_context: ssl.SSLContext | None = None) -> Iterator[Hostile]:
    """Run the server in a thread of its own, on a free port of this machine."""
    hostile, ready, loop = Hostile(host), threading.Event(), asyncio.new_event_loop()

    async def run() -> None:
        server = await asyncio.start_server(hostile.serve, host, 0, ssl=ssl_context)
        hostile.port = server.sockets[0].getsockname()[1]
        ready.set()
        async with server:
            with suppress(asyncio.CancelledError):
                await server.serve_forever()

    def work() -> None:
        asyncio.set_event_loop(loop)
        task = loop.create_task(run())
        hostile_tasks.append(task)
        loop.run_until_complete(task)
        for left in asyncio.all_tasks(loop):
            left.cancel()
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()

    hostile_tasks: list[asyncio.Task[None]] = []
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    assert ready.wait(5)
    try:
        yield hostile
    finally:
        loop.call_soon_threadsafe(hostile_tasks[0].cancel)
        thread.join(5)


def ok(body: bytes, *headers: str, media_type: str = "text/html") -> bytes:
    """Give an honest answer as bytes."""
    lines = ["HTTP/1.1 200 OK", f"Content-Type: {media_type}", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode("latin-1") + body


def redirect(target: str) -> bytes:
    """Give an answer that leads elsewhere."""
    head = f"HTTP/1.1 302 Found\r\nLocation: {target}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    return head.encode("utf-8")
