"""The public interface of the package, as design.md gives it."""

import dataclasses
import json
import pickle
import re
import subprocess
import sys
from datetime import date
from importlib import resources
from pathlib import Path
from typing import get_args

import pytest

import copydesk
from copydesk import Article, Comment, CopydeskError, MediaType, Paragraph, ReadError, Span, clean
from copydesk.cleaning import RULES_VERSION
from copydesk.document import Role
from tests.cleaning.desk import assert_tiled, body

ROOT = Path(__file__).resolve().parents[1]

TITLE = "Ferry to Marlund stops at the end of the month"
FIRST = (
    "The ferry company will stop its service to Marlund at the end of the month, the board said in a letter to its "
    "passengers on Tuesday, and nobody was surprised."
)
SECOND = (
    "Whether another company takes over the line is open, and two have asked for the timetable since Monday."
)
TEXT = (
    f"All news\n\n{TITLE}\n\nBy Anna Example\n\nMarch 5, 2024\n\nLISBON (Reuters) - {FIRST}\n\n{SECOND}\n\n1 comment\n\n"
    "Ulf Tarrant says:\nMarch 6, 2024 at 10:15 am\nI took that boat to school.\nReply\n\n© 2024 Harbour Press"
)
MARKUP = f"<html><body><article><h1>{TITLE}</h1><p>{FIRST}</p><p>{SECOND}</p></article></body></html>"
RECORD = json.dumps(
    {"text": f"{FIRST}\n\n{SECOND}", "title": TITLE, "source": "Harbour Gazette", "date": "2024-03-05"}
)


def test_clean_gives_every_column_of_articles() -> None:
    article = clean(TEXT)
    assert article.title == TITLE
    assert article.title_source == "text"
    assert article.deck is None
    assert article.body == f"{FIRST}\n\n{SECOND}"
    assert article.published_on == date(2024, 3, 5)
    assert article.published_evidence == "date line: March 5, 2024"
    assert article.dateline_place == "LISBON"
    assert article.agency == "Reuters"
    assert article.outlet is None
    assert article.authors == ("Anna Example",)
    assert article.copyright_holder == "Harbour Press"
    assert article.copyright_year == 2024
    assert article.language == "en"
    assert article.word_count == len(f"{FIRST} {SECOND}".split())
    assert article.flags == ()
    assert article.rules_version == RULES_VERSION
    assert article.text == TEXT
    assert article.media_type == "text/plain"
    assert article.encoding == "utf-8"


def test_columns_of_the_table_are_attributes() -> None:
    """What the table adds is the identity of the document, which belongs to its bytes."""
    sql = (ROOT / "sql" / "tables" / "articles.sql").read_text("utf-8")
    columns = set(re.findall(r"^ {4}(\w+) \w+", sql, re.MULTILINE)) - {"document_id"}
    assert {"title", "body", "published_on", "flags", "rules_version"} <= columns
    article = clean(TEXT)
    assert [column for column in sorted(columns) if not hasattr(article, column)] == []


def test_comments_and_spans() -> None:
    article = clean(TEXT)
    assert article.comments == (
        Comment("I took that boat to school.", author="Ulf Tarrant", like_count=None),
    )
    assert all(isinstance(span, Span) and span.role in get_args(Role) for span in article.spans)
    assert_tiled(article)


def test_paragraphs_say_where_they_stand() -> None:
    for paragraph in clean(TEXT).paragraphs:
        assert isinstance(paragraph, Paragraph)
        assert TEXT[paragraph.start : paragraph.stop] == paragraph.text


def test_removed_gives_the_proof() -> None:
    article = clean(TEXT)
    removed = {text: span.rule for span, text in article.removed()}
    assert removed["All news"] == "navigation.site"
    assert removed["© 2024 Harbour Press"] == "copyright.line"
    assert "I took that boat to school." in removed
    assert [text for _, text in article.removed(["title"])] == [TITLE]
    assert FIRST not in removed


@pytest.mark.parametrize("data", [TEXT, TEXT.encode(), TEXT.encode("utf-16"), TEXT.encode("utf-8-sig")])
def test_text_and_bytes_come_out_alike(data: str | bytes) -> None:
    assert clean(data).body == f"{FIRST}\n\n{SECOND}"


@pytest.mark.parametrize(
    ("data", "media_type", "uri", "expected"),
    [
        (TEXT, None, None, "text/plain"),
        (MARKUP, None, None, "text/html"),
        (MARKUP, "text/plain", None, "text/plain"),
        (TEXT, "text/html", None, "text/html"),
        (RECORD, "application/json", None, "application/json"),
        (f"<p>{FIRST}</p><p>{SECOND}</p>", None, "https://harbour.example/a.html", "text/html"),
        (f"<p>{FIRST}</p><p>{SECOND}</p>", None, "A.HTM", "text/html"),
        (TEXT, None, "a.txt", "text/plain"),
        (MARKUP, "text/plain", "a.html", "text/plain"),
    ],
)
def test_media_type(data: str, media_type: MediaType | None, uri: str | None, expected: MediaType) -> None:
    assert clean(data, media_type=media_type, uri=uri).media_type == expected


