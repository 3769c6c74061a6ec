"""Days written in text: two dozen languages, and what is not guessed."""

from datetime import date
from typing import Literal

import pytest
from babel.dates import format_date
from hypothesis import given, settings
from hypothesis import strategies as st

from copydesk.reporting.dates import (
    LANGUAGES,
    find_day,
    is_date_line,
    month_names,
    read_stamp,
    told_day_first,
)

DAYS = (*(date(2024, month, 5) for month in range(1, 13)), date(2024, 2, 29), date(2023, 12, 31))


@pytest.mark.parametrize("width", ["full", "long", "medium"])
@pytest.mark.parametrize("language", [*LANGUAGES, "ja", "ko", "zh"])
def test_every_month_in_every_language(language: str, width: Literal["full", "long", "medium"]) -> None:
    """CLDR's own way to write days is the oracle."""
    for day in DAYS:
        if (language, width, day.month) == ("ca", "medium", 8):
            continue  # Catalan abbreviates August to two letters, which are too few to be sure
        text = format_date(day, width, language)
        mention = is_date_line(text)
        assert mention is not None, text
        assert mention.day == day, text


@pytest.mark.parametrize(
    "text",
    [
        "2024-03-05",
        "2024/03/05",
        "2024.03.05",
        "2024. 03. 05.",
        "5.3.2024",
        "05.03.2024",
        "5. 3. 2024",
        "5 March 2024",
        "5th March 2024",
        "5th of March, 2024",
        "March 5, 2024",
        "March 5th, 2024",
        "Mar 5, 2024",
        "Mar. 5 2024",
        "5. März 2024",
        "5 mars 2024",
        "5 de marzo de 2024",
        "5 de março de 2024",
        "5 марта 2024 года",
        "5 березня 2024 року",
        "2024年3月5日",
        "2024년 3월 5일",
        "5 tháng 3, 2024",
    ],
)
@pytest.mark.parametrize("frame", ["{}", "Published: {}", "Updated {} at 16:20", "{}, 7:40 a.m.", "({})"])
def test_forms(text: str, frame: str) -> None:
    line = frame.format(text)
    mention = is_date_line(line)
    assert mention is not None
    assert mention.day == date(2024, 3, 5)
    assert line[mention.start : mention.stop] == mention.written


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1er mars 2024", date(2024, 3, 1)),
        ("1º de marzo de 2024", date(2024, 3, 1)),
        ("5. Jänner 2024", date(2024, 1, 5)),
        ("Sept. 9, 2024", date(2024, 9, 9)),
        ("25/3/2024", date(2024, 3, 25)),
        ("3/25/2024", date(2024, 3, 25)),
        ("5/5/2024", date(2024, 5, 5)),
        ("29 February 2024", date(2024, 2, 29)),
        ("Posted on March 5, 2024 by Maren Tolvik on March 6, 2024", date(2024, 3, 5)),
        ("１２ March 2024", date(2024, 3, 12)),
        ("2 minute readMarch 5, 20247:40 AM", date(2024, 3, 5)),
        ("5 March 202407:40", date(2024, 3, 5)),
        ("5.3.20247:40", date(2024, 3, 5)),
    ],
)
def test_other_days(text: str, day: date) -> None:
    mention = find_day(text)
    assert mention is not None
    assert mention.day == day


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("January 12", "January 12"),
        ("Jan. 12", "Jan. 12"),
        ("12 January", "12 January"),
        ("5. März", "5. März"),
        ("5 марта", "5 марта"),
        ("5 березня", "5 березня"),
        ("5 mar", "5 mar"),
        ("on Tuesday, March 5, the council", "March 5"),
    ],
)
def test_without_a_year_nothing_is_guessed(text: str, written: str) -> None:
    mention = find_day(text)
    assert mention is not None
    assert (mention.written, mention.day, mention.problem) == (written, None, "no year")


@pytest.mark.parametrize("text", ["5/3/2024", "05/03/2024", "5-3-2024", "12/11/2024"])
def test_numeric_days_that_read_two_ways_are_not_guessed(text: str) -> None:
    mention = find_day(text)
    assert mention is not None
    assert (mention.day, mention.problem) == (None, "day and month cannot be told apart")


