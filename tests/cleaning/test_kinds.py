"""Pages that are no article, and articles that only speak of cookies, logins, errors and subscriptions."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from copydesk import clean
from tests.cleaning.desk import assert_tiled, body


def page(title: str, *blocks: str) -> str:
    return f"<html><head><title>{title}</title></head><body>{''.join(blocks)}</body></html>"


STORY = (
    "The ferry company will stop its service to Marlund at the end of the month, the board said in a letter to its "
    "passengers on Tuesday. Whether another company takes over the line is open."
)
MORE = (
    "A brass band has been ordered and will play whatever the weather does. The last boat leaves the west quay at ten "
    "in the evening, and the tickets for it were gone within the hour, the harbour office said. Two companies have "
    "asked for the timetable since then, and one of them has asked for the bench on the upper deck as well."
)

CONSENT_TEXTS = (
    "We and our 842 partners store and/or access information on a device, such as cookies, and process personal data, "
    "such as unique identifiers and standard information sent by a device, for personalised advertising and content, "
    "advertising and content measurement, audience research and services development.",
    "With your permission we and our partners may use precise geolocation data and identification through device "
    "scanning. You may click to consent to the processing described above. Alternatively you may click to refuse to "
    "consent or access more detailed information and change your preferences before consenting.",
    "Please note that some processing of your personal data may not require your consent. Your preferences will apply "
    "to this website only. You can change your preferences or withdraw your consent at any time by returning to this "
    "site and clicking the privacy button at the bottom of the page.",
)

NO_ARTICLES = {
    "consent_wall": [
        page(
            "Harbour Gazette",
            "<h1>We value your privacy</h1>",
            *(f"<p>{text}</p>" for text in CONSENT_TEXTS),
            "<button>Accept all</button><button>Manage options</button>",
        ),
        "\n\n".join(["Harbour Gazette", "We value your privacy", *CONSENT_TEXTS, "Accept all", "Reject all"]),
        "Before you continue to Harbour Gazette\n\nAccept all cookies\n\nManage cookie settings",
        "Küstenbote\n\nWeiter mit Werbung lesen\n\nBesuchen Sie den Küstenboten wie gewohnt mit Werbung und Tracking. "
        "Ihre Zustimmung können Sie jederzeit widerrufen.\n\nPur-Abo\n\nLesen Sie ohne Werbung für 2,99 Kronen.",
        page(
            "Le Courrier",
            "<p>Avec nos partenaires nous utilisons des cookies.</p><a>Continuer sans accepter</a>",
        ),
        page("Diario de Villamarea", "<p>Valoramos su descanso.</p><button>Aceptar y continuar</button>"),
    ],
    "login_page": [
        page(
            "Log in | Harbour Gazette",
            "<h1>Log in to your account</h1><form><label>Email</label><label>Remember me</label></form>",
            "<p><a href='#'>Forgot your password?</a></p><p>New here? Create an account to save stories.</p>",
        ),
        "Harbour Gazette\n\nEmail\n\nPassword\n\nForgot password?\n\nLog in",
        "Küstenbote\n\nAnmelden\n\nE-Mail-Adresse\n\nPasswort vergessen?",
        "Портовий вісник\n\nУвійти\n\nЗабули пароль?",
    ],
    "error_page": [
        page(
            "404 - Page not found",
            "<h1>Page not found</h1><p>Sorry, the page you are looking for has moved or does not exist.</p>",
            "<h2>Most read</h2><ul><li><a href='/a'>Otter holds up lock repairs</a></li></ul>",
        ),
        "503 Service Unavailable\n\nNo server is available to handle this request.",
        "Fehler 404\n\nDie Seite wurde nicht gefunden.",
        "Página no encontrada\n\nVuelva a la portada o use la búsqueda.",
        "Страница не найдена\n\nВернитесь на главную.",
    ],
    "access_denied": ["Access denied\n\nYou do not have permission to view this page on this server."],
    "challenge_page": [
        page(
            "Just a moment...",
            "<h1>harbourgazette.example</h1><p>Checking your browser before accessing harbourgazette.example.</p>",
        ),
        "Verify you are human by completing the action below.\n\nharbourgazette.example needs to review the security.",
        "Please enable JavaScript and cookies to continue reading this site in your browser.",
    ],
    "paywall": [
        page(
            "Ferry stops at the end of the month",
            f"<article><h1>Ferry stops at the end of the month</h1><p>{STORY}</p>",
            "<div class='wall'><p>Subscribe to continue reading.</p><p>Already a subscriber? Log in</p></div></article>",
        ),
        f"Ferry stops at the end of the month\n\n{STORY}\n\nThis article is for subscribers\n\nStart your free trial",
        f"Fähre fährt nur noch bis Monatsende\n\n{STORY}\n\nDieser Artikel ist nur für Abonnenten.\n\nWeiterlesen mit Abo",
    ],
    "section_front": [
        page(
            "Harbour Gazette",
            *(
                f"<h2><a href='/{number}'>Story {number} about the harbour and the boats</a></h2>"
                f"<p><a href='/{number}'>What story {number} tells in a few more words than its headline.</a></p>"
                for number in range(40)
            ),
        ),
    ],
    "empty_shell": [
        page("Harbour Gazette", "<div id='root'></div><p>Loading</p>"),
        page("Harbour Gazette", "<header><a href='/'>Harbour Gazette</a></header><div id='app'></div>"),
    ],
}


@pytest.mark.parametrize(
    ("flag", "document"),
    [(flag, document) for flag, documents in NO_ARTICLES.items() for document in documents],
)
def test_no_article_has_an_empty_body_and_a_flag(flag: str, document: str) -> None:
    article = clean(document)
    assert article.flags == (flag,)
    assert (article.body, article.paragraphs, article.word_count) == ("", (), 0)
    assert_tiled(article)


def test_what_was_taken_for_the_body_says_why_it_is_none() -> None:
    """The ledger names the kind of page as the rule, so that `copydesk show` can tell."""
    rules = {span.rule for span in clean(NO_ARTICLES["paywall"][1]).spans}
    assert "page.paywall" in rules


MENTIONS = {
    "cookies": "Most of the forty sites in the study print “We value your privacy” above a button that says “Accept all "
    "cookies”. None of them let a reader manage cookie settings in fewer than four steps, the office found.",
    "logins": "The thief guessed the answer behind “Forgot your password?” and told the port's computer to remember me, as "
    "the form says, the captain recalled. Nobody had told him to create an account of his own.",
    "errors": "Who looks for the timetable finds “404 Page not found”, and who rings the office finds that it is closed. "
    "A server error was to blame, the company said, and an access denied message was sent to 1,900 passengers.",
    "subscriptions": "The gazette will ask readers to subscribe to read its archive. “Already a subscriber?” will be the "
    "first thing they see, the publisher said, and the free trial will last for four weeks.",
    "robots": "Passengers have to verify you are human, as the form puts it, before they can buy a ticket. “Are you a robot?” "
    "asked the clerk at the quay, and laughed, since the tickets are of paper there.",
}


@pytest.mark.parametrize("subject", MENTIONS)
@pytest.mark.parametrize("as_html", [False, True], ids=["text", "html"])
def test_article_that_mentions_stays_an_article(subject: str, as_html: bool) -> None:
    paragraphs = [STORY, MENTIONS[subject], MORE]
    document = "\n\n".join(["Ferry to Marlund stops at the end of the month", *paragraphs])
    if as_html:
        title = "Ferry to Marlund stops at the end of the month"
        document = page(
            title, f"<article><h1>{title}</h1>", *(f"<p>{text}</p>" for text in paragraphs), "</article>"
        )
    article = clean(document)
    assert article.flags == ()
    assert body(article) == paragraphs


def test_login_box_beside_a_short_article() -> None:
    """A brief of fifty words was a login page once, for the box in the page's head."""
    box = "<div><label>Remember me</label><a href='#'>Forgot your password?</a><a href='#'>Create an account</a></div>"
    brief = (
        f"{STORY} {MORE[:150].rsplit('. ', 1)[0]}. Two companies have asked for the timetable since Monday."
    )
    article = clean(page("Ferry stops", box, f"<article><h1>Ferry stops</h1><p>{brief}</p></article>"))
    assert 45 <= article.word_count <= 90
    assert article.flags == ()


