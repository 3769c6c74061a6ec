"""Keys of names: one for all spellings of a name, different for different names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.reporting.names import NameKeys, fold, read_name


@pytest.mark.parametrize(
    "spellings",
    [
        ("Sergey Ryabinin", "Sergei Riabinin", "Сергей Рябинин", "Mr Sergey Ryabinin"),
        ("Volodymyr Zelenko", "Vladimir Zelenko", "Володимир Зеленко"),
        ("Yevgeny Peskarsky", "Evgenii Peskarskiy", "Evgeny Peskarskyi", "Евгений Пескарский"),
        ("Alexey Yelkin", "Aleksei Elkin", "Алексей Елкин"),
        ("Jörg Müller", "Joerg Mueller", "Jörg Müller Jr."),
        ("Joe Brandt", "Joseph Brandt", "Joseph A. Brandt"),
        ("Ursula von der Lorne", "Ursula Lorne"),
    ],
)
def test_spellings_of_a_name_have_one_key(spellings: tuple[str, ...]) -> None:
    assert len({read_name(name) for name in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mario Rossa", "Maria Rossa"),
        ("Jan Holt", "Jane Holt"),
        ("Ida Brandt", "Ida Brand"),
        ("Ida Brandt", "I. Brandt"),
        ("Anna Petrov", "Anton Petrov"),
    ],
)
def test_other_names_have_other_keys(one: str, other: str) -> None:
    assert read_name(one) != read_name(other)


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("Brandt", NameKeys("brandt", None)),
        ("Dr Brandt", NameKeys("brandt", None)),
        ("I. Brandt", NameKeys("brandt", "i")),
        ("G.V. Brandt", NameKeys("brandt", "g")),
        ("", None),
        (" - ", None),
    ],
)
def test_keys(name: str, keys: NameKeys | None) -> None:
    assert read_name(name) == keys


@given(st.text(max_size=40))
def test_any_text_has_keys_or_none(name: str) -> None:
    keys = read_name(name)
    assert keys is None or keys.surname


@given(st.text(alphabet="abcdefghiklmnoprstuvyzäöüé", min_size=1, max_size=12))
def test_accents_and_case_change_no_key(word: str) -> None:
    assert fold(word) == fold(word.upper().lower())
