"""Comment threads: the lines of common widgets, where a thread begins and where it must not."""

import pytest

from copydesk import Article, clean
from copydesk.cleaning.threads import LineKind, classify
from tests.cleaning.desk import assert_tiled, body, verdicts

# line, the line after it, kind, author, likes, whether only a thread prints it
LINES: list[tuple[str, str | None, LineKind, str | None, int | None, bool]] = [
    # WordPress
    ("Anna Example says:", "March 6, 2024 at 10:15 am", "header", "Anna Example", None, True),
    ("Anna Example says:", "The boat was late again.", "header", "Anna Example", None, False),
    ("oldgauge said:", "March 6, 2024 at 7:48 pm", "header", "oldgauge", None, True),
    ("Max Beispiel sagt:", "6. März 2024 um 10:15 Uhr", "header", "Max Beispiel", None, True),
    ("Max Beispiel schrieb am 6. März 2024 um 10:15:", None, "header", "Max Beispiel", None, True),
    ("Marinero en tierra dice:", "6 marzo, 2024 a las 1:22 pm", "header", "Marinero en tierra", None, True),
    ("Josune R. escribió:", "hace 2 días", "header", "Josune R.", None, True),
    ("Mireille B. dit :", "6 mars 2024 à 10h15", "header", "Mireille B.", None, True),
    ("Mireille B. a écrit :", "il y a 3 jours", "header", "Mireille B.", None, True),
    ("Остап говорит:", "6 марта 2024 в 10:15", "header", "Остап", None, True),
    ("Мирослава Тихобіг пише:", "6 березня 2024 о 10:15", "header", "Мирослава Тихобіг", None, True),
    ("Anna Example on March 6, 2024 at 10:15 am:", None, "header", "Anna Example", None, True),
    # Disqus, Facebook
    ("Anna Example • 3 days ago", None, "header", "Anna Example", None, True),
    ("Anna Example • 3 days ago • edited", None, "header", "Anna Example", None, True),
    ("Ulf Tarrant > Anna Example • 2 days ago", None, "header", "Ulf Tarrant", None, True),
    ("Ulf Tarrant · 2 days ago", None, "header", "Ulf Tarrant", None, True),
    ("Max Beispiel • vor 3 Tagen", None, "header", "Max Beispiel", None, True),
    ("Josune R. • hace 2 horas", None, "header", "Josune R.", None, True),
    ("Mireille B. • il y a 3 jours", None, "header", "Mireille B.", None, True),
    ("Остап • 2 дня назад", None, "header", "Остап", None, True),
    ("Остап • 2 години тому", None, "header", "Остап", None, True),
    # forums
    ("#12 pegelleser 06.03.2024 10:15", None, "header", "pegelleser", None, True),
    ("3. Max Beispiel am 6. März 2024", None, "header", "Max Beispiel", None, True),
    ("Anna Example", "3 days ago", "header", "Anna Example", None, False),
    # a name and a time in one line, with what stands around them in one system or another
    ("Anna Example March 6, 2024 at 10:15 am", None, "header", "Anna Example", None, False),
    ("Anna Example, Mi 6 Apr 2024 / 10:15 Antworten", None, "header", "Anna Example", None, False),
    ("Anna Example 6. März 2024 um 10:15 Uhr - Antworten", None, "header", "Anna Example", None, False),
    ("Anna Example / 06.03.2024", None, "header", "Anna Example", None, False),
    ("06.03.24 | 10:15 pegelleser", None, "header", "pegelleser", None, False),
    ("AnnaMarch 6, 2024 at 10:15 AM", None, "header", "Anna", None, False),
    ("pegelleser6. März 2024 um 10:15", None, "header", "pegelleser", None, False),
    ("Comment by Anna Example — March 6, 2024 @ 10:15", None, "header", "Anna Example", None, False),
    (
        "geschrieben von pegelleser am 6. März 2024, 10:15 [ antworten ]",
        None,
        "header",
        "pegelleser",
        None,
        False,
    ),
    ("Par Mireille B., le mercredi 6 mars 2024 à 10h15", None, "header", "Mireille B.", None, False),
    ("Mireille B. Le 6 mars 2024 à 10:15", None, "header", "Mireille B.", None, False),
    ("Annasays:", "March 6, 2024 at 10:15 am", "header", "Anna", None, True),
    # stamps
    ("#1.1 — vor 8 Stunden", None, "stamp", None, None, False),
    ("1 Stunde 51 Minuten her", None, "stamp", None, None, False),
    ("6 mars 2024, 10:15 Répondre", None, "stamp", None, None, False),
    ("March 6, 2024 at 10:15 am", None, "stamp", None, None, False),
    ("6. März 2024 um 10:15 Uhr", None, "stamp", None, None, False),
    ("6 marzo, 2024 a las 1:22 pm", None, "stamp", None, None, False),
    ("3 days ago", None, "stamp", None, None, False),
    ("vor 2 Stunden", None, "stamp", None, None, False),
    ("hace una semana", None, "stamp", None, None, False),
    ("il y a 3 jours", None, "stamp", None, None, False),
    ("2 дня назад", None, "stamp", None, None, False),
    ("2 години тому", None, "stamp", None, None, False),
    # footers
    ("Reply", None, "footer", None, None, False),
    ("Like · Reply · 3d", None, "footer", None, None, False),
    ("4 likes · Reply", None, "footer", None, 4, False),
    ("• Reply • Share ›", None, "footer", None, None, False),
    ("Antworten", None, "footer", None, None, False),
    ("Gefällt mir · Antworten · 3 Tage", None, "footer", None, None, False),
    ("Responder", None, "footer", None, None, False),
    ("Me gusta · Responder · 2 h", None, "footer", None, None, False),
    ("Répondre · Signaler", None, "footer", None, None, False),
    ("J'aime (7) Répondre Signaler", None, "footer", None, 7, False),
    ("Ответить", None, "footer", None, None, False),
    ("Відповісти · Поскаржитися", None, "footer", None, None, False),
    # likes
    ("Liked by 1 person", None, "footer", None, 1, True),
    ("Liked by 12 people", None, "footer", None, 12, True),
    ("Liked by you and 3 other people", None, "footer", None, 3, True),
    ("3 people like this", None, "footer", None, 3, True),
    ("Gefällt 2 Personen", None, "footer", None, 2, True),
    ("Le gusta a 4 personas", None, "footer", None, 4, True),
    ("Aimé par 5 personnes", None, "footer", None, 5, True),
    ("Нравится 3 пользователям", None, "footer", None, 3, True),
    ("Подобається 3 людям", None, "footer", None, 3, True),
    # neither
    ("The boat was late again.", None, "text", None, None, False),
    ("The minister said:", "“We have tried.”", "text", None, None, False),
    ("He said:", "“We have tried.”", "text", None, None, False),
    ("Here is what happened on March 5:", None, "text", None, None, False),
    ("What we know as of March 5, 2024:", None, "text", None, None, False),
    ("The committee set 3 conditions:", None, "text", None, None, False),
    ("The ferry leaves at 10:15 and again at 11:45.", None, "text", None, None, False),
    ("12.03.2024 Minister gives up the post", None, "text", None, None, False),
    ("5 min read", None, "text", None, None, False),
    ("Three days ago nobody had heard of the otter.", None, "text", None, None, False),
    ("Shares in Wendt Line fell", None, "text", None, None, False),
    ("Reply to the letter within ten days, the court said.", None, "text", None, None, False),
    ("Er sagte:", "„Wir haben es versucht.“", "text", None, None, False),
    ("Он сказал:", None, "text", None, None, False),
]


