"""Title and deck: what stands above the first paragraph, what a record claims, and what is not invented."""

import json
from datetime import date

import pytest

from copydesk import Article, clean
from tests.cleaning.desk import assert_tiled, body, picked

TITLE = "Ferry to Marlund stops at the end of the month"
DECK = "Nobody has said yet who will carry the mail and the milk"
FIRST = (
    "The ferry company will stop its service to Marlund at the end of the month, the board said in a letter to its "
    "passengers on Tuesday, and nobody was surprised."
)
SECOND = (
    "Whether another company takes over the line is open, and two have asked for the timetable since Monday."
)
LAST = "A brass band has been ordered and will play whatever the weather does, the harbour office said on Friday."


def cleaned(*lines: str) -> Article:
    article = clean("\n\n".join(lines))
    assert_tiled(article)
    return article


def record(**fields: str) -> Article:
    return clean(json.dumps(fields), media_type="application/json")


@pytest.mark.parametrize(
    "title",
    [
        TITLE,
        "Is this the last boat?",
        "“The bench is still broken”",
        "Harbour charter: who pays for the sand",
        "Tor neun klemmt: Warum das Sperrwerk noch immer nicht fertig ist",
        "Річкові порти відкриють навігацію у березні, але лоцманів бракує — перевізники",
        "渡し船の運賃、二十年ぶりに値上げへ　みさき市が方針",
        "Ferry stops!",
    ],
)
def test_title_above_the_body(title: str) -> None:
    article = cleaned("All news", title, FIRST, SECOND, LAST)
    assert (article.title, article.title_source) == (" ".join(title.split()), "text")
    assert body(article) == [FIRST, SECOND, LAST]


def test_no_title_is_invented() -> None:
    article = cleaned(FIRST, SECOND, LAST)
    assert (article.title, article.title_source, article.deck) == (None, None, None)
    assert body(article) == [FIRST, SECOND, LAST]


def test_title_printed_twice_is_said_once() -> None:
    article = cleaned("0 0", TITLE, TITLE, "Photo: Lena Oswald", FIRST, SECOND)
    assert article.title == TITLE
    assert picked(article, "title") == [TITLE, TITLE]
    assert body(article) == [FIRST, SECOND]


@pytest.mark.parametrize("deck", [DECK, "Seit Oktober fehlt eine Dichtung, die Anwohner packen Taschen"])
def test_deck_under_the_title(deck: str) -> None:
    article = cleaned(TITLE, deck, FIRST, SECOND)
    assert (article.title, article.deck) == (TITLE, deck)
    assert body(article) == [FIRST, SECOND]


@pytest.mark.parametrize("following", ["By Anna Example", "March 5, 2024", "Photo: Lena Oswald"])
def test_deck_in_a_full_sentence_stands_above_byline_date_or_photo(following: str) -> None:
    article = cleaned(TITLE, f"{DECK}.", following, FIRST, SECOND)
    assert article.deck == f"{DECK}."
    assert body(article) == [FIRST, SECOND]


def test_first_paragraph_above_a_photo_is_no_deck() -> None:
    first = "The ferry stops. The board said so on Tuesday in a letter, and nobody in Marlund was surprised."
    article = cleaned(TITLE, first, "Photo: Lena Oswald", SECOND, LAST)
    assert article.deck is None
    assert body(article) == [first, SECOND, LAST]


@pytest.mark.parametrize(
    "line",
    ["Anna Example", "Anna Example · 2 days ago", "Anna Example | 5 min read", "Harbour • Marlund", "Lisbon"],
)
def test_name_under_the_title_is_no_deck(line: str) -> None:
    article = cleaned(TITLE, line, FIRST, SECOND)
    assert (article.title, article.deck) == (TITLE, None)
    assert body(article) == [FIRST, SECOND]


@pytest.mark.parametrize(
    "line", ["Politics | March 5, 2024", "Anna Example • 5 March 2024", "5. März 2024 – Lokales"]
)
@pytest.mark.parametrize("is_above", [True, False], ids=["above the title", "under the title"])
def test_name_beside_a_date_is_a_date(line: str, is_above: bool) -> None:
    article = cleaned(*([line, TITLE] if is_above else [TITLE, line]), FIRST, SECOND)
    assert (article.title, article.deck) == (TITLE, None)
    assert article.published_on == date(2024, 3, 5)
    assert picked(article, "date") == [line]


def test_dates_of_several_teasers_are_not_the_day_of_publication() -> None:
    teasers = ["Otter holds up lock | March 3, 2024", "Eel pass opens | March 4, 2024"]
    assert cleaned(*teasers, TITLE, FIRST, SECOND).published_on is None


def test_site_and_section_above_the_title() -> None:
    article = cleaned("Harbour Gazette", "Ports", TITLE, FIRST, SECOND)
    assert article.title == TITLE
    assert body(article) == [FIRST, SECOND]


MENU = [
    "Ports",
    "Rivers and canals",
    "Eel pass opens at the upper lock of Ardmoor",
    "Subscribe for six months",
    "Help",
]


