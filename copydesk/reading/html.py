"""HTML -> blocks: the visible text of a page in document order, each block with where it stood."""

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from lxml import etree

from copydesk.document import Block, Container, Page
from copydesk.errors import ReadError
from copydesk.reading.encoding import decode
from copydesk.reading.metadata import page_hints
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
_COMMENT_STEMS = ("comment", "komment", "koment", "coment", "disqus", "discussion", "reacties", "yorum")
_COMMENT_AREA = re.compile(
    r"(?:user|reader|article|post|js|fb)?[-_]?(?:comments?|kommentare?r?|kommentit|komentar\w{1,3}|comentarios|"
    r"commentaires?|commenti|reacties|yorumlar|disqus|discussion)[-_]?(?:area|section|list|wrapper|wrap|thread|container|box|block|holder|tree|feed|area)?s?",
    re.IGNORECASE,
)
_COMMENT_UNIT = re.compile(
    r"(?:li-|single-|user-|fb-?)?(?:comment|kommentar|kommentti|komentarz?|comentario|commentaire|commento|yorum)"
    r"(?:[-_]?(?:item|body|entry|single|node|container|wrap|row|\d+))?",
    re.IGNORECASE,
)
_TELLING_TAGS = frozenset({"nav", "footer", "aside", "figcaption", "form", "header"})
_COMMENT_PART = frozenset("author fn name username user date time meta metadata reply".split())
_TOKEN = re.compile(r"[a-z]+")
_WHITE = " \t\r\n\f"
_SPACES = re.compile(rf"[{_WHITE}]+")
_RUN = re.compile(r"[\t\r\n\f]|  ")
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
NUL = "\0"  # stands for <br>: no tree holds it, for the parser never sees it
_NO_MARKUP = "The page holds no markup that can be parsed"
_HIDDEN_PROSE = 600  # characters in paragraphs
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def read_html(data: bytes) -> Page:
    """Read a page. Raises ReadError for binaries and for markup without a tree."""
    refuse_binary(data)
    charset = _CHARSET.search(data[:8192])
    decoded = decode(data, charset[1].decode("ascii") if charset else None)
    return page_of_html(decoded.text, decoded.encoding, decoded.flags)


def page_of_html(markup: str, encoding: str, flags: tuple[str, ...] = ()) -> Page:
    """Lay a decoded page out in blocks; its text is theirs, joined by blank lines."""
    tree = parse(markup)
    walk = _Walk()
    walk.run(tree)
    return Page(
        text="\n\n".join(walk.texts),
        blocks=tuple(walk.blocks),
        media_type="text/html",
        encoding=encoding,
        hints=page_hints(tree),
        containers=tuple(walk.containers),
        flags=flags,
    )


def parse(markup: str) -> etree._Element:
    """Parse a decoded page. Raises ReadError for one without a tree and for a tree too deep to read."""
    # The plain parser: that of lxml.html asks Python for the class of every element.
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True)
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


class _Frame(NamedTuple):
    """What is inherited from the elements that are open."""

    tag: str
    marks: frozenset[str]
    unit: int
    is_link: bool
    container: int
    breaks: bool = True  # whether the element starts a block and ends one


@dataclass(frozen=True, slots=True)
class _Names:
    """What the names of an element say: class names, id and schema type."""

    written: str
    marks: frozenset[str]
    is_unit: bool  # named like one comment

    @property
    def is_part(self) -> bool:
        """Tell a part of a comment: its author, its date, its Reply."""
        return not self.marks.isdisjoint(_COMMENT_PART)


