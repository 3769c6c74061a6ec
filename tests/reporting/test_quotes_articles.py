"""Whole articles of many kinds and languages: wire, local, court, sport, culture; every span with its speaker."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from copydesk import quotes


def load_articles(name: str) -> list[dict[str, Any]]:
    articles: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / name).read_text("utf-8"))[
        "articles"
    ]
    return articles


ARTICLES = load_articles("quoted_articles.toml") + load_articles("quoted_articles_abroad.toml")


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article["text"][:40].strip())
def test_article(article: dict[str, Any]) -> None:
    found = quotes(article["text"])
    for beginning, speaker in article["spans"]:
        quote = next(quote for quote in found if quote.text.startswith(beginning))
        if speaker:
            assert quote.kind == "quote", beginning
            assert speaker.lower() in (quote.speaker or "").lower(), beginning
        else:
            assert quote.kind != "quote", beginning
