"""Pages that carry their article in a script: it is read where the page shows little else, and nowhere else."""

import json

import pytest

from copydesk.document import Page
from copydesk.reading.html import read_html

PARAGRAPHS = [
    f"The ferry company will stop its service to {place} at the end of the month, the board said in a letter to its "
    "passengers, and whether another company takes over the line is open."
    for place in ("Marlund", "Corrin", "Skarholm", "Brevanne")
]
MARKUP = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)


def page_of(head: str, body: str = "<nav>Home</nav>") -> Page:
    return read_html(f"<html><head>{head}</head><body>{body}</body></html>".encode())


def blocks(page: Page) -> list[str]:
    return [page.text[block.start : block.stop] for block in page.blocks]


@pytest.mark.parametrize(
    "script",
    [
        f"window.state = {json.dumps({'article': {'html': MARKUP}})};",
        f"state.push({json.dumps(json.dumps({'html': MARKUP}))})",
        f'var other = "{"x" * 900}", it\'s = {json.dumps(MARKUP.replace("<p>", "<P class=p>"))};',
        json.dumps({"html": MARKUP}).replace("<", "\\u003c"),
    ],
    ids=["state", "state written twice", "behind other strings", "escaped"],
)
def test_the_article_of_an_empty_shell_is_read_from_its_script(script: str) -> None:
    assert blocks(page_of(f"<script>{script}</script>")) == ["Home", *PARAGRAPHS]


def test_a_template_that_a_script_shows_as_it_is_is_read() -> None:
    assert blocks(page_of("", f"<p>Home</p><script type='Text/Template '>{MARKUP}</script>")) == [
        "Home",
        *PARAGRAPHS,
    ]


@pytest.mark.parametrize("hole", ["{{ title }}", "<% title %>", "${title}"])
def test_a_template_with_holes_is_no_article(hole: str) -> None:
    template = f'<script type="text/template"><h2>{hole}</h2>{MARKUP}</script>'
    assert blocks(page_of("", f"<p>Home</p>{template}")) == ["Home"]


def test_the_text_a_page_claims_is_read_where_it_shows_none() -> None:
    claim = {"@type": "NewsArticle", "headline": "Ferry", "articleBody": "\n\n".join(PARAGRAPHS) + " A < B"}
    page = page_of(f'<script type="application/ld+json">{json.dumps(claim)}</script>')
    assert blocks(page) == ["Home", *PARAGRAPHS[:-1], PARAGRAPHS[-1] + " A < B"]


def test_a_page_that_shows_its_article_is_not_read_twice() -> None:
    script = f"<script>window.state = {json.dumps(MARKUP)}</script>"
    assert blocks(page_of(script, MARKUP)) == PARAGRAPHS


@pytest.mark.parametrize(
    "script",
    [
        "",
        '"',
        f'"{"long and no markup " * 60}"',
        f'"{"<p>never closed " * 60}',
        f'"<p>{"<p>bad escape " * 50}\\x"',
    ],
    ids=["none", "a mark", "no paragraphs", "no end", "no JSON"],
)
def test_scripts_without_an_article_give_nothing(script: str) -> None:
    assert blocks(page_of(f"<script>{script}</script>")) == ["Home"]
