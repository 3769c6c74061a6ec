"""Of the five real articles exactly one pair shares a passage; the articles belong to their publishers."""

from pathlib import Path

import pytest

from tests.pipeline.desk import make_desk

SEEDS = Path(__file__).resolve().parents[3] / "shared" / "seeds"


@pytest.mark.skipif(
    not SEEDS.is_dir(), reason=f"the five real articles belong to their publishers and are not at {SEEDS}"
)
def test_two_of_the_five_real_articles_share_a_background_paragraph(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    report = desk.ingest(*sorted(SEEDS.glob("*.txt")))
    assert not report.failed_assertions
    rows = desk.rows(
        "select left(parse_filename(one.uri), 3), left(parse_filename(other.uri), 3), similarity from passages"
        " join sightings as one on one.document_id = passages.document_id"
        " join sightings as other on other.document_id = passages.other_document_id"
    )
    ((one, other, similarity),) = rows
    assert {one, other} == {"000", "004"}
    assert 0.8 < similarity < 0.9
    assert desk.rows("from clusters") == []
