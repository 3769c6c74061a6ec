"""Headings and captions: paragraphs that name who is near, but speak of nobody."""

import re

from copydesk.reporting.quotes.marks import Paragraph

_LONGEST_HEADING = 80  # characters
_CAPTION = re.compile(
    r"\b(?:Photo(?:graph)?|Image|Picture)s?(?: credit| courtesy)?(?:: | by |/)"
    r"|Getty Images|/(?:AFP|AP|PA|R[Ee][Uu][Tt][Ee][Rr][Ss])\b"
)
_SIGNS = ("Photo", "Image", "Picture", "Getty", "/A", "/P", "/R")  # of which each caption holds one


def is_aside(text: str, paragraph: Paragraph) -> bool:
    """Tell a heading or a caption among the paragraphs of a text."""
    if paragraph.spans:
        return False
    if paragraph.stop - paragraph.start <= _LONGEST_HEADING and text[paragraph.stop - 1].isalnum():
        return True
    words = text[paragraph.start : paragraph.stop]
    return any(sign in words for sign in _SIGNS) and _CAPTION.search(words) is not None
