"""The flow `fetch`: what feeds, sitemaps and the ledger say is due, into a checked and published database."""

from prefect import flow
from prefect.artifacts import create_progress_artifact, create_table_artifact, update_progress_artifact
from prefect.client.schemas.objects import State
from prefect.states import Completed

from copydesk import warehouse
from copydesk.settings import Settings
from flows import pipeline
from flows.artifacts import cells, publish_artifacts
from flows.executors import PoolExecutor
from flows.fetching import OnFetched, wanted_from
from flows.orchestration import TASK_RUNNER, PrefectExecutor, conclude, settings_from
from flows.running import RunReport

_FAILING_HOSTS = """
    select host, count(*) as addresses, mode(reason) as mostly, max(asked_at)::varchar as last_asked_at,
        any_value(detail) as example
    from fetches where state in ('retry', 'refused', 'failed', 'gone') or reason like 'host_%'
    group by host order by addresses desc, host limit 200
"""


@flow(name="fetch", flow_run_name="fetch into {database}", task_runner=TASK_RUNNER)
def fetch(
    feed_list: str | None = None,
    urls: list[str] | None = None,
    feeds: list[str] | None = None,
    sitemaps: list[str] | None = None,
    sites: list[str] | None = None,
    due: bool = False,
    database: str = "copydesk.duckdb",
    workers: int | None = None,
    allow_private: bool | None = None,
) -> State[RunReport]:
    """Ask the sources, fetch the pages that are due, clean, check, load, audit, publish, report."""
    wanted = wanted_from(feed_list, urls, feeds, sitemaps, sites, due=due)
    if wanted.is_empty:
        return Completed(message=f"No feed of {feed_list or 'a list'} is enabled: nothing to do")
    settings = settings_from(database, workers, fetch_allow_private=allow_private)
    with PoolExecutor(settings.workers) as pool:
        report = pipeline.fetch(wanted, settings, PrefectExecutor(pool), on_fetched=_progress_artifact())
    publish_artifacts(report, settings)
    _publish_failing_hosts(settings)
    return conclude(report)


def _progress_artifact() -> OnFetched:
    """Show in the UI which share of the addresses is dealt with, a hundred steps at most."""
    artifact = create_progress_artifact(progress=0.0, key="copydesk-fetching", description="Addresses asked")
    shown = 0

    def advance(done: int, total: int) -> None:
        nonlocal shown
        percent = 100 * done // total
        if percent > shown:
            shown = percent
            update_progress_artifact(artifact, progress=float(percent))  # type: ignore[arg-type]

    return advance


def _publish_failing_hosts(settings: Settings) -> None:
    if settings.database.exists():
        with warehouse.open_reader(settings) as con:
            table = cells(warehouse.query(con, _FAILING_HOSTS))
        create_table_artifact(table, key="copydesk-failing-hosts", description="Hosts that failed")
