"""Bylines and copyright lines."""

import pytest

from copydesk.reporting.bylines import (
    Copyright,
    read_byline,
    read_claim,
    read_copyright,
    read_credit,
    split_names,
)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Anna Example", ("Anna Example",)),
        ("BY ANNA EXAMPLE", ("ANNA EXAMPLE",)),
        ("by Anna Example and Ulf Tarrant", ("Anna Example", "Ulf Tarrant")),
        ("By Anna Example, Ulf Tarrant & Edda Frome", ("Anna Example", "Ulf Tarrant", "Edda Frome")),
        ("By Anna Example, political correspondent", ("Anna Example",)),
        ("By Anna Example – March 5, 2024 – 3 min read", ("Anna Example",)),
        ("By Anna Example –", ("Anna Example",)),
        ("Posted on March 5, 2024 by Maren Tolvik", ("Maren Tolvik",)),
        ("Written by J. R. Example", ("J. R. Example",)),
        ("(Reporting by Adela Frayn; Editing by Corin Masters)", ("Adela Frayn",)),
        ("Von Henrike Salm", ("Henrike Salm",)),
        ("Von Max von der Beispiel und Henrike Salm", ("Max von der Beispiel", "Henrike Salm")),
        ("Par Solène Kervadec – Publié le 4 mars 2024 à 18h05", ("Solène Kervadec",)),
        ("Por Lucía Ejemplo y Josune Beloki", ("Lucía Ejemplo", "Josune Beloki")),
        ("Di Mario Esempio", ("Mario Esempio",)),
        ("Door Jan van den Berg", ("Jan van den Berg",)),
        ("Автор: Остап Вербинський", ("Остап Вербинський",)),
        ("Text: Henrike Salm", ("Henrike Salm",)),
        ("Author: Anna Example", ("Anna Example",)),
        ("Written By: Anna Example", ("Anna Example",)),
        ("by ANNA EXAMPLE on Mar 5, 2024", ("ANNA EXAMPLE",)),
        ("By Anna Example ⋅ Founder and Editor-in-Chief ⋅ Updated May 6, 2024", ("Anna Example",)),
        ("By Anna Example Staff Writer", ("Anna Example",)),
        ("par Anna Example le", ("Anna Example",)),
        ("Interview: Anna Example", ("Anna Example",)),
    ],
)
def test_byline(line: str, names: tuple[str, ...]) -> None:
    assert read_byline(line) == names


@pytest.mark.parametrize(
    "line",
    [
        "By Monday the water had gone",
        "By law, the gates must close",
        "Von der Brücke ist nichts geblieben",
        "Por la mañana",
        "Par hasard",
        "By staff reporter",
        "By the harbour office",
        "Anna Example",
        "By 2024",
        "By " + "Anna Example and " * 10,
        "",
    ],
)
def test_no_byline(line: str) -> None:
    assert read_byline(line) == ()


def test_names_are_said_once() -> None:
    assert split_names("Anna Example, Ulf Tarrant and Anna Example") == ("Anna Example", "Ulf Tarrant")


def test_desks_are_no_names() -> None:
    assert split_names("Anna Example, Harbour Desk and Staff Reporter") == ("Anna Example",)


@pytest.mark.parametrize(
    ("line", "holder", "year"),
    [
        ("(C)UNIAN 2021", "UNIAN", 2021),
        ("(c) 2024 Harbour Press", "Harbour Press", 2024),
        ("© 2024 Ardmoor Ledger Press. All rights reserved.", "Ardmoor Ledger Press", 2024),
        ("© Küstenbote 2024 | Impressum", "Küstenbote", 2024),
        ("© 2019–2024 Harbour Press", "Harbour Press", 2024),
        ("© 2024 Le Courrier de Brévanne", "Le Courrier de Brévanne", 2024),
        ("© 2024 みさき日報　無断転載を禁じます", "みさき日報", 2024),
        ("Copyright © 2024 Harbour Press", "Harbour Press", 2024),
        ("Copyright (c) 2024, Harbour Press", "Harbour Press", 2024),
        ("Copyright 2024 Harbour Press", "Harbour Press", 2024),
        ("Copyright Harbour Press 2024", "Harbour Press", 2024),
        ("Copyright: Harbour Press", "Harbour Press", None),
        ("Copyright by Harbour Press", "Harbour Press", None),
        ("Copyright Harbour Press. All rights reserved", "Harbour Press", None),
        ("Harbour Press © 2024", "Harbour Press", 2024),
        ("Портовий вісник © 2024", "Портовий вісник", 2024),
        ("© 2024", None, 2024),
    ],
)
def test_copyright(line: str, holder: str | None, year: int | None) -> None:
    assert read_copyright(line) == Copyright(holder, year)


@pytest.mark.parametrize(
    "line",
    [
        "Copyright lawyers cheered the ruling.",
        "Copyright law is broken",
        "Copyright reform of 2019 failed, the court said.",
        "(c) the owner pays.",
        "(c) The pilot signs.",
        "The © on the bench was painted in 2024 by a child, the office said",
        "©",
        "Copyright",
        "Harbour Press 2024",
        "",
    ],
)
def test_no_copyright(line: str) -> None:
    assert read_copyright(line) is None


@pytest.mark.parametrize(
    ("claim", "names"),
    [
        ("Edda Frome", ("Edda Frome",)),
        ("Edda Frome (efr)", ("Edda Frome",)),
        ("By Edda Frome and Tomas Verel", ("Edda Frome", "Tomas Verel")),
        ("Edda Frome og Tomas Verel", ("Edda Frome", "Tomas Verel")),
        ("Lantern Desk", ("Lantern Desk",)),
        ("reedling", ("reedling",)),
        ("105092", ()),
        ("https://lantern.example/people/edda", ()),
        ("edda@lantern.example", ()),
        ('<a href="/people/edda" rel="author">Edda Frome</a>', ("Edda Frome",)),
        ("Edda Frome Chefredakteurin", ("Edda Frome",)),
        ("Lantern Editorial Team", ("Lantern Editorial Team",)),
        ("Fotos: Lena Oswald", ()),
        ("", ()),
    ],
)
def test_claims_of_authors(claim: str, names: tuple[str, ...]) -> None:
    assert read_claim(claim) == names


@pytest.mark.parametrize(
    ("credit", "names"),
    [
        ("Edda Frome", ("Edda Frome",)),
        ("Von Edda Frome, Marlund", ("Edda Frome",)),
        ("Authors: Edda Frome & Tomas Verel", ("Edda Frome", "Tomas Verel")),
        ("The Author Edda Frome", ("Edda Frome",)),
        ("(Edda Frome)", ("Edda Frome",)),
        ("Edda Frome |", ("Edda Frome",)),
        ("The Author", ()),
        ("Artikel von", ()),
        ("Main Ingredient:", ()),
        ("Photo: Lena Oswald", ()),
        ("reedling", ()),
        ("Harbour Desk", ()),
        ("Expert Reviewer", ()),
    ],
)
def test_credits_of_pages(credit: str, names: tuple[str, ...]) -> None:
    assert read_credit(credit) == names
