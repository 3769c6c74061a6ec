"""The comments of a page whose markup tells them apart."""

import re
from itertools import pairwise

from copydesk.cleaning.draft import Piece
from copydesk.cleaning.threads.lines import Line, classify, read_likes
from copydesk.cleaning.threads.places import following
from copydesk.cleaning.threads.single import Open, finished
from copydesk.cleaning.threads.wording import wording
from copydesk.document import Comment

_LIKE_MARKS = frozenset(
    "like likes vote votes votesum recommend recommendations rating score thumb thumbs".split()
)
_COUNT = re.compile(r"\+?\d{1,5}")
_AUTHOR_MARKS = frozenset({"author", "fn", "username", "name", "user", "nick", "nickname"})


def read_units(pieces: list[Piece]) -> list[Comment]:
    """Give roles to the pieces of single comments and of the area they stand in, and the comments."""
    units: dict[int, Open] = {}
    for index, piece in enumerate(pieces):
        unit, marks = piece.block.unit, piece.block.marks
        if not unit:
            if "comments" in marks and piece.role is None:
                piece.mark("boilerplate", "comments.rest")
            continue
        _read_piece(piece, classify(piece.text, following(pieces, index)), units.setdefault(unit, Open()))
    return finished(_with_authors(list(units.values())))


def _read_piece(piece: Piece, line: Line, comment: Open) -> None:
    """Add a block to the comment it belongs to."""
    marks = piece.block.marks
    is_name = _names_author(piece, line) and (not comment.paragraphs or line.kind == "header")
    if comment.author is None and is_name:
        comment.author = re.sub(wording().says_tail, "", line.author or piece.text)
        piece.mark("comment", "comments.header")
    elif _COUNT.fullmatch(piece.text) and not marks.isdisjoint(_LIKE_MARKS):
        # The first number is that of likes: dislikes stand behind.
        comment.like_count = read_likes(piece.text) if comment.like_count is None else comment.like_count
        piece.mark("comment", "comments.footer")
    elif line.kind == "footer" or piece.rule in ("comments.rest", "share.buttons") or _is_control(marks):
        comment.like_count = line.like_count if line.like_count is not None else comment.like_count
        piece.mark("comment", "comments.footer")
    elif line.kind in ("stamp", "header") or _is_small_word(piece.text):
        piece.mark("comment", "comments.stamp")
    elif piece.role is None or piece.role in ("caption", "date", "byline"):
        comment.paragraphs.append(piece.text)
        piece.mark("comment", "comments.text")


def _with_authors(comments: list[Open]) -> list[Open]:
    """Give a comment the author that stands in an element of its own above it."""
    for above, comment in pairwise(comments):
        if comment.author is None and above.author is not None and not above.paragraphs:
            comment.author = above.author
            comment.like_count = above.like_count if comment.like_count is None else comment.like_count
    return comments


def _is_small_word(text: str) -> bool:
    """Tell what stands between a name and a time: `says:`, `at`."""
    return len(text) <= 30 and (
        wording().says_alone.fullmatch(text) is not None or text.strip(" :,|").lower() in wording().beside
    )


def _names_author(piece: Piece, line: Line) -> bool:
    if not piece.block.marks.isdisjoint(_AUTHOR_MARKS):
        return len(piece.text) <= 60 and line.kind not in ("stamp", "footer")
    return line.kind == "header"


def _is_control(marks: frozenset[str]) -> bool:
    return "reply" in marks and marks.isdisjoint({"text", "content", "body"})
