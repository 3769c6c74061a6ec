"""The flow `ingest`: files in, a checked and published database out."""

from pathlib import Path
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run

from flows import pipeline
from flows.artifacts import publish_artifacts
from flows.executors import PoolExecutor
from flows.orchestration import TASK_RUNNER, PrefectExecutor, conclude, settings_from
from flows.running import RunReport


def _run_name() -> str:
    parameters: dict[str, Any] = flow_run.parameters
    names = ", ".join(Path(path).name or path for path in parameters["paths"][:3])
    more = f" and {len(parameters['paths']) - 3} more" if len(parameters["paths"]) > 3 else ""
    return f"ingest {names}{more} into {Path(parameters['database']).name}"


@flow(name="ingest", flow_run_name=_run_name, task_runner=TASK_RUNNER)
def ingest(
    paths: list[str], database: str = "copydesk.duckdb", workers: int | None = None
) -> State[RunReport]:
    """Take files, folders and globs in: clean, check, load what is new, audit, publish, report."""
    settings = settings_from(database, workers)
    with PoolExecutor(settings.workers) as pool:
        report = pipeline.ingest(paths, settings, PrefectExecutor(pool))
    publish_artifacts(report, settings)
    return conclude(report)
