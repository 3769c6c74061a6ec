"""The labeller: what it sees, how its trees answer, what it chooses, and the weights that come with the package."""

import hashlib
import io
import json
import math
from importlib import resources
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copydesk import clean
from copydesk.cleaning import clean_page, clean_pages, prepare
from copydesk.cleaning.draft import Piece
from copydesk.cleaning.labeller.features import NEWS_COLUMN, describe
from copydesk.cleaning.labeller.model import Kind, choose, load_model, read_model
from copydesk.cleaning.labeller.words import TABLE_SIZE, Odds
from copydesk.cleaning.prose import best_stretch
from copydesk.document import Page
from copydesk.reading.html import read_html
from copydesk.reading.text import page_of_text
from tests.cleaning.blocks import ANY_MARKUP, ANY_TEXTS
from tests.pipeline.desk import article, page

DUMP = "\n".join(
    [
        "Home", "Ports", "Weather", "Sign in", "Menu", "Advertisement", article(3).replace("\n\n", "\n"), "Most read",
        "Ferry to Skarholm late again", "Who feeds the swans of Corrin", "Ten boats to see this summer", "Follow us",
        "About us", "Jobs", "Imprint", "© 2024 The Strait Lantern",
    ]
)  # fmt: skip


@pytest.fixture(params=["html", "text"])
def kind(request: pytest.FixtureRequest) -> Kind:
    return request.param  # type: ignore[no-any-return]


def sample(kind: Kind) -> Page:
    return read_html(page(2).encode()) if kind == "html" else page_of_text(DUMP, "utf-8")


def nothing_known() -> Odds:
    return Odds(np.zeros(TABLE_SIZE, dtype=np.float32), np.zeros(TABLE_SIZE, dtype=np.float32))


def test_the_report_belongs_to_the_weights(kind: Kind) -> None:
    folder = resources.files("copydesk.cleaning.labeller").joinpath("weights")
    weights = folder.joinpath(f"{kind}.npz").read_bytes()
    report = json.loads(folder.joinpath(f"{kind}.json").read_text())
    assert report["sha256"] == hashlib.sha256(weights).hexdigest(), (
        "made by another run of benchmarks/train.py"
    )
    assert report["version"] == load_model(sample(kind)).version
    reserve = 1 if kind == "html" else 0  # a tree of its own
    assert report["trees"] + reserve == load_model(sample(kind)).levels.shape[1]
    assert len(weights) < 3_000_000


def test_every_feature_the_trees_ask_for_is_described(kind: Kind) -> None:
    here = sample(kind)
    [(pieces, _)] = prepare([here])
    rows = describe([here], [pieces], nothing_known())
    assert rows.shape[0] == len(pieces)
    assert rows.shape[1] > load_model(here).features.max()
    assert np.isfinite(rows).all()


@settings(max_examples=60)
@given(ANY_TEXTS)
def test_any_text_is_described_in_finite_numbers(text: str) -> None:
    here = page_of_text(text, "utf-8")
    [(pieces, _)] = prepare([here])
    if pieces:
        assert np.isfinite(describe([here], [pieces], nothing_known())).all()


@settings(max_examples=40)
@given(ANY_MARKUP)
def test_any_page_is_described_in_finite_numbers(markup: str) -> None:
    here = read_html(f"<html><body><p>Ferry</p>{markup}</body></html>".encode("utf-8", "replace"))
    [(pieces, _)] = prepare([here])
    assert np.isfinite(describe([here], [pieces], nothing_known())).all()


@settings(max_examples=40)
@given(st.lists(ANY_TEXTS, min_size=2, max_size=6))
def test_texts_are_described_together_as_they_are_alone(texts: list[str]) -> None:
    here = [page_of_text(text, "utf-8") for text in texts]
    drafts = [(page, pieces) for page, (pieces, _) in zip(here, prepare(here), strict=True) if pieces]
    if drafts:
        assert_same_together_and_alone(*map(list, zip(*drafts, strict=True)))


@settings(max_examples=40)
@given(st.lists(ANY_MARKUP, min_size=2, max_size=6))
def test_pages_are_described_together_as_they_are_alone(markups: list[str]) -> None:
    claim = '<script type="application/ld+json">{"@type": "Article", "headline": "Ferry", "articleBody": "%s"}</script>'
    said = claim % ("The ferry company will stop its service to Marlund. " * 5)
    here = [
        read_html(
            f"<html><head>{said * (at % 2)}</head><body><p>Ferry</p>{markup}</body></html>".encode(
                "utf-8", "replace"
            )
        )
        for at, markup in enumerate(markups)
    ]
    assert_same_together_and_alone(here, [pieces for pieces, _ in prepare(here)])


def assert_same_together_and_alone(pages: list[Page], pieces: list[list[Piece]]) -> None:
    odds = load_model(pages[0]).odds
    alone = [describe([page], [one], odds) for page, one in zip(pages, pieces, strict=True)]
    assert np.array_equal(describe(pages, pieces, odds), np.vstack(alone))


@pytest.mark.parametrize(
    ("head", "told"),
    [
        ("", [0, 0, 0]),
        ('<meta property="og:type" content="article">', [0, 0, 1]),
        (
            '<script type="application/ld+json">{"@type": "BlogPosting", "headline": "Ferry"}</script>',
            [0, 1, 0],
        ),
        (
            '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Ferry"}</script>',
            [1, 1, 0],
        ),
    ],
    ids=["nothing", "shared as an article", "a blog", "news"],
)
def test_every_block_knows_what_its_page_says_it_is(head: str, told: list[int]) -> None:
    here = read_html(f"<html><head>{head}</head><body><p>Ferry</p><p>Fees</p></body></html>".encode())
    [(pieces, _)] = prepare([here])
    rows = describe([here], [pieces], nothing_known())
    assert rows[:, NEWS_COLUMN : NEWS_COLUMN + 3].tolist() == [told, told]


