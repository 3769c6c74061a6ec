"""What holds of the quotations of any text whatever."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk import quotes

_PIECES = st.sampled_from(
    [
        *"\"“”„«»‹›‘’'‚\n–—:,.?!…() \x02\u00a0",
        *"said he she Brandt Ida Scott Mr. week later one of more ly Jordan King heard saying told that the minister SP and 'tis Mr. U.S. according to".split(),
        "\n\n",
        ": – ",
        ", ”he said",
        "сказал",
        "sagte",
    ]
)
_NEWS = st.lists(_PIECES, max_size=60).map("".join) | st.lists(_PIECES, max_size=60).map(" ".join)


@given(st.text() | _NEWS)
def test_offsets_give_the_text_and_spans_are_in_order(text: str) -> None:
    last = 0
    for quote in quotes(text):
        assert quote.text == text[quote.start : quote.stop]
        assert last <= quote.start < quote.stop
        assert (quote.speaker is None) == (quote.reason is not None)
        last = quote.stop


@given(_NEWS)
def test_same_text_same_quotations(text: str) -> None:
    assert quotes(text) == quotes(text)


def test_text_without_marks_is_not_read() -> None:
    assert quotes("") == []
    assert quotes("The minister said that the bridge would open in May.") == []


@pytest.mark.parametrize(
    "piece",
    [
        "'a ",
        "“a ",
        '"a" said ',
        "“We go,” said Ida Brandt. ",
        "“We go,” the minister said, and Olav Renn left. ",
        "Ida Brandt, ",
        "– a\n",
        "“HC”: – a\n",
        "said “",
    ],
)
def test_time_grows_with_the_text(piece: str) -> None:
    """Ten times the text takes about ten times as long; a square would take a hundred."""
    once, tenfold = ("“Go,” he said.\n" + piece * count for count in (400, 4000))
    assert seconds(tenfold) < 40 * seconds(once) + 0.05


def seconds(text: str) -> float:
    def once() -> float:
        start = time.process_time()
        quotes(text)
        return time.process_time() - start

    return min(once() for _ in range(3))
