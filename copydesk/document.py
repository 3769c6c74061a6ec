"""What crosses the desk: raw documents, blocks of text, spans with roles, articles.

What a document holds dozens of is a named tuple: three times as fast to make as a frozen dataclass.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, NamedTuple

MediaType = Literal["text/plain", "text/html", "application/json"]

Role = Literal[
    "title",
    "deck",
    "byline",
    "date",
    "dateline",
    "body",
    "subheading",
    "caption",
    "comment",
    "boilerplate",
    "space",
]

# What a span in quotation marks is; only the first two report speech.
QuoteKind = Literal["quote", "interview", "scare", "title", "term"]
SpeakerKind = Literal["person", "group", "unnamed", "document"]
SpeakerRole = Literal["official", "expert", "business", "civic", "media", "witness", "unnamed"]


def identify(data: bytes) -> str:
    """Give the identity of a document: the first 32 hex digits of the SHA-256 of its bytes."""
    return hashlib.sha256(data).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Hints:
    """What a record, a page's head or a feed claims about the article, each claim as (value, where it stood)."""

    title: tuple[str, str] | None = None
    shared_title: tuple[str, str] | None = None  # what a page is to be called where it is linked to
    date: tuple[str, str] | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    credits: tuple[str, ...] = ()  # what the page's byline says, where no claim names a person
    url: str | None = None
    body: str | None = None  # the article's text, where a page's head holds it as well
    types: tuple[str, ...] = ()  # what a page says it is: schema.org's types, the one it is shared as


@dataclass(frozen=True, slots=True)
class RawDocument:
    """Bytes as they came, with their address and evidence; `member` marks one record of a larger file."""

    uri: str
    data: bytes
    media_type: MediaType | None = None
    member: bool = False
    headers: str | None = None  # of the HTTP answer, as `reading.transport.write_headers` gives them
    seen_at: datetime | None = None  # when it was fetched or captured (UTC); None means now
    told: Hints | None = None  # what a feed or a sitemap says of it

    @property
    def document_id(self) -> str:
        """Identity by content, whatever the address."""
        return identify(self.data)


class Container(NamedTuple):
    """An element of a page that holds blocks: the number of the one it stands in (-1: none), and its names."""

    parent: int
    tag: str
    names: str = ""  # class names, id, schema type and what else names it, as written


class Block(NamedTuple):
    """A line of text or a block of a page, as offsets into the decoded text; the rest is known of HTML only."""

    start: int
    stop: int
    tag: str = ""
    marks: frozenset[str] = frozenset()  # telling words of the names of the block and of what it stands in
    unit: int = 0  # number of the single comment the block belongs to, 0 outside of comments
    link_density: float = 0.0
    container: int = 0  # number of the container the block stands in


@dataclass(frozen=True, slots=True)
class Page:
    """A document that could be read: its decoded text, in blocks, and what came along with it."""

    text: str
    blocks: tuple[Block, ...]
    media_type: MediaType
    encoding: str
    hints: Hints = field(default_factory=Hints)
    containers: tuple[Container, ...] = ()  # of a page, outermost first
    flags: tuple[str, ...] = ()


class Span(NamedTuple):
    """Characters `start` to `stop` of the decoded text, what they are and the rule that said so.

    Where the labeller decided, the rule names its version, and `score` is the likelihood of body that it gave.
    """

    start: int
    stop: int
    role: Role
    rule: str
    score: float | None = None


class Paragraph(NamedTuple):
    """A paragraph of the body, with its place in the decoded text."""

    text: str
    start: int
    stop: int


class Comment(NamedTuple):
    """One reader's comment."""

    text: str
    author: str | None = None
    like_count: int | None = None


class Quote(NamedTuple):
    """A span in quotation marks, or a turn of an interview: what stands between the marks, and who speaks.

    `speaker` is the fullest name in the text, or the description of a source without a name; None has a `reason`.
    """

    text: str
    kind: QuoteKind
    speaker: str | None
    speaker_as_written: str | None
    speaker_kind: SpeakerKind | None
    reason: str | None
    cue: str | None  # the word that gives the span to its speaker
    start: int
    stop: int
    speaker_role: SpeakerRole | None = None  # as the words beside the speaker's name tell


class Citation(NamedTuple):
    """A place of an article that leans on an outlet or agency: its name and how it is cited."""

    outlet: str  # the one name of all its spellings; as written where no table knows it
    outlet_kind: str | None
    text: str  # as written
    cue: str  # the word that makes a source of it; `dateline` where it signs the dispatch
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Article:
    """A cleaned document: every column of the table `articles`, with its spans, paragraphs and comments.

    What is no article (a consent wall, an error page, an empty shell) has an empty body and a flag that names it.
    """

    text: str  # the decoded text that the spans tile
    media_type: MediaType
    encoding: str
    spans: tuple[Span, ...]
    paragraphs: tuple[Paragraph, ...]
    comments: tuple[Comment, ...]
    title: str | None
    title_source: str | None
    deck: str | None
    published_on: date | None
    published_evidence: str | None
    dateline_place: str | None
    agency: str | None
    outlet: str | None
    authors: tuple[str, ...]
    copyright_holder: str | None
    copyright_year: int | None
    language: str
    word_count: int
    flags: tuple[str, ...]
    rules_version: int

    @property
    def body(self) -> str:
        """Paragraphs joined by a blank line."""
        return "\n\n".join(paragraph.text for paragraph in self.paragraphs)

    def removed(
        self, roles: Sequence[Role] = ("boilerplate", "caption", "comment")
    ) -> list[tuple[Span, str]]:
        """Give what was kept out of the body, in order, each span with its characters."""
        return [(span, self.text[span.start : span.stop]) for span in self.spans if span.role in roles]
