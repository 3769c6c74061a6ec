"""Cited outlets of the development articles, beside what people noted; the articles belong to their publishers."""

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.quotes import score_citations

SHARED = Path(__file__).resolve().parents[3] / "shared"
GOLD = SHARED / "bench" / "quotes_dev.jsonl"


@pytest.mark.skipif(not GOLD.is_file(), reason=f"the articles with gold are not at {GOLD}")
def test_development_articles() -> None:
    gold: list[dict[str, Any]] = [json.loads(line) for line in GOLD.read_text("utf-8").splitlines()]
    assert score_citations(gold).f1 >= 0.9
