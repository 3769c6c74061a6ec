"""The comments of a page whose markup tells them apart."""

import re

from copydesk.cleaning.draft import Piece
from copydesk.cleaning.threads.lines import Line, classify
from copydesk.cleaning.threads.places import following
from copydesk.cleaning.threads.single import Open, finished
from copydesk.cleaning.threads.wording import wording
from copydesk.document import Comment

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
        comment = units.setdefault(unit, Open())
        line = classify(piece.text, following(pieces, index))
        if comment.author is None and not comment.paragraphs and _names_author(piece, line):
            comment.author = re.sub(wording().says_tail, "", line.author or piece.text)
            piece.mark("comment", "comments.header")
        elif line.kind == "footer" or piece.rule in ("comments.rest", "share.buttons") or _is_control(marks):
            comment.like_count = line.like_count if line.like_count is not None else comment.like_count
            piece.mark("comment", "comments.footer")
        elif line.kind in ("stamp", "header") or re.fullmatch(wording().says_alone, piece.text):
            piece.mark("comment", "comments.stamp")
        elif piece.role is None or piece.role in ("caption", "date", "byline"):
            comment.paragraphs.append(piece.text)
            piece.mark("comment", "comments.text")
    return finished(units.values())


def _names_author(piece: Piece, line: Line) -> bool:
    if not piece.block.marks.isdisjoint(_AUTHOR_MARKS):
        return len(piece.text) <= 60 and line.kind not in ("stamp", "footer")
    return line.kind == "header"


def _is_control(marks: frozenset[str]) -> bool:
    return "reply" in marks and marks.isdisjoint({"text", "content", "body"})
