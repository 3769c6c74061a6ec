"""Make the weights of the labeller from pages with gold, and the report that belongs to them.

    python benchmarks/train.py BENCH_FOLDER [html|text ...]     needs the dependency group `train`

BENCH_FOLDER holds the sets fundus, wcxb and trafilatura with their scorer, score.py. Sites, not pages, are kept apart in
validation. The same input gives the same weights.
"""

import argparse
import hashlib
import io
import json
import logging
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from functools import partial
from multiprocessing import Pool
from pathlib import Path
from types import ModuleType
from typing import IO, Any

import numpy as np
from catboost import CatBoost, CatBoostClassifier, sum_models

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks.samples import GROUPS, HAND_WEIGHT, Array, Sample, read_samples
from benchmarks.scorers import load_scorer
from benchmarks.tables import Tables
from copydesk.cleaning import clean_page
from copydesk.cleaning.labeller.features import NEWS_COLUMN, WORD_COLUMNS, describe
from copydesk.cleaning.labeller.model import ODDS_SCALE, Kind, Model, read_model
from copydesk.cleaning.labeller.words import Floats, Odds
from copydesk.document import Page

WEIGHTS = Path(__file__).resolve().parent.parent / "copydesk" / "cleaning" / "labeller" / "weights"
VERSION = {"html": 3, "text": 3}
TREES = {"html": 200, "text": 300}
RATE = {"html": 0.13, "text": 0.09}
# Their mean is steadier than one of as many trees: two that differ by their seeds alone are .003 apart on any set.
SEEDS = {"html": (1, 2, 3), "text": (1,)}
DEPTH = 6
# Taken off the log-odds of body. The choice of pieces maximises F1 as the trees expect it; of sites they have not seen they
# expect a little too much of what stands beside news, and too little of pages that do not claim to be news.
RESERVE = {"html": -0.75, "text": 0.15}
NEWS_RESERVE = 1.0  # beside that
UNSEEN = "trafilatura"  # the set that is left out of training once
SHRINKAGE, FEATURES = 20, 0.3  # of leaves; share of the features that each tree may ask for
# Of this share of the pages the trees see no words: so they learn to do without, as in languages with few pages here.
WORDLESS = 0.3
_TOLD = {"pages", "f1", "precision", "recall", "f1_page_p10", "captions_leak", "segments"}


