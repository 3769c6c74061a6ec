"""What the steps of the grammar ask of a piece and of what stands beside it."""

import re

from copydesk.cleaning.draft import Piece
from copydesk.document import Page

NUMBERED = re.compile(r"(?P<number>\d{1,4})\. +\S")
# Rules whose lines are furniture of a thread when they stand in one; the day of a comment is not that of the article.
IN_THREADS = frozenset(
    "comments.heading comments.rest share.buttons date.line date.in_byline byline.line counter.reactions".split()
)

ENDS = ("comment_form", "footer", "related")  # rules whose lines stand under a thread


def is_readable(piece: Piece) -> bool:
    """Tell whether a piece may be part of a thread that has begun."""
    return piece.role is None or piece.rule in IN_THREADS


def is_free(piece: Piece) -> bool:
    """Tell whether a piece may begin a thread: no rule has taken it, or one whose lines threads are made of."""
    return piece.role is None or piece.rule in ("comments.rest", "byline.line")


def following(pieces: list[Piece], index: int) -> str | None:
    """Give the next line if no rule has taken it."""
    piece = pieces[index + 1] if index + 1 < len(pieces) else None
    if piece is None or not (piece.role in (None, "date") or piece.rule == "counter.reactions"):
        return None  # `07.04.2020` may be read as a count
    return piece.text


def is_numbered(page: Page, piece: Piece) -> bool:
    """Tell an indented list item, as text dumps print the comments of WordPress.com."""
    return page.text[piece.start] in " \t\u00a0" and NUMBERED.match(piece.text) is not None
