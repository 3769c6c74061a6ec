"""The flow `rebuild`: everything that ever landed, cleaned again with today's rules."""

from prefect import flow
from prefect.client.schemas.objects import State

from flows import pipeline
from flows.artifacts import publish_artifacts
from flows.executors import PoolExecutor
from flows.orchestration import TASK_RUNNER, PrefectExecutor, conclude, settings_from
from flows.running import RunReport


@flow(name="rebuild", flow_run_name="rebuild {database}", task_runner=TASK_RUNNER)
def rebuild(database: str = "copydesk.duckdb", workers: int | None = None) -> State[RunReport]:
    """Clean landed raw documents again, replace what comes out differently, audit, publish, report."""
    settings = settings_from(database, workers)
    with PoolExecutor(settings.workers) as pool:
        report = pipeline.rebuild(settings, PrefectExecutor(pool))
    publish_artifacts(report, settings)
    return conclude(report)