def test_options_are_named() -> None:
    with pytest.raises(TypeError):
        clean(TEXT, "text/plain")  # type: ignore[call-arg]


def test_html_is_accounted_for_over_its_visible_text() -> None:
    article = clean(MARKUP)
    assert article.text == f"{TITLE}\n\n{FIRST}\n\n{SECOND}"
    assert (article.title, body(article)) == (TITLE, [FIRST, SECOND])
    assert_tiled(article)


def test_record_brings_its_claims() -> None:
    article = clean(RECORD, media_type="application/json")
    assert (article.title, article.title_source) == (TITLE, "record: title")
    assert (article.published_on, article.published_evidence) == (
        date(2024, 3, 5),
        "record: date: 2024-03-05",
    )
    assert article.outlet == "Harbour Gazette"
    assert body(article) == [FIRST, SECOND]


def test_no_article_comes_back_empty_with_a_flag() -> None:
    article = clean("Page not found\n\nThe page you are looking for does not exist.")
    assert (article.body, article.paragraphs, article.flags) == ("", (), ("error_page",))
    assert_tiled(article)


@pytest.mark.parametrize(
    ("data", "media_type", "reason"),
    [
        (b"", None, "empty_file"),
        ("", None, "empty_file"),
        (b" \n\t\xc2\xa0\n", None, "no_text"),
        (b"%PDF-1.7 \x00\x01", None, "binary"),
        (b"\x89PNG\r\n\x1a\n", "text/plain", "binary"),
        (b"<html><body></body></html>", None, "no_text"),
        (b"[1, 2]", "application/json", "json_not_object"),
        (b"{", "application/json", "bad_json"),
        (b'{"title": "x"}', "application/json", "record_without_text"),
    ],
)
def test_what_cannot_be_read_is_one_error_with_a_reason(
    data: bytes | str, media_type: MediaType | None, reason: str
) -> None:
    with pytest.raises(ReadError) as caught:
        clean(data, media_type=media_type)
    assert caught.value.reason == reason
    assert isinstance(caught.value, CopydeskError)
    assert str(caught.value) == caught.value.detail


def test_lone_surrogates_are_no_error() -> None:
    assert_tiled(clean(f"{FIRST} \ud800\n\n{SECOND}"))


def test_articles_and_errors_cross_processes() -> None:
    article = clean(TEXT)
    assert pickle.loads(pickle.dumps(article)) == article  # noqa: S301 - our own bytes
    error = pickle.loads(pickle.dumps(ReadError("binary", "The file is a PDF file, not text")))  # noqa: S301
    assert (error.reason, error.detail) == ("binary", "The file is a PDF file, not text")


def test_articles_cannot_be_changed() -> None:
    article = clean(TEXT)
    with pytest.raises(dataclasses.FrozenInstanceError):
        article.title = "Another"  # type: ignore[misc]
    assert not hasattr(article, "__dict__")


def test_cleaning_twice_gives_the_same() -> None:
    assert clean(TEXT) == clean(TEXT)


def test_to_json_holds_everything() -> None:
    article = clean(TEXT)
    data = json.loads(copydesk.to_json(article))
    assert data["body"] == article.body
    assert data["published_on"] == "2024-03-05"
    assert data["comments"] == [
        {"text": "I took that boat to school.", "author": "Ulf Tarrant", "like_count": None}
    ]
    assert len(data["spans"]) == len(article.spans)
    assert {field.name for field in dataclasses.fields(Article)} <= set(data)


def test_public_names() -> None:
    assert {"clean", "Article", "Comment", "Span", "Paragraph", "ReadError", "CopydeskError"} <= set(
        copydesk.__all__
    )
    assert all(hasattr(copydesk, name) for name in copydesk.__all__)
    assert re.fullmatch(r"\d+\.\d+\.\d+\S*", copydesk.__version__)


def test_type_hints_are_shipped() -> None:
    assert resources.files("copydesk").joinpath("py.typed").is_file()


def test_cleaner_alone_needs_no_database_and_no_server() -> None:
    """In a fresh interpreter: this one may have imported them for other tests."""
    code = (
        "import sys, copydesk; copydesk.clean('The ferry company will stop its service at the end of the month.');"
        "heavy = {'duckdb', 'prefect', 'pandera', 'polars', 'pyarrow', 'typer', 'rich', 'pydantic', 'httpx'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"
