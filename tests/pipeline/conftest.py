"""Fixtures of the pipeline's tests."""

from pathlib import Path

import pytest

from tests.pipeline.desk import Desk, make_desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk with an empty inbox and no database yet."""
    return make_desk(tmp_path)
