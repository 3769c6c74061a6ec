"""The flows against a real server: run names, task runs, states, artifacts."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, Server

COPYDESK = str(Path(sys.executable).with_name("copydesk"))


def run(server: Server, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [COPYDESK, *words],
        cwd=folder,
        env=server.environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.fixture(scope="module")
def desk(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which two ingests have run as flows: all samples, then the same with an empty file."""
    folder = tmp_path_factory.mktemp("desk")
    first = run(server, folder, "ingest", str(ROOT / "seeds"))
    assert first.returncode == 0, first.stderr
    (folder / "empty.txt").touch()
    second = run(server, folder, "ingest", str(ROOT / "seeds"), "empty.txt")
    assert second.returncode == 0, second.stderr
    return folder


def flow_runs(server: Server, desk: Path) -> list[dict[str, object]]:
    del desk
    runs = server.find("flow_runs", sort="START_TIME_ASC")
    return [
        run
        for run in runs
        if str(run["name"]).startswith("ingest seeds") and "copydesk.duckdb" in run["name"]
    ][:2]


def test_a_configured_server_makes_the_command_a_flow_run(server: Server, desk: Path) -> None:
    first, second = flow_runs(server, desk)
    assert first["name"] == "ingest seeds into copydesk.duckdb"
    assert second["name"] == "ingest seeds, empty.txt into copydesk.duckdb"


def test_the_state_tells_how_the_run_went(server: Server, desk: Path) -> None:
    first, second = flow_runs(server, desk)
    assert (first["state_type"], first["state_name"]) == ("COMPLETED", "Completed")
    assert (second["state_type"], second["state_name"]) == ("COMPLETED", "Completed with rejects")


def test_every_stage_of_a_shard_is_a_task_run_with_its_name(server: Server, desk: Path) -> None:
    first = flow_runs(server, desk)[0]
    names = sorted(
        task["name"].split("-")[0]
        for task in server.find("task_runs", flow_runs={"id": {"any_": [first["id"]]}})
    )
    assert names == ["audit", "clean", "index", "load", "publish", "relate"]


def test_the_summary_compares_with_the_run_before(server: Server, desk: Path) -> None:
    del desk
    summaries = server.find(
        "artifacts", artifacts={"key": {"any_": ["copydesk-summary"]}}, sort="CREATED_DESC"
    )
    newest = next(one["data"] for one in summaries if "| quarantined | 1 | +1 |" in one["data"])
    assert "| known already | 17 | +17 |" in newest
    assert "| spans_tile_text | fail | 0 |" in newest


def test_tables_name_rejections_sources_and_samples(server: Server, desk: Path) -> None:
    artifacts = {one["key"]: one["data"] for one in reversed(server.find("artifacts", sort="CREATED_DESC"))}
    rejections = json.loads(artifacts["copydesk-rejections"])
    assert [(row["reason"], row["documents"]) for row in rejections] == [("empty_file", 1)]
    assert json.loads(artifacts["copydesk-quarantine-sample"])[0]["uri"] == str(desk / "empty.txt")
    assert {row["source"] for row in json.loads(artifacts["copydesk-sources"])} >= {"NORDWIRE", "Küstenbote"}


def test_artifacts_hold_no_cell_longer_than_200_characters(server: Server, desk: Path) -> None:
    del desk
    tables = [json.loads(one["data"]) for one in server.find("artifacts") if one["type"] == "table"]
    cells = [cell for table in tables for row in table for cell in row.values() if isinstance(cell, str)]
    assert cells
    assert max(map(len, cells)) <= 200


def test_rebuild_runs_as_a_flow_and_changes_nothing(server: Server, desk: Path) -> None:
    done = run(server, desk, "rebuild")
    assert done.returncode == 0, done.stderr
    named = {"name": {"any_": ["rebuild copydesk.duckdb"]}}  # scheduled runs of other tests have no start yet
    newest = server.find("flow_runs", flow_runs=named, sort="START_TIME_DESC")[0]
    assert "0 loaded, 17 known, 1 quarantined" in str(newest["state"])


def test_a_flow_over_nothing_fails_with_a_sentence(server: Server, tmp_path: Path) -> None:
    done = run(server, tmp_path, "ingest", "nowhere")
    assert done.returncode == 2
    assert "nowhere does not exist; give a file, a folder or a glob" in done.stderr