@pytest.mark.parametrize(
    "between", [[], ["Share this item"], ["By Edda Frome", "March 5, 2024"], ["Help", "Shop", "Jobs"]]
)
def test_headline_below_a_menu_is_told_by_the_words_it_shares_with_the_article(between: list[str]) -> None:
    article = cleaned(*MENU, TITLE, *between, FIRST, SECOND, LAST)
    assert (article.title, article.title_source) == (TITLE, "text")
    assert body(article) == [FIRST, SECOND, LAST]


def test_what_stands_under_a_headline_and_shares_its_words_is_no_headline() -> None:
    deck = "Passengers got a letter from the board"
    article = cleaned(*MENU, TITLE, deck, "March 5, 2024", FIRST, SECOND, LAST)
    assert (article.title, article.deck) == (TITLE, deck)


def test_copies_of_the_headline_are_marked_wherever_they_stand_above_the_article() -> None:
    article = cleaned(TITLE, *MENU, TITLE, "March 5, 2024", FIRST, SECOND, LAST)
    assert picked(article, "title") == [TITLE, TITLE]
    assert article.published_on == date(2024, 3, 5)


@pytest.mark.parametrize("line", ["Article", "Weather", "Kortversjonen"])
def test_a_single_word_is_no_headline(line: str) -> None:
    assert cleaned(line, FIRST, SECOND, LAST).title is None


def test_a_menu_alone_gives_no_title() -> None:
    assert cleaned(*MENU, "Weather", "Jobs and careers", "Log in here", FIRST, SECOND, LAST).title is None


def test_turn_of_an_interview_is_no_title() -> None:
    turn = "“Harbour Gazette”: – Is this the last boat?"
    article = cleaned(turn, FIRST, SECOND)
    assert article.title is None
    assert body(article) == [turn, FIRST, SECOND]


def test_first_paragraph_of_several_sentences_is_no_title() -> None:
    first = "Do you know the last boat to Marlund? Then you have seen the bench! It is still broken!"
    article = cleaned(first, FIRST, SECOND)
    assert article.title is None
    assert body(article)[0] == first


def test_claimed_title_is_taken_out_of_the_body() -> None:
    article = record(title=TITLE, text=f"{TITLE}\n\n{FIRST}\n\n{SECOND}")
    assert (article.title, article.title_source) == (TITLE, "record: title")
    assert picked(article, "title") == [TITLE]
    assert body(article) == [FIRST, SECOND]


def test_claimed_title_without_the_name_of_the_site() -> None:
    article = record(title=f"{TITLE} | Harbour Gazette", text=f"{TITLE.upper()}\n\n{FIRST}\n\n{SECOND}")
    assert article.title == TITLE.upper()
    assert body(article) == [FIRST, SECOND]


def test_claimed_title_that_the_text_does_not_say() -> None:
    article = record(headline=TITLE, text=f"{FIRST}\n\n{SECOND}")
    assert (article.title, article.title_source) == (TITLE, "record: headline")
    assert body(article) == [FIRST, SECOND]


def test_html_title_comes_from_the_best_source() -> None:
    head = f'<head><title>Site</title><meta property="og:title" content="{TITLE}"></head>'
    paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in (FIRST, SECOND, LAST))
    article = clean(f"<html>{head}<body><article><h1>{TITLE}</h1>{paragraphs}</article></body></html>")
    assert (article.title, article.title_source) == (TITLE, "meta: og:title")
    assert body(article) == [FIRST, SECOND, LAST]


def test_html_deck_by_its_class() -> None:
    paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in (FIRST, SECOND, LAST))
    markup = f'<html><body><article><h1>{TITLE}</h1><p class="standfirst">{DECK}.</p>{paragraphs}</article></body></html>'
    article = clean(markup)
    assert article.deck == f"{DECK}."
    assert body(article) == [FIRST, SECOND, LAST]


@pytest.mark.parametrize(
    ("shared", "title"),
    [
        (TITLE, TITLE),
        (f"{TITLE} | The Strait Lantern", TITLE),
        (f"{TITLE} - Ports", TITLE),
        ("What the end of the ferry means for Marlund", "What the end of the ferry means for Marlund"),
        ("What the end of the ferry means for Marlund – The Strait Lantern", TITLE),
        ("Ferry: the last boat * Lantern", TITLE),
    ],
)
def test_a_page_is_called_what_it_is_shared_as(shared: str, title: str) -> None:
    """Unless it was made for search engines, with the site's name; the printed title is gone from the body either way."""
    head = f'<meta property="og:site_name" content="The Strait Lantern"><meta property="og:title" content="{shared}">'
    text = "".join(f"<p>{paragraph}</p>" for paragraph in (FIRST, SECOND, LAST))
    linked = f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", "headline": TITLE})}</script>'
    article = clean(
        f"<html><head>{head}{linked}</head><body><article><h1>{TITLE}</h1>{text}</article></body></html>"
    )
    assert article.title == title
    assert body(article) == [FIRST, SECOND, LAST]
    assert picked(article, "title") == [TITLE]
