"""Every sample article in seeds/ has its expected result here: NAME.toml, or NAME.K.toml for record K of a feed."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from copydesk import Article, citations, clean, quotes
from tests.cleaning.desk import assert_in_order, assert_tiled, body, difference, picked, verdicts

HERE = Path(__file__).parent
SEEDS = HERE.parents[1] / "seeds"

FACTS = (
    "title",
    "deck",
    "published_on",
    "dateline_place",
    "agency",
    "outlet",
    "language",
    "copyright_holder",
    "copyright_year",
)
KNOWN_KEYS = {
    *FACTS,
    "authors",
    "flags",
    "body",
    "subheadings",
    "comments",
    "removed",
    "quoted",
    "misread",
    "cited",
}


@dataclass(frozen=True)
class Golden:
    """An expected result and the document it belongs to; `record` counts from 1, 0 means the whole file."""

    path: Path
    seed: Path
    record: int


def _find(path: Path) -> Golden:
    stem, _, record = path.stem.partition(".")
    (seed,) = SEEDS.glob(f"{stem}.*")
    return Golden(path, seed, int(record or 0))


GOLDENS = [_find(path) for path in sorted(HERE.glob("*.toml"))]
every_golden = pytest.mark.parametrize("golden", GOLDENS, ids=lambda golden: golden.path.stem)


@cache
def expectation(golden: Golden) -> dict[str, Any]:
    return tomllib.loads(golden.path.read_text("utf-8"))


@cache
def cleaned(golden: Golden) -> Article:
    if golden.record:
        line = golden.seed.read_bytes().splitlines()[golden.record - 1]
        return clean(line, media_type="application/json")
    return clean(golden.seed.read_bytes(), uri=golden.seed.name)


def test_every_sample_has_an_expected_result() -> None:
    expected = {(golden.seed.name, golden.record) for golden in GOLDENS}
    documents: set[tuple[str, int]] = set()
    for seed in SEEDS.iterdir():
        count = len(seed.read_bytes().splitlines()) if seed.suffix == ".jsonl" else 0
        documents.update((seed.name, record) for record in (range(1, count + 1) if count else (0,)))
    assert expected == documents


@every_golden
def test_expectation_is_written_in_known_words(golden: Golden) -> None:
    assert set(expectation(golden)) <= KNOWN_KEYS


@every_golden
def test_facts(golden: Golden) -> None:
    expected, article = expectation(golden), cleaned(golden)
    wanted = {name: expected.get(name) for name in FACTS}
    wanted |= {"authors": tuple(expected.get("authors", [])), "flags": tuple(expected.get("flags", []))}
    assert {name: getattr(article, name) for name in wanted} == wanted


@every_golden
def test_body(golden: Golden) -> None:
    article = cleaned(golden)
    if found := difference(expectation(golden)["body"], body(article), verdicts(article)):
        pytest.fail(found, pytrace=False)


@every_golden
def test_subheadings(golden: Golden) -> None:
    assert picked(cleaned(golden), "subheading") == expectation(golden).get("subheadings", [])


@every_golden
def test_comments(golden: Golden) -> None:
    expected = [
        (comment.get("author"), comment["text"], comment.get("like_count"))
        for comment in expectation(golden).get("comments", [])
    ]
    assert [(one.author, one.text, one.like_count) for one in cleaned(golden).comments] == expected


@every_golden
def test_removed(golden: Golden) -> None:
    """Each removed piece stands in a span of its role, and is no paragraph of the body."""
    article = cleaned(golden)
    for piece in expectation(golden).get("removed", []):
        role, text = piece["role"], piece["text"]
        others = {found: verdict for found, verdict in verdicts(article).items() if text in found}
        assert any(text in found for found in picked(article, role)), (
            f"{text!r} is no {role}; found as {others}"
        )
        assert text not in body(article)


@every_golden
def test_quotes(golden: Golden) -> None:
    """Whoever is quoted is quoted as expected; a quote known to be misread is found to be read right, or still is not."""
    expected, misread = expectation(golden), set(expectation(golden).get("misread", []))
    wanted = [(begins, speaker) for begins, speaker in expected.get("quoted", [])]
    found = [
        (" ".join(quote.text.split()[:3]), quote.speaker)
        for quote in quotes(cleaned(golden).body)
        if quote.kind in ("quote", "interview")
    ]
    assert [pair for pair in found if pair[0] not in misread] == [
        pair for pair in wanted if pair[0] not in misread
    ]
    right = {begins for begins, _ in set(wanted) & set(found)} & misread
    assert not right, f"no longer misread: take {sorted(right)} off the list"


@every_golden
def test_citations(golden: Golden) -> None:
    assert [one.outlet for one in citations(cleaned(golden).body)] == expectation(golden).get("cited", [])


@every_golden
def test_ledger(golden: Golden) -> None:
    assert_tiled(cleaned(golden))
    assert_in_order(cleaned(golden))


@every_golden
def test_cleaning_its_own_body_changes_nothing(golden: Golden) -> None:
    paragraphs = body(cleaned(golden))
    again = clean("\n\n".join(paragraphs))
    if found := difference(paragraphs, body(again), verdicts(again)):
        pytest.fail(found, pytrace=False)
