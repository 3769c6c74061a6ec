"""Datelines, and first sentences that begin like one."""

import pytest

from copydesk.reporting.datelines import read_dateline
from copydesk.reporting.outlets import agency_names

# dateline, place, agency, day as written
DATELINES: list[tuple[str, str | None, str | None, str | None]] = [
    ("KIEV, January 12. /TASS/. ", "KIEV", "TASS", "January 12"),
    ("КИЇВ, 5 березня. /НОРДВАЙР/. ", "КИЇВ", "НОРДВАЙР", "5 березня"),
    ("МОСКВА, 5 марта. /ТАСС/. ", "МОСКВА", "TASS", "5 марта"),
    ("МОСКВА, 5 марта - РИА Новости. ", "МОСКВА", "RIA Novosti", "5 марта"),
    ("PORT CALDERBY, March 5 (Reuters) - ", "PORT CALDERBY", "Reuters", "March 5"),
    ("Lisbon (Reuters) - ", "Lisbon", "Reuters", None),
    ("Lisbon, March 5, 2024 (AP) — ", "Lisbon", "AP", "March 5, 2024"),
    ("ARDMOOR, N.Y. (AP) — ", "ARDMOOR, N.Y.", "AP", None),
    ("LA CROSSE, Wis. (AP) — ", "LA CROSSE, Wis.", "AP", None),
    ("SAN FRANCISCO, Calif. — ", "SAN FRANCISCO, Calif.", None, None),
    ("WASHINGTON, D.C. — ", "WASHINGTON, D.C.", None, None),
    ("ST. PETERSBURG, March 5 — ", "ST. PETERSBURG", None, "March 5"),
    ("TOKYO, March 5 (Kyodo) -- ", "TOKYO", "Kyodo", "March 5"),
    ("Berlin (dpa) – ", "Berlin", "dpa", None),
    ("BERLIN (dpa) - ", "BERLIN", "dpa", None),
    ("Berlin/Hamburg (dpa) - ", "Berlin/Hamburg", "dpa", None),
    ("Berlin, 5. März (Reuters) - ", "Berlin", "Reuters", "5. März"),
    ("PARIS (AFP) - ", "PARIS", "AFP", None),
    ("MADRID, 5 mar (EFE).- ", "MADRID", "EFE", "5 mar"),
    ("ROMA, 5 MAR - ", "ROMA", None, "5 MAR"),
    ("BRUSSELS — ", "BRUSSELS", None, None),
    ("NEW YORK -- ", "NEW YORK", None, None),
    ("SKARHOLM, 5 March 2024 — ", "SKARHOLM", None, "5 March 2024"),
    ("(Reuters) - ", None, "Reuters", None),
    ("(ANSA) - ", None, "ANSA", None),
]


@pytest.mark.parametrize(
    ("dateline", "place", "agency", "day"), DATELINES, ids=[line[0] for line in DATELINES]
)
def test_dateline(dateline: str, place: str | None, agency: str | None, day: str | None) -> None:
    found = read_dateline(f"{dateline}The council of the strait states met.")
    assert found is not None
    assert (found.place, found.agency, found.day.written if found.day else None) == (place, agency, day)
    assert found.length == len(dateline)


@pytest.mark.parametrize(
    "paragraph",
    [
        "The council met in Lisbon (Reuters reported) – and broke up.",
        "NATO – the alliance of thirty states – said nothing.",
        "NATO — The alliance said nothing.",
        "BREAKING — The ferry stops at the end of the month.",
        "EXCLUSIVE – The ferry stops at the end of the month.",
        "EILMELDUNG – Die Fähre fährt nicht mehr.",
        "СРОЧНО — Паром остановлен.",
        "LISBON - the port of the south - has a new bench.",
        "LISBON — 40 boats left the port.",
        "Skarholm – Die Fähre fährt nicht mehr.",
        "Anna Example (CDU) – Die Ministerin schweigt.",
        "Tomas Verel - The economist says that nobody asked.",
        "In March 5 - The day was long.",
        "On March 5 (Tuesday) - The council met.",
        "I — The writer of these lines — was there.",
        "UN — The body met.",
        "“SP”: – How will they respond?",
        "– Of course, there will be progress.",
        "A — B",
        "1. LISBON — The council met.",
        "ARDMOOR, May 32 (Reuters) - The council met.",
        "The minister said (in a letter) - And nobody read it.",
        "Lisbon.",
        "",
    ],
)
def test_first_sentence_is_no_dateline(paragraph: str) -> None:
    assert read_dateline(paragraph) is None


def test_agencies_have_one_name_each() -> None:
    names = agency_names()
    assert names["the associated press"] == names["ap"] == "AP"
    assert names["тасс"] == names["itar-tass"] == "TASS"
    assert all(spelling == spelling.lower() for spelling in names)
