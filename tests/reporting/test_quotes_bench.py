"""The development articles with gold, and the five real ones: they belong to their publishers and lie beside the checkout.

No sentence of theirs stands here: figures for the first, lines, markers and digests for the others.
"""

import hashlib
from pathlib import Path

import pytest

from benchmarks.quotes import told
from benchmarks.scorers import load_scorer
from copydesk import Quote, quotes

SHARED = Path(__file__).resolve().parents[3] / "shared"
GOLD = SHARED / "bench" / "quotes_dev.jsonl"
SEEDS = SHARED / "seeds"

SPEECH = ("quote", "interview")
FEWEST_WORDS = 5  # of a quotation that counts in the seeds


@pytest.mark.skipif(not GOLD.is_file(), reason=f"the articles with gold are not at {GOLD}")
def test_development_articles() -> None:
    scorer = load_scorer(GOLD.parent, "score_quotes")
    score = scorer.score(scorer.load(GOLD), told)
    taken, scares = map(int, score["scare_taken"].split("/"))
    right, persons = map(int, score["speaker_by_kind"]["person"].split("/"))
    assert score["end_to_end_f1"] >= 0.85
    assert taken <= 0.15 * scares
    assert right >= 0.9 * persons


# line of the file, a marker of the quotation's first words, the first 16 digits of its SHA-256, the speaker
SEED_QUOTES: dict[str, list[tuple[int, str, str, str]]] = {
    "000_aedae9b9cc462b75.txt": [
        (3, "No guarantees were", "3755000b0b34f4d5", "Andrey Zolotarev"),
        (7, "Kiev didn’t hear", "f50758f5e6bad74f", "Andrey Zolotarev"),
        (15, "a difficult but", "881faf4e44458a1f", "Jens Stoltenberg"),
        (15, "are not easy", "d28e8dc75eb2aa95", "Jens Stoltenberg"),
    ],
    "001_3e48816562cc7343.txt": [
        (9, "NATO is ready", "b5db25931803ffaa", "Ruslan Bortnik"),
        (13, "It would spell", "91f6888a7b309a10", "Ruslan Bortnik"),
        (17, "Back in the", "f9a31f3f39718983", "Ruslan Bortnik"),
        (19, "simply postpone the", "2b9722e54d08c920", "Ruslan Bortnik"),
        (21, "The main event", "1d77d78d9990b157", "Ruslan Bortnik"),
    ],
    "002_7401456f4b8e631e.txt": [
        (14, "We were firm", "36ddbe3afca15244", "Wendy Sherman"),
        (18, "On the main", "01fb592eb2850679", "Sergey Ryabkov"),
        (22, "balance of interests", "4af9e859de9aa864", "Sergei Ryabkov"),
        (26, "In my opinion,", "97dbf4d5c25330ea", "Tiberio Graziani"),
        (30, "We need a", "aa0387d6c8aa6faf", "a source close to the talks"),
    ],
    "003_86d88f5456c1cfa9.txt": [
        (11, "We will decide", "336e2f6a6b0a0b06", "Karen Donfried"),
    ],
    "004_3d086fda2b0acaf1.txt": [
        (3, "I also have", "b8605de988ac69f0", "Alexei Martynov"),
        (5, "an opportunity to", "4ab30e49abbbcba0", "Alexei Martynov"),
        (7, "fight and justify", "d78c79b555574b3a", "Alexei Martynov"),
        (9, "It seems to", "c38ca45ffbeb0dd6", "Alexei Martynov"),
    ],
}


@pytest.mark.skipif(not SEEDS.is_dir(), reason=f"the five real articles are not at {SEEDS}")
@pytest.mark.parametrize("name", sorted(SEED_QUOTES))
def test_seed(name: str) -> None:
    text = (SEEDS / name).read_bytes().decode()
    found = [one for one in quotes(text) if one.kind == "quote" and len(one.text.split()) >= FEWEST_WORDS]
    assert [describe(text, one) for one in found] == SEED_QUOTES[name]


def test_seed_quotations_are_nineteen() -> None:
    assert sum(map(len, SEED_QUOTES.values())) == 19


def describe(text: str, quote: Quote) -> tuple[int, str, str, str]:
    digest = hashlib.sha256(quote.text.encode()).hexdigest()[:16]
    line = text.count("\n", 0, quote.start) + 1
    return line, " ".join(quote.text.split()[:3]), digest, quote.speaker or ""