@pytest.mark.parametrize(
    "text",
    [
        "2024-02-30",
        "2024-13-01",
        "0000-00-00",
        "2023-02-29",
        "31.04.2024",
        "13.13.2024",
        "32 March 2024",
        "March 32, 2024",
        "29 February 2023",
        "1.2.3.2024",
        "12024-03-05",
    ],
)
def test_impossible_days_are_no_days(text: str) -> None:
    mention = find_day(text)
    assert mention is None or mention.day is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no digits",
        "the year 2024",
        "May 2024",
        "12 monkeys",
        "7:40 a.m.",
        "1,900 people",
        "200 metres",
        "3.4",
        "v1.2",
    ],
)
def test_no_day(text: str) -> None:
    assert find_day(text) is None
    assert is_date_line(text) is None


@pytest.mark.parametrize(
    "line",
    [
        "The harbour charter lapsed on March 5, 2024",
        "Harbour Gazette, March 5, 2024",
        "What we know on March 5, 2024",
        "March 5, 2024: the day of the otter",
        "x" * 60 + " March 5, 2024 " + "x" * 10,
    ],
)
def test_line_with_more_than_a_date_is_no_date_line(line: str) -> None:
    assert find_day(line)
    assert is_date_line(line) is None


@pytest.mark.parametrize(
    ("stamp", "day"),
    [
        ("2024-03-05T18:05:00+01:00", date(2024, 3, 5)),
        ("2024-03-05T23:30:00-05:00", date(2024, 3, 5)),  # it was the 6th in UTC; the newsroom wrote the 5th
        ("2024-03-05T00:10:00Z", date(2024, 3, 5)),
        ("2024-03-05 18:05", date(2024, 3, 5)),
        ("20240305", date(2024, 3, 5)),
        ("20240305T0740Z", date(2024, 3, 5)),
        ("Tue, 05 Mar 2024 07:40:00 GMT", date(2024, 3, 5)),
        ("March 5, 2024", date(2024, 3, 5)),
        (" 2024-03-05 ", date(2024, 3, 5)),
        ("20241305", None),
        ("1709650800", None),
        ("yesterday", None),
        ("5/3/2024", None),
        ("", None),
    ],
)
def test_stamp(stamp: str, day: date | None) -> None:
    mention = read_stamp(stamp)
    assert (mention.day if mention else None) == day


def test_month_names_mean_one_month() -> None:
    assert set(month_names().values()) == set(range(1, 13))
    assert month_names()["märz"] == month_names()["березня"] == month_names()["marzo"] == 3
    assert "listopad" not in month_names() or month_names()["listopad"] == 11


@settings(max_examples=200)
@given(st.text(max_size=100))
def test_any_text(text: str) -> None:
    for mention in (find_day(text), is_date_line(text), read_stamp(text)):
        if mention:
            assert (mention.day is None) == (mention.problem is not None)


@settings(max_examples=200)
@given(st.dates(min_value=date(1000, 1, 1), max_value=date(2999, 12, 31)))
def test_iso_days_come_back(day: date) -> None:
    mention = find_day(f"on {day.isoformat()} at noon")
    assert mention is not None
    assert mention.day == day


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        ("5/3/2024", "pt", date(2024, 3, 5)),
        ("05-03-2024", "fr", date(2024, 3, 5)),
        ("5/3/2024", "en", None),
        ("5/3/2024", "und", None),
        ("25/3/2024", "en", date(2024, 3, 25)),
        ("5 March", "fr", None),
    ],
)
def test_the_order_of_day_and_month_by_language(text: str, language: str, day: date | None) -> None:
    mention = find_day(text)
    assert mention is not None
    told = told_day_first(mention, language)
    assert (told.day if told else None) == day


@pytest.mark.parametrize(
    ("line", "is_date"),
    [
        ("Updated: March 5, 2024", True),
        ("VERÖFFENTLICHT AM 5.3.2024", True),
        ("publishedMarch 5, 2024", True),
        ("10:15 Uhr, 5. März 2024", True),
        ("Marlund, March 5, 2024", False),
        ("5 March 2024 in Marlund", False),
    ],
)
def test_a_date_line_begins_with_nothing_but_words_of_dates(line: str, *, is_date: bool) -> None:
    assert (is_date_line(line) is not None) == is_date


@pytest.mark.parametrize("name", ["Anna", "Lantern"])
def test_a_name_that_is_glued_to_a_day_is_no_part_of_it(name: str) -> None:
    mention = find_day(f"{name}March 6, 2024 at 10:15 AM")
    assert mention is not None
    assert (mention.written, mention.start, mention.day) == ("March 6, 2024", len(name), date(2024, 3, 6))
    assert is_date_line(f"{name}March 6, 2024 at 10:15 AM") is None