def test_list_of_comments_is_no_section_front() -> None:
    links = "".join(f"<li><a href='/{number}'>Story {number} of the harbour</a></li>" for number in range(40))
    article = clean(
        page(
            "Ferry stops",
            f"<article><h1>Ferry stops</h1><p>{STORY}</p><p>{MORE}</p></article><ul>{links}</ul>",
        )
    )
    assert article.flags == ()
    assert body(article) == [STORY, MORE]


def table(name: str, key: str) -> list[dict[str, str]]:
    told: dict[str, Any] = tomllib.loads(Path(__file__).with_name(name).read_text("utf-8"))
    rows: list[dict[str, str]] = told[key]
    return rows


PAGES = table("no_articles.toml", "pages")
ARTICLES = table("articles_that_mention.toml", "articles")


def test_the_tables_are_wide() -> None:
    assert len(PAGES) >= 60
    assert len(ARTICLES) >= 40


@pytest.mark.parametrize("number", range(len(PAGES)))
def test_pages_that_http_brings_are_told_apart(number: int) -> None:
    told = PAGES[number]
    article = clean(told["text"])
    assert (article.flags, article.body) == ((told["flag"],), "")
    assert_tiled(article)


@pytest.mark.parametrize("number", range(len(ARTICLES)))
@pytest.mark.parametrize("as_html", [False, True], ids=["text", "html"])
def test_articles_that_mention_walls_and_errors_stay_articles(number: int, as_html: bool) -> None:
    told = ARTICLES[number]
    paragraphs = [STORY, told["says"], MORE]
    document = "\n\n".join([told["title"], *paragraphs])
    if as_html:
        text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
        article_element = f"<article><h1>{told['title']}</h1>{text}</article>"
        document = page(told["title"], told.get("around", ""), article_element)
    article = clean(document)
    assert article.flags == ()
    assert body(article) == paragraphs
    assert article.title == told["title"]


