"""HTML -> blocks: the visible text of a page in document order, each block with where it stood."""

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache, partial
from itertools import islice
from typing import NamedTuple

from copydesk.document import Block, Container, Page
from copydesk.errors import ReadError
from copydesk.reading.elements import ELEMENTS, Element
from copydesk.reading.encoding import decode
from copydesk.reading.markup import (
    NUL,
    Stream,
    children_of,
    end_of_element,
    holds_prose,
    parse,
    unescape,
    write_out,
)
from copydesk.reading.metadata import page_hints
from copydesk.reading.scripts import read_scripts
from copydesk.reading.sniffing import refuse_binary

_WHITE = " \t\r\n\f"
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_LONGEST_CELL = 80  # characters of a cell of data; a longer one is laid out as a column of the page
_LITTLE_PROSE = 600  # characters of paragraphs: a page that shows less may carry its article in a script
_PARAGRAPH = 100  # characters of the shortest of them
_LINKED = 0.5  # share of linked text from which a block is no paragraph


def read_html(data: bytes, charset: str | None = None) -> Page:
    """Read a page; `charset` is what HTTP says. Raises ReadError for binaries and for markup without a tree."""
    refuse_binary(data)
    declared = _CHARSET.search(data[:8192])
    decoded = decode(data, declared[1].decode("ascii") if declared else None, charset)
    is_as_it_was = decoded.encoding == "utf-8" and not decoded.flags
    return page_of_html(data if is_as_it_was else decoded.text, decoded.encoding, decoded.flags)


def page_of_html(markup: str | bytes, encoding: str, flags: tuple[str, ...] = ()) -> Page:
    """Lay a decoded page out in blocks; its text is theirs, joined by blank lines."""
    tree = parse(markup)
    hints = page_hints(tree)
    walk = _Walk()
    walk.run(write_out(tree))
    if walk.prose_length() < _LITTLE_PROSE:
        walk.run(_carried(markup, hints.body))
    return Page(
        text="\n\n".join(walk.texts),
        blocks=tuple(walk.blocks),
        media_type="text/html",
        encoding=encoding,
        hints=hints,
        containers=tuple(walk.containers),
        flags=flags,
    )


def _carried(markup: str | bytes, claimed: str | None) -> Stream:
    """Give the article that a page carries in a script, if it does; writing a page out takes its scripts away."""
    try:
        carried = read_scripts(parse(markup), claimed)
        return write_out(parse(carried)) if carried else ()
    except ReadError:  # the page itself could be read
        return ()


class _Frame(NamedTuple):
    """What is inherited from the elements that are open."""

    tag: str
    marks: frozenset[str]
    unit: int
    container: int
    breaks: bool  # whether the element starts a block and ends one


# A page has hundreds of elements, and this takes half the time of the constructors.
_new_frame = partial(tuple.__new__, _Frame)
_new_container = partial(tuple.__new__, Container)
_new_block = partial(tuple.__new__, Block)


