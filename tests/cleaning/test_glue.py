"""What extractors glue together: dates, captions, tags, datelines, and sentences that only look so."""

from datetime import date

import pytest

from copydesk import Article, clean
from tests.cleaning.desk import assert_in_order, assert_tiled, body, picked

FIRST = (
    "The ferry company will stop its service to Marlund at the end of the month, the board said in a letter to its "
    "passengers on Tuesday, and nobody was surprised."
)
SECOND = (
    "Whether another company takes over the line is open, and two have asked for the timetable since Monday."
)
LAST = "A brass band has been ordered and will play whatever the weather does, the harbour office said on Friday."
TITLE = "Ferry to Marlund stops at the end of the month"


def cleaned(*lines: str) -> Article:
    article = clean("\n\n".join(lines))
    assert_tiled(article)
    assert_in_order(article)
    return article


@pytest.mark.parametrize(
    "marker", ["date 2024-03-05", "Date: 2024-03-05", "DATE 2024-03-05", " date 2024-03-05"]
)
@pytest.mark.parametrize("gap", [" ", "\u00a0", "  ", "\t"], ids=repr)
def test_leading_date_marker(marker: str, gap: str) -> None:
    article = cleaned(f"{marker}{gap}{FIRST}", SECOND)
    assert body(article) == [FIRST, SECOND]
    assert picked(article, "date") == [marker.strip()]
    assert article.published_on == date(2024, 3, 5)
    assert article.published_evidence == "leading marker: 2024-03-05"


def test_leading_date_marker_below_navigation() -> None:
    article = cleaned("All news", f"date 2024-03-05 {FIRST}", SECOND)
    assert body(article) == [FIRST, SECOND]
    assert article.published_on == date(2024, 3, 5)


def test_leading_date_marker_twice() -> None:
    assert body(cleaned(f"date 2024-03-05 date 2024-03-05 {FIRST}", SECOND)) == [FIRST, SECOND]


@pytest.mark.parametrize(
    "start", ["date palms line the quay", "Dates 2024-03-05 were left out", "date 2024-03-05th is"]
)
def test_no_leading_date_marker(start: str) -> None:
    assert body(cleaned(f"{start}, {FIRST}", SECOND))[0].startswith(start)


@pytest.mark.parametrize(
    "caption",
    [
        "A ferry leaves the west quay of Marlund / photo MERIDIAN",
        "A ferry leaves the west quay. Photo: Lena Oswald",
        "Eine Fähre verlässt den Kai / Foto Jörn Petersen",
        "Паром отходит от причала / фото НОРДВАЙР",
        "A ferry leaves the west quay (Photo: Lena Oswald)",
    ],
)
@pytest.mark.parametrize("copies", [1, 2], ids=["once", "twice"])
def test_caption_glued_to_the_deck(caption: str, copies: int) -> None:
    article = cleaned(TITLE, "Operators may raise fares in April." + copies * caption, FIRST, SECOND, LAST)
    assert article.deck == "Operators may raise fares in April."
    assert picked(article, "caption") == [copies * caption]
    assert body(article) == [FIRST, SECOND, LAST]


def test_caption_glued_to_a_paragraph() -> None:
    article = cleaned(TITLE, FIRST, f"{SECOND}A ferry leaves the west quay / photo MERIDIAN", LAST)
    assert body(article) == [FIRST, SECOND, LAST]


@pytest.mark.parametrize(
    "sentence",
    [
        "The bank sold its shares.Nobody asked the pilots about the photo of the quay.",
        "He drove to the U.S.Embassy and left a photo there.",
        "The address is www.harbour.example.Visitors may send a photo to the office.",
        "Nobody knows who took the photo, and nobody knows who took the photo album from the drawer.",
    ],
)
def test_sentence_about_a_photo_is_no_caption(sentence: str) -> None:
    article = cleaned(TITLE, FIRST, sentence, SECOND)
    assert body(article) == [FIRST, sentence, SECOND]


