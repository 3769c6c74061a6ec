"""What a run leaves in the Prefect UI: a summary with deltas, and tables of rejections, sources and samples.

Article text goes into table cells only, which the UI escapes, cut to 200 characters; never into markdown.
"""

import duckdb
import polars as pl
from prefect.artifacts import create_markdown_artifact, create_table_artifact

from copydesk import warehouse
from copydesk.settings import Settings
from flows.running import RunReport

_LONGEST_CELL = 200

_PREVIOUS = """
    select in_count, loaded_count, known_count, quarantined_count, seconds from runs
    where kind = $kind and run_id < $run_id and finished_at is not null
    order by run_id desc limit 1
"""
_REJECTIONS = """
    select reason, count(*) as documents, any_value(detail) as example, any_value(cure) as cure
    from quarantine where status = 'open' group by reason order by documents desc, reason
"""
_SOURCES = """
    select outlet_name as source, count(*) as articles, count(published_on) as dated, count(title) as titled,
        round(avg(word_count)) as words_on_average
    from current_articles group by source order by articles desc, source limit 200
"""
_SAMPLE = """
    select quarantine_id as id, reason, uri, detail, cure from quarantine
    where status = 'open' order by quarantined_at desc, quarantine_id limit 25
"""


def publish_artifacts(report: RunReport, settings: Settings) -> None:
    """Write the artifacts of a run, always under the same keys, so that the UI shows their history."""
    if not settings.database.exists():
        return  # the first audit failed: nothing is published that could be summed up
    with warehouse.open_reader(settings) as con:
        create_markdown_artifact(
            _summary(con, report, settings), key="copydesk-summary", description="What the last run did"
        )
        for key, sql, description in (
            ("copydesk-rejections", _REJECTIONS, "Open quarantine by reason"),
            ("copydesk-sources", _SOURCES, "Articles by source"),
            ("copydesk-quarantine-sample", _SAMPLE, "The newest documents in quarantine"),
        ):
            create_table_artifact(cells(warehouse.query(con, sql)), key=key, description=description)


def _summary(con: duckdb.DuckDBPyConnection, report: RunReport, settings: Settings) -> str:
    """Give the summary as markdown: numbers, codes and names of ours only."""
    previous = warehouse.query(con, _PREVIOUS, {"kind": report.kind, "run_id": report.run_id})
    before = previous.row(0, named=True) if previous.height else {}
    counts = report.counts
    rows = [
        ("documents in", counts.in_count, before.get("in_count")),
        ("loaded", counts.loaded_count, before.get("loaded_count")),
        ("known already", counts.known_count, before.get("known_count")),
        ("quarantined", counts.quarantined_count, before.get("quarantined_count")),
        ("seconds", round(report.seconds, 1), before.get("seconds")),
    ]
    lines = [f"# {report.kind} {report.run_id}", "", "| | this run | against the last |", "|---|---:|---:|"]
    lines += [f"| {name} | {value:,} | {_delta(value, last)} |" for name, value, last in rows]
    lines += [
        "",
        f"Database: {settings.database.stat().st_size / 2**20:.1f} MiB. "
        + ("Published." if report.published else "**Not published: readers keep the last good state.**"),
        *report.notes,
    ]
    lines += ["", "## Assertions", "", "| assertion | severity | violations |", "|---|---|---:|"]
    lines += [f"| {one.assertion} | {one.severity} | {one.violation_count} |" for one in report.findings]
    lines += [
        "",
        "Next: `copydesk quarantine list`" if counts.quarantined_count else "Next: `copydesk query`",
    ]
    return "\n".join(lines)


def _delta(value: float, last: float | None) -> str:
    return "first run" if last is None else f"{value - last:+,.1f}".removesuffix(".0")


def cells(frame: pl.DataFrame) -> list[dict[str, object]]:
    """Give rows whose text is cut to what a cell may hold."""
    rows = [
        {name: cell[:_LONGEST_CELL] if isinstance(cell, str) else cell for name, cell in row.items()}
        for row in frame.iter_rows(named=True)
    ]
    return rows or [{"nothing": "to show"}]
