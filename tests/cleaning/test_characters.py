"""Lines as arrays: what is counted and cut into words all at once is what a look at each line gives."""

from itertools import groupby

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copydesk.cleaning.labeller.characters import (
    LONGEST_READ,
    Words,
    hash_triples,
    hash_word,
    read_characters,
    read_words,
    slots_of,
)

LINES = st.lists(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n"), min_size=1, max_size=40),
    min_size=1,
)


def words_of(lines: list[str]) -> list[list[str]]:
    """Give the words that were found in each line, lower-cased; of numbers only the length counts."""
    characters = read_characters(lines)
    words = read_words(characters)
    text = "\n".join([*lines, ""])
    found: list[list[str]] = [[] for _ in lines]
    for line, start, stop in zip(words.lines, words.starts, words.stops, strict=True):
        found[line].append(text[start:stop])
    return found


def kind(character: str) -> int:
    if ord(character) > 0xFFFF:
        return 1
    return 2 if character.isdecimal() else int(character.isalnum())


@settings(max_examples=200)
@given(LINES)
def test_words_are_runs_of_letters_or_of_digits(lines: list[str]) -> None:
    expected = [["".join(run) for which, run in groupby(line, kind) if which] for line in lines]
    assert words_of(lines) == expected


@settings(max_examples=100)
@given(LINES)
def test_counts_are_those_of_each_line(lines: list[str]) -> None:
    counts = read_characters(lines).counts
    basic = ["".join(one for one in line if ord(one) < 0xFFFF) for line in lines]
    assert counts["letters"].tolist() == [sum(map(str.isalpha, line)) for line in basic]
    assert counts["capitals"].tolist() == [sum(map(str.isupper, line)) for line in basic]
    assert counts["digits"].tolist() == [sum(map(str.isdigit, line)) for line in basic]
    assert counts["spaces"].tolist() == [line.count(" ") for line in basic]
    assert counts["ends"].tolist() == [sum(line.count(mark) for mark in ".!?…。！？।") for line in basic]


def test_a_word_has_one_hash_wherever_it_stands_and_however_it_is_written() -> None:
    assert hash_word("Ferry") == hash_word("ferry") != hash_word("ferries")
    here = read_words(read_characters(["The FERRY left", "a ferry; Überfahrt überfahrt"]))
    assert here.hashes[1] == here.hashes[4] == hash_word("ferry")
    assert here.hashes[5] == here.hashes[6]
    assert len({hash_word(letter * length) for letter in "abcdefgh" for length in range(1, 60)}) == 8 * 59


def test_numbers_count_by_their_length() -> None:
    assert hash_word("2024") == hash_word("1999") != hash_word("199")
    assert hash_word("2024") != hash_word("abcd")


def test_of_a_long_line_the_beginning_is_read() -> None:
    line = "ferry " * 100
    assert [len(words) for words in words_of([line, "two words"])] == [LONGEST_READ // 6, 2]
    assert read_characters([line]).counts["spaces"].tolist() == [100]
    assert len(read_words(read_characters([line]), longest=1 << 20).hashes) == 100


@pytest.mark.parametrize("lines", [["… – …"], ["!", "?"], ["\u0301"]])
def test_lines_without_words(lines: list[str]) -> None:
    words = read_words(read_characters(lines))
    assert len(words.hashes) == 0
    assert words.counts.tolist() == [0] * len(lines)


def test_triples_tell_the_order_of_words() -> None:
    def triples(text: str) -> list[int]:
        words: Words = read_words(read_characters([text]))
        return [int(one) for one in hash_triples(words)[:-2]]

    first, second = triples("the ferry left Corrin at noon"), triples("at noon the ferry left Corrin")
    assert set(first) & set(second) == set(triples("the ferry left Corrin"))
    assert triples("left ferry the") != triples("the ferry left")


def test_slots_lie_in_their_table() -> None:
    hashes = read_words(read_characters(["a ferry left the quay at noon and came back at four"])).hashes
    assert ((slots_of(hashes, 4) >= 0) & (slots_of(hashes, 4) < 16)).all()
    assert np.unique(slots_of(hashes, 16)).size == np.unique(hashes).size
