"""The development pages as samples with labels: which blocks and lines are part of the article.

Labels come from the overlap with the gold body; pages with hand-made segments only are labelled where two settings of
trafilatura agree, with less weight.
"""

import re
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import Pool
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import trafilatura
from numpy.typing import NDArray

from copydesk.cleaning import prepare
from copydesk.cleaning.draft import Piece
from copydesk.cleaning.labeller.model import Kind
from copydesk.document import Page
from copydesk.errors import ReadError
from copydesk.reading.html import read_html
from copydesk.reading.text import page_of_text

SETS = ("fundus", "wcxb", "trafilatura")
GROUPS = 5  # of sites, for validation and for tables that have not seen the line they describe
SILVER_WEIGHT: dict[Kind, float] = {
    "html": 0.2,
    "text": 0.1,
}  # of labels that two settings of an extractor agree on
# Of the three sets this one is news throughout; the others are also blogs, shops and manuals.
NEWS = "fundus"
NEWS_WEIGHT: dict[Kind, float] = {"html": 4.0, "text": 2.5}
# Of the pieces of a page that hold hand-made segments, beside what the page weighs.
HAND_WEIGHT: dict[Kind, float] = {"html": 0.08, "text": 0.0}
SHINGLE = 4  # words
WORD = re.compile(r"\w+")  # as the scorer counts them

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
    by_hand: NDArray[np.bool_]  # pieces that hold a hand-made segment


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
        pieces, _ = prepare([page])[0]
    except ReadError:
        return None
    if not pieces:
        return None
    tokens = [WORD.findall(piece.text) for piece in pieces]
    kind: Kind = "html" if page.containers else "text"
    weight = 1.0
    by_hand = np.zeros(len(pieces), dtype=np.bool_)
    if "body" in gold:
        labels = label(tokens, gold["body"], gold.get("optional") or "")
        if kind == "html":
            _add_standfirst(labels, tokens, gold.get("summary") or "")
    else:
        labels, by_hand = _silver(pieces, tokens, gold, html)
        weight = SILVER_WEIGHT[kind]
    if name.endswith("body"):
        labels[:] = 1
        weight = 0.3
    if name.startswith(NEWS):
        weight *= NEWS_WEIGHT[kind]
    sizes = np.array([len(one) for one in tokens])
    return Sample(name, gold, page, pieces, labels, sizes, _group(gold), weight, by_hand)


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


def _add_standfirst(labels: Array, tokens: Sequence[list[str]], standfirst: str) -> None:
    """Take the standfirst for body, in place: gold that tells it apart counts it neither way, all other gold as body."""
    lead = _shingles(WORD.findall(standfirst))
    for index in np.flatnonzero(np.isnan(labels)).tolist():
        own = _shingles(tokens[index])
        if 2 * (own & lead).total() >= own.total():
            labels[index] = 1.0


def _silver(
    pieces: Sequence[Piece], tokens: Sequence[list[str]], gold: dict[str, Any], html: bytes
) -> tuple[Array, NDArray[np.bool_]]:
    """Label a page by what two settings of an extractor agree on, if they satisfy its hand-made segments, and by those.

    Tell which pieces hold such segments.
    """
    wide = trafilatura.extract(html, include_comments=False, include_tables=True) or ""
    strict = trafilatura.extract(html, include_comments=False, favor_precision=True) or ""
    squeezed = " ".join(wide.split())
    wanted, unwanted = ([" ".join(one.split()) for one in gold[key]] for key in ("with", "without"))
    labels = label(tokens, wide)
    labels[labels != label(tokens, strict)] = np.nan
    if not all(one in squeezed for one in wanted) or any(one in squeezed for one in unwanted):
        labels[:] = np.nan
    is_wanted, is_unwanted = (
        np.array([any(one in piece.text for one in segments if one) for piece in pieces])
        for segments in (wanted, unwanted)
    )
    labels[is_wanted] = 1.0
    labels[is_unwanted] = 0.0
    return labels, is_wanted | is_unwanted


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
