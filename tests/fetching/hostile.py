"""A server for answers that no honest server gives: every byte is the test's."""

import asyncio
import ssl
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

Answer = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Hostile:
    """A server under way: where it is, what it answers to which path, and what it was asked."""

    host: str
    port: int = 0
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    heads: list[bytes] = field(default_factory=list)
    connection_count: int = 0
    writers: list[asyncio.StreamWriter] = field(default_factory=list)

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
        self.writers.append(writer)
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            self.heads.append(head)
            path = head.split(b" ")[1].decode()
            self.asked.append(path)
            await self.answers[path](reader, writer)
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.close()


@contextmanager
def hostile_server(host: str = "127.0.0.1", ssl_context: ssl.SSLContext | None = None) -> Iterator[Hostile]:
    """Run the server in a thread of its own, on a free port of this machine."""
    hostile, ready, loop = Hostile(host), threading.Event(), asyncio.new_event_loop()
    over = asyncio.Event()

    async def run() -> None:
        server = await asyncio.start_server(hostile.serve, host, 0, ssl=ssl_context)
        hostile.port = server.sockets[0].getsockname()[1]
        ready.set()
        await over.wait()
        server.close()
        for writer in hostile.writers:
            writer.transport.abort()
        handlers = asyncio.all_tasks() - {asyncio.current_task()}
        for handler in handlers:
            handler.cancel()
        await asyncio.gather(*handlers, return_exceptions=True)
        await asyncio.sleep(0.01)  # transports close their sockets in the next rounds of the loop

    thread = threading.Thread(target=lambda: (loop.run_until_complete(run()), loop.close()), daemon=True)
    thread.start()
    assert ready.wait(5)
    try:
        yield hostile
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join(5)


def ok(body: bytes, *headers: str, media_type: str = "text/html") -> bytes:
    """Give an honest answer as bytes."""
    lines = ["HTTP/1.1 200 OK", f"Content-Type: {media_type}", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode("latin-1") + body


def redirect(target: str) -> bytes:
    """Give an answer that leads elsewhere."""
    head = f"HTTP/1.1 302 Found\r\nLocation: {target}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    return head.encode("utf-8")
