"""Scripts -> markup: the article of a page that shows it only when its scripts run."""

import json
import re
from collections.abc import Iterator
from html import escape

from lxml import etree

_STRING = re.compile(r'"((?:[^"\\]|\\.){600,})"', re.DOTALL)
_PARAGRAPH = re.compile(r"<p[\s>]|<br", re.IGNORECASE)
_FEWEST_PARAGRAPHS = 3
_DEEPEST = 2  # strings within strings: state that was written as JSON twice


def read_scripts(tree: etree._Element, claimed: str | None) -> str | None:
    """Give the markup of the longest text in paragraphs that a script carries, else of the text the page claims."""
    carried = [text for script in tree.iter("script") if script.text for text in _texts(script.text)]
    if carried:
        return max(carried, key=len)
    if claimed:
        return "".join(f"<p>{escape(line)}</p>" for line in claimed.split("\n") if line.strip())
    return None


def _texts(script: str, depth: int = 0) -> Iterator[str]:
    """Give the long strings of a script that are markup with paragraphs."""
    for match in _STRING.finditer(script):
        try:
            text = json.loads(f'"{match[1]}"', strict=False)
        except ValueError:
            continue  # no string of JSON: another language's, or cut out of step
        if text.lstrip().startswith(("{", "[")):
            yield from _texts(text, depth + 1) if depth < _DEEPEST else ()
        elif len(_PARAGRAPH.findall(text)) >= _FEWEST_PARAGRAPHS:
            yield text
