"""What the command line shows: tables, summaries, proofs. Data goes to standard output, talk to standard error."""

import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

    from copydesk.comparing import Comparison, Part
    from copydesk.document import Article
    from copydesk.ledger import Counts
    from copydesk.proof import Proof
    from copydesk.queries import NamedQuery
    from copydesk.replacing import Change
    from flows.running import RunReport

_PIPED_WIDTH = 160  # columns, where there is no terminal to ask
out = Console(highlight=False, width=None if sys.stdout.isatty() or "COLUMNS" in os.environ else _PIPED_WIDTH)
err = Console(stderr=True, highlight=False)

_KEPT_STYLES = {"body": "", "title": "bold", "deck": "italic", "subheading": "bold"}
_LONGEST_CELL = 90


def say(message: str) -> None:
    """Tell the person something, beside the data."""
    err.print(message, soft_wrap=True)


def complain(message: str) -> None:
    """Tell the person what went wrong and how to mend it."""
    err.print(Text.assemble(("error: ", "bold red"), message), soft_wrap=True)


@contextmanager
def progress(title: str) -> Iterator["Callable[[Counts], None]"]:
    """Show how a run gets on: a bar on a terminal, a plain line for each shard elsewhere."""
    if not err.is_terminal:
        yield _plain_progress(title)
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(pulse_style="cyan"),
        MofNCompleteColumn(),
    )
    with Progress(*columns, TextColumn("documents"), TimeElapsedColumn(), console=err, transient=True) as bar:
        task = bar.add_task(title, total=None)
        yield lambda counts: bar.advance(task, counts.in_count)


@contextmanager
def fetching() -> Iterator["Callable[[int, int], None]"]:
    """Show how fetching gets on: a bar on a terminal, a plain line for each tenth elsewhere."""
    if not err.is_terminal:
        yield _plain_fetching()
        return
    columns = (SpinnerColumn(), TextColumn("fetch"), BarColumn(pulse_style="cyan"), MofNCompleteColumn())
    with Progress(*columns, TextColumn("addresses"), TimeElapsedColumn(), console=err, transient=True) as bar:
        task = bar.add_task("fetch", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _plain_fetching() -> "Callable[[int, int], None]":
    shown = 0

    def advance(done: int, total: int) -> None:
        nonlocal shown
        if 10 * done // total > shown:
            shown = 10 * done // total
            say(f"fetch: {done} of {total} addresses")

    return advance


def _plain_progress(title: str) -> "Callable[[Counts], None]":
    done = 0

    def advance(counts: "Counts") -> None:
        nonlocal done
        if not counts.in_count:
            return
        done += counts.in_count
        say(f"{title}: {done} documents")

    return advance


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
                f"[{colour}]{finding.severity}[/]  {finding.assertion}: {finding.violation_count} violations"
            )
    if report.published:
        out.print(f"Published [bold]{escape(_relative(str(database)))}[/]")
    else:
        out.print(
            "[red]Not published[/]: readers keep the last good state. After a look: copydesk audit --accept"
        )


def show_next(quarantined: bool) -> None:
    """Print what a newcomer may want to do next."""
    lines = ["copydesk query                      the questions that are ready to ask"]
    lines += ["copydesk query coverage_by_day      how much was published when"]
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
        table.add_row(change.document_id[:12], escape(_relative(change.uri)), ", ".join(change.columns))
    if table.row_count:
        out.print(table)


def show_frame(frame: "pl.DataFrame", form: str = "table", output: Path | None = None) -> None:
    """Print rows as a table, CSV or JSON, or write them, Parquet too, to a file."""
    if form == "table" and output is None:
        _print_table(frame)
        return
    stream = output.open("wb") if output else sys.stdout.buffer
    try:
        if form == "parquet":
            frame.write_parquet(stream)
        elif form == "json":
            stream.write(
                json.dumps(frame.to_dicts(), ensure_ascii=False, indent=1, default=str).encode() + b"\n"
            )
        else:
            _flat(frame).write_csv(stream)
        stream.flush()
    finally:
        if output:
            stream.close()


def show_pairs(pairs: Iterable[tuple[str, str]]) -> None:
    """Print names with what they mean."""
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(style="bold cyan", no_wrap=True)
    table.add_column()
    for name, meaning in pairs:
        table.add_row(escape(name), escape(meaning))
    out.print(table)


def show_query(query: "NamedQuery") -> None:
    """Print what a named query answers and which parameters it takes."""
    out.print(Text(f"{query.name}: {query.sentence}"), soft_wrap=True)
    show_pairs(
        (
            f"--{one.name} {one.type.upper()}",
            one.description + (f" [default: {one.default}]" if one.default else ""),
        )
        for one in query.parameters
    )


def show_record(row: Mapping[str, Any]) -> None:
    """Print one row, a line a column."""
    show_pairs((name, _shown(value)) for name, value in row.items() if value is not None)


