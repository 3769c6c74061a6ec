"""Make the weights of the labeller from pages with gold, and the report that belongs to them.

    python benchmarks/train.py BENCH_FOLDER [html|text ...]     needs the dependency group `train`

BENCH_FOLDER holds the sets fundus, wcxb and trafilatura with their scorer, score.py. Blocks and lines are labelled by
their overlap with the gold body; pages with hand-made segments only are labelled where two settings of trafilatura
agree, with less weight. Sites, not pages, are kept apart in validation. The same input gives the same weights.
"""

import argparse
import hashlib
import importlib.util
import io
import json
import logging
import re
import sys
import tempfile
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from multiprocessing import Pool
from pathlib import Path
from types import ModuleType
from typing import IO, Any, cast
from urllib.parse import urlsplit

import numpy as np
import trafilatura
from catboost import CatBoostClassifier
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from copydesk.cleaning import clean_page, prepare
from copydesk.cleaning.draft import Piece
from copydesk.cleaning.features import TABLE_SIZE, Floats, Odds, describe, name_slots, word_slots
from copydesk.cleaning.model import ODDS_SCALE, Kind, Model, read_model
from copydesk.document import Page
from copydesk.errors import ReadError
from copydesk.reading.html import read_html
from copydesk.reading.text import page_of_text

WEIGHTS = Path(__file__).resolve().parent.parent / "copydesk" / "cleaning" / "weights"
VERSION = 1
SETS = ("fundus", "wcxb", "trafilatura")
GROUPS = 5  # of sites, for validation and for tables that have not seen the line they describe
TREES, DEPTH, RATE = 300, 6, 0.09
SILVER_WEIGHT = {"html": 0.4, "text": 0.1}  # of labels that two settings of an extractor agree on
SHINGLE = 4  # words
WORD = re.compile(r"\w+")  # as the scorer counts them
_TOLD = {"pages", "f1", "precision", "recall", "f1_page_p10", "captions_leak", "segments"}
_PRIOR = {"words": 8.0, "names": 3.0}  # how many lines or pages a word or name must outweigh

Array = NDArray[np.float64]


@dataclass(slots=True)
class Sample:
    """A page or dump with a label for each piece: 1 body, 0 not, NaN unknown; sizes in words."""

    name: str  # of the set and of the dump
    gold: dict[str, Any]
    page: Page
    pieces: list[Piece]
    labels: Array
    sizes: NDArray[np.int64]
    group: int
    weight: float


