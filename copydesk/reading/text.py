"""Plain text -> blocks: one a line, or one a paragraph where lines are hard-wrapped."""

import re
from itertools import pairwise

from copydesk.document import Block, Hints, Page
from copydesk.reading.encoding import decode
from copydesk.reading.sniffing import refuse_binary

_SENTENCE_ENDS = tuple('.!?…:;"”»)')
_LINE = re.compile(r"[^\r\n\u2028\u2029\x0b\x0c\x85]+")


def read_text(data: bytes, charset: str | None = None) -> Page:
    """Read a text dump; `charset` is what HTTP says. Raises ReadError for binaries."""
    refuse_binary(data)
    decoded = decode(data, transport=charset)
    return page_of_text(decoded.text, decoded.encoding, decoded.flags)


def page_of_text(text: str, encoding: str, flags: tuple[str, ...] = (), hints: Hints | None = None) -> Page:
    """Lay decoded text out in blocks."""
    blocks = _line_blocks(text)
    if _is_hard_wrapped(text, blocks):
        blocks = _paragraph_blocks(text, blocks)
    return Page(text, tuple(blocks), "text/plain", encoding, hints or Hints(), flags=flags)


def _line_blocks(text: str) -> list[Block]:
    return [Block(*match.span()) for match in _LINE.finditer(text) if not match[0].isspace()]


def _is_hard_wrapped(text: str, lines: list[Block]) -> bool:
    """Tell lines broken at a fixed width: long lines end without a full stop, near the same column."""
    long = [block for block in lines if block.stop - block.start > 50]
    if len(long) < 6 or max(block.stop - block.start for block in lines) > 100:
        return False
    unfinished = sum(not text[block.start : block.stop].rstrip().endswith(_SENTENCE_ENDS) for block in long)
    return unfinished > 0.6 * len(long)


def _paragraph_blocks(text: str, lines: list[Block]) -> list[Block]:
    """Join neighbouring lines up to a blank line, or up to a line too short to have been wrapped."""
    width = max(block.stop - block.start for block in lines)
    joined = lines[:1]
    for last, line in pairwise(lines):
        if _continues(text, last, line, width):
            joined[-1] = Block(joined[-1].start, line.stop)
        else:
            joined.append(line)
    return joined


def _continues(text: str, last: Block, line: Block, width: int) -> bool:
    gap = text[last.stop : line.start]
    if gap.count("\n") + gap.count("\r") - gap.count("\r\n") > 1:
        return False
    first_word = text[line.start : line.stop].split(maxsplit=1)[0]
    return last.stop - last.start + len(first_word) + 1 >= width - 15