@pytest.mark.parametrize(("line", "following", "kind", "author", "likes", "certain"), LINES, ids=str)
def test_line(
    line: str, following: str | None, kind: LineKind, author: str | None, likes: int | None, certain: bool
) -> None:
    found = classify(line, following)
    assert (found.kind, found.author, found.like_count, found.certain) == (kind, author, likes, certain)


TITLE = "Ferry to Marlund stops at the end of the month"
PARAGRAPHS = (
    "The ferry company will stop its service to Marlund at the end of the month, the board said in a letter on Tuesday.",
    "“We have counted the tickets three times,” said chairwoman Dorrit Hansgaard, who has led the board since spring.",
    "The last boat leaves the west quay at ten in the evening. A brass band will play whatever the weather does.",
    "Whether another company takes over the line is open. Two have asked for the timetable, the harbour office said.",
)
FIRST = "I took that boat to school every day for nine years."
SECOND = "Nobody asked us about the timetable."


def cleaned(*lines: str, separator: str = "\n\n") -> Article:
    article = clean(separator.join(lines))
    assert_tiled(article)
    return article


def comments(article: Article) -> list[tuple[str | None, str, int | None]]:
    return [(comment.author, comment.text, comment.like_count) for comment in article.comments]


THREADS = {
    "wordpress": (
        [
            "2 thoughts on “Ferry to Marlund stops”",
            "Anna Example says:",
            "March 6, 2024 at 10:15 am",
            FIRST,
            "Reply",
        ],
        ["Ulf Tarrant says:", "March 7, 2024 at 8:05 am", SECOND, "Reply"],
        [("Anna Example", FIRST, None), ("Ulf Tarrant", SECOND, None)],
    ),
    "wordpress without a heading": (
        ["Anna Example says:", "March 6, 2024 at 10:15 am", FIRST],
        ["Ulf Tarrant says:", "March 7, 2024 at 8:05 am", SECOND],
        [("Anna Example", FIRST, None), ("Ulf Tarrant", SECOND, None)],
    ),
    "wordpress.com": (
        [f"  1. {FIRST}", "    Liked by 2 people"],
        [f"  2. {SECOND}", "    Liked by 1 person"],
        [(None, FIRST, 2), (None, SECOND, 1)],
    ),
    "disqus": (
        ["2 Comments", "Sort by Best", "Anna Example • 3 days ago", FIRST, "4 • Reply • Share ›"],
        ["Ulf Tarrant > Anna Example • 2 days ago", SECOND, "• Reply • Share ›", "Disqus' Privacy Policy"],
        [("Anna Example", FIRST, 4), ("Ulf Tarrant", SECOND, None)],
    ),
    "facebook": (
        ["2 Comments", "Sort by Oldest", "Anna Example", FIRST, "Like · Reply · 4 · 3d"],
        ["Ulf Tarrant", SECOND, "Like · Reply · 2d", "Facebook Comments Plugin"],
        [("Anna Example", FIRST, 4), ("Ulf Tarrant", SECOND, None)],
    ),
    "german": (
        ["2 Kommentare", "Max Beispiel sagt:", "6. März 2024 um 10:15 Uhr", FIRST, "Antworten"],
        ["pegelleser sagt:", "7. März 2024 um 8:05 Uhr", SECOND, "Antworten"],
        [("Max Beispiel", FIRST, None), ("pegelleser", SECOND, None)],
    ),
    "spanish": (
        ["2 comentarios", "Marinero en tierra dice:", "6 marzo, 2024 a las 1:22 pm", FIRST, "Responder"],
        ["Josune R. dice:", "7 marzo, 2024 a las 8:05 am", SECOND, "Responder"],
        [("Marinero en tierra", FIRST, None), ("Josune R.", SECOND, None)],
    ),
    "french": (
        ["2 commentaires", "Mireille B. dit :", "6 mars 2024 à 10h15", FIRST, "Répondre"],
        ["ancien_du_four dit :", "7 mars 2024 à 8h05", SECOND, "Répondre"],
        [("Mireille B.", FIRST, None), ("ancien_du_four", SECOND, None)],
    ),
    "russian": (
        ["Комментарии", "Остап • 2 дня назад", FIRST, "Ответить"],
        ["Лоцман • 1 час назад", SECOND, "Ответить"],
        [("Остап", FIRST, None), ("Лоцман", SECOND, None)],
    ),
    "ukrainian": (
        ["2 коментарі", "Мирослава Тихобіг пише:", "6 березня 2024 о 10:15", FIRST, "Відповісти"],
        ["Лоцман пише:", "7 березня 2024 о 8:05", SECOND, "Відповісти"],
        [("Мирослава Тихобіг", FIRST, None), ("Лоцман", SECOND, None)],
    ),
    "forum": (
        ["#1 Anna Example 06.03.2024 10:15", FIRST, "Quote"],
        ["#2 pegelleser 07.03.2024 08:05", SECOND, "Quote"],
        [("Anna Example", FIRST, None), ("pegelleser", SECOND, None)],
    ),
}


