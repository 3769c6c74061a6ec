"""Opening tags -> what they say: what sort of element they open, and what it is called."""

import re
import string
from collections.abc import Mapping
from dataclasses import dataclass

from copydesk.reading.markup import unescape

BLOCK_TAGS = frozenset(
    "address article aside blockquote body button caption dd details dialog div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hr html label legend li main nav ol p pre section summary "
    "table tbody td tfoot th thead time tr ul video".split()
)
# Class and id names of the area that holds a page's comments, and of one comment in it (WordPress, Drupal,
# Disqus, Facebook, phpBB and many newspapers' own).
_COMMENT_STEM = re.compile("com?ment|kom?ment|disqus|discussion|reacties|yorum")
_COMMENT_AREA = re.compile(
    r"(?:user|reader|article|post|js|fb)?[-_]?(?:comments?|kommentare?r?|kommentit|komentar\w{1,3}|comentarios|"
    r"commentaires?|commenti|reacties|yorumlar|disqus|discussion)"
    r"[-_]?(?:area|section|list|wrapper|wrap|thread|container|box|block|holder|tree|feed|area)?s?",
    re.IGNORECASE,
)
_COMMENT_UNIT = re.compile(
    r"(?:li-|single-|user-|fb-?)?(?:comment|kommentar|kommentti|komentarz?|comentario|commentaire|commento|yorum)"
    r"(?:[-_]?(?:item|body|entry|single|node|container|wrap|row|\d+))?",
    re.IGNORECASE,
)
_TELLING_TAGS = frozenset({"nav", "footer", "aside", "figcaption", "form", "header"})
# The words of names that something is made of: of what a block holds, and of the parts of a comment.
MARKS = frozenset(
    "caption figcaption legende bildunterschrift newsletter newsletters signup subscribe subscription nav footer aside "
    "header form comments deck dek standfirst subtitle subheadline subhead sottotitolo chapo chapeau entradilla bajada "
    "vorspann ingress author fn username name user nick nickname date time meta metadata reply text content body "
    "like likes vote votes votesum recommend recommendations rating score thumb thumbs".split()
)
_COMMENT_PART = frozenset(
    "author fn name username user date time meta metadata reply like likes vote votes".split()
)
_NO_MARKS: frozenset[str] = frozenset()  # one for all elements kept: most have none
# Takes words apart: what is no small letter becomes a space.
_APART = bytes(code if chr(code) in string.ascii_lowercase else ord(" ") for code in range(256))
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# Attributes that tell something: what hides an element, and what names it; of inline elements, what may name a part
# of a comment.
_NAMING = ("itemprop", "id", "itemtype", "role", "data-testid", "data-component")
_TOLD_INLINE = re.compile(r' (?:hidden|style|class|itemprop)="[^"]*"')
_TOLD = re.compile(rf' (?:hidden|style|class|{"|".join(_NAMING)})="[^"]*"')
_ATTRIBUTE = re.compile(r' ([^=]*)="([^"]*)"')
_MOST_KEPT = 1 << 13
_LONGEST_KEPT = 200  # characters


# With slots: its fields are read thousands of times a page, and those of a named tuple take several times as long.
@dataclass(slots=True)
class Element:
    """What an opening tag says: what sort of element it opens, and what it is called."""

    tag: str
    breaks: bool  # whether the element starts a block and ends one
    is_empty: bool
    is_hidden: bool
    classes: str
    names: str  # classes, id, schema type and what else names it, as written
    marks: frozenset[str]
    is_unit: bool  # named like one comment
    is_plain: bool  # inline, without names that tell

    @property
    def is_part(self) -> bool:
        """Tell a part of a comment: its author, its date, its Reply."""
        return not self.marks.isdisjoint(_COMMENT_PART)


class _Elements(dict[str, Element]):
    """Opening tags read before, and those without what tells nothing; the long ones are seldom met again."""

    def __missing__(self, tag: str) -> Element:
        told = _without_untold(tag)
        element = self.get(told) or _read_element(told)
        if len(tag) <= _LONGEST_KEPT:
            if len(self) >= _MOST_KEPT:
                self.clear()
            self[tag] = self[told] = element
        return element


ELEMENTS = _Elements()


def _without_untold(tag: str) -> str:
    """Take out of a tag the attributes that tell nothing: those with addresses make it one of its own."""
    name, space, _ = tag.partition(" ")
    if not space:
        return tag
    told = (_TOLD if name in BLOCK_TAGS else _TOLD_INLINE).findall(tag)
    return "".join((name, *told, "/" if tag[-1] == "/" else ""))


def _read_element(told: str) -> Element:
    """Read a tag's name and the attributes that tell something."""
    tag = told.rstrip("/").split(" ", 1)[0]
    attributes = dict(_ATTRIBUTE.findall(told))
    classes = unescape(attributes.get("class", ""))
    names = "" if tag in ("html", "body") else _join_names(classes, attributes)
    folded = names.lower()
    tokens = folded.encode("ascii", "replace").translate(_APART).decode().split()
    marks = MARKS.intersection(tokens) or _NO_MARKS
    if tag in _TELLING_TAGS:
        marks |= {tag}
    is_of_comments = _COMMENT_STEM.search(folded) is not None
    if is_of_comments and any(map(_COMMENT_AREA.fullmatch, names.split())):
        marks |= {"comments"}
    style = attributes.get("style")
    is_hidden = "hidden" in attributes or (style is not None and _HIDDEN.search(style) is not None)
    is_unit = is_of_comments and any(map(_COMMENT_UNIT.fullmatch, names.split()))
    breaks = tag in BLOCK_TAGS
    is_plain = not (breaks or tag == "br" or marks or is_unit)
    return Element(tag, breaks, told[-1] == "/", is_hidden, classes, names, marks, is_unit, is_plain)


def _join_names(classes: str, attributes: Mapping[str, str]) -> str:
    """Put all names into one string; of the address of a schema type its last part."""
    names = classes.split()
    if others := [attributes[naming] for naming in _NAMING if naming in attributes]:
        names += [name.rpartition("/")[2] for name in unescape(" ".join(others)).split()]
    return " ".join(names)
