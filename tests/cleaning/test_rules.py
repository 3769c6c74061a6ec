"""The phrase rules: which lines give themselves away by their words, and which sentences must not."""

import re
import tomllib
from importlib import resources
from typing import Any, get_args

import pytest

from copydesk import clean
from copydesk.cleaning.rules import rule_book
from copydesk.document import Role
from tests.cleaning.desk import body, verdicts

RULED = {
    "comment_form.heading": [
        "Leave a Reply",
        "LEAVE A REPLY",
        "Leave a Reply Cancel reply",
        "Leave a Reply to Anna Example",
        "Schreibe einen Kommentar",
        "Deja una respuesta",
        "Laisser un commentaire",
        "Lascia un commento",
        "Deixe um comentário",
        "Dodaj komentarz",
        "Оставить комментарий",
        "Залишити коментар",
    ],
    "comment_form.field": [
        "Name *",
        "Email (required)",
        "Website",
        "Your email address will not be published. Required fields are marked *",
        "Save my name, email, and website in this browser for the next time I comment.",
        "Deine E-Mail-Adresse wird nicht veröffentlicht. Erforderliche Felder sind mit * markiert",
        "Tu dirección de correo electrónico no será publicada.",
        "Votre adresse e-mail ne sera pas publiée.",
        "Ваш адрес email не будет опубликован.",
        "Ваша e-mail адреса не оприлюднюватиметься.",
        "Twój adres e-mail nie zostanie opublikowany.",
        "You are commenting using your Google account. Log Out /  Change )",
        "Fill in your details below or click an icon to log in: Logo",
        "Google photo",
        "Connecting to %s",
        "Comments are closed.",
        "Kommentare sind geschlossen.",
        "You must be logged in to post a comment.",
    ],
    "comment_form.spam_notice": [
        "This site uses Akismet to reduce spam. Learn how your comment data is processed.",
        "Diese Website verwendet Akismet, um Spam zu reduzieren.",
        "Este sitio usa Akismet para reducir el spam.",
        "Ce site utilise Akismet pour réduire les indésirables.",
        "Этот сайт использует Akismet для борьбы со спамом.",
    ],
    "comments.heading": [
        "Comments",
        "12 Comments",
        "(3) Comments",
        "Comments (14)",
        "1 comment so far",
        "4 thoughts on “Gate nine still will not close”",
        "One thought on “Gate nine still will not close.”",
        "3 responses to “Gate nine still will not close”",
        "One Response",
        "3 Kommentare",
        "3 Gedanken zu „Tor neun klemmt“",
        "Eine Antwort",
        "Ein Gedanke zu „Tor neun klemmt“",
        "3 comentarios en “La lonja de Villamarea”",
        "Un comentario",
        "2 réactions à cet article",
        "Un commentaire sur « Les cloches »",
        "5 комментариев",
        "4 коментарі",
        "Комментарии: 7",
        "Join the discussion…",
        "Sort by Best",
        "comments powered by Disqus",
        "or sign up with Disqus or pick a name",
        "Be the first to comment",
    ],
    "comments.rest": ["Reply", "Antworten", "Responder", "Répondre", "Ответить", "Відповісти", "• Report"],
    "navigation.site": [
        "All news",
        "Home",
        "News",
        "Skip to main content",
        "« Previous",
        "Next »",
        "Home > News > Harbour",
        "Startseite » Lokales",
        "News » Ports » Vessen Strait",
        "Back to top ↑",
        "Return to the home page",
        "Alle Nachrichten",
        "Zum Inhalt springen",
        "Todas las noticias",
        "Toutes les actualités",
        "Все новости",
        "Усі новини",
        "ニュース",
    ],
    "counter.reactions": [
        "0 0",
        "12",
        "1,204 views",
        "3.4k shares",
        "Views: 1204",
        "5 min read",
        "Lesezeit: 4 Min.",
        "Reading time 3 minutes",
        "Lecture : 3 min",
        "214 просмотра",
        "87 переглядів",
        "120 visitas",
    ],
    "share.buttons": [
        "Share",
        "Share this:",
        "Share on Facebook",
        "Facebook Twitter WhatsApp",
        "Facebook | X | Telegram",
        "X",
        "Click to share on Twitter (Opens in new window)",
        "Like this:",
        "Like this: Like Loading...",
        "Klick, um auf Facebook zu teilen (Wird in neuem Fenster geöffnet)",
        "Haz clic para compartir en X",
        "Cliquez pour partager sur Facebook",
        "Teilen",
        "Compartir",
        "Partager",
        "Поделиться",
        "Поширити",
        "シェア",
    ],
    "related.links": [
        "Read more",
        "Read more »",
        "Read also: Who pays for the sand?",
        "READ MORE: Eel pass opens at the weir",
        "See also | Eel pass opens at the weir",
        "Most read",
        "You may also like",
        "Advertisement",
        "Lesen Sie auch: Die Nacht, in der der Fischmarkt schwamm",
        "Das könnte Sie auch interessieren:",
        "Lea también: El faro busca farero",
        "Lire aussi : Le coq de Valmery relaxé en appel",
        "Leggi anche: Il faro cerca un guardiano",
        "Leia também: O farol",
        "Lees ook: De vuurtoren",
        "Czytaj także: Latarnia",
        "Читайте также: Маяк ищет смотрителя",
        "Читайте також: Хто засвітить маяк",
        "関連記事",
        "Don’t miss: The otter of Corrin",
    ],
    "signup.newsletter": [
        "Subscribe",
        "Sign up for our newsletter",
        "Subscribe to our weekly newsletter and never miss a boat",
        "Get the latest stories delivered to your inbox",
        "Get the day's news in your inbox. Sign up for our newsletter.",
        "Follow us on Telegram",
        "Enjoying this story? Support local reporting from 4 crowns a month.",
        "Please support our journalism",
        "Jetzt den Newsletter bestellen",
        "Suscríbete a nuestro boletín",
        "Inscrivez-vous à notre lettre",
        "Подписывайтесь на наш канал",
        "Підписуйтесь на нас у Telegram",
        "Join 1,204 other subscribers",
    ],
    "consent.cookies": [
        "Accept all",
        "Cookie settings",
        "We use cookies to improve your experience.",
        "This website uses cookies.",
        "We and our partners use cookies on this page",
        "Harbour Gazette and you. We use cookies to measure the audience.",
        "By continuing to browse the site you are agreeing to our use of cookies.",
        "Wir verwenden Cookies, um Ihnen den Besuch angenehm zu machen.",
        "Um die Seite zu verbessern, nutzen wir Cookies und ähnliche Mittel.",
        "Diese Website setzt Cookies ein.",
        "Utilizamos cookies propias y de terceros para mejorar nuestros servicios.",
        "Este sitio web utiliza cookies.",
        "Nous utilisons des cookies pour mesurer l'audience de ce site.",
        "Utilizziamo i cookie per migliorare il sito.",
        "Мы используем cookie, чтобы сайт работал лучше.",
        "Наш сайт використовує файли cookie.",
    ],
    "tags.list": [
        "Tags",
        "Tags: ports, navigation, pilots",
        "Article Categories:",
        "Filed under: Harbour",
        "Schlagwörter: Hochwasser, Lorne, Stadtrat",
        "Etiquetas: lonja, pesca, puerto",
        "Mots-clés : cloches",
        "Теги: порт, лоцман",
        "Мітки: порти",
        "#harbour #ferry",
    ],
    "footer.legal": [
        "© All rights reserved",
        "Privacy policy",
        "Powered by WordPress",
        "Powered by WordPress.com",
        "Proudly powered by WordPress",
        "Harbour Gazette 2024. All rights reserved.",
        "Impressum",
        "Alle Rechte vorbehalten",
        "Aviso legal",
        "Mentions légales",
        "Все права защищены",
        "Усі права захищені",
    ],
    "byline.about_author": [
        "Oona Brack writes about slow travel every second Wednesday.",
        "Anna Example is a reporter for the Harbour Gazette.",
        "Anna Example is our correspondent in Lisbon.",
        "Max Beispiel covers the courts for the Küstenbote.",
        "Anna Maria Example is a freelance journalist",
    ],
    "byline.more_by_author": [
        "About the author",
        "View all posts by Anna Example →",
        "Alle Beiträge von Max Beispiel",
    ],
    "caption.credit": [
        "Photo: Lena Oswald / MERIDIAN",
        "Photo by Lena Oswald",
        "Photo courtesy of the harbour office",
        "Foto: Jörn Petersen-Wiek",
        "Foto von Jörn Petersen",
        "Foto de Maite Urrestarazu",
        "Bild: Stadtarchiv Osterlund",
        "Crédit photo : Yvon Dastuge",
        "Фото: пресс-служба порта",
        "Фото — Остап Вербинський",
        "写真：佐野川遥",
        "A ferry leaves the west quay of Marlund / photo MERIDIAN",
        "One of the six carriages at the depot on Wednesday. (Photo: Jorun Sletten)",
        "The quay at low water (AP Photo/Lena Oswald)",
        "Le clocher abrite quatre cloches. Photo Yvon Dastuge",
        "The quay at low water. Getty Images",
        "西桟橋で、佐野川遥撮影",
    ],
}

