"""Whose quotes are whose: names are joined where only one person can be meant, and told how."""

import pytest

from tests.sql.desk import Row, open_desk, rows_of

KEYS = {"Ida": "ida", "Ines": "ines", "I.": "i", "Sergey": "sergei", "Sergei": "sergei"}


def said(document_id: str, ordinal: int, name: str) -> Row:
    *given, surname = name.split()
    return {
        "document_id": document_id,
        "ordinal": ordinal,
        "speaker": name,
        "surname_key": surname.lower(),
        "given_key": KEYS[given[0]] if given else None,
    }


def people(*articles: tuple[str, ...], backwards: bool = False) -> list[tuple[str, str, str, float]]:
    """Give the person, spellings, joins and confidence of those who speak in some articles."""
    quotes = [
        said(str(number), ordinal, name)
        for number, names in enumerate(articles)
        for ordinal, name in enumerate(names)
    ]
    desk = open_desk(
        {
            "articles": [{"document_id": str(number)} for number in range(len(articles))],
            "sightings": [{"document_id": str(n), "uri": f"dumps/{n}.txt"} for n in range(len(articles))],
            "quotes": quotes[::-1] if backwards else quotes,
        }
    )
    rows = rows_of(desk, "SELECT person, spellings, joined_how, confidence FROM speakers ORDER BY person_key")
    return [(row["person"], row["spellings"], row["joined_how"], row["confidence"]) for row in rows]


@pytest.mark.parametrize("backwards", [False, True], ids=["as_given", "backwards"])
@pytest.mark.parametrize(
    ("articles", "expected"),
    [
        ([("Ida Brandt", "Ida Brandt")], [("Ida Brandt", "Ida Brandt", "name", 1.0)]),
        (
            [("Sergey Holt", "Sergei Holt", "Sergey Holt")],
            [("Sergey Holt", "Sergei Holt | Sergey Holt", "name, spelling", 0.95)],
        ),
        ([("Ida Brandt",), ("I. Brandt",)], [("Ida Brandt", "I. Brandt | Ida Brandt", "initial, name", 0.8)]),
        ([("Ida Brandt",), ("Brandt",)], [("Ida Brandt", "Brandt | Ida Brandt", "name, surname", 0.6)]),
        (
            [("Ida Brandt", "Brandt"), ("Ines Brandt",)],
            [
                ("Ida Brandt", "Brandt | Ida Brandt", "name, surname in the article", 0.9),
                ("Ines Brandt", "Ines Brandt", "name", 1.0),
            ],
        ),
    ],
)
def test_names_of_one_person_are_joined(
    articles: list[tuple[str, ...]], expected: list[tuple[str, str, str, float]], backwards: bool
) -> None:
    assert people(*articles, backwards=backwards) == expected


@pytest.mark.parametrize(
    "articles",
    [
        [("Ida Brandt", "Ines Brandt")],
        [("Ida Brandt", "I. Brandt")],
        [("Ida Brandt", "Ines Brandt", "Brandt")],
        [("Ida Brandt",), ("Ines Brandt",), ("I. Brandt",)],
        [("Ida Brandt",), ("Ines Brandt",), ("Brandt",)],
    ],
)
def test_names_that_may_be_of_several_stay_apart(articles: list[tuple[str, ...]]) -> None:
    names = {name for names in articles for name in names}
    found = people(*articles)
    assert {person for person, *_ in found} == names
    assert len(found) == len(names)


def test_what_is_no_speech_makes_no_speaker() -> None:
    rows = [
        said("0", 0, "Ida Brandt") | {"kind": "scare"},
        said("0", 1, "Ida Brandt") | {"speaker_kind": "group"},
    ]
    desk = open_desk(
        {
            "articles": [{"document_id": "0"}],
            "sightings": [{"document_id": "0", "uri": "a.txt"}],
            "quotes": rows,
        }
    )
    assert rows_of(desk, "SELECT person FROM speakers") == []
