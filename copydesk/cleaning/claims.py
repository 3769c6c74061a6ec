"""Who wrote an article and who holds its copyright, as claimed and as printed."""

from copydesk.cleaning.draft import Piece
from copydesk.document import Page
from copydesk.reading.credits import is_full_name
from copydesk.reporting.bylines import Copyright, read_byline, read_claim, read_copyright, read_credit

_LONGEST_NOTICE = 160


def read_authors(page: Page, pieces: list[Piece]) -> tuple[str, ...]:
    """Give the people of the page's byline where its claims name none, else who is claimed, else the bylines."""
    credited = [name for credit in page.hints.credits for name in read_credit(credit)]
    claimed = [name for author in page.hints.authors for name in read_claim(author)]
    last = max((index for index, piece in enumerate(pieces) if piece.role == "body"), default=len(pieces))
    # Farther below the article stand the bylines of others.
    written = [
        name for piece in pieces[: last + 3] if piece.role == "byline" for name in read_byline(piece.text)
    ]
    names = credited or (claimed if any(map(is_full_name, claimed)) else written or claimed)
    return tuple(dict.fromkeys(names))


def find_copyright(pieces: list[Piece]) -> Copyright | None:
    """Give the first claim of copyright outside of the article."""
    lines = (
        read_copyright(piece.text)
        for piece in pieces
        if piece.role == "boilerplate" and len(piece.text) <= _LONGEST_NOTICE
    )
    return next((line for line in lines if line), None)
