"""The flow `audit`: the SQL assertions over the whole database."""

from prefect import flow
from prefect.client.schemas.objects import State

from flows import pipeline
from flows.artifacts import publish_artifacts
from flows.executors import PoolExecutor
from flows.orchestration import PrefectExecutor, conclude, settings_from
from flows.running import RunReport


@flow(name="audit", flow_run_name="audit {database}")
def audit(database: str = "copydesk.duckdb") -> State[RunReport]:
    """Run every assertion of sql/assertions and publish the database if none of severity fail fires."""
    settings = settings_from(database, workers=1)
    report = pipeline.audit(settings, PrefectExecutor(PoolExecutor(1)))
    publish_artifacts(report, settings)
    return conclude(report)