@pytest.mark.parametrize(
    "tags",
    ["USANATOUSA and Russia", "PortsTradeHarbour and shipping", "Harbour", "ГаваньПорти", "FährenHafen"],
)
@pytest.mark.parametrize("end", [".", "?", "!", ".”", "…"])
def test_tags_glued_to_the_last_sentence(tags: str, end: str) -> None:
    article = cleaned(TITLE, FIRST, SECOND, f"{LAST.removesuffix('.')}{end}{tags}", "(C)HARBOURPOST 2024")
    assert body(article)[-1] == f"{LAST.removesuffix('.')}{end}"
    assert tags in picked(article, "boilerplate")


@pytest.mark.parametrize(
    "last",
    [
        "The band will play, the office said on Friday.Nobody believed it, and nobody was ever asked about it.",
        "It was written by J.R.Example and is sold for 4.50 crowns at the harbour office and at the quay.",
        "The timetable can be found at www.harbour.example/timetable and at the office of the harbour master",
        "It weighs 3.5Tons, the pilots say, and costs the port a lot of money every year, as the auditors found.",
    ],
)
def test_no_tags(last: str) -> None:
    assert body(cleaned(TITLE, FIRST, SECOND, last, LAST))[2] == last


@pytest.mark.parametrize(
    ("dateline", "place", "agency", "evidence"),
    [
        ("LISBON, March 5. /NORDWIRE/.", "LISBON", "NORDWIRE", "dateline: March 5 (no year)"),
        ("PORT CALDERBY, March 5, 2024 (Reuters) -", "PORT CALDERBY", "Reuters", "dateline: March 5, 2024"),
        ("Berlin (dpa) –", "Berlin", "dpa", None),
        ("BRUSSELS —", "BRUSSELS", None, None),
        ("(ANSA) - ROMA, 5 MAR -", "ROMA", "ANSA", "dateline: 5 MAR (no year)"),
        ("(Reuters) -", None, "Reuters", None),
    ],
)
def test_dateline(dateline: str, place: str | None, agency: str | None, evidence: str | None) -> None:
    article = cleaned(TITLE, f"{dateline} {FIRST}", SECOND)
    assert body(article) == [FIRST, SECOND]
    assert (article.dateline_place, article.agency, article.published_evidence) == (place, agency, evidence)
    assert " ".join(picked(article, "dateline")) == dateline


def test_dateline_opens_the_first_paragraph_only() -> None:
    article = cleaned(TITLE, FIRST, f"LISBON (Reuters) - {SECOND}", LAST)
    assert article.dateline_place is None
    assert body(article)[1].startswith("LISBON (Reuters) - ")


def test_dateline_is_no_deck() -> None:
    """A short first paragraph with a caption under it is taken for the deck, but not with a dateline before it."""
    article = cleaned(TITLE, f"LISBON (Reuters) - {SECOND}", "Photo: Lena Oswald", FIRST, LAST)
    assert article.deck is None
    assert body(article) == [SECOND, FIRST, LAST]


@pytest.mark.parametrize(
    ("line", "names", "day", "removed"),
    [
        (
            "By Anna Example – March 5, 2024 – 3 min read",
            ("Anna Example",),
            date(2024, 3, 5),
            ["By Anna Example –"],
        ),
        (
            "By Anna Example | March 5, 2024 |",
            ("Anna Example",),
            date(2024, 3, 5),
            ["By Anna Example |", "|"],
        ),
        ("Von Henrike Salm | 6. März 2024", ("Henrike Salm",), date(2024, 3, 6), ["Von Henrike Salm |"]),
        ("Par Solène Kervadec – Publié le 4 mars 2024 à 18h05", ("Solène Kervadec",), date(2024, 3, 4), None),
        ("Posted on March 5, 2024 by Maren Tolvik", ("Maren Tolvik",), date(2024, 3, 5), None),
    ],
)
def test_date_in_a_byline(line: str, names: tuple[str, ...], day: date, removed: list[str] | None) -> None:
    article = cleaned(TITLE, line, FIRST, SECOND)
    assert (article.authors, article.published_on) == (names, day)
    assert body(article) == [FIRST, SECOND]
    if removed:
        assert picked(article, "byline") == removed