@dataclass(slots=True)
class _Walk:
    """One pass over a page that gathers inline text and cuts it at block elements."""

    stream: Stream = ()
    blocks: list[Block] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    containers: list[Container] = field(default_factory=lambda: [Container(-1, "html")])
    _frame: _Frame = field(default_factory=lambda: _Frame("html", frozenset(), 0, 0, True))
    _pieces: list[str] = field(default_factory=list)
    _link_count: int = 0  # of links that are open; the linked name of a comment's author is none
    _link_length: int = 0  # of the pieces
    _offset: int = 0
    _rows: list[int] = field(default_factory=list)  # of tables that are open, their first blocks
    _unit_count: int = 0
    _repeated: frozenset[int] = frozenset()  # places of the opening tags
    _filled_units: set[int] = field(default_factory=set)

    def run(self, stream: Stream) -> None:
        """Read tags in document order, behind those read before."""
        self.stream, pieces = stream, self._pieces
        stack: list[_Frame | None] = []  # the frames around; None around an element that changes nothing
        tags = enumerate(stream)
        for at, (tag, text) in tags:
            if tag[0] == "/":
                if around := stack.pop():
                    self._close(tag, around)
                elif tag == "/a":
                    self._link_count -= 1
            elif (element := ELEMENTS[tag]).is_hidden and not holds_prose(stream, at):
                end = end_of_element(stream, at)
                text = stream[end][1]  # noqa: PLW2901 it goes on behind what is hidden
                next(islice(tags, end - at, end - at), None)
            elif element.is_plain and at not in self._repeated:
                if not element.is_empty:
                    stack.append(None)
                    self._link_count += element.tag == "a"
            else:
                around, frame = self._frame, self._open(element, at)
                if not element.is_empty:
                    stack.append(around)
                    self._frame = frame
                    self._link_count += element.tag == "a" and not frame.breaks
            if text and (pieces or text.strip(_WHITE)):
                self._gather(text)
        self._cut()

    def prose_length(self) -> int:
        """Give the length of the blocks that may be paragraphs."""
        lengths = (block.stop - block.start for block in self.blocks if block.link_density < _LINKED)
        return sum(length for length in lengths if length >= _PARAGRAPH)

    def _close(self, tag: str, around: _Frame) -> None:
        if self._pieces and self._frame.breaks:
            self._cut()
        if tag == "/tr":
            self._join_cells(self._rows.pop())
        elif tag == "/a" and not self._frame.breaks:
            self._link_count -= 1
        self._frame = around

    def _open(self, element: Element, at: int) -> _Frame:
        """Give the frame of an element that begins, which may end a block."""
        tag, marks, unit, container, _ = self._frame
        if element.marks:
            marks = _joined(marks, element.marks)
        if "comments" in marks:
            unit = self._unit(element, at)
        if element.breaks:
            if self._pieces:
                self._cut()
            if element.tag == "tr" and not element.is_empty:
                self._rows.append(len(self.blocks))
            self.containers.append(_new_container((container, element.tag, element.names)))
            return _new_frame((element.tag, marks, unit, len(self.containers) - 1, True))
        is_part = unit > 0 and element.is_part
        if element.tag == "br":
            self._break_line()
        elif is_part:
            self._cut()
        return _new_frame((tag, marks, unit, container, is_part))

    def _unit(self, element: Element, at: int) -> int:
        """Give the number of the single comment that an element in a comment area belongs to."""
        around = self._frame
        if "comments" not in around.marks:
            self._repeated = _repeated_children(self.stream, at)
        is_unit = element.is_unit or at in self._repeated
        if is_unit and (not around.unit or around.unit in self._filled_units):
            self._unit_count += 1
            return self._unit_count
        return around.unit

    def _gather(self, text: str) -> None:
        pieces = self._pieces
        if pieces and pieces[-1] == NUL and text.isspace():
            return  # white space after a line break shows nothing, and would hide that a second <br> follows
        text = unescape(text)
        pieces.append(text)
        if self._link_count:
            self._link_length += len(_single_spaced(text).strip())

    def _break_line(self) -> None:
        """Turn one <br> into a line break and two into a new block."""
        if self._pieces and self._pieces[-1] == NUL:
            self._cut()
        else:
            self._pieces.append(NUL)

    def _cut(self) -> None:
        """End the block under way, if it holds anything that can be seen."""
        pieces = self._pieces
        if not pieces:
            return
        text = _tidy("".join(pieces))
        pieces.clear()
        link_length, self._link_length = self._link_length, 0
        if not text:
            return
        tag, marks, unit, container, _ = self._frame
        start = self._offset + 2 if self.texts else 0
        self._offset = stop = start + len(text)
        density = min(1.0, link_length / len(text))
        self.blocks.append(_new_block((start, stop, tag, marks, unit, density, container)))
        self.texts.append(text)
        self._filled_units.add(unit)

    def _join_cells(self, first: int) -> None:
        """Make one block of the short cells of a table's row, with tabs between them, as browsers copy a table."""
        cells = self.blocks[first:]
        is_row = len(cells) > 1 and all(
            cell.tag in ("td", "th") and not cell.unit and cell.stop - cell.start <= _LONGEST_CELL
            for cell in cells
        )
        if not is_row:
            return
        text = "\t".join(self.texts[first:])
        linked = sum(cell.link_density * (cell.stop - cell.start) for cell in cells)
        start, container = cells[0].start, self.containers[cells[0].container].parent
        self._offset = start + len(text)
        row = cells[0]._replace(
            stop=self._offset, tag="tr", link_density=min(1.0, linked / len(text)), container=container
        )
        self.blocks[first:], self.texts[first:] = [row], [text]


@lru_cache(maxsize=16384)  # the elements of a site's pages stand in each other in the same ways
def _joined(marks: frozenset[str], more: frozenset[str]) -> frozenset[str]:
    return marks | more


def _repeated_children(stream: Stream, at: int) -> frozenset[int]:
    """Give the children of a comment area that share tag and class: single comments, whatever their names."""
    children = children_of(stream, at)
    while len(children) == 1:
        children = children_of(stream, children[0])
    kinds = {
        place: (ELEMENTS[stream[place][0]].tag, ELEMENTS[stream[place][0]].classes) for place in children
    }
    counts = Counter(kinds.values())
    return frozenset(
        place
        for place, (tag, classes) in kinds.items()
        if counts[tag, classes] > 1 and (classes or tag in ("li", "article"))
    )


def _tidy(text: str) -> str:
    """Drop the spaces that no browser shows, at line ends and in runs, and break lines where NUL stands."""
    text = _single_spaced(text)
    if NUL not in text:
        return text
    return "\n".join(line.strip(" ") for line in text.split(NUL)).strip(" \n")


def _single_spaced(text: str) -> str:
    """Make one space of each run of white space, and none at the ends; a space that does not break a line stays."""
    if not text.isprintable():  # else the only white space is the ordinary space
        for white in _WHITE[1:]:
            text = text.replace(white, " ")
    return " ".join(filter(None, text.split(" "))) if "  " in text else text.strip(" ")
