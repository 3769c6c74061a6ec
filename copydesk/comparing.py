"""Two documents side by side, word by word: the passages that they share, or all of them where they share most."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import NamedTuple

import duckdb

from copydesk import warehouse
from copydesk.errors import UsageError
from copydesk.proof import find_document
from copydesk.relating.alignment import Passage, align
from copydesk.relating.words import WIDE_RANGES, read_words
from copydesk.settings import Settings

_MOST = 0.5  # of the shorter body in shared passages: then the bodies are shown whole

_WIDE = "".join(f"{chr(first)}-{chr(last)}" for first, last in WIDE_RANGES)
_BREAK = "\n\n"  # between paragraphs
_TOKEN = re.compile(rf"\n\n|[{_WIDE}]\s?|[^\s{_WIDE}]+[^\S\n]*|\s")


class Part(NamedTuple):
    """A stretch of both texts that is the same in both, or stands in the place of the other; either may be empty."""

    text: str
    other_text: str
    is_same: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two documents by name, and rows of parts: one for each passage, or one for each paragraph of whole bodies."""

    name: str
    other_name: str
    rows: list[list[Part]]
    is_whole: bool


def compare(target: str, other: str, settings: Settings) -> Comparison:
    """Compare two loaded documents, each given by (the beginning of) its id, its path or its URL.

    Raises UsageError where one of them is no document of the database, or has no article.
    """
    with warehouse.open_reader(settings) as con:
        (name, body), (other_name, other_body) = _article(con, target), _article(con, other)
    passages = align(*read_words([body, other_body]))
    covered = sum(passage.stop - passage.start for passage in passages)
    is_whole = covered >= _MOST * min(len(body), len(other_body))
    found = [Passage(0, len(body), 0, len(other_body), 1.0)] if is_whole else passages
    rows = [
        row
        for one in found
        for row in _rows(body[one.start : one.stop], other_body[one.other_start : one.other_stop])
    ]
    return Comparison(name, other_name, rows, is_whole)


def _article(con: duckdb.DuckDBPyConnection, target: str) -> tuple[str, str]:
    """Give the name and the body of a document."""
    found = find_document(con, target)
    if found is None:
        raise UsageError(f"{target} is no document here; find ids with: copydesk sql 'from sightings'")
    bodies = con.execute("select body from articles where document_id = ?", [found.document_id]).fetchall()
    if not bodies:
        raise UsageError(f"{target} holds no article that could be compared")
    return f"{found.uri}  {found.document_id[:12]}", bodies[0][0]


def _rows(text: str, other_text: str) -> Iterator[list[Part]]:
    """Give the parts of two texts, those of each paragraph that begins in both at once in a row of their own."""
    row: list[Part] = []
    for part in _parts(text, other_text):
        before, *behind = part.text.split(_BREAK) if part.is_same else [part.text]
        row.append(Part(before, before if part.is_same else part.other_text, part.is_same))
        for paragraph in behind:
            yield row
            row = [Part(paragraph, paragraph, is_same=True)]
    yield row


def _parts(text: str, other_text: str) -> Iterator[Part]:
    tokens, others = _TOKEN.findall(text), _TOKEN.findall(other_text)
    keys, other_keys = ([_key(token) for token in one] for one in (tokens, others))
    for kind, start, stop, other_start, other_stop in SequenceMatcher(
        None, keys, other_keys, autojunk=False
    ).get_opcodes():
        yield Part("".join(tokens[start:stop]), "".join(others[other_start:other_stop]), kind == "equal")


def _key(token: str) -> str:
    """Give what is compared of a token: white space behind a word is none of it."""
    return token.rstrip() or token