def test_a_batch_is_cleaned_like_each_of_its_documents() -> None:
    here = [read_html(page(number).encode()) for number in range(4)]
    here += [
        page_of_text(text, "utf-8") for text in (DUMP, article(1), "Menu", DUMP.replace("Corrin", "Marlund"))
    ]
    assert clean_pages(here) == [clean_page(one) for one in here]
    assert clean_pages([]) == []


def test_trees_answer_like_a_walk_through_their_branches() -> None:
    rng = np.random.default_rng(5)
    depth, trees, features = 3, 7, 4
    asked = rng.integers(0, features, (depth, trees))
    borders = rng.choice([-0.5, 0.0, 0.5], (depth, trees)).astype(np.float32)  # some questions come twice
    leaves = rng.normal(size=(trees, 2**depth)).astype(np.float32)
    empty = np.zeros(TABLE_SIZE, dtype=np.int8)
    file = io.BytesIO()
    np.savez(
        file,
        version="text-0",
        words=empty,
        names=empty,
        features=asked,
        borders=borders,
        leaves=leaves,
        bias=0.25,
    )
    file.seek(0)
    model = read_model(file)
    rows = rng.normal(size=(11, features)).astype(np.float32)
    for row, likelihood in zip(rows, model.judge(rows), strict=True):
        margin = 0.25
        for tree in range(trees):
            leaf = sum((row[asked[level, tree]] > borders[level, tree]) << level for level in range(depth))
            margin += leaves[tree, leaf]
        assert likelihood == pytest.approx(1 / (1 + math.exp(-margin)), abs=1e-5)


def expected_f1(likelihoods: list[float], sizes: list[int], keep: tuple[bool, ...]) -> float:
    hits = sum(p * size for p, size, kept in zip(likelihoods, sizes, keep, strict=True) if kept)
    kept_size = sum(size for size, kept in zip(sizes, keep, strict=True) if kept)
    return 2 * hits / (kept_size + sum(p * size for p, size in zip(likelihoods, sizes, strict=True)))


@settings(max_examples=100)
@given(st.lists(st.tuples(st.floats(0.01, 0.99), st.integers(1, 90)), min_size=1, max_size=7))
def test_no_other_choice_has_a_better_expected_f1(pieces: list[tuple[float, int]]) -> None:
    likelihoods, sizes = [p for p, _ in pieces], [size for _, size in pieces]
    chosen = choose(np.array(likelihoods, dtype=np.float32), np.array(sizes))
    best = max(expected_f1(likelihoods, sizes, keep) for keep in product((False, True), repeat=len(pieces)))
    assert expected_f1(likelihoods, sizes, tuple(chosen.tolist())) == pytest.approx(best, abs=1e-3)


def test_nothing_to_choose_from() -> None:
    assert choose(np.zeros(0, dtype=np.float32), np.zeros(0, dtype=np.int64)).tolist() == []


@settings(max_examples=100)
@given(st.lists(st.floats(-3, 3), max_size=9))
def test_the_best_stretch_has_the_greatest_sum(weights: list[float]) -> None:
    start, stop = best_stretch(weights)
    sums = [
        sum(weights[first:last]) for first in range(len(weights)) for last in range(first, len(weights) + 1)
    ]
    assert sum(weights[start:stop]) == pytest.approx(max(sums, default=0.0), abs=1e-9)


def test_decisions_of_the_labeller_carry_its_version_and_score(kind: Kind) -> None:
    cleaned = clean_page(sample(kind))
    decided = [span for span in cleaned.spans if span.rule.startswith(f"{kind}-")]
    assert {span.role for span in decided} >= ({"body", "boilerplate"} if kind == "html" else {"boilerplate"})
    assert all(span.score is not None and 0 <= span.score <= 1 for span in decided)
    assert all(span.score is None for span in cleaned.spans if span not in decided)


def test_an_article_that_nothing_surrounds_is_left_to_its_prose() -> None:
    cleaned = clean(article(1))
    assert all(span.score is None for span in cleaned.spans)
    assert cleaned.paragraphs


def test_a_full_dump_gives_the_article_and_nothing_else() -> None:
    assert clean(DUMP, media_type="text/plain").body == clean(article(3), media_type="text/plain").body


def test_durations_in_a_list_are_no_comment_thread() -> None:
    steps = [
        (f"{number} to {number + 1} Months Out", f"Book the {thing} now, before the families of the island do, and ask for the winter price in writing.")
        for number, thing in ((12, "ferry"), (10, "harbour hall"), (8, "brass band"), (6, "cake"), (4, "lanterns"))
    ]  # fmt: skip
    items = "".join(f"<h3>{heading}</h3><p>{text}</p>" for heading, text in steps)
    lead = "<p>A wedding on an island takes a year to prepare, says the harbour office, which has seen forty of them.</p>"
    cleaned = clean(
        f"<html><body><article><h1>A year to the wedding</h1>{lead}{lead.replace('forty', 'fifty')}{items}</article></body></html>"
    )
    assert not cleaned.comments
    assert all(text in cleaned.body for _, text in steps)