SIGNED = ["Comment by Anna Example — March 6, 2024 @ 10:15", "Comment by Ulf Tarrant — March 7, 2024 @ 08:05"]
THREADS |= {
    "names below": (
        ["2 Comments »", FIRST, SIGNED[0]],
        [SECOND, SIGNED[1]],
        [("Anna Example", FIRST, None), ("Ulf Tarrant", SECOND, None)],
    ),
    "buttons above": (
        ["2 Kommentare", "Anna Example 6. März 2024 um 10:15", "Antworten", FIRST],
        ["Ulf Tarrant 7. März 2024 um 08:05", "Antworten", SECOND],
        [("Anna Example", FIRST, None), ("Ulf Tarrant", SECOND, None)],
    ),
    "buttons below and no heading": (
        ["Anna Example", "06.03.2024 10:15", FIRST, "Antworten"],
        ["Ulf Tarrant", "07.03.2024 08:05", SECOND, "Antworten"],
        [("Anna Example", FIRST, None), ("Ulf Tarrant", SECOND, None)],
    ),
    "likes beside": (
        ["Kommentare", "Anna Example", "#1 — vor 8 Stunden", "4", FIRST],
        ["Ulf Tarrant", "#2 — vor 7 Stunden", "20", SECOND],
        [("Anna Example", FIRST, 4), ("Ulf Tarrant", SECOND, 20)],
    ),
}


