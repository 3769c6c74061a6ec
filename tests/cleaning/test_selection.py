"""Which pieces are the article: subheadings, lists, short sentences in it; teasers, forms and stray lines around it."""

import pytest

from copydesk import Article, clean
from copydesk.cleaning.prose import is_prose
from tests.cleaning.desk import assert_tiled, body, picked, verdicts
from tests.pipeline.desk import article as story

TITLE = "Ferry to Marlund stops at the end of the month"
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


@pytest.mark.parametrize(
    "text",
    [
        "The last boat leaves at ten.",
        "“We have counted the tickets,” she said",
        "He named three conditions for it:",
        "a table of fees, which nobody signed;",
        "Сообщил директор порта в марте.",
        "渡し船の運賃が七月から上がる。",
        "The last boat leaves at ten.PortsTradeHarbour and shipping and more",
        "w" * 40 + " " + "x" * 120,
    ],
)
def test_prose(text: str) -> None:
    assert is_prose(text)


@pytest.mark.parametrize(
    "text", ["Harbour", "Ports and trade", "Yes.", "Who pays for the sand", "渡し船", "12:30", "..."]
)
def test_no_prose(text: str) -> None:
    assert not is_prose(text)


@pytest.mark.parametrize(
    "heading",
    ["What the council says", "Berths from 74 crowns", "Springtide am 11. März", "Un compromis", "Що далі"],
)
def test_subheading_between_paragraphs(heading: str) -> None:
    article = cleaned(TITLE, FIRST, SECOND, heading, LAST)
    assert body(article) == [FIRST, SECOND, heading, LAST]
    assert picked(article, "subheading") == [heading]


@pytest.mark.parametrize(
    "line", ["Yes.", "Not yet", "– They refused.", "“Gazette”: – And then?", "etc.", "No!"]
)
def test_short_line_within_the_article_is_kept(line: str) -> None:
    assert line in body(cleaned(TITLE, FIRST, line, SECOND, LAST))


LISTS = {
    "dashes": ["- a new seal for gate nine", "- a second pump", "- lamps"],
    "bullets": ["• a new seal", "• a second pump", "• lamps on the walkway"],
    "numbers": ["1. A new seal", "2. A second pump", "3) Lamps"],
    "letters": ["(a) the captain signs;", "(b) the pilot signs;", "(c) the owner pays."],
    "half brackets": ["a) the captain signs", "b) the pilot signs", "c) the owner pays"],
}


@pytest.mark.parametrize("items", LISTS.values(), ids=LISTS)
def test_list_within_the_article(items: list[str]) -> None:
    assert body(cleaned(TITLE, FIRST, *items, SECOND, LAST)) == [FIRST, *items, SECOND, LAST]


@pytest.mark.parametrize("items", LISTS.values(), ids=LISTS)
def test_list_at_the_end_that_a_colon_announces(items: list[str]) -> None:
    article = cleaned(
        TITLE, FIRST, SECOND, "The office names three conditions:", *items, "Most read", "Otter"
    )
    assert body(article) == [FIRST, SECOND, "The office names three conditions:", *items], verdicts(article)


def test_menu_after_the_article_is_no_list_of_it() -> None:
    article = cleaned(TITLE, FIRST, SECOND, LAST, "• Harbour", "• Ports", "• Boats")
    assert body(article) == [FIRST, SECOND, LAST]


def test_lines_above_and_below_are_named_by_their_place() -> None:
    article = cleaned("Harbour Gazette", "Ports", TITLE, FIRST, SECOND, LAST, "Marlund office")
    assert verdicts(article)["Ports"] == "boilerplate outside.above"
    assert verdicts(article)["Marlund office"] == "boilerplate outside.below"
    assert body(article) == [FIRST, SECOND, LAST]


def test_ruled_lines_within_the_article_are_left_out_of_it() -> None:
    article = cleaned(
        TITLE, FIRST, "Advertisement", "Read also: Who pays for the sand?", SECOND, "Share", LAST
    )
    assert body(article) == [FIRST, SECOND, LAST]


def test_heading_below_the_last_paragraph_belongs_to_something_else() -> None:
    article = cleaned(TITLE, FIRST, SECOND, LAST, "Otter holds up lock repairs for a third week")
    assert body(article) == [FIRST, SECOND, LAST]


def test_script_without_spaces() -> None:
    lines = [
        "みさき市は五日、渡し船の運賃を七月から引き上げる。",
        "通学定期は据え置き",
        "市は二十日から説明会を三回開く。",
    ]
    article = cleaned("ホーム", "渡し船の運賃、二十年ぶりに値上げへ", *lines, "広告")
    assert body(article) == lines
    assert picked(article, "subheading") == ["通学定期は据え置き"]


