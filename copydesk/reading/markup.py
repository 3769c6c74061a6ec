"""Markup -> tags and texts: a page as the parser mended it, in document order."""

import re
from collections.abc import Sequence

from lxml import etree

from copydesk.errors import ReadError

INVISIBLE_TAGS = frozenset(
    "audio canvas datalist embed head iframe math noscript object option script select style svg template "
    "textarea title".split()
)
# Elements that libxml2 does not know to end a head whose tags a page leaves out.
_SECTIONS = ("article", "main", "section", "header", "nav", "aside", "figure", "footer")
_ADDRESSES = ("href", "src")  # they tell nothing of an element, and make its tag one of its own
NUL = "\0"  # stands for <br>: no tree holds it, for the parser never sees it
# The parser holds each attribute of a tag against all before it: 100,000 of them take it 17 seconds.
_LONG_TAG = re.compile(rb"(<[A-Za-z][^\s<>/]{0,40}+)\s[^<>]{100000,}+>")
_STRIDE = 50_000  # bytes: a long tag covers one of such stretches whole, wherever it begins
_VALUE = re.compile(rb"\"[^\"]*\"|'[^']*'")
_MOST_ATTRIBUTES = 2000
_NO_MARKUP = "The page holds no markup that can be parsed"
_HIDDEN_PROSE = 600  # characters in paragraphs
_TAG = re.compile(r"<([^>]*)>([^<]*)")
_REFERENCE = re.compile(r"&(?:#(\d+)|#x([0-9a-fA-F]+)|(amp|lt|gt|quot));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"'}

# Tags of a page in document order, each without its brackets, and the text behind it.
Stream = Sequence[tuple[str, str]]


def parse(markup: str | bytes) -> etree._Element:
    """Parse a page, decoded or in UTF-8. Raises ReadError for one without a tree and for a tree too deep to read."""
    # The plain parser: that of lxml.html asks Python for the class of every element.
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, collect_ids=False
    )
    # Bytes with a named encoding: libxml2 refuses strings that declare one, and stops at NUL.
    data = markup.encode("utf-8", "replace") if isinstance(markup, str) else markup
    data = _LONG_TAG.sub(_spared, data) if _may_hold_long_tag(data) else data
    try:
        tree = etree.fromstring(data.replace(b"\0", "\ufffd".encode()), parser)
    except (etree.LxmlError, ValueError) as error:
        raise ReadError("no_text", _NO_MARKUP) from error
    if tree is None:
        raise ReadError("no_text", _NO_MARKUP)
    # At its limits libxml2 stops and says so in its log only: the rest of the page would be lost unseen.
    fatal_errors = parser.error_log.filter_from_fatals()
    if any(error.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for error in fatal_errors):
        raise ReadError("too_deep", "The elements of the page stand more than 2,048 deep in each other")
    return tree


def _may_hold_long_tag(data: bytes) -> bool:
    """Tell quickly whether a stretch of the page holds the end of no tag, as one within a long tag does not."""
    starts = range(0, len(data) - _STRIDE, _STRIDE)
    return any(data.find(b">", start, start + _STRIDE) < 0 for start in starts)


def _spared(tag: re.Match[bytes]) -> bytes:
    """Give a long tag, without its attributes where they are countless; most are long for a single one."""
    return tag[0] if len(_VALUE.sub(b"", tag[0]).split()) <= _MOST_ATTRIBUTES else tag[1] + b">"


def write_out(tree: etree._Element) -> Stream:
    """Write the visible tree out.

    Visiting elements one by one from Python took twice as long: the library makes an object of each.
    """
    for head in tree.iterchildren("head"):  # the parser puts it nowhere else
        if next(head.iterchildren(*_SECTIONS), None) is not None:
            head.tag = "body"
    etree.strip_elements(tree, *INVISIBLE_TAGS, with_tail=False)
    etree.strip_attributes(tree, *_ADDRESSES)
    # As XML, where text holds no < and tags no >.
    return _TAG.findall(etree.tostring(tree, encoding="unicode"))


def unescape(text: str) -> str:
    """Write the references that stand in XML as the characters they are."""
    return _REFERENCE.sub(_character, text) if "&" in text else text


def _character(reference: re.Match[str]) -> str:
    decimal, hexadecimal, name = reference.groups()
    return _NAMED[name] if name else chr(int(decimal) if decimal else int(hexadecimal, 16))


def end_of_element(stream: Stream, at: int) -> int:
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


def holds_prose(stream: Stream, at: int) -> bool:
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


def children_of(stream: Stream, at: int) -> list[int]:
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