@pytest.mark.parametrize("separator", ["\n\n", "\n"], ids=["blank lines", "lines"])
@pytest.mark.parametrize("widget", THREADS)
def test_thread_under_an_article(widget: str, separator: str) -> None:
    first, second, expected = THREADS[widget]
    article = cleaned(TITLE, *PARAGRAPHS, *first, *second, "Leave a Reply", "Name *", separator=separator)
    assert comments(article) == expected
    assert body(article) == list(PARAGRAPHS)


def test_paragraphs_of_a_comment() -> None:
    thread = ["1 comment", "Anna Example says:", "March 6, 2024 at 10:15 am", FIRST, SECOND, "Reply"]
    assert comments(cleaned(TITLE, *PARAGRAPHS, *thread)) == [("Anna Example", f"{FIRST}\n\n{SECOND}", None)]


def test_form_ends_the_thread() -> None:
    thread = ["1 comment", "Anna Example says:", "March 6, 2024 at 10:15 am", FIRST, "Leave a Reply", SECOND]
    article = cleaned(TITLE, *PARAGRAPHS, *thread)
    assert comments(article) == [("Anna Example", FIRST, None)]
    assert SECOND not in body(article)


@pytest.mark.parametrize(
    "head",
    [
        ["3 Comments"],
        ["Comments"],
        ["By Anna Example", "3 Comments"],
        ["Anna Example • March 5, 2024"],
        ["Anna Example | 5 min read"],
        ["Anna Example · 2 days ago", "Share"],
        ["Politics | March 5, 2024", "Reply"],
        ["3 Comments", "Anna Example · 2 days ago"],
    ],
    ids=" / ".join,
)
def test_what_stands_under_a_headline_begins_no_thread(head: list[str]) -> None:
    """A link to the comments, a byline with a date: what followed was taken for comments once."""
    first, second, expected = THREADS["wordpress"]
    assert body(cleaned(TITLE, *head, *PARAGRAPHS)) == list(PARAGRAPHS)
    with_thread = cleaned(TITLE, *head, *PARAGRAPHS, *first, *second)
    assert body(with_thread) == list(PARAGRAPHS)
    assert comments(with_thread) == expected


@pytest.mark.parametrize(
    "line",
    [
        "Here is what happened on March 5:",
        "What we know as of March 5, 2024:",
        "The minister said:",
        "Timeline | March 5, 2024",
        "Discussion",
        "Comments",
        "1. Skarholm on March 5, 2024",
    ],
)
def test_line_within_an_article_begins_no_thread(line: str) -> None:
    article = cleaned(TITLE, *PARAGRAPHS[:3], line, PARAGRAPHS[3], PARAGRAPHS[0])
    assert article.comments == ()
    assert [text for text in PARAGRAPHS if text not in body(article)] == [], verdicts(article)


TEASERS = [
    "Town halls count their chairs anew",
    "Dorrit Hansgaard - March 5, 2024",
    "The inventory takes until Friday, the office said, and nobody may sit down before.",
    "Otter seen at the lock",
    "Max Beispiel - March 4, 2024",
    "It stayed for an hour, said the keeper, who had brought a chair.",
]


@pytest.mark.parametrize("heading", [[], ["0 Comments"], ["Comment"]], ids=str)
def test_teasers_with_names_and_days_are_no_thread(heading: list[str]) -> None:
    article = cleaned(TITLE, *PARAGRAPHS, *heading, *TEASERS)
    assert article.comments == ()