@dataclass(slots=True)
class _Walk:
    """One pass over the tree that gathers inline text and cuts it at block elements."""

    blocks: list[Block] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    containers: list[Container] = field(default_factory=lambda: [Container(-1, "html")])
    _pieces: list[str] = field(default_factory=list)
    _link_length: int = 0  # of the pieces
    _stack: list[_Frame] = field(default_factory=lambda: [_Frame("html", frozenset(), 0, False, 0)])
    _offset: int = 0
    _unit_count: int = 0
    _repeated: frozenset[etree._Element] = frozenset()
    _filled_units: set[int] = field(default_factory=set)

    def run(self, tree: etree._Element) -> None:
        """Visit every visible element in document order."""
        walker = etree.iterwalk(tree, events=("start", "end", "comment", "pi"))
        skipped: list[etree._Element] = []
        for event, element in walker:
            if event == "start":
                if _is_invisible(element):
                    walker.skip_subtree()
                    skipped.append(element)
                else:
                    self._open(element)
                continue
            if event == "end":
                if skipped and skipped[-1] is element:
                    skipped.pop()
                else:
                    self._close()
            if text := element.tail:
                self._gather(text)
        self._cut()

    def _open(self, element: etree._Element) -> None:
        frame = self._frame(element)
        if frame.breaks:
            self._cut()
        elif element.tag == "br":
            self._break_line()
        self._stack.append(frame)
        if text := element.text:
            self._gather(text)

    def _close(self) -> None:
        if self._stack[-1].breaks:
            self._cut()
        self._stack.pop()

    def _frame(self, element: etree._Element) -> _Frame:
        parent = self._stack[-1]
        tag = element.tag
        names = _NAMELESS
        if tag not in ("html", "body"):
            names = _read_names(element.get("class"), element.get("id"), element.get("itemtype"), tag)
        marks = parent.marks
        if not names.marks <= marks:
            marks |= names.marks
        unit = parent.unit
        if "comments" in marks:
            if "comments" not in parent.marks:
                self._repeated = _repeated_children(element)
            is_unit = names.is_unit or element in self._repeated
            if is_unit and (not unit or unit in self._filled_units):
                self._unit_count += 1
                unit = self._unit_count
        if tag not in BLOCK_TAGS:
            is_part = unit > 0 and names.is_part
            return _Frame(parent.tag, marks, unit, parent.is_link or tag == "a", parent.container, is_part)
        self.containers.append(Container(parent.container, tag, names.written))
        return _Frame(tag, marks, unit, parent.is_link, len(self.containers) - 1)

    def _gather(self, text: str) -> None:
        pieces = self._pieces
        if pieces and pieces[-1] == NUL and text.isspace():
            return  # white space after a line break shows nothing, and would hide that a second <br> follows
        pieces.append(text)
        if self._stack[-1].is_link:
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
        frame = self._stack[-1]
        start = self._offset + 2 if self.texts else 0
        self._offset = start + len(text)
        density = min(1.0, link_length / len(text))
        self.blocks.append(
            Block(start, self._offset, frame.tag, frame.marks, frame.unit, density, frame.container)
        )
        self.texts.append(text)
        self._filled_units.add(frame.unit)


def _repeated_children(area: etree._Element) -> frozenset[etree._Element]:
    """Give the children of a comment area that share tag and class: single comments, whatever their names."""
    while len(area) == 1:
        area = area[0]
    kinds = Counter((child.tag, child.get("class")) for child in area)
    many = (kind for kind, count in kinds.items() if count > 1)
    repeated = {(tag, name) for tag, name in many if name or tag in ("li", "article")}
    return frozenset(child for child in area if (child.tag, child.get("class")) in repeated)


def _is_invisible(element: etree._Element) -> bool:
    """Tell what no browser shows; hidden prose is kept: pages hide whole articles until a script shows them."""
    if element.tag in INVISIBLE_TAGS:
        return True
    style = element.get("style")
    if element.get("hidden") is None and not (style and _HIDDEN.search(style)):
        return False
    # Summed up no further than needed: a page may nest 2,000 hidden elements.
    lengths = accumulate(sum(map(len, paragraph.itertext())) for paragraph in element.iter("p"))
    return all(length < _HIDDEN_PROSE for length in lengths)


@lru_cache(maxsize=16384)  # the elements of a site's pages have the same names
def _read_names(class_names: str | None, element_id: str | None, item_type: str | None, tag: str) -> _Names:
    """Read class names, id and schema type of an element."""
    names = (class_names or "").split()
    if element_id:
        names.append(element_id)
    if item_type:
        names.append(item_type.rsplit("/", 1)[-1])
    marks = frozenset({tag}) if tag in _TELLING_TAGS else frozenset[str]()
    return _Names(" ".join(names), marks.union(*map(_marks, names)), any(map(_is_unit, names)))


@lru_cache(maxsize=16384)
def _marks(name: str) -> frozenset[str]:
    """Give the words of a class name; one that names a comment area adds the word `comments`."""
    words = frozenset(_TOKEN.findall(name.lower()))
    return words | {"comments"} if _is_of_comments(name) and _COMMENT_AREA.fullmatch(name) else words


def _is_unit(name: str) -> bool:
    return _is_of_comments(name) and _COMMENT_UNIT.fullmatch(name) is not None


def _is_of_comments(name: str) -> bool:
    """Tell quickly what may be named like comments."""
    folded = name.lower()
    return any(stem in folded for stem in _COMMENT_STEMS)


_NAMELESS = _Names("", frozenset(), False)


def _tidy(text: str) -> str:
    """Drop the spaces that no browser shows, at line ends and in runs, and break lines where NUL stands."""
    text = text.strip(_WHITE)
    if _RUN.search(text):
        text = _SPACES.sub(" ", text)
    if NUL not in text:
        return text
    return "\n".join(line.strip(" ") for line in text.split(NUL)).strip(" \n")
