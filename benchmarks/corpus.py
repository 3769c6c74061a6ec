"""A corpus of any size: texts of about 4 KB made from the samples in seeds/, each different from all others."""

import base64
import gzip
import hashlib
import random
from collections.abc import Iterator
from html import escape
from pathlib import Path

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
_SIZE = 4000  # bytes a text is filled up to
_FOLDER_SIZE = 1000


def make_texts(count: int, seed: int = 7) -> Iterator[str]:
    """Give `count` different texts, the same ones for the same seed: samples with paragraphs of others mixed in."""
    rng = random.Random(seed)
    samples = [path.read_text("utf-8") for path in sorted(SEEDS.glob("*.txt"))]
    paragraphs = [line for sample in samples for line in sample.splitlines() if len(line) > 150]
    for number in range(count):
        lines = samples[number % len(samples)].splitlines()
        middle = len(lines) // 2
        size = sum(len(line.encode()) for line in lines)
        while size < _SIZE:
            paragraph = _vary(rng.choice(paragraphs), rng)
            lines.insert(middle, paragraph)
            size += len(paragraph.encode())
        yield "\n".join(lines) + f"\n{number}\n"


def write_corpus(folder: Path, count: int) -> None:
    """Write the texts as files, a thousand a folder."""
    for number, text in enumerate(make_texts(count)):
        path = folder / f"{number // _FOLDER_SIZE:04d}" / f"{number:06d}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def write_archive(path: Path, count: int) -> int:
    """Write the texts as pages of a web archive, packed record by record; give the bytes of its records unpacked."""
    byte_count = 0
    with path.open("wb") as file:
        for number, text in enumerate(make_texts(count)):
            record = _record(number, text)
            byte_count += len(record)
            file.write(gzip.compress(record, 6))
    return byte_count


def _record(number: int, text: str) -> bytes:
    """Give a text as a page in a WARC record."""
    lines = [escape(line, quote=False) for line in text.splitlines() if line.strip()]
    body = "".join(f"<p>{line}</p>\n" for line in lines[1:])
    page = f"<!DOCTYPE html><title>{lines[0]}</title><main><h1>{lines[0]}</h1>\n{body}</main>\n"
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page.encode()
    digest = base64.b32encode(hashlib.sha1(block, usedforsecurity=False).digest()).decode()
    head = {
        "WARC-Type": "response",
        "WARC-Target-URI": f"https://samples.example/{number}",
        "WARC-Date": "2024-03-05T09:30:00Z",
        "WARC-Block-Digest": f"sha1:{digest}",
        "Content-Type": "application/http; msgtype=response",
        "Content-Length": str(len(block)),
    }
    lines = [f"{name}: {value}\r\n" for name, value in head.items()]
    return f"WARC/1.0\r\n{''.join(lines)}\r\n".encode() + block + b"\r\n\r\n"


def _vary(paragraph: str, rng: random.Random) -> str:
    """Put the sentences of a paragraph in another order."""
    sentences = paragraph.split(". ")
    rng.shuffle(sentences)
    return ". ".join(sentences)
