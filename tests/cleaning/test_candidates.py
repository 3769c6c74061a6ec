"""What a line and an article have in common is the same, however it is looked for."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copydesk.cleaning.candidates import Listed, Searched, terms_of

ARTICLE = "The ferries of Marlund: a ferry, a harbour-master and the report on port_fees (reported in May)."
SPACELESS = "渡し船は月末に運航を終える。港の事務所が発表した。"


@pytest.mark.parametrize(
    ("line", "shared"),
    [
        (
            "Ferry and harbour report",
            3,
        ),  # `and` is too short, `ferry` and `report` stand in longer words as well
        ("Ports, fees and masters", 0),
        ("port_fees of the harbour-master", 3),
        ("渡し船", 0),
    ],
)
@pytest.mark.parametrize("compared", [Listed, Searched])
def test_words_in_common(compared: type[Listed] | type[Searched], line: str, shared: int) -> None:
    assert compared(ARTICLE).count(terms_of(line)) == shared


@pytest.mark.parametrize("compared", [Listed, Searched])
def test_pairs_of_characters_in_common(compared: type[Listed] | type[Searched]) -> None:
    assert compared(SPACELESS).count(terms_of("港の、事務所")) == 4
    assert compared(SPACELESS).count(terms_of("Ferry ends")) == 0


PIECES = st.sampled_from(
    ["port", "ports", "report", "Straße", "aaaa", "aaa", "_", "-", " ", ".", "\n", "渡し", "船"]
)
TEXTS = st.lists(PIECES, max_size=30).map("".join)


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(TEXTS, TEXTS)
def test_listing_and_searching_find_the_same(text: str, line: str) -> None:
    terms = terms_of(line)
    assert Searched(text).count(terms) == Listed(text).count(terms)