# What a careful editor keeps: sentences, headings and turns of interviews that share words with furniture.
KEPT = [
    "Share prices fell by a tenth on Tuesday.",
    "Shares in Wendt Line closed 1.4% lower at 86.20 crowns.",
    "News of the attack spread within minutes.",
    "Home secretary says the gates will close in May.",
    "Home is where the bench is, said the oldest passenger.",
    "Search teams found the boat at dawn.",
    "More than forty boats left the port.",
    "Next, the pilots will be heard.",
    "Contact with the vessel was lost at noon.",
    "Weather stations along the coast reported gusts.",
    "Politics is a slow boat, the minister said.",
    "World powers meet in Lisbon",
    "Video of the incident shows a man in a red coat.",
    "Live music was heard on the quay.",
    "Sport and politics do not mix, he said.",
    "Report: the bridge was never inspected",
    "Reports of a fire on the ferry proved false.",
    "Reply to the letter within ten days, the court told both sides.",
    "Quote of the day came from the pilot.",
    "Follow the money, the auditors were told.",
    "Subscribers of the theatre get their money back.",
    "Sign up or lose the berth: the captains had an hour to decide.",
    "The newsletter was founded in 1987 by two students.",
    "The foundation will support local journalism with two million crowns a year.",
    "Enjoying this weather, thousands came to the quay.",
    "Comments by the minister caused laughter.",
    "Comment on the ruling came from both sides.",
    "12 replies had arrived by Friday, the office said.",
    "3 responses to the letter were sent back unopened.",
    "One response was to close the gates.",
    "One comment drew applause.",
    "Eine Antwort darauf hat der Minister nicht.",
    "Ein Kommentar der Stadträtin löste Streit aus.",
    "5 respuestas llegaron al ayuntamiento antes del martes.",
    "Un comentario del alcalde desató la polémica.",
    "40 commentaires ont été signalés à la police.",
    "3 reactions were measured in the laboratory.",
    "Disqus and its rivals face new rules on readers' data, the office said.",
    "Discussion of the budget took four hours.",
    "Related costs rose to four million crowns.",
    "Recommended speeds are lower in winter.",
    "Popular anger grew after the vote.",
    "Trending upwards since March, fares have now doubled.",
    "Advertisement sales fell for the third year.",
    "Read more slowly, the teacher told the class.",
    "Back to the top of the table: Marlund wins again.",
    "Return to home soil was emotional for the crew.",
    "Views from the tower are blocked by the new hotel.",
    "Likes and dislikes aside, the bridge will be built.",
    "Reading time is over, said the pupils.",
    "12 passengers were hurt.",
    "Topics of the talks were sand and money.",
    "Tags on the sheep showed where they came from.",
    "Categories of ships are listed in the annex.",
    "Terms of the deal were not made public.",
    "Privacy advocates welcomed the ruling.",
    "Corrections to the count took two days.",
    "Careers at the port begin at sixteen.",
    "Powered by wind and patience, the boat reached Skarholm on Sunday.",
    "All rights to the film were sold.",
    "The ministry said all rights of passengers would be respected.",
    "The firm made millions by using cookies to follow children across the web, the court found.",
    "By using cookies without asking, the office broke the law, judges said.",
    "Cookies and cake were served after the vote.",
    "“This website uses cookies” is the sentence Europeans read most often, a study found.",
    "Viele Firmen setzen auf Cookies für Werbung, ohne zu fragen, teilte das Gericht mit.",
    "Die Firma verwendet Cookies, um Kinder zu verfolgen, sagt der Kläger.",
    "El navegador bloqueará las cookies de terceros desde enero.",
    "L’entreprise utilise des cookies sans le dire, selon la plainte.",
    "Компания использует cookie без спроса, говорится в иске.",
    "Accept the offer or leave, the owners told the crew.",
    "Agree or strike: the pilots vote on Monday.",
    "Marketing costs doubled.",
    "Statistics show a different picture.",
    "Learn more languages, the mayor told pupils.",
    "The deal covers ships of more than 200 metres.",
    "European Union covers half of the bill.",
    "The Guardian of the Seal writes about the talks in his diary.",
    "Anna Example is a journalist who was arrested on Monday.",
    "The minister is a former journalist and knows the port.",
    "Photos of the quay flooded social networks.",
    "Photo albums, letters and a brass bell were saved.",
    "The house was empty. Photo albums remained.",
    "Image is everything, the coach said.",
    "Images – thousands of them – flooded social networks on Monday.",
    "Image by image, the film shows the harbour filling with sand.",
    "Picture the scene: forty boats and one quay.",
    "Foto de familia: los líderes posaron en la escalinata. Nadie sonrió.",
    "Bilder aus dem Hafen zeigen die Schäden.",
    "Getty Images sued the harbour office for four million crowns.",
    "The lawsuit was brought by Getty Images against a fishmonger.",
    "Reuters and AFP reported the closure first.",
    "Copyright lawyers cheered the ruling.",
    "Copyright reform of 2019 failed, the court said.",
    "(c) the owner pays for the sand.",
    "By Monday the water had gone.",
    "By law, the gates must close at two metres.",
    "Von der Brücke ist nichts geblieben.",
    "May 2024 was the wettest month on record.",
    "March 5 is the day on which the gates were closed.",
    "Le maire a dit « oui » et puis « non » et c’est tout",
    "Skarholm | 12 ships | 31 million crowns",
    "– I agree.",
    "– More!",
    "“Next!”",
    "“No comments.”",
    "« Suite ! »",
    "– Weather.",
    "¿Y más noticias?, preguntó el alcalde.",
    "Новости с фронта приходили с опозданием.",
    "Реклама табака запрещена с марта.",
    "Пошук триває третій день.",
    "Anzeige erstattete der Wirt noch am Abend.",
    "Werbung für Tabak bleibt verboten.",
    "Kontakt hatte er zu niemandem.",
    "Kultur ist kein Luxus, sagte die Stadträtin.",
    "Menu prices rose by a fifth.",
]