def main() -> None:
    """Train, validate and write the models asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("bench", type=Path)
    parser.add_argument("kinds", nargs="*", choices=["html", "text"], default=["html", "text"])
    parser.add_argument("--without", nargs="*", default=[], help="sets to leave out of training")
    parser.add_argument("--keep", action="store_true", help="keep the weights, write the validation only")
    given = parser.parse_args()
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    score = load_score(given.bench)
    for kind in given.kinds:
        samples = read_samples(given.bench, kind, score)
        report = validate(kind, samples, score, set(given.without))
        print(json.dumps(report, indent=1))
        if not given.keep:
            write(kind, samples)
        note_validation(kind, report)


def load_score(bench: Path) -> ModuleType:
    """Import the scorer that lies with the data."""
    spec = importlib.util.spec_from_file_location("score", bench / "score.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"{bench} holds no score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# --- Samples ------------------------------------------------------------------------------------------------


def read_samples(bench: Path, kind: Kind, score: ModuleType) -> list[Sample]:
    """Read and label every page of every set: as HTML, or as its full and its light dump and its gold body alone."""
    jobs = list(_jobs(bench, kind, score))
    with Pool() as pool:
        made = pool.map(_sample, jobs, chunksize=16)
    return [sample for sample in made if sample]


def _jobs(
    bench: Path, kind: Kind, score: ModuleType
) -> Iterator[tuple[str, dict[str, Any], bytes | str, bytes]]:
    """Give name, gold, content and HTML of each sample to be made."""
    for name in SETS:
        gold, html_of = score.load(bench, name)
        if kind == "html":
            yield from ((name, one, html_of(one)[0], html_of(one)[0]) for one in gold)
            continue
        for dump in ("full", "light"):
            _, text_of = score.load(bench, name, dump)
            yield from ((f"{name} {dump}", one, text_of(one)[0], html_of(one)[0]) for one in gold)
        yield from ((f"{name} body", one, one["body"], b"") for one in gold if one.get("body"))


def _sample(job: tuple[str, dict[str, Any], bytes | str, bytes]) -> Sample | None:
    name, gold, content, html = job
    try:
        page = page_of_text(content, "utf-8") if isinstance(content, str) else read_html(content)
        pieces, _ = prepare(page)
    except ReadError:
        return None
    if not pieces:
        return None
    tokens = [WORD.findall(piece.text) for piece in pieces]
    weight = 1.0
    if "body" in gold:
        labels = label(tokens, gold["body"], gold.get("optional") or "")
    else:
        labels, weight = (
            _silver(pieces, tokens, gold, html),
            SILVER_WEIGHT["html" if page.containers else "text"],
        )
    if name.endswith("body"):
        labels[:] = 1
        weight = 0.3
    sizes = np.array([len(one) for one in tokens])
    return Sample(name, gold, page, pieces, labels, sizes, _group(gold), weight)


def label(tokens: Sequence[list[str]], body: str, optional: str = "") -> Array:
    """Label pieces by their four-word shingles: body where at least half of them are gold that is not used up yet.

    Pieces of fewer words are body where they occur in it between two pieces that are. Optional text is unknown.
    """
    left, neutral = _shingles(WORD.findall(body)), _shingles(WORD.findall(optional))
    flat = f" {' '.join(WORD.findall(body))} "
    labels = np.full(len(tokens), -1.0)  # -1: short, decided by its neighbours
    for index, words in enumerate(tokens):
        if len(words) < SHINGLE:
            labels[index] = -1.0 if words and f" {' '.join(words)} " in flat else 0.0
            continue
        own = _shingles(words)
        hits = own & left
        if 2 * hits.total() >= own.total():
            left -= hits
            labels[index] = 1.0
        else:
            labels[index] = np.nan if 2 * (own & neutral).total() >= own.total() else 0.0
    decided = np.flatnonzero(labels != -1)
    for index in np.flatnonzero(labels == -1).tolist():
        place = np.searchsorted(decided, index)
        beside = labels[decided[max(0, place - 1) : place + 1]]
        labels[index] = float(0 < place < len(decided) and bool((beside == 1).all()))
    return labels


def _silver(pieces: Sequence[Piece], tokens: Sequence[list[str]], gold: dict[str, Any], html: bytes) -> Array:
    """Label a page by what two settings of an extractor agree on, if they satisfy its hand-made segments, and by those."""
    wide = trafilatura.extract(html, include_comments=False, include_tables=True) or ""
    strict = trafilatura.extract(html, include_comments=False, favor_precision=True) or ""
    squeezed = " ".join(wide.split())
    wanted, unwanted = ([" ".join(one.split()) for one in gold[key]] for key in ("with", "without"))
    labels = label(tokens, wide)
    labels[labels != label(tokens, strict)] = np.nan
    if not all(one in squeezed for one in wanted) or any(one in squeezed for one in unwanted):
        labels[:] = np.nan
    for index, piece in enumerate(pieces):
        if any(one in piece.text for one in wanted):
            labels[index] = 1.0
        if any(one in piece.text for one in unwanted if one):
            labels[index] = 0.0
    return labels


def _shingles(words: Sequence[str]) -> Counter[tuple[str, ...]]:
    if not words:
        return Counter()
    return Counter(tuple(words[at : at + SHINGLE]) for at in range(max(1, len(words) - SHINGLE + 1)))


def _group(gold: dict[str, Any]) -> int:
    """Give the group of a page's site: pages of one site are never on both sides of a validation."""
    host = urlsplit(gold.get("url") or "").hostname or gold.get("publisher") or gold["id"]
    parts = host.split(".")
    is_second_level = len(parts) > 2 and len(parts[-1]) == 2 and len(parts[-2]) <= 3
    site = ".".join(parts[-3:] if is_second_level else parts[-2:])
    return zlib.crc32(site.encode()) % GROUPS


# --- Tables of log-odds -------------------------------------------------------------------------------------


class Tables:
    """How often words stand in body lines, and names around body text, for each group of sites."""

    def __init__(self, samples: Sequence[Sample]) -> None:
        self._counts = {name: np.zeros((GROUPS, 2, TABLE_SIZE)) for name in _PRIOR}
        for sample in samples:
            self._add_words(sample)
            if sample.page.containers:
                self._add_names(sample)

    def odds(self, without: Sequence[int] = ()) -> Odds:
        """Give the log-odds that groups other than those named tell, in steps that fit a byte."""
        kept = [group for group in range(GROUPS) if group not in without]
        return Odds(*(self._log_odds(name, kept) for name in ("words", "names")))

    def _log_odds(self, name: str, groups: Sequence[int]) -> Floats:
        misses, hits = self._counts[name][groups].sum(axis=0)
        if not (total := (misses + hits).sum()):
            return np.zeros(TABLE_SIZE, dtype=np.float32)
        prior = hits.sum() / total
        share = (hits + _PRIOR[name] * prior) / (hits + misses + _PRIOR[name])
        odds = np.log(share / (1 - share)) - np.log(prior / (1 - prior))
        return cast(
            "Floats", (np.clip(np.round(odds * ODDS_SCALE), -127, 127) / ODDS_SCALE).astype(np.float32)
        )

    def _add_words(self, sample: Sample) -> None:
        counts = self._counts["words"][sample.group]
        for piece, value in zip(sample.pieces, sample.labels, strict=True):
            if not np.isnan(value):
                counts[int(value), np.unique(word_slots(piece.text))] += 1

    def _add_names(self, sample: Sample) -> None:
        """Count, once a page, the share of body among the words that elements of each name hold."""
        held: dict[int, Array] = {}
        containers = sample.page.containers
        for piece, value, size in zip(sample.pieces, sample.labels, sample.sizes, strict=True):
            if np.isnan(value):
                continue
            number = piece.block.container
            while number >= 0:
                held.setdefault(number, np.zeros(2))[int(value)] += size + 1
                number = containers[number].parent
        by_slot: dict[int, Array] = {}
        for number, amounts in held.items():
            for slot in name_slots(containers[number].names, containers[number].tag).tolist():
                by_slot[slot] = by_slot.get(slot, np.zeros(2)) + amounts
        counts = self._counts["names"][sample.group]
        for slot, amounts in by_slot.items():
            counts[:, slot] += amounts / amounts.sum()


