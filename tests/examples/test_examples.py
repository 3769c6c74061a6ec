"""The gallery runs over the sample corpus as its pages say: what it asks is right, and it ends in a picture."""

import importlib
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import duckdb
import numpy as np
import polars as pl
import pytest
from PIL import Image

from tests.conftest import ROOT

EXAMPLES = sorted(path for path in (ROOT / "examples").glob("*.py") if path.stem != "drawing")
COPYDESK = str(Path(sys.executable).with_name("copydesk"))


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples, taken in by the command as `make run` does."""
    return ingest(tmp_path_factory.mktemp("samples"), str(ROOT / "seeds"))


def ingest(folder: Path, source: str) -> Path:
    command = [COPYDESK, "ingest", source, "--no-prefect"]
    env = os.environ | {"COPYDESK_RELATE": "true"}
    subprocess.run(command, cwd=folder, env=env, check=True, capture_output=True, timeout=120)
    return folder / "copydesk.duckdb"


def load(name: str, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "examples"))
    return importlib.import_module(name)


def answer(name: str, database: Path, monkeypatch: pytest.MonkeyPatch) -> pl.DataFrame:
    with duckdb.connect(str(database), read_only=True) as con:
        rows: pl.DataFrame = load(name, monkeypatch).ask(con)
        return rows


def draw(example: Path, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "error", str(example), *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=120)


def test_there_are_three() -> None:
    assert len(EXAMPLES) == 3
    pages = (ROOT / "examples" / "README.md").read_text("utf-8")
    assert all(f"[{path.name}]({path.name})" in pages for path in EXAMPLES)


def test_who_is_quoted_where(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = answer("quoted_people", database, monkeypatch).rows()
    assert rows[0][0] == "Bertil Aske"
    assert ("Ilse Brandvik", "NORDWIRE", "official", 4) in rows
    assert ("Edda Frome", "The Ardmoor Ledger", "official", 2) in rows
    assert ("Tomas Verel", "unknown", "expert", 2) in rows


def test_who_cites_whom(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert answer("citing_outlets", database, monkeypatch).rows() == [
        ("HARBOURPOST", "Radio Skarholm", "other outlet", 1),
        ("Strait Business Daily", "Reuters", "news agency", 1),
        ("unknown", "Harbour Gazette", "other outlet", 1),
    ]


def test_how_a_passage_travelled(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    versions = answer("travelling_passage", database, monkeypatch)
    assert versions["outlet_name"].to_list() == ["Strait Business Daily", "unknown", "HARBOURPOST"]
    assert versions["similarity"].to_list() == sorted(versions["similarity"], reverse=True)
    compare = load("travelling_passage", monkeypatch).compare
    pairs = versions.select("model_text", "text").rows()
    assert {word.change for word in compare(*pairs[0])} == {"same"}
    changes = [word for word in compare(*pairs[2]) if word.change != "same"]
    assert changes[:6] == [
        *(("dates", "gone"), ("back", "gone"), ("to", "gone")),
        *(("was", "new"), ("signed", "new"), ("in", "new")),
    ]
    for model, text in pairs:
        told = list(compare(model, text))
        assert " ".join(word.text for word in told if word.change != "gone") == " ".join(text.split())
        assert " ".join(word.text for word in told if word.change != "new") == " ".join(model.split())


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_example_ends_in_a_picture(example: Path, database: Path, tmp_path: Path) -> None:
    done = draw(example, tmp_path, str(database))
    assert done.returncode == 0, done.stderr
    picture = tmp_path / f"{example.stem}.png"
    assert done.stdout.startswith(f"Drawn: {picture.name}, from ")
    with Image.open(picture) as image:
        pixels = np.asarray(image.convert("RGB")).astype(int)
    assert all(400 < side < 4000 for side in pixels.shape[:2])
    coloured = np.abs(pixels[:, :, 0] - pixels[:, :, 2]) > 40
    assert coloured.sum() > 300, "nothing is drawn but axes"
    edge = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])
    assert (edge == 255).all(), "something is cut off at the edge"


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_example_says_where_a_database_is_missing(example: Path, tmp_path: Path) -> None:
    done = draw(example, tmp_path)
    assert done.returncode == 1
    told = "copydesk.duckdb does not exist; make it with: copydesk ingest PATH, or name another\n"
    assert done.stderr == told


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_example_draws_an_empty_database(example: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    done = draw(example, tmp_path, str(ingest(tmp_path, "empty.txt")))
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"Drawn: {example.stem}.png, from 0 rows\n"
