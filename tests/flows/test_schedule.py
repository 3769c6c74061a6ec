"""A deployment of prefect.yaml runs by its schedule, through a real server and a real worker."""

import time
from pathlib import Path
from typing import Any

import pytest

from flows.up import running_worker
from tests.conftest import ROOT, Server

_PATIENCE = 150  # seconds: the next full minute, the start of the worker's process, the run


def completed_runs(server: Server) -> list[dict[str, Any]]:
    runs = server.find(
        "flow_runs", flow_runs={"state": {"type": {"any_": ["COMPLETED", "FAILED", "CRASHED"]}}}
    )
    return [run for run in runs if run["deployment_id"] and run["auto_scheduled"]]


def test_a_scheduled_run_completes_and_leaves_artifacts(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The deployments as they are, but due every minute, in a folder whose inbox holds one sample.
    text = (ROOT / "prefect.yaml").read_text("utf-8")
    assert text.count('cron: "*/15 * * * *"') == 1
    (tmp_path / "prefect.yaml").write_text(text.replace("*/15 * * * *", "* * * * *"), "utf-8")
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "dispatch.txt").write_bytes(
        (ROOT / "seeds" / "02-strait-dispatch.txt").read_bytes()
    )
    monkeypatch.chdir(tmp_path)
    with running_worker(server.environment):
        names = {one["name"] for one in server.find("deployments")}
        assert names == {"ingest-inbox", "fetch-feeds", "nightly-audit"}
        deadline = time.monotonic() + _PATIENCE
        while not (runs := completed_runs(server)):
            assert time.monotonic() < deadline, "no scheduled run came to an end"
            time.sleep(1)
    assert runs[0]["state_name"] == "Completed"
    assert runs[0]["name"] == "ingest inbox into copydesk.duckdb"
    assert (tmp_path / "copydesk.duckdb").exists()
    artifacts = server.find("artifacts", artifacts={"flow_run_id": {"any_": [runs[0]["id"]]}})
    assert {one["key"] for one in artifacts} == {
        "copydesk-summary",
        "copydesk-rejections",
        "copydesk-sources",
        "copydesk-quarantine-sample",
    }
