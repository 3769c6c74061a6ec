"""The day of publication of a text: where it is printed, in which order, and what is no day of publication."""

from datetime import date

import pytest

from copydesk import Article, clean

MENU = [
    "Ports",
    "Rivers",
    "All news",
    "Wednesday, 6 March 2024",
    "Eel pass opens at the upper lock",
    "Weather",
]
TITLE = "Ferry company stops its service to Marlund"
BODY = [
    "The ferry company will stop its service to Marlund at the end of the month, the board said in a letter to its "
    "passengers on Tuesday, and nobody was surprised.",
    "Whether another company takes over the line is open, and two have asked for the timetable since Monday.",
    "A brass band has been ordered and will play whatever the weather does, the harbour office said on Friday.",
]
CORPO = [
    "A companhia de barcos vai encerrar a linha de Marlund no fim do mês, disse a direção numa carta aos passageiros na "
    "terça-feira, e ninguém ficou surpreendido.",
    "Ainda não se sabe se outra empresa vai assumir a linha, mas duas já pediram os horários desde segunda-feira.",
    "Uma banda foi contratada e vai tocar faça o tempo que fizer, disse na sexta-feira a capitania do porto.",
]


def cleaned(*lines: str) -> Article:
    return clean("\n\n".join(lines))


def page(head: str, *lines: str) -> Article:
    paragraphs = "".join(f"<p>{line}</p>" for line in lines)
    return clean(
        f"<html><head>{head}</head><body><article><h1>{TITLE}</h1>{paragraphs}</article></body></html>"
    )


@pytest.mark.parametrize(
    "line",
    [
        "March 5, 2024",
        "By Edda Frome March 5, 2024 2:26 pm",
        "Edda Frome · Lantern News · Posted: Mar 05, 2024 4:00 AM | Last updated: March 8, 2024",
        "Published Mar 05, 2024 • Last updated 1 day ago • 2 minute read",
        "In Ports, Rivers · 5 Mar 2024, 20:02 · 0 comments",
        "Edda Frome5 March 2024, 19:35",
    ],
)
def test_the_day_is_printed_between_headline_and_article(line: str) -> None:
    article = cleaned(*MENU, TITLE, line, *BODY)
    assert article.published_on == date(2024, 3, 5)
    assert "2024" in (article.published_evidence or "")


def test_the_day_of_reading_and_the_days_of_other_articles_are_none() -> None:
    article = cleaned(*MENU, TITLE, *BODY, "More news", "Otter holds up lock", "March 3, 2024")
    assert article.published_on is None


@pytest.mark.parametrize("lines", [["Updated March 8, 2024"], ["Last updated", "March 8, 2024"]])
def test_the_day_of_a_revision_is_no_day_of_publication(lines: list[str]) -> None:
    article = cleaned(TITLE, *lines, *BODY)
    assert article.published_on is None
    assert (article.published_evidence or "").endswith("(the day of a revision)")
    assert cleaned(TITLE, *lines, "March 5, 2024", *BODY).published_on == date(2024, 3, 5)


def test_the_language_tells_the_order_of_day_and_month() -> None:
    assert cleaned("Barcos deixam de ligar Marlund no fim do mês", "05/03/2024", *CORPO).published_on == date(
        2024, 3, 5
    )
    english = cleaned(TITLE, "05/03/2024", *BODY)
    assert (english.published_on, english.published_evidence) == (
        None,
        "date line: 05/03/2024 (day and month cannot be told apart)",
    )


@pytest.mark.parametrize(
    "address", ["2024/03/05/ferry", "news/2024-03-05-ferry.html", "ports/20240305/ferry"]
)
def test_the_address_tells_the_day_where_the_page_does_not(address: str) -> None:
    link = f'<link rel="canonical" href="https://lantern.example/{address}">'
    assert page(link, *BODY).published_on == date(2024, 3, 5)
    claim = '<meta property="article:published_time" content="2024-03-06">'
    assert page(link + claim, *BODY).published_on == date(2024, 3, 6)


@pytest.mark.parametrize("address", ["2024/03/ferry", "20240399/ferry", "120240305/ferry", "ferry-2024"])
def test_an_address_without_a_day_tells_none(address: str) -> None:
    article = page(f'<link rel="canonical" href="https://lantern.example/{address}">', *BODY)
    assert (article.published_on, article.published_evidence) == (None, None)
