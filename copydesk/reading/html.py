"""HTML -> blocks: the visible text of a page in document order, each block with where it stood."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from lxml import etree

from copydesk.document import Block, Container, Page
from copydesk.errors import ReadError
from copydesk.reading.encoding import decode
from copydesk.reading.metadata import page_hints
from copydesk.reading.scripts import read_scripts
from copydesk.reading.sniffing import refuse_binary

BLOCK_TAGS = frozenset(
    "address article aside blockquote body button caption dd details dialog div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hr html label legend li main nav ol p pre section summary "
    "table tbody td tfoot th thead time tr ul video".split()
)
INVISIBLE_TAGS = frozenset(
    "audio canvas datalist embed head iframe math noscript object option script select style svg template "
    "textarea title".split()
)
# Class and id names of the area that holds a page's comments, and of one comment in it (WordPress, Drupal,
# Disqus, Facebook, phpBB and many newspapers' own).
_COMMENT_STEMS = ("comment", "kommentar", "comentario", "disqus", "discussion")
_COMMENT_AREA = re.compile(
    r"(?:user|reader|article|post|js|fb)?[-_]?(?:comments?|kommentare?|comentarios|commentaires?|commenti|disqus|"
    r"discussion)[-_]?(?:area|section|list|wrapper|wrap|thread|container|box|block|holder|tree|feed|area)?s?",
    re.IGNORECASE,
)
_COMMENT_UNIT = re.compile(
    r"(?:li-|single-|user-|fb-?)?(?:comment|kommentar|comentario|commentaire)"
    r"(?:[-_]?(?:item|body|entry|single|node|container|wrap|row|\d+))?",
    re.IGNORECASE,
)
_TELLING_TAGS = frozenset({"nav", "footer", "aside", "figcaption", "form", "header"})
# The words of names that something is made of: of what a block holds, and of the parts of a comment.
_MARKS = frozenset(
    "caption figcaption legende bildunterschrift newsletter newsletters signup subscribe subscription nav footer aside "
    "header form comments deck dek standfirst subtitle subheadline subhead sottotitolo chapo chapeau entradilla bajada "
    "vorspann ingress author fn username name user nick nickname date time meta metadata reply text content body".split()
)
_COMMENT_PART = frozenset("author fn name username user date time meta metadata reply".split())
_TOKEN = re.compile(r"[a-z]+")
_WHITE = " \t\r\n\f"
_SPACES = re.compile(rf"[{_WHITE}]+")
_RUN = re.compile(r"[\t\r\n\f]|  ")
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
NUL = "\0"  # stands for <br>: no tree holds it, for the parser never sees it
_NO_MARKUP = "The page holds no markup that can be parsed"
_LONGEST_CELL = 80  # characters of a cell of data; a longer one is laid out as a column of the page
_HIDDEN_PROSE = 600  # characters in paragraphs
_LITTLE_PROSE = 600  # characters of paragraphs: a page that shows less may carry its article in a script
_PARAGRAPH = 100  # characters of the shortest of them
_LINKED = 0.5  # share of linked text from which a block is no paragraph
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_TAG = re.compile(r"<([^>]*)>([^<]*)")
# Attributes that tell something: what hides an element, and what names it; of inline elements, what may name a part
# of a comment.
_HIDING = (' hidden="', ' style="')
_NAMING_INLINE = (' class="', ' itemprop="')
_NAMING = (*_NAMING_INLINE, ' id="', ' itemtype="', ' role="', ' data-testid="', ' data-component="')
_REFERENCE = re.compile(r"&(?:#(\d+)|#x([0-9a-fA-F]+)|(amp|lt|gt|quot));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"'}


def read_html(data: bytes) -> Page:
    """Read a page. Raises ReadError for binaries and for markup without a tree."""
    refuse_binary(data)
    charset = _CHARSET.search(data[:8192])
    decoded = decode(data, charset[1].decode("ascii") if charset else None)
    return page_of_html(decoded.text, decoded.encoding, decoded.flags)


def page_of_html(markup: str, encoding: str, flags: tuple[str, ...] = ()) -> Page:
    """Lay a decoded page out in blocks; its text is theirs, joined by blank lines."""
    tree = parse(markup)
    hints = page_hints(tree)
    walk = _Walk()
    walk.run(_stream(tree))
    if walk.prose_length() < _LITTLE_PROSE and (carried := read_scripts(parse(markup), hints.body)):
        walk.run(_stream(parse(carried)))
    return Page(
        text="\n\n".join(walk.texts),
        blocks=tuple(walk.blocks),
        media_type="text/html",
        encoding=encoding,
        hints=hints,
        containers=tuple(walk.containers),
        flags=flags,
    )


def parse(markup: str) -> etree._Element:
    """Parse a decoded page. Raises ReadError for one without a tree and for a tree too deep to read."""
    # The plain parser: that of lxml.html asks Python for the class of every element.
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        # Bytes with a named encoding: libxml2 refuses strings that declare one, and stops at NUL.
        tree = etree.fromstring(markup.replace(NUL, "\ufffd").encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError) as error:
        raise ReadError("no_text", _NO_MARKUP) from error
    if tree is None:
        raise ReadError("no_text", _NO_MARKUP)
    # At its limits libxml2 stops and says so in its log only: the rest of the page would be lost unseen.
    fatal_errors = parser.error_log.filter_from_fatals()
    if any(error.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for error in fatal_errors):
        raise ReadError("too_deep", "The elements of the page stand more than 2,048 deep in each other")
    return tree


# Tags of a page in document order, each without its brackets, and the text behind it.
_Stream = Sequence[tuple[str, str]]


def _stream(tree: etree._Element) -> _Stream:
    """Write the visible tree out.

    Visiting elements one by one from Python took twice as long: the library makes an object of each.
    """
    etree.strip_elements(tree, *INVISIBLE_TAGS, with_tail=False)
    # As XML, where text holds no < and tags no >.
    return _TAG.findall(etree.tostring(tree, encoding="unicode"))


def _unescape(text: str) -> str:
    """Write the references that stand in XML as the characters they are."""
    return _REFERENCE.sub(_character, text) if "&" in text else text


def _character(reference: re.Match[str]) -> str:
    decimal, hexadecimal, name = reference.groups()
    return _NAMED[name] if name else chr(int(decimal) if decimal else int(hexadecimal, 16))


@dataclass(frozen=True, slots=True)
class _Element:
    """What an opening tag says: what sort of element it opens, and its class names, id and schema type."""

    tag: str
    breaks: bool  # whether the element starts a block and ends one
    is_empty: bool
    is_hidden: bool
    classes: str
    names: str  # classes, id and schema type, as written
    marks: frozenset[str]
    is_unit: bool  # named like one comment

    @property
    def is_part(self) -> bool:
        """Tell a part of a comment: its author, its date, its Reply."""
        return not self.marks.isdisjoint(_COMMENT_PART)


class _Elements(dict[str, _Element]):
    """Opening tags read before: those of a site's pages are the same, but for the long ones, which hold addresses."""

    def __missing__(self, tag: str) -> _Element:
        name = tag.rstrip("/").split(" ", 1)[0]
        told: list[str | None] = []
        if "=" in tag:
            naming = _NAMING if name in BLOCK_TAGS else _NAMING_INLINE
            told = [_value(tag, opening) for opening in (*_HIDING, *naming)]
        element = _read_element(name, tag[-1] == "/", *told)
        if len(tag) <= _LONGEST_KEPT:
            if len(self) >= _MOST_KEPT:
                self.clear()
            self[tag] = element
        return element