def test_thread_ends_with_its_last_comment() -> None:
    first, second, expected = THREADS["wordpress"]
    below = ["Jobs", "Painter of buoys", "Keeper of the lock", "More jobs"]
    article = cleaned(TITLE, *PARAGRAPHS, *first, *second, *below)
    assert comments(article) == expected
    assert [line for line in below if line in body(article)] == []


READERS = [
    "Hi Anna, thanks for writing about this! I took that boat to school for years :)",
    "Danke für den Beitrag, ich finde das echt schade!!",
    "@Ulf: you really think so? I guess they just don't care...",
    "Hallo Anna, mir geht es genauso. Toller Artikel!",
    "Liebe Grüße, Max",
]


def test_readers_are_known_by_their_voice() -> None:
    """Some extractors leave the texts of comments only, one under the other behind the article."""
    article = cleaned(TITLE, *PARAGRAPHS, *PARAGRAPHS[::-1], *READERS)
    assert body(article) == [*PARAGRAPHS, *PARAGRAPHS[::-1]]
    assert [comment.text for comment in article.comments][:3] == READERS[:3]
    assert article.comments[-1].text == "\n\n".join(READERS[3:])


def test_an_article_that_ends_with_thanks_stays_whole() -> None:
    article = cleaned(TITLE, *PARAGRAPHS, *PARAGRAPHS[::-1], "Thanks to all who wrote to us for this story.")
    assert article.comments == ()


def test_html_comments_are_told_apart_by_markup() -> None:
    unit = (
        '<li class="comment"><b class="fn">{}</b> <time>{}</time><p>{}</p><div class="reply">Reply</div></li>'
    )
    markup = (
        f"<html><body><article><h1>{TITLE}</h1>"
        + "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
        + '</article><ol class="comment-list">'
        + unit.format("Anna Example", "March 6, 2024", FIRST)
        + unit.format("Ulf Tarrant", "March 7, 2024", SECOND)
        + "</ol></body></html>"
    )
    article = clean(markup)
    assert comments(article) == [("Anna Example", FIRST, None), ("Ulf Tarrant", SECOND, None)]
    assert body(article) == list(PARAGRAPHS)


UNITS = {
    "author in an element of its own": (
        '<div class="comment"><p class="comment-author">{name}</p><div class="comment-body">{text}</div></div>'
    ),
    "name below": '<li class="comment"><p>{text}</p><small>Comment by {name} — March 6, 2024 @ 10:15</small></li>',
    "name and time in one": (
        '<li class="comment"><h6>{name} | Wed, 6 March 2024 - 10:15</h6><p>{text}</p><a>Reply</a></li>'
    ),
    "answer": (
        '<li class="comment"><b class="fn">{name}</b> <i class="date">at</i>'
        "<div>Reply to Dorrit</div><p>{text}</p></li>"
    ),
}


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS.keys())
def test_html_comment_has_its_author_and_its_text_only(unit: str) -> None:
    article = clean(
        page_with(unit.format(name="Anna Example", text=FIRST), unit.format(name="Ulf", text=SECOND))
    )
    assert comments(article) == [("Anna Example", FIRST, None), ("Ulf", SECOND, None)]
    assert body(article) == list(PARAGRAPHS)


def test_html_likes_stand_in_elements_named_so() -> None:
    unit = '<li class="comment"><b class="fn">{}</b><p>{}</p><div class="like">{}</div><div class="like">{}</div></li>'
    article = clean(page_with(unit.format("Anna", FIRST, 42, 7), unit.format("Ulf", SECOND, "+3", 0)))
    assert comments(article) == [("Anna", FIRST, 42), ("Ulf", SECOND, 3)]


def test_html_thread_without_a_telling_name() -> None:
    unit = "<div><div>{}</div><div>March 6, 2024 at 10:15 am</div><div>{}</div><div>Reply</div></div>"
    article = clean(
        page_with("<h3>2 comments</h3>", unit.format("Anna", FIRST), unit.format("Ulf", SECOND), area="div")
    )
    assert comments(article) == [("Anna", FIRST, None), ("Ulf", SECOND, None)]
    assert body(article) == list(PARAGRAPHS)


def page_with(*units: str, area: str = 'ol class="comment-list"') -> str:
    """Give a page of the article with these units under it."""
    paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    return (
        f"<html><body><article><h1>{TITLE}</h1>{paragraphs}</article>"
        f"<{area}>{''.join(units)}</{area.split(maxsplit=1)[0]}></body></html>"
    )
