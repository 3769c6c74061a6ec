"""Words, signatures and alignments hold for any text."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from copydesk.relating.alignment import LEAST, align
from copydesk.relating.signatures import VALUES, read_signatures, sign, similarities
from copydesk.relating.words import read_words
from tests.reuse.desk import changed, text, words

TEXTS = st.lists(st.text(max_size=80), min_size=1, max_size=6)
STREAMS = st.lists(st.sampled_from(words(12, 1)), max_size=120)


@given(TEXTS)
def test_words_are_the_same_alone_and_in_a_batch(texts: list[str]) -> None:
    for one, batched in zip(texts, read_words(texts), strict=True):
        (alone,) = read_words([one])
        assert alone.hashes.tolist() == batched.hashes.tolist()
        assert alone.starts.tolist() == batched.starts.tolist()
        assert alone.shingle == batched.shingle


@given(TEXTS)
def test_words_stand_in_order_and_hold_no_space(texts: list[str]) -> None:
    for one, found in zip(texts, read_words(texts), strict=True):
        places = [
            place for span in zip(found.starts.tolist(), found.stops.tolist(), strict=True) for place in span
        ]
        assert places == sorted(places)
        assert all(
            one[start:stop].split() == [one[start:stop]]
            for start, stop in zip(places[::2], places[1::2], strict=True)
        )


@given(TEXTS)
def test_signatures_are_the_same_alone_and_in_a_batch(texts: list[str]) -> None:
    names = [str(number) for number in range(len(texts))]
    batched = sign(names, texts)
    for name, one in zip(names, texts, strict=True):
        alone = sign([name], [one])
        for whole, part in zip(batched, alone, strict=True):
            assert whole.filter(document_id=name).equals(part)


@given(STREAMS, STREAMS)
def test_passages_lie_in_both_texts_apart_and_are_alike(one: list[str], other: list[str]) -> None:
    texts = [" ".join(one), " ".join(other)]
    found = align(*read_words(texts))
    for passage in found:
        assert 0 <= passage.start < passage.stop <= len(texts[0])
        assert 0 <= passage.other_start < passage.other_stop <= len(texts[1])
        assert LEAST <= passage.similarity <= 1
        assert len(texts[0][passage.start : passage.stop].split()) >= 20
    for before, behind in pairwise(found):
        assert before.stop <= behind.start


@given(st.integers(0, 10**6), st.integers(0, 80), st.integers(0, 80), st.integers(0, 5))
def test_a_planted_passage_is_found_whole(seed: int, before: int, behind: int, change_count: int) -> None:
    planted = words(40, seed)
    kept = [planted[0], *changed(planted[1:-1], change_count, seed), planted[-1]]
    one = words(before, seed + 1) + planted + words(behind, seed + 2)
    other = words(behind, seed + 3) + kept + words(before, seed + 4)
    (found,) = align(*read_words([" ".join(one), " ".join(other)]))
    assert found.similarity >= 0.8


@given(st.integers(0, 10**6), st.sampled_from([0.3, 0.5, 0.8]))
def test_signatures_estimate_the_share_of_shingles_in_common(seed: int, share: float) -> None:
    common = words(int(300 * share), seed)
    rest = 300 - len(common)
    texts = [text(common + words(rest, seed + number)) for number in (1, 2)]
    values = read_signatures(sign(["a", "b"], texts).signatures["signature"])
    assert values.shape == (2, VALUES)
    true = len(common) / (2 * 300 - len(common))
    assert abs(float(similarities(values[:1], values[1:])[0]) - true) < 0.25  # five standard errors