_LONGEST_KEPT = 80  # characters
_MOST_KEPT = 1 << 15
_ELEMENTS = _Elements()


class _Frame(NamedTuple):
    """What is inherited from the elements that are open."""

    tag: str
    marks: frozenset[str]
    unit: int
    is_link: bool
    container: int
    breaks: bool  # whether the element starts a block and ends one


@dataclass(slots=True)
class _Walk:
    """One pass over a page that gathers inline text and cuts it at block elements."""

    stream: _Stream = ()
    blocks: list[Block] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    containers: list[Container] = field(default_factory=lambda: [Container(-1, "html")])
    _frame: _Frame = _Frame("html", frozenset(), 0, False, 0, True)
    _pieces: list[str] = field(default_factory=list)
    _link_length: int = 0  # of the pieces
    _offset: int = 0
    _rows: list[int] = field(default_factory=list)  # of tables that are open, their first blocks
    _unit_count: int = 0
    _repeated: frozenset[int] = frozenset()  # places of the opening tags
    _filled_units: set[int] = field(default_factory=set)

    def run(self, stream: _Stream) -> None:
        """Read tags in document order, behind those read before."""
        self.stream = stream
        stack: list[_Frame] = []  # the frames around
        hidden_to = -1
        for at, (tag, text) in enumerate(stream):
            if at > hidden_to:
                if tag[0] == "/":
                    if self._frame.breaks:
                        self._cut()
                    if tag == "/tr":
                        self._join_cells(self._rows.pop())
                    self._frame = stack.pop()
                elif (element := _ELEMENTS[tag]).is_hidden and not _holds_prose(self.stream, at):
                    hidden_to = _end_of_element(self.stream, at)
                else:
                    frame = self._open(element, at)
                    if not element.is_empty:
                        stack.append(self._frame)
                        self._frame = frame
            if text and at >= hidden_to:
                self._gather(text)
        self._cut()

    def prose_length(self) -> int:
        """Give the length of the blocks that may be paragraphs."""
        lengths = (block.stop - block.start for block in self.blocks if block.link_density < _LINKED)
        return sum(length for length in lengths if length >= _PARAGRAPH)

    def _open(self, element: _Element, at: int) -> _Frame:
        """Give the frame of an element that begins, which may end a block."""
        around = self._frame
        marks, unit = around.marks, around.unit
        if element.marks:
            marks = _joined(marks, element.marks)
        if "comments" in marks:
            unit = self._unit(element, at)
        if element.breaks:
            self._cut()
            if element.tag == "tr" and not element.is_empty:
                self._rows.append(len(self.blocks))
            self.containers.append(Container(around.container, element.tag, element.names))
            return _Frame(element.tag, marks, unit, around.is_link, len(self.containers) - 1, True)
        if element.tag == "br":
            self._break_line()
        elif unit and element.is_part:
            self._cut()
            return _Frame(around.tag, marks, unit, around.is_link, around.container, True)
        elif marks is around.marks and unit == around.unit and not around.breaks and element.tag != "a":
            return around
        return _Frame(around.tag, marks, unit, around.is_link or element.tag == "a", around.container, False)

    def _unit(self, element: _Element, at: int) -> int:
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
        if not pieces and not text.strip(_WHITE):
            return
        if pieces and pieces[-1] == NUL and text.isspace():
            return  # white space after a line break shows nothing, and would hide that a second <br> follows
        text = _unescape(text)
        pieces.append(text)
        if self._frame.is_link:
            self._link_length += len(_SPACES.sub(" ", text).strip())

    def _break_line(self) -> None:
        """Turn one <br> into a line break and two into a new block."""
        if self._pieces and self._pieces[-1] == NUL:
            self._cut()
        else:
            self._pieces.append(NUL)

    def _cut(self) -> None:
        """End the block under way, if it holds anything that can be seen."""
        if not self._pieces:
            return
        text = _tidy("".join(self._pieces))
        self._pieces.clear()
        link_length, self._link_length = self._link_length, 0
        if not text:
            return
        frame = self._frame
        start = self._offset + 2 if self.texts else 0
        self._offset = start + len(text)
        density = min(1.0, link_length / len(text))
        self.blocks.append(
            Block(start, self._offset, frame.tag, frame.marks, frame.unit, density, frame.container)
        )
        self.texts.append(text)
        self._filled_units.add(frame.unit)

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