def test_hard_wrapped_lines_become_paragraphs() -> None:
    wrapped = (
        "The ferry company will stop its service to Marlund at the end\n"
        "of the month, the board said in a letter to its passengers on\n"
        "Tuesday, and nobody in the town of Marlund was surprised by it.\n\n"
        "Whether another company takes over the line is open, and two\n"
        "have asked for the timetable since the beginning of the week,\n"
        "a spokesman for the harbour office told reporters on Tuesday\n"
        "evening in the old customs hall of the port, where the band\n"
        "was waiting.\n"
    )
    article = clean(wrapped)
    assert [text.split(" ", 1)[0] for text in body(article)] == ["The", "Whether"]
    assert_tiled(article)


def test_the_heading_of_a_teaser_between_paragraphs_is_none_of_the_article() -> None:
    swans = "Who feeds the swans of Corrin"
    teaser = f"<aside class='c-teaser related'><a class='c-teaser__link' href='/b'><h4 class='c-teaser__headline'>{swans}</h4></a></aside>"
    claim = f'{{"@type": "NewsArticle", "headline": "{TITLE}"}}'
    first, second, third = (
        "".join(f"<p>{text}</p>" for text in story(number).split("\n\n")[1:]) for number in range(3)
    )
    article = clean(
        f"<html><head><script type='application/ld+json'>{claim}</script></head><body><article><h1>{TITLE}</h1>{first}"
        f"{teaser}{second}<h3>What comes next</h3>{third}</article></body></html>",
        media_type="text/html",
    )
    assert picked(article, "subheading") == ["What comes next"]
    assert swans not in body(article)


def test_pointers_stay_out_however_much_the_labeller_likes_them() -> None:
    pointer = "Read also: Whether another company takes over the line is open, and two have asked for the timetable."
    paragraphs = [FIRST, SECOND, pointer, LAST, FIRST.replace("Marlund", "Corrin")]
    markup = f"<article><h1>{TITLE}</h1>{''.join(f'<p>{text}</p>' for text in paragraphs)}</article>"
    article = clean(markup, media_type="text/html")
    assert body(article) == [text for text in paragraphs if text != pointer]


def test_a_caption_that_is_never_closed_does_not_take_the_article() -> None:
    paragraphs = [
        text.replace("Marlund", place)
        for place in ("Corrin", "Skarholm", "Brevanne")
        for text in (FIRST, LAST)
    ]
    figure = f"<figure><img src='a.jpg'><figcaption>Gate nine<p>{'</p><p>'.join(paragraphs)}</p>"
    article = clean(f"<article><h1>{TITLE}</h1>{figure}</article>", media_type="text/html")
    assert set(paragraphs) <= set(body(article))


def test_the_text_of_a_caption_is_a_caption_wherever_it_stands_again() -> None:
    caption = "Gate nine at low water on Tuesday, seen from the quay of the old harbour office."
    figure = f"<figure><img src='a.jpg'><figcaption>{caption}</figcaption></figure><div class='text'>{caption}</div>"
    paragraphs = "".join(f"<p>{text}</p>" for text in (FIRST, SECOND, LAST))
    article = clean(f"<article><h1>{TITLE}</h1>{figure}{paragraphs}</article>", media_type="text/html")
    assert picked(article, "caption") == [caption, caption]


def test_html_headings_between_paragraphs() -> None:
    markup = (
        f"<html><body><article><h1>{TITLE}</h1><p>{FIRST}</p><h2>What the council says</h2><p>{SECOND}</p>"
        f"<p>{LAST}</p><h2>Most discussed</h2></article><footer><p>Harbour Gazette</p></footer></body></html>"
    )
    article = clean(markup)
    assert body(article) == [FIRST, "What the council says", SECOND, LAST]
    assert picked(article, "subheading") == ["What the council says"]
    assert_tiled(article)


def test_html_caption_is_no_paragraph() -> None:
    figure = "<figure><img src='a.jpg'><figcaption>Gate nine at low water on Tuesday.</figcaption></figure>"
    markup = (
        f"<html><body><article><h1>{TITLE}</h1><p>{FIRST}</p>{figure}<p>{SECOND}</p></article></body></html>"
    )
    article = clean(markup)
    assert picked(article, "caption") == ["Gate nine at low water on Tuesday."]
    assert body(article) == [FIRST, SECOND]