def short(number: int) -> str:
    """Give an article that is hardly longer than the paragraph that mentions."""
    return f"{ARTICLES[number]['title']}\n\n{ARTICLES[number]['says']}\n\n{STORY}"


@pytest.mark.parametrize("number", range(len(ARTICLES)))
def test_short_articles_that_mention_them_stay_articles(number: int) -> None:
    article = clean(short(number))
    assert article.flags == ()
    assert ARTICLES[number]["says"] in article.body


OFFERS = [
    "Subscribe to continue reading",
    "This article is for subscribers",
    "To continue reading, please log in",
    "Dieser Artikel ist nur für Abonnenten.",
    "Weiterlesen mit Küstenbote Plus",
    "Il vous reste 62% de cet article à lire. La suite est réservée aux abonnés.",
    "Contenido exclusivo para suscriptores",
    "Questo articolo è riservato agli abbonati",
    "Материал доступен только подписчикам",
]


@pytest.mark.parametrize("offer", OFFERS)
@pytest.mark.parametrize("as_html", [False, True], ids=["text", "html"])
def test_an_article_that_a_paywall_cuts_off_is_loaded_with_a_flag(offer: str, as_html: bool) -> None:
    title = "Ferry to Marlund stops at the end of the month"
    document = "\n\n".join([title, STORY, MORE, offer, "Already a subscriber? Log in"])
    if as_html:
        wall = f"<div class='wall'><p>{offer}</p><a href='/login'>Already a subscriber? Log in</a></div>"
        document = page(title, f"<article><h1>{title}</h1><p>{STORY}</p><p>{MORE}</p>{wall}</article>")
    article = clean(document)
    assert article.flags == ("paywalled",)
    assert body(article)[:2] == [STORY, MORE]


def test_a_paywall_far_below_an_article_cuts_nothing_off() -> None:
    links = "".join(f"<li><a href='/{number}'>Story {number} of the harbour</a></li>" for number in range(9))
    text = f"<article><h1>Ferry stops</h1><p>{STORY}</p><p>{MORE}</p></article><ul>{links}</ul>"
    assert (
        clean(page("Ferry stops", text, "<footer><p>Subscribe to read our archive</p></footer>")).flags == ()
    )