def _print_table(frame: "pl.DataFrame") -> None:
    table = Table(header_style="bold", row_styles=["", "dim"] if frame.height > 12 else None)
    for name, dtype in frame.schema.items():
        table.add_column(name, justify="right" if dtype.is_numeric() else "left", overflow="fold")
    for row in frame.iter_rows():
        table.add_row(*(escape(_shown(cell)) for cell in row))
    out.print(table)
    say(f"[dim]{frame.height:,} rows[/]")


def _shown(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float):
        return f"{cell:.2f}"
    if isinstance(cell, list):
        return ", ".join(map(str, cell))
    text = f"{cell:%Y-%m-%d %H:%M:%S}" if hasattr(cell, "hour") and hasattr(cell, "year") else str(cell)
    text = _relative(" ".join(text.split()))
    return text if len(text) <= _LONGEST_CELL else text[: _LONGEST_CELL - 1] + "…"


def _flat(frame: "pl.DataFrame") -> "pl.DataFrame":
    """Join lists with semicolons: CSV has no lists."""
    import polars as pl

    lists = [name for name, dtype in frame.schema.items() if dtype == pl.List(pl.String)]
    return frame.with_columns(pl.col(lists).list.join("; ")) if lists else frame


def _relative(path: str) -> str:
    """Shorten a path below the working folder."""
    return path.removeprefix(f"{Path.cwd()}{os.sep}")


def show_proof(proof: "Proof") -> None:
    """Print a text with all its spans: what was kept plain, what was not dimmed, with its role and rule beside it.

    Where the labeller decided, the likelihood of body that it gave stands beside the text.
    """
    out.print(Text(_relative(proof.name), style="bold cyan"), soft_wrap=True)
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim cyan", no_wrap=True)
    grid.add_column(overflow="fold")
    kept_count = 0
    for span in proof.spans:
        if span.role == "space":
            continue
        text = " ".join(proof.text[span.start : span.stop].split())
        is_body = span.role in ("body", "subheading")
        kept_count += (span.stop - span.start) * is_body
        score = "" if span.score is None else f" {span.score:.2f}"
        label = score.strip() if is_body else f"{span.role} · {span.rule}{score}"
        grid.add_row(label, Text(text, style=_KEPT_STYLES.get(span.role, "dim")))
        grid.add_row("", "")
    out.print(grid)
    share = kept_count / max(1, len(proof.text))
    out.print(f"[dim]{len(proof.text):,} characters in {len(proof.spans)} spans; {share:.0%} kept as body[/]")


def show_comparison(comparison: "Comparison") -> None:
    """Print two documents side by side: what differs in colour, or in brackets where there is none."""
    table = Table(show_lines=True)
    for name in (comparison.name, comparison.other_name):
        table.add_column(Text(_relative(name)), ratio=1, overflow="fold")
    for row in comparison.rows:
        one = Text.assemble(*(_marked(part.text, part, "[-", "-]", "bold red") for part in row))
        other = Text.assemble(*(_marked(part.other_text, part, "{+", "+}", "bold green") for part in row))
        table.add_row(one, other)
    if not comparison.rows:
        say(f"{comparison.name}\n{comparison.other_name}\nThey share no passage of twenty words or more")
        return
    out.print(table)
    changed = sum(not part.is_same for row in comparison.rows for part in row)
    scope = "whole articles" if comparison.is_whole else f"shared passages: {len(comparison.rows)}"
    say(f"[dim]{scope}; places changed: {changed}[/]")


def _marked(text: str, part: "Part", opening: str, closing: str, colour: str) -> tuple[str, str]:
    """Give a stretch of one side with its style; the space behind it stays outside of brackets."""
    if part.is_same or not text:
        return text, ""
    if out.color_system:
        return text, colour
    kept = text.rstrip()
    return f"{opening}{kept}{closing}{text[len(kept) :]}", ""


def show_article(article: "Article") -> None:
    """Print a cleaned article for reading."""
    if article.title:
        out.print(Text(article.title, style="bold"), soft_wrap=True)
    if article.deck:
        out.print(Text(article.deck, style="italic"), soft_wrap=True)
    facts = [
        article.published_on and f"published {article.published_on} ({article.published_evidence})",
        article.authors and "by " + ", ".join(article.authors),
        article.dateline_place,
        article.agency,
        article.outlet,
        article.language,
        f"{article.word_count} words",
        article.flags and "flags: " + ", ".join(article.flags),
    ]
    out.print(Text(" · ".join(str(fact) for fact in facts if fact), style="dim"), soft_wrap=True)
    out.print()
    out.print(Text(article.body), soft_wrap=True)
    for comment in article.comments:
        likes = f" · {comment.like_count} likes" if comment.like_count is not None else ""
        out.print(Text(f"\ncomment · {comment.author or 'unnamed'}{likes}", style="dim cyan"))
        out.print(Text(comment.text, style="dim"), soft_wrap=True)
