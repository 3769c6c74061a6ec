"""Cleaning a shard: documents in batches, and one document's fault is that document's alone."""

from collections.abc import Sequence
from pathlib import Path

import polars as pl
import pytest

from copydesk import columns
from copydesk.cleaning import clean_pages
from copydesk.columns import clean_shard
from copydesk.document import Article, Page, RawDocument
from copydesk.landing import land_raw, raw_frame
from tests.pipeline.desk import article


def clean_texts(folder: Path, texts: Sequence[str]) -> dict[str, pl.DataFrame]:
    documents = [RawDocument(f"/desk/{number}.txt", text.encode()) for number, text in enumerate(texts)]
    shard = land_raw(folder / "raw", "shard", raw_frame(documents))
    cleaned, _ = clean_shard(shard.path, folder / "clean")
    return {file.stem: pl.read_parquet(file) for file in cleaned.glob("*.parquet")}


def test_the_fault_of_one_document_takes_no_other_of_its_batch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail_at_storms(pages: Sequence[Page]) -> list[Article]:
        if any("storm" in page.text for page in pages):
            raise RuntimeError("A sentence about the storm")
        return clean_pages(pages)

    monkeypatch.setattr(columns, "clean_pages", fail_at_storms)
    texts = [article(number) for number in range(5)]
    texts[2] += "\n\nThe storm took two boats."
    frames = clean_texts(tmp_path, texts)
    assert frames["articles"].height == 4
    rejected = frames["rejected"].rows(named=True)
    assert [(row["uri"], row["stage"], row["reason"], row["detail"]) for row in rejected] == [
        ("/desk/2.txt", "clean", "cleaning_error", "Cleaning raised RuntimeError")
    ]


def test_a_document_that_stands_twice_in_a_shard_is_cleaned_once(tmp_path: Path) -> None:
    frames = clean_texts(tmp_path, [article(1), article(2), article(1)])
    assert frames["articles"].height == 2
    assert frames["arrivals"].height == 3