def main() -> None:
    """Train, validate and write the models asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("bench", type=Path)
    parser.add_argument("kinds", nargs="*", choices=["html", "text"], default=["html", "text"])
    parser.add_argument("--keep", action="store_true", help="keep the weights, write the validation only")
    given = parser.parse_args()
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    score = load_scorer(given.bench, "score")
    for kind in given.kinds:
        samples = read_samples(given.bench, kind, score)
        report = {"validation": validate(kind, samples, score, set())}
        if kind == "html":  # what it is worth on a collection of which it has seen nothing
            report["without"] = {UNSEEN: {UNSEEN: validate(kind, samples, score, {UNSEEN})[UNSEEN]}}
        print(json.dumps(report, indent=1))
        if not given.keep:
            write(kind, samples)
        note_validation(kind, report)


def fit(kind: Kind, samples: Sequence[Sample], rows: Sequence[Floats]) -> CatBoost:
    """Fit oblivious trees to labelled rows, and to each seed its own: the mean of them all."""
    known = [~np.isnan(sample.labels) for sample in samples]
    weights = [_weigh(kind, sample) for sample in samples]
    features = np.vstack([row[keep] for row, keep in zip(_without_words(rows), known, strict=True)])
    labels = np.concatenate([sample.labels[keep] for sample, keep in zip(samples, known, strict=True)])
    importance = 100 * np.concatenate([one[keep] for one, keep in zip(weights, known, strict=True)])
    models = [_new_model(kind, seed) for seed in SEEDS[kind]]
    for model in models:
        model.fit(features, labels, sample_weight=importance)
    return sum_models(models, weights=[1 / len(models)] * len(models))


def _new_model(kind: Kind, seed: int) -> CatBoostClassifier:
    return CatBoostClassifier(
        iterations=TREES[kind],
        depth=DEPTH,
        learning_rate=RATE[kind],
        random_seed=seed,
        verbose=0,
        border_count=64,
        l2_leaf_reg=SHRINKAGE,
        rsm=FEATURES,
        thread_count=2,
        allow_writing_files=False,
    )


def _weigh(kind: Kind, sample: Sample) -> Array:
    """Give the weight of each piece: pages weigh the same, pieces by their words, those with hand-made segments more."""
    share = (sample.sizes + 2) / (sample.sizes + 2).sum() + 0.3 / len(sample.sizes)
    by_hand = sample.by_hand * HAND_WEIGHT[kind] / max(1, sample.by_hand.sum())
    weight: Array = sample.weight * share / share.sum() + by_hand
    return weight


def _without_words(rows: Sequence[Floats]) -> list[Floats]:
    """Blank out the words of some documents."""
    rng = np.random.default_rng(1)
    out = []
    for row in rows:
        shown = row.copy()
        if rng.random() < WORDLESS:
            shown[:, WORD_COLUMNS] = 0
        out.append(shown)
    return out


def validate(kind: Kind, samples: Sequence[Sample], score: ModuleType, without: set[str]) -> dict[str, Any]:
    """Clean every page with a model that has not seen its site, and score the bodies of each set."""
    kept = [sample for sample in samples if sample.name.split()[0] not in without]
    tables = Tables(kept)
    bodies: dict[str, dict[str, str]] = {}
    for group in range(GROUPS):
        train = [sample for sample in kept if sample.group != group]
        test = [sample for sample in samples if sample.group == group and not sample.name.endswith("body")]
        trees = fit(
            kind, train, describe_all(train, [tables.odds((group, other)) for other in range(GROUPS)])
        )
        buffer = io.BytesIO()
        save(buffer, kind, trees, tables.odds((group,)))
        buffer.seek(0)
        model = read_model(buffer)
        with Pool() as pool:
            cleaned = pool.map(partial(_body, model=model), [sample.page for sample in test], chunksize=16)
        for sample, body in zip(test, cleaned, strict=True):
            bodies.setdefault(sample.name, {})[sample.gold["id"]] = body
    report = {}
    for name, found in bodies.items():
        gold = [sample.gold for sample in samples if sample.name == name]
        scored = score.score_bodies(gold, found, boot=0)
        report[name] = {key: _rounded(value) for key, value in scored.items() if key in _TOLD}
    return report


def _body(page: Page, model: Model) -> str:
    return clean_page(page, model).body


def describe_all(samples: Sequence[Sample], odds: Sequence[Odds]) -> list[Floats]:
    """Give the features of each sample, by the table of its group."""
    with Pool() as pool:
        return pool.map(partial(_describe, odds=odds), samples, chunksize=16)


def _describe(sample: Sample, odds: Sequence[Odds]) -> Floats:
    return describe([sample.page], [sample.pieces], odds[sample.group])


def write(kind: Kind, samples: Sequence[Sample]) -> None:
    """Fit to all sites and write the weights, and begin their report."""
    tables = Tables(samples)
    model = fit(kind, samples, describe_all(samples, [tables.odds((group,)) for group in range(GROUPS)]))
    path = WEIGHTS / f"{kind}.npz"
    with path.open("wb") as file:
        save(file, kind, model, tables.odds())
    about = {
        "version": f"{kind}-{VERSION[kind]}",
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "samples": dict(Counter(sample.name for sample in samples)),
        "trees": TREES[kind] * len(SEEDS[kind]),
    }
    (WEIGHTS / f"{kind}.json").write_text(json.dumps(about, indent=1) + "\n")


def note_validation(kind: Kind, report: dict[str, Any]) -> None:
    """Put what validation found into the report of the weights."""
    path = WEIGHTS / f"{kind}.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | report, indent=1) + "\n")


def save(file: IO[bytes], kind: Kind, model: CatBoost, odds: Odds) -> None:
    """Write trees and tables in the form that `copydesk.cleaning.labeller.model` reads."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "trees.json"
        model.save_model(str(path), format="json")
        held = json.loads(path.read_text())
    trees = held["oblivious_trees"] + ([_NEWS_TREE] if kind == "html" else [])
    splits = np.array([_padded(tree["splits"]) for tree in trees])
    leaves = np.array([_padded_leaves(tree["leaf_values"]) for tree in trees])
    scale, (bias,) = held["scale_and_bias"]
    np.savez_compressed(
        file,
        version=np.array(f"{kind}-{VERSION[kind]}"),
        features=splits[:, :, 0].T.astype(np.int16),
        borders=splits[:, :, 1].T.astype(np.float32),
        leaves=(leaves * scale).astype(np.float32),
        bias=np.array(bias - RESERVE[kind]),
        words=(odds.words * ODDS_SCALE).astype(np.int8),
        names=(odds.names * ODDS_SCALE).astype(np.int8),
    )


# One more tree, that asks whether a page claims to be news.
_NEWS_TREE = {
    "splits": [{"float_feature_index": NEWS_COLUMN, "border": 0.5}],
    "leaf_values": [0.0, -NEWS_RESERVE],
}


def _padded(splits: Sequence[dict[str, float]]) -> list[tuple[float, float]]:
    """Give feature and border of each level; levels that a tree does without never answer yes."""
    asked = [(split["float_feature_index"], split["border"]) for split in splits]
    return asked + [(0.0, np.inf)] * (DEPTH - len(asked))


def _padded_leaves(values: Sequence[float]) -> list[float]:
    return [*values, *[0.0] * (2**DEPTH - len(values))]


def _rounded(value: object) -> object:
    if isinstance(value, dict):
        return {key: _rounded(one) for key, one in value.items()}
    return round(value, 4) if isinstance(value, float) else value


if __name__ == "__main__":
    main()
