"""What a run did, and what may be done next."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from rich.markup import escape
from rich.table import Table

from copydesk.display.console import counted, out, relative

if TYPE_CHECKING:
    from copydesk.replacing import Change
    from flows.running import RunReport


def show_run(report: "RunReport", database: Path) -> None:
    """Print what a run did and what to do next."""
    counts = report.counts
    out.print(f"[bold]{report.kind} {report.run_id}[/]")
    table = Table(show_header=False)
    table.add_column(style="dim")
    table.add_column(justify="right")
    table.add_row("documents in", f"{counts.in_count:,}")
    table.add_row("changed" if report.kind == "rebuild" else "loaded", f"[green]{counts.loaded_count:,}[/]")
    table.add_row("unchanged" if report.kind == "rebuild" else "known already", f"{counts.known_count:,}")
    colour = "yellow" if counts.quarantined_count else "dim"
    table.add_row("quarantined", f"[{colour}]{counts.quarantined_count:,}[/]")
    table.add_row("seconds", f"{report.seconds:.1f}")
    out.print(table)
    for finding in report.findings:
        if finding.violation_count:
            colour = "red" if finding.severity == "fail" else "yellow"
            out.print(
                f"[{colour}]{finding.severity}[/]  {finding.assertion}:"
                f" {counted(finding.violation_count, 'violation')}"
            )
    for note in report.notes:
        out.print(f"[yellow]{escape(note)}[/]", soft_wrap=True)
    if report.published:
        out.print(f"Published [bold]{escape(relative(str(database)))}[/]")
    else:
        out.print(
            "[red]Not published[/]: readers keep the last good state. After a look: copydesk audit --accept"
        )


def show_next(quarantined: bool) -> None:
    """Print what a newcomer may want to do next."""
    lines = ["copydesk query                      the questions that are ready to ask"]
    lines += ["copydesk query coverage_by_day      how much was published when"]
    lines += ["copydesk search WORDS               articles by their words, the best first"]
    lines += (
        ["copydesk show seeds/03-pilot-interview.txt   the proof of one article"]
        if Path("seeds").is_dir()
        else []
    )
    lines += ["copydesk quarantine list            what did not pass, and why"] if quarantined else []
    out.print("\nNext:", style="bold")
    for line in lines:
        out.print(f"  {escape(line)}")


def show_changes(changes: Iterable["Change"]) -> None:
    """Print what a rebuild changed, one line an article."""
    table = Table("document", "address", "what changed", box=None, header_style="dim")
    for change in changes:
        table.add_row(change.document_id[:12], escape(relative(change.uri)), ", ".join(change.columns))
    if table.row_count:
        out.print(table)
