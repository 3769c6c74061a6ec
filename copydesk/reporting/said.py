"""What an article says by others: its quotes and its citations, in one reading of its body."""

from typing import NamedTuple

from copydesk.document import Citation, Quote
from copydesk.reporting.citations import read_citations
from copydesk.reporting.outlets import Outlets
from copydesk.reporting.quotes import read_quotes
from copydesk.reporting.roles import with_roles


class Said(NamedTuple):
    """The quotes and citations of a body, each in order."""

    quotes: list[Quote]
    citations: list[Citation]


def read_said(body: str, outlets: Outlets | None = None) -> Said:
    """Give the quotes of a body, with the roles of their speakers, and its citations."""
    return Said(with_roles(body, read_quotes(body)), read_citations(body, outlets))
