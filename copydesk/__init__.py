"""Copydesk: the desk that raw news text crosses before anyone counts it."""

import json
from dataclasses import fields
from importlib.metadata import version

from copydesk.document import Article, Citation, Comment, MediaType, Paragraph, Quote, Span
from copydesk.errors import CopydeskError, ReadError

__version__ = version("copydesk")


def clean(data: bytes | str, *, media_type: MediaType | None = None, uri: str | None = None) -> Article:
    """Clean one document and account for each of its characters.

    `data` is the raw document; without `media_type` its content tells text from HTML, and `uri` ending in .htm or
    .html decides. What is no article (a consent wall, a login or error page, a section front, an empty shell) comes
    back with an empty body and a flag that names it. Raises ReadError, and nothing else, for what cannot be read.
    """
    from copydesk.cleaning import clean_page  # here, not above: the command line answers --help without them
    from copydesk.reading import read

    raw = data.encode("utf-8", "replace") if isinstance(data, str) else data
    if media_type is None and uri is not None and uri.lower().endswith((".html", ".htm")):
        media_type = "text/html"
    return clean_page(read(raw, media_type))


def quotes(text: str) -> list[Quote]:
    """Give every span of a text in quotation marks, in order, with its kind, its speaker and its offsets.

    Spans of the kinds `quote` and `interview` report speech; scare quotes, titles and terms are told by the others.
    """
    from copydesk.reporting.quotes import read_quotes
    from copydesk.reporting.roles import with_roles

    return with_roles(text, read_quotes(text))


def citations(text: str) -> list[Citation]:
    """Give each place of a text that leans on an outlet or agency, in order, with its cue and its offsets."""
    from copydesk.reporting.citations import read_citations

    return read_citations(text)


def to_json(article: Article) -> str:
    """Give an article with its body, comments, paragraphs and spans as a JSON object; days are ISO strings."""
    told = {one.name: getattr(article, one.name) for one in fields(article)} | {"body": article.body}
    for name in ("spans", "paragraphs", "comments"):
        told[name] = [part._asdict() for part in told[name]]
    return json.dumps(told, ensure_ascii=False, indent=1, default=str)


__all__ = [
    "Article",
    "Citation",
    "Comment",
    "CopydeskError",
    "MediaType",
    "Paragraph",
    "Quote",
    "ReadError",
    "Span",
    "__version__",
    "citations",
    "clean",
    "quotes",
    "to_json",
]
