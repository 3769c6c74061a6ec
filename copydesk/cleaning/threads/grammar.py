"""A thread read line by line: each line goes to the comment it belongs to."""

from copydesk.cleaning.draft import Piece, offset_in, split
from copydesk.cleaning.threads.lines import Line, classify, is_short_name, read_likes
from copydesk.cleaning.threads.places import ENDS, NUMBERED, following, is_numbered, is_readable
from copydesk.cleaning.threads.single import Open, finished
from copydesk.cleaning.threads.survey import Thread
from copydesk.document import Comment, Page


def read_thread(page: Page, thread: Thread) -> tuple[list[Piece], list[Comment]]:
    """Give roles to the pieces of a thread, and its comments."""
    if is_numbered(page, thread.pieces[thread.start]):
        return _read_numbered(page, thread.pieces, thread.start)
    opened: list[Open] = []
    for index in range(thread.start, thread.stop):
        if thread.is_below:
            _read_above_name(thread, index, opened)
        else:
            _read_below_name(thread, index, opened)
    return thread.pieces, finished(opened)


def _read_below_name(thread: Thread, index: int, opened: list[Open]) -> None:
    """Add one line of a thread to the comment it belongs to, where names stand above the comments."""
    piece, line = thread.pieces[index], thread.line(index)
    current = opened[-1] if opened and not opened[-1].closed else None
    if line is None:
        return
    if piece.rule == "counter.reactions" and line.kind == "text":
        _read_count(thread, index, current)
    elif thread.is_header(index):
        opened.append(Open(author=line.author))
        piece.mark("comment", "comments.header")
    elif line.kind == "stamp":
        piece.mark("comment", "comments.stamp")
    elif line.kind == "footer":
        _close(opened, line)
        piece.mark("comment", "comments.footer")
    elif piece.role is None:
        _read_text(thread, index, current, opened)


def _read_text(thread: Thread, index: int, current: Open | None, opened: list[Open]) -> None:
    """Add a line that is no furniture: to the comment under way, or as the name or text of another."""
    piece = thread.pieces[index]
    if current is None and not thread.form and _is_name(piece.text, following(thread.pieces, index)):
        opened.append(Open(author=piece.text))
        piece.mark("comment", "comments.header")
        return
    if current is None and opened and thread.headers and index < thread.headers[-1] and piece.is_prose:
        opened.append(current := Open())  # an answer that is headed in another way
    if current is None:
        piece.mark("boilerplate", "comments.rest")
        return
    current.paragraphs.append(piece.text)
    piece.mark("comment", "comments.text")


def _close(opened: list[Open], line: Line) -> None:
    """End a comment at its footer; where footers stand above the text it has not begun yet."""
    if opened:
        opened[-1].closed = bool(opened[-1].paragraphs)
        opened[-1].like_count = line.like_count if line.like_count is not None else opened[-1].like_count


def _read_count(thread: Thread, index: int, current: Open | None) -> None:
    """Read a lone number beside a header or a footer as likes; elsewhere it may be anything."""
    piece = thread.pieces[index]
    if current is None or len(piece.text) > 4:
        return
    before, after = thread.line(index - 1), thread.line(index + 1)
    if (before and before.kind in ("header", "stamp")) or (after and after.kind == "footer"):
        current.like_count = read_likes(piece.text)
        piece.mark("comment", "comments.footer")


def _read_above_name(thread: Thread, index: int, opened: list[Open]) -> None:
    """Add one line of a thread to the comment it belongs to, where names stand below the comments."""
    piece, line = thread.pieces[index], thread.line(index)
    if line is None:
        return
    if thread.is_header(index):
        if not opened or opened[-1].closed:
            opened.append(Open())
        opened[-1].author, opened[-1].closed = line.author, True
        piece.mark("comment", "comments.header")
    elif line.kind == "footer":
        piece.mark("comment", "comments.footer")
    elif line.kind == "stamp":
        piece.mark("comment", "comments.stamp")
    elif piece.role is None:
        if not opened or opened[-1].closed:
            opened.append(Open())
        opened[-1].paragraphs.append(piece.text)
        piece.mark("comment", "comments.text")


def _is_name(text: str, following_text: str | None) -> bool:
    return following_text is not None and is_short_name(text) and len(following_text) > len(text)


def _read_numbered(page: Page, pieces: list[Piece], start: int) -> tuple[list[Piece], list[Comment]]:
    """Read a thread of indented numbered items, as text dumps print the comments of WordPress.com."""
    out, opened = pieces[:start], list[Open]()
    for index in range(start, len(pieces)):
        piece = pieces[index]
        if not is_readable(piece):
            if piece.rule.startswith(ENDS) and opened:
                return out + pieces[index:], finished(opened)
        elif is_numbered(page, piece):
            piece = _take_number(page, piece, out)
            opened.append(Open(paragraphs=[piece.text]))
            piece.mark("comment", "comments.text")
        else:
            _read_item_line(piece, classify(piece.text, following(pieces, index)), opened)
        out.append(piece)
    return out, finished(opened)


def _read_item_line(piece: Piece, line: Line, opened: list[Open]) -> None:
    if line.kind == "footer":
        _close(opened, line)
        piece.mark("comment", "comments.footer")
    elif line.kind == "stamp":
        piece.mark("comment", "comments.stamp")
    elif piece.role is None and opened and not opened[-1].closed:
        opened[-1].paragraphs.append(piece.text)
        piece.mark("comment", "comments.text")
    elif piece.role is None:
        piece.mark("boilerplate", "comments.rest")


def _take_number(page: Page, piece: Piece, out: list[Piece]) -> Piece:
    """Cut the list number off a comment and put it among the pieces as part of the thread's furniture."""
    match = NUMBERED.match(piece.text)
    if match is None:
        return piece
    number, rest = split(page, piece, offset_in(page, piece, match.end("number") + 1))
    number.mark("comment", "comments.header")
    out.append(number)
    return rest