PARAGRAPHS = (
    "The ferry company will stop its service to Marlund at the end of the month, the board said on Tuesday.",
    "A brass band has been ordered and will play whatever the weather does, the harbour office said.",
)


@pytest.mark.parametrize(
    ("line", "rule"), [(line, rule) for rule, lines in RULED.items() for line in lines], ids=str
)
def test_line_is_ruled(line: str, rule: str) -> None:
    verdict = rule_book().judge(line)
    assert verdict is not None
    assert verdict.rule == rule


@pytest.mark.parametrize("line", KEPT)
def test_sentence_is_kept(line: str) -> None:
    """By the rule book, and by everything else that looks at a line between two paragraphs."""
    assert rule_book().judge(line) is None
    article = clean("\n\n".join([PARAGRAPHS[0], line, PARAGRAPHS[1]]))
    assert line in body(article), verdicts(article).get(line)


def test_every_rule_has_an_example() -> None:
    assert set(RULED) == {rule["name"] for rule in _rules()}


def test_rules_are_sound() -> None:
    """Roles exist, patterns compile and are in lower case, and a pattern that is searched has its telling words."""
    for rule in _rules():
        assert rule["role"] in get_args(Role)
        for pattern in rule.get("patterns", []):
            re.compile(pattern)
            letters = re.sub(r"\\.|\(\?P<\w+>", "", pattern)
            assert letters == letters.lower(), pattern
        searched = [pattern for pattern in rule.get("patterns", []) if not pattern.startswith("^")]
        assert not searched or rule.get("words"), f"{rule['name']} searches without telling words: {searched}"


def test_whole_lines_are_known_whatever_their_case_and_marks() -> None:
    for rule in _rules():
        for line in rule.get("lines", []):
            for form in (
                line,
                line.upper() if line.upper().casefold() == line.casefold() else line,
                f"» {line}",
            ):
                assert rule_book().judge(form), form


def test_long_lines_are_prose_whatever_they_hold() -> None:
    line = "Read more: " + "the ferry company will stop its service to Marlund at the end of the month, " * 3
    assert rule_book().judge(line) is None


def _rules() -> list[dict[str, Any]]:
    text = resources.files("copydesk.cleaning").joinpath("rules.toml").read_text("utf-8")
    rules: list[dict[str, Any]] = tomllib.loads(text)["rules"]
    return rules