def _end_of_element(stream: _Stream, at: int) -> int:
    """Give the place of the tag that ends the element which the one at `at` opens."""
    depth = 0
    for place in range(at, len(stream)):
        tag = stream[place][0]
        if tag[0] == "/":
            depth -= 1
        elif tag[-1] != "/":
            depth += 1
        if depth == 0:
            return place
    return len(stream) - 1


def _holds_prose(stream: _Stream, at: int) -> bool:
    """Tell hidden prose, which is kept: pages hide whole articles until a script shows them."""
    length = depth = paragraphs = 0
    for place in range(at, len(stream)):
        tag, text = stream[place]
        is_paragraph = tag.strip("/").partition(" ")[0] == "p"
        if tag[0] == "/":
            depth -= 1
            paragraphs -= is_paragraph
        elif tag[-1] != "/":
            depth += 1
            paragraphs += is_paragraph
        if depth == 0:
            return False
        if paragraphs:
            length += len(text)
            if length >= _HIDDEN_PROSE:
                return True
    return False


def _repeated_children(stream: _Stream, at: int) -> frozenset[int]:
    """Give the children of a comment area that share tag and class: single comments, whatever their names."""
    children = _children(stream, at)
    while len(children) == 1:
        children = _children(stream, children[0])
    kinds = {
        place: (_ELEMENTS[stream[place][0]].tag, _ELEMENTS[stream[place][0]].classes) for place in children
    }
    counts = Counter(kinds.values())
    return frozenset(
        place
        for place, (tag, classes) in kinds.items()
        if counts[tag, classes] > 1 and (classes or tag in ("li", "article"))
    )


