"""What is read off the cleaned pieces: the day with its evidence, authors, outlet, copyright, counts."""

import json
from datetime import date

import pytest

from copydesk import Article, clean
from copydesk.reporting.language import count_words
from tests.cleaning.desk import assert_tiled, body

TITLE = "Ferry to Marlund stops at the end of the month"
FIRST = (
    "The ferry company will stop its service to Marlund at the end of the month, the board said in a letter to its "
    "passengers on Tuesday, and nobody was surprised."
)
SECOND = (
    "Whether another company takes over the line is open, and two have asked for the timetable since Monday."
)


def cleaned(*lines: str) -> Article:
    article = clean("\n\n".join(lines))
    assert_tiled(article)
    return article


def record(**fields: object) -> Article:
    return clean(json.dumps({"text": f"{FIRST}\n\n{SECOND}"} | fields), media_type="application/json")


def markup(head: str = "", above: str = "") -> Article:
    return clean(
        f"<html><head>{head}</head><body><article><h1>{TITLE}</h1>{above}<p>{FIRST}</p><p>{SECOND}</p></article></body></html>"
    )


@pytest.mark.parametrize(
    ("lines", "day", "evidence"),
    [
        ([f"date 2024-03-05 {FIRST}"], date(2024, 3, 5), "leading marker: 2024-03-05"),
        (["Mar 5, 2024", TITLE, FIRST], date(2024, 3, 5), "date line: Mar 5, 2024"),
        ([TITLE, "By Anna Example – March 5, 2024", FIRST], date(2024, 3, 5), "date line: March 5, 2024"),
        ([TITLE, f"LISBON, March 5. /NORDWIRE/. {FIRST}"], None, "dateline: March 5 (no year)"),
        ([TITLE, f"LISBON, March 5, 2024 (AP) - {FIRST}"], date(2024, 3, 5), "dateline: March 5, 2024"),
        (
            ["March 6, 2024", TITLE, f"LISBON, March 5 (AP) - {FIRST}"],
            date(2024, 3, 6),
            "date line: March 6, 2024",
        ),
        (["March 6", TITLE, f"LISBON, 5 March 2024 — {FIRST}"], date(2024, 3, 5), "dateline: 5 March 2024"),
        ([TITLE, "5/3/2024", FIRST], None, "date line: 5/3/2024 (day and month cannot be told apart)"),
        (
            [TITLE, FIRST, SECOND, "(C)HARBOURPOST 2024"],
            None,
            "copyright line: 2024 (a year of copyright, not a day of publication)",
        ),
        ([TITLE, FIRST], None, None),
    ],
)
def test_day_of_publication_in_a_text(lines: list[str], day: date | None, evidence: str | None) -> None:
    article = cleaned(*lines, SECOND)
    assert (article.published_on, article.published_evidence) == (day, evidence)


@pytest.mark.parametrize(
    ("stamp", "day", "evidence"),
    [
        ("2024-03-05", date(2024, 3, 5), "record: date: 2024-03-05"),
        ("2024-03-05T23:30:00-05:00", date(2024, 3, 5), "record: date: 2024-03-05T23:30:00-05:00"),
        ("5/3/2024", None, "record: date: 5/3/2024 (day and month cannot be told apart)"),
    ],
)
def test_day_that_a_record_claims(stamp: str, day: date | None, evidence: str) -> None:
    article = record(date=stamp)
    assert (article.published_on, article.published_evidence) == (day, evidence)


def test_claim_that_cannot_be_read_gives_way_to_the_text() -> None:
    article = record(date="yesterday", text=f"March 5, 2024\n\n{TITLE}\n\n{FIRST}\n\n{SECOND}")
    assert (article.published_on, article.published_evidence) == (
        date(2024, 3, 5),
        "date line: March 5, 2024",
    )


def test_evidence_is_short() -> None:
    evidence = record(date="2024-03-05 " + "x" * 500).published_evidence
    assert evidence is not None
    assert len(evidence) < 120


def test_dates_of_comments_and_paragraphs_are_not_the_day_of_publication() -> None:
    thread = ["1 comment", "Anna Example says:", "March 6, 2024 at 10:15 am", "I took that boat.", "Reply"]
    article = cleaned(
        TITLE, FIRST, "The charter lapsed on March 5, 2024, the office said in its letter.", *thread
    )
    assert len(article.comments) == 1
    assert (article.published_on, article.published_evidence) == (None, None)


@pytest.mark.parametrize(
    ("head", "day", "evidence"),
    [
        (
            '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2024-03-05T07:40Z"}</script>',
            date(2024, 3, 5),
            "json-ld: datePublished: 2024-03-05T07:40Z",
        ),
        (
            '<meta property="article:published_time" content="2024-03-05">',
            date(2024, 3, 5),
            "meta: article:published_time: 2024-03-05",
        ),
        ("", None, None),
    ],
)
def test_day_that_a_page_claims(head: str, day: date | None, evidence: str | None) -> None:
    article = markup(head)
    assert (article.published_on, article.published_evidence) == (day, evidence)


def test_authors_of_a_byline() -> None:
    article = cleaned(TITLE, "By Anna Example and Ulf Tarrant", FIRST, SECOND)
    assert article.authors == ("Anna Example", "Ulf Tarrant")
    assert body(article) == [FIRST, SECOND]


def test_authors_that_a_record_or_a_page_claims() -> None:
    assert record(authors=["Anna Example", "Ulf Tarrant"]).authors == ("Anna Example", "Ulf Tarrant")
    assert record(author="Anna Example and Ulf Tarrant").authors == ("Anna Example", "Ulf Tarrant")
    assert markup('<meta name="author" content="Anna Example">', "<p>By Ulf Tarrant</p>").authors == (
        "Anna Example",
    )


def test_nobody_is_made_an_author() -> None:
    article = cleaned(TITLE, "Anna Example", FIRST, SECOND)
    assert article.authors == ()


def test_outlet_is_what_is_claimed() -> None:
    assert record(source="Harbour Gazette").outlet == "Harbour Gazette"
    assert markup('<meta property="og:site_name" content="Harbour Gazette">').outlet == "Harbour Gazette"
    assert cleaned("Harbour Gazette", TITLE, FIRST, SECOND).outlet is None


def test_copyright_line() -> None:
    article = cleaned(TITLE, FIRST, SECOND, "© 2024 Harbour Press. All rights reserved.")
    assert (article.copyright_holder, article.copyright_year) == ("Harbour Press", 2024)
    assert body(article) == [FIRST, SECOND]


def test_words_of_the_body_are_counted() -> None:
    article = cleaned("All news", TITLE, FIRST, SECOND, "Leave a Reply")
    assert article.word_count == count_words(f"{FIRST} {SECOND}")


def test_nothing_but_furniture_has_no_body() -> None:
    article = cleaned("Home", "News", "Share", "Read more", "© 2024 Harbour Press")
    assert (article.body, article.title, article.comments, article.word_count) == ("", None, (), 0)