# --- Models -------------------------------------------------------------------------------------------------


def fit(samples: Sequence[Sample], rows: Sequence[Floats]) -> CatBoostClassifier:
    """Fit oblivious trees to labelled rows; every page weighs the same, its pieces by their words."""
    known = [~np.isnan(sample.labels) for sample in samples]
    weights = [
        sample.weight
        * (share := (sample.sizes + 2) / (sample.sizes + 2).sum() + 0.3 / len(sample.sizes))
        / share.sum()
        for sample in samples
    ]
    model = CatBoostClassifier(
        iterations=TREES,
        depth=DEPTH,
        learning_rate=RATE,
        random_seed=1,
        verbose=0,
        border_count=64,
        thread_count=2,
        allow_writing_files=False,
    )
    model.fit(
        np.vstack([row[keep] for row, keep in zip(rows, known, strict=True)]),
        np.concatenate([sample.labels[keep] for sample, keep in zip(samples, known, strict=True)]),
        sample_weight=100 * np.concatenate([one[keep] for one, keep in zip(weights, known, strict=True)]),
    )
    return model


def validate(kind: Kind, samples: Sequence[Sample], score: ModuleType, without: set[str]) -> dict[str, Any]:
    """Clean every page with a model that has not seen its site, and score the bodies of each set."""
    kept = [sample for sample in samples if sample.name.split()[0] not in without]
    tables = Tables(kept)
    bodies: dict[str, dict[str, str]] = {}
    for group in range(GROUPS):
        train = [sample for sample in kept if sample.group != group]
        test = [sample for sample in samples if sample.group == group and not sample.name.endswith("body")]
        trees = fit(train, describe_all(train, [tables.odds((group, other)) for other in range(GROUPS)]))
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
    return describe(sample.page, sample.pieces, odds[sample.group])


def write(kind: Kind, samples: Sequence[Sample]) -> None:
    """Fit to all sites and write the weights, and begin their report."""
    tables = Tables(samples)
    model = fit(samples, describe_all(samples, [tables.odds((group,)) for group in range(GROUPS)]))
    path = WEIGHTS / f"{kind}.npz"
    with path.open("wb") as file:
        save(file, kind, model, tables.odds())
    about = {
        "version": f"{kind}-{VERSION}",
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "samples": dict(Counter(sample.name for sample in samples)),
        "trees": TREES,
    }
    (WEIGHTS / f"{kind}.json").write_text(json.dumps(about, indent=1) + "\n")


def note_validation(kind: Kind, report: dict[str, Any]) -> None:
    """Put what validation found into the report of the weights."""
    path = WEIGHTS / f"{kind}.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"validation": report}, indent=1) + "\n")


def save(file: IO[bytes], kind: Kind, model: CatBoostClassifier, odds: Odds) -> None:
    """Write trees and tables in the form that `copydesk.cleaning.model` reads."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "trees.json"
        model.save_model(str(path), format="json")
        held = json.loads(path.read_text())
    trees = held["oblivious_trees"]
    splits = np.array([_padded(tree["splits"]) for tree in trees])
    leaves = np.array([_padded_leaves(tree["leaf_values"]) for tree in trees])
    scale, (bias,) = held["scale_and_bias"]
    np.savez_compressed(
        file,
        version=np.array(f"{kind}-{VERSION}"),
        features=splits[:, :, 0].T.astype(np.int16),
        borders=splits[:, :, 1].T.astype(np.float32),
        leaves=(leaves * scale).astype(np.float32),
        bias=np.array(bias),
        words=(odds.words * ODDS_SCALE).astype(np.int8),
        names=(odds.names * ODDS_SCALE).astype(np.int8),
    )


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
