"""Opening tags -> what they say: what sort of element they open, and what it is called."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

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
_TOKEN = re.compile(r"[a-z]+")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# Attributes that tell something: what hides an element, and what names it; of inline elements, what may name a part
# of a comment.
_TOLD_INLINE = (' hidden="', ' style="', ' class="', ' itemprop="')
_TOLD = (*_TOLD_INLINE, ' id="', ' itemtype="', ' role="', ' data-testid="', ' data-component="')


class Element(NamedTuple):
    """What an opening tag says: what sort of element it opens, and what it is called."""

    tag: str
    breaks: bool  # whether the element starts a block and ends one
    is_empty: bool
    is_hidden: bool
    classes: str
    names: str  # classes, id, schema type and what else names it, as written
    marks: frozenset[str]
    is_unit: bool  # named like one comment

    @property
    def is_part(self) -> bool:
        """Tell a part of a comment: its author, its date, its Reply."""
        return not self.marks.isdisjoint(_COMMENT_PART)


class _Elements(dict[str, Element]):
    """Opening tags read before: those of a site's pages are the same, but for the long ones, which hold addresses."""

    def __missing__(self, tag: str) -> Element:
        name = tag.rstrip("/").split(" ", 1)[0]
        told: list[str | None] = []
        if "=" in tag:
            openings = _TOLD if name in BLOCK_TAGS else _TOLD_INLINE
            told = [_value(tag, opening) if opening in tag else None for opening in openings]
        element = _read_element(name, tag[-1] == "/", *told)
        if len(tag) <= _LONGEST_KEPT:
            if len(self) >= _MOST_KEPT:
                self.clear()
            self[tag] = element
        return element


_LONGEST_KEPT = 80  # characters
_MOST_KEPT = 1 << 15
ELEMENTS = _Elements()


def _value(tag: str, opening: str) -> str:
    """Give the value of an attribute that the tag has; as it is written it holds no quotation mark."""
    start = tag.index(opening) + len(opening)
    return tag[start : tag.find('"', start)]


@lru_cache(maxsize=16384)
def _read_element(
    tag: str,
    is_empty: bool,
    hidden: str | None = None,
    style: str | None = None,
    class_names: str | None = None,
    *others: str | None,
) -> Element:
    """Read a tag's name and the attributes that tell something."""
    classes = unescape(class_names or "")
    names = "" if tag in ("html", "body") else _join_names(classes, others)
    folded = names.lower()
    marks = MARKS.intersection(_TOKEN.findall(folded))
    if tag in _TELLING_TAGS:
        marks |= {tag}
    is_of_comments = _COMMENT_STEM.search(folded) is not None
    if is_of_comments and any(map(_COMMENT_AREA.fullmatch, names.split())):
        marks |= {"comments"}
    return Element(
        tag,
        tag in BLOCK_TAGS,
        is_empty,
        hidden is not None or (style is not None and _HIDDEN.search(style) is not None),
        classes,
        names,
        marks,
        is_of_comments and any(map(_COMMENT_UNIT.fullmatch, names.split())),
    )


def _join_names(classes: str, others: Iterable[str | None]) -> str:
    """Put all names into one string; of the address of a schema type its last part."""
    rest = unescape(" ".join(filter(None, others))).split()
    return " ".join([*classes.split(), *(name.rpartition("/")[2] for name in rest)])
