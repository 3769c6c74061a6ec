"""Comment threads: where readers' comments begin, and where one ends and the next begins.

Where a page's markup tells comments apart it is followed. Else lines are read: widgets print a comment as a small
header (name, time), the text, and a footer (Reply, likes), each in the wording of its kind, which is data. Where an
extractor has left the texts of comments only, they are told from the article by how they are written.
"""

from copydesk.cleaning.draft import Piece
from copydesk.cleaning.threads.grammar import read_thread
from copydesk.cleaning.threads.lines import Line, LineKind, classify
from copydesk.cleaning.threads.start import find_thread
from copydesk.cleaning.threads.units import read_units
from copydesk.cleaning.threads.voices import read_tail
from copydesk.document import Comment, Page

__all__ = ["Line", "LineKind", "classify", "read_threads"]


def read_threads(page: Page, pieces: list[Piece]) -> tuple[list[Piece], list[Comment]]:
    """Give roles to the pieces of comment threads, and the comments themselves in order."""
    if any(piece.block.unit for piece in pieces):
        return pieces, read_units(pieces)
    if thread := find_thread(page, pieces):
        return read_thread(page, thread)
    return pieces, [] if page.containers else read_tail(pieces)
