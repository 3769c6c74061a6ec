"""The language of a text, and its length in words, or in characters where a script has no spaces."""

import pytest

from copydesk.reporting.language import UNDETERMINED, count_words, detect_language


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "The ferry company will stop its service to Marlund at the end of the month, the board said on Tuesday.",
        ),
        (
            "de",
            "Das Sperrwerk war nach der Sturmflut beschlossen worden und sollte schon vor fünf Jahren fertig sein.",
        ),
        (
            "fr",
            "Les élus de la commune ont décidé que les cloches de l'église ne sonneraient plus pendant la nuit.",
        ),
        ("es", "La cofradía ha grabado doce horas de subasta con la voz del último pregonero del puerto."),
        ("it", "Il consiglio comunale ha deciso che il traghetto non partirà più dopo le dieci di sera."),
        ("pt", "A câmara municipal decidiu que o barco deixará de partir depois das dez horas da noite."),
        (
            "nl",
            "De veerboot vertrekt aan het einde van de maand voor de laatste keer, zei het havenbedrijf dinsdag.",
        ),
        ("pl", "Ostatni prom odpłynie pod koniec miesiąca, poinformował we wtorek zarząd spółki żeglugowej."),
        ("ru", "Паром перестанет ходить в конце месяца, сообщило во вторник правление судоходной компании."),
        (
            "uk",
            "Річкові порти готові розпочати навігацію у другій половині березня, повідомив голова спілки.",
        ),
        (
            "tr",
            "Feribot şirketi ay sonunda seferlerini durduracağını salı günü yolcularına yazdığı mektupta duyurdu.",
        ),
        ("ja", "みさき市は五日、市が運営する渡し船の運賃を七月から引き上げる方針を明らかにした。"),
        ("zh", "市政府星期二宣布，从七月起提高渡船票价，这是二十年来的第一次。"),
        ("ko", "시는 칠월부터 나룻배 요금을 올리기로 했다고 화요일에 밝혔다. 이십 년 만의 인상이다."),
        ("th", "เทศบาลประกาศเมื่อวันอังคารว่าจะขึ้นค่าโดยสารเรือข้ามฟากตั้งแต่เดือนกรกฎาคม"),
        (
            "ar",
            "أعلنت البلدية يوم الثلاثاء أنها سترفع أجرة العبارة ابتداء من شهر يوليو لأول مرة منذ عشرين عاما.",
        ),
    ],
)
def test_language(language: str, text: str) -> None:
    assert detect_language(text) == language


@pytest.mark.parametrize("text", ["", " ", "12 345", "… – !", "7 + 5 = 12", "\n\n"])
def test_language_of_nothing_is_undetermined(text: str) -> None:
    assert detect_language(text) == UNDETERMINED


def test_line_breaks_do_not_matter() -> None:
    text = "The ferry company\nwill stop its service\n\nto Marlund at the end of the month."
    assert detect_language(text) == "en"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        (" \n ", 0),
        ("one", 1),
        ("Nobody asked the pilots.", 4),
        ("Nobody\n\nasked\u00a0the  pilots", 4),
        ("well-known 1.4% don’t", 3),
        ("– They refused — twice.", 3),
        ("Гостролуччя чекає", 2),
        ("Fähre fährt", 2),
        ("渡し船", 3),
        ("渡し船 の運賃", 6),
        ("Marlund の渡し船", 5),
        ("나룻배 요금", 2),
        ("เรือ", 4),
    ],
)
def test_words(text: str, count: int) -> None:
    assert count_words(text) == count
