"""Scripts -> markup: the article of a page that shows it only when its scripts run."""

import json
import re
from collections.abc import Iterator
from html import escape

from lxml import etree

_STRING = re.compile(r'"((?:[^"\\]|\\.){600,})"', re.DOTALL)
_PARAGRAPH = re.compile(r"<p[\s>]|<br", re.IGNORECASE)
_FEWEST_PARAGRAPHS = 3
_TEMPLATE = "text/template"  # markup that another script shows
_HOLE = re.compile(r"\{\{|<%|\$\{")  # where a template waits for values: it is no article
_DEEPEST = 2  # strings within strings: state that was written as JSON twice


def read_scripts(tree: etree._Element, claimed: str | None) -> str | None:
    """Give the markup of the longest text in paragraphs that a script carries, else of the text the page claims."""
    scripts = [script for script in tree.iter("script") if script.text]
    carried = [text for script in scripts for text in (*_template(script), *_texts(script.text or ""))]
    if carried:
        return max(carried, key=len)
    if claimed:
        return "".join(f"<p>{escape(line)}</p>" for line in claimed.split("\n") if line.strip())
    return None


def _template(script: etree._Element) -> Iterator[str]:
    """Give the markup of a script that is a template as a whole, if it has paragraphs and no holes."""
    text = script.text or ""
    is_template = script.get("type", "").strip().lower() == _TEMPLATE
    if is_template and len(_PARAGRAPH.findall(text)) >= _FEWEST_PARAGRAPHS and not _HOLE.search(text):
        yield text


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
