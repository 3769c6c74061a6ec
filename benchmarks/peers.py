"""The tools of the field, each as a function from a page or dump to the body of its article."""

import importlib
import re
from collections.abc import Callable, Mapping
from typing import Any

Extract = Callable[[Any], str]

_SENTENCE = re.compile(r"[.!?\"”]$")


def html_peers() -> Mapping[str, Extract]:
    """Give the extractors of pages, by name. Needs the dependency group `peers`."""
    trafilatura = importlib.import_module("trafilatura")
    readability = importlib.import_module("readability")
    resiliparse = importlib.import_module("resiliparse.extract.html2text")
    newspaper = importlib.import_module("newspaper")
    html = importlib.import_module("lxml.html")

    def extractor(**options: bool) -> Extract:
        return lambda page: trafilatura.extract(page, include_comments=False, **options) or ""

    def readable(page: bytes) -> str:
        return str(html.fromstring(readability.Document(page).summary()).text_content())

    offline = newspaper.Config()
    offline.fetch_images = False  # else it asks the network for the images of every page

    def newspapered(page: bytes) -> str:
        article = newspaper.Article("https://example.org/", language="en", config=offline)
        article.download(input_html=page.decode("utf-8", "replace"))
        article.parse()
        return str(article.text)

    def plain(page: bytes) -> str:
        return str(resiliparse.extract_plain_text(page.decode("utf-8", "replace"), main_content=True))

    return {
        "trafilatura": extractor(),
        "trafilatura, precision": extractor(favor_precision=True),
        "trafilatura, fast": extractor(fast=True),
        "readability-lxml": readable,
        "newspaper4k": newspapered,
        "resiliparse": plain,
    }


def text_peers() -> Mapping[str, Extract]:
    """Give the cleaners of dumps, by name. Needs the dependency group `peers`."""
    boilerpy = importlib.import_module("boilerpy3.extractors")
    escape = importlib.import_module("html").escape

    def on_lines(text: str) -> str:
        page = "".join(f"<p>{escape(line)}</p>" for line in text.split("\n"))
        extractor = boilerpy.ArticleExtractor(raise_on_failure=False)
        return str(extractor.get_content(f"<html><body>{page}</body></html>"))

    return {"as it is": str, "C4 line rules": c4_rules, "boilerpy3 on lines": on_lines}


def c4_rules(text: str) -> str:
    """Keep the lines that C4 keeps: five words or more, a sentence's end (Raffel et al., 2020)."""
    return "\n".join(
        line for line in text.split("\n") if len(line.split()) >= 5 and _SENTENCE.search(line.strip())
    )


def read_metadata(page: bytes) -> dict[str, Any]:
    """Read title, authors and day with trafilatura."""
    found = importlib.import_module("trafilatura").extract_metadata(page)
    if found is None:
        return {}
    authors = [name.strip() for name in (found.author or "").split(";") if name.strip()]
    return {"title": found.title, "authors": authors, "date": found.date}