def _children(stream: _Stream, at: int) -> list[int]:
    """Give the places of the tags that open the children of an element."""
    children, depth = [], 0
    for place in range(at, len(stream)):
        tag = stream[place][0]
        if tag[0] == "/":
            depth -= 1
        else:
            if depth == 1:
                children.append(place)
            depth += tag[-1] != "/"
        if depth == 0:
            break
    return children


def _value(tag: str, opening: str) -> str | None:
    """Give the value of an attribute, which holds no quotation mark as it is written."""
    start = tag.find(opening) + len(opening)
    return tag[start : tag.index('"', start)] if start >= len(opening) else None


@lru_cache(maxsize=16384)
def _read_element(
    tag: str,
    is_empty: bool,
    hidden: str | None = None,
    style: str | None = None,
    class_names: str | None = None,
    *others: str | None,
) -> _Element:
    """Read a tag's name and the attributes that tell something."""
    classes = _unescape(class_names or "")
    # Of the address of a schema type its last part.
    names = " ".join(
        [
            *classes.split(),
            *(name.rpartition("/")[2] for name in _unescape(" ".join(filter(None, others))).split()),
        ]
    )
    if tag in ("html", "body"):
        names = ""
    folded = names.lower()
    marks = _MARKS.intersection(_TOKEN.findall(folded))
    if tag in _TELLING_TAGS:
        marks |= {tag}
    is_of_comments = any(stem in folded for stem in _COMMENT_STEMS)
    if is_of_comments and any(map(_COMMENT_AREA.fullmatch, names.split())):
        marks |= {"comments"}
    return _Element(
        tag,
        tag in BLOCK_TAGS,
        is_empty,
        hidden is not None or (style is not None and _HIDDEN.search(style) is not None),
        classes,
        names,
        marks,
        is_of_comments and any(map(_COMMENT_UNIT.fullmatch, names.split())),
    )


def _tidy(text: str) -> str:
    """Drop the spaces that no browser shows, at line ends and in runs, and break lines where NUL stands."""
    text = text.strip(_WHITE)
    if _RUN.search(text):
        text = _SPACES.sub(" ", text)
    if NUL not in text:
        return text
    return "\n".join(line.strip(" ") for line in text.split(NUL)).strip(" \n")
