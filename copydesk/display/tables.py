"""Rows: as tables, as CSV, JSON or Parquet, one by one."""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.markup import escape
from rich.table import Table
from rich.text import Text

from copydesk.display.concordance import COLUMNS, print_concordance
from copydesk.display.console import counted, out, relative, say

if TYPE_CHECKING:
    import polars as pl

    from copydesk.queries import NamedQuery

_LONGEST_CELL = 90
_NARROWEST = 8  # characters of a column that can still be read
_BORDER = 3


def show_frame(frame: "pl.DataFrame", form: str = "table", output: Path | None = None) -> None:
    """Print rows as a table, CSV, JSON or JSON lines, or write them, Parquet too, to a file.

    Places of a word are printed as a concordance.
    """
    if form == "table" and output is None:
        print_rows = print_concordance if set(frame.columns) >= COLUMNS else _print_rows
        print_rows(frame)
        say(f"[dim]{counted(frame.height, 'row')}[/]")
        return
    stream = output.open("wb") if output else sys.stdout.buffer
    try:
        if form == "parquet":
            frame.write_parquet(stream)
        elif form == "json":
            stream.write(_json(frame.to_dicts(), indent=1))
        elif form == "jsonl":
            stream.writelines(map(_json, frame.iter_rows(named=True)))
        else:
            _flat(frame).write_csv(stream)
        stream.flush()
    finally:
        if output:
            stream.close()


def _json(value: Any, indent: int | None = None) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=indent, default=str).encode() + b"\n"


def _print_rows(frame: "pl.DataFrame") -> None:
    """Print a table, or each row by itself where columns would be too narrow to read."""
    rows = [[_shown(cell) for cell in row] for row in frame.iter_rows()]
    if sum(map(_least_width, zip(frame.columns, *rows, strict=True))) > out.width:
        _print_one_by_one(frame.columns, rows)
    else:
        _print_table(frame, rows)


def _least_width(column: Sequence[str]) -> int:
    """Give the characters that a column needs with its border: its longest word may be broken, but not too often."""
    longest = max(len(word) for cell in column for word in (cell.split() or [""]))
    return min(longest, _NARROWEST) + _BORDER


def _print_one_by_one(names: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    for number, row in enumerate(rows):
        if number:
            out.print()
        show_pairs((name, cell) for name, cell in zip(names, row, strict=True) if cell)


def _print_table(frame: "pl.DataFrame", rows: Sequence[Sequence[str]]) -> None:
    table = Table(header_style="bold", row_styles=["", "dim"] if frame.height > 12 else None)
    for name, dtype in frame.schema.items():
        table.add_column(name, justify="right" if dtype.is_numeric() else "left", overflow="fold")
    for row in rows:
        table.add_row(*map(escape, row))
    out.print(table)


def _shown(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float):
        return f"{cell:.2f}"
    if isinstance(cell, list):
        return ", ".join(map(str, cell))
    text = f"{cell:%Y-%m-%d %H:%M:%S}" if hasattr(cell, "hour") and hasattr(cell, "year") else str(cell)
    text = relative(" ".join(text.split()))
    return text if len(text) <= _LONGEST_CELL else text[: _LONGEST_CELL - 1] + "…"


def _flat(frame: "pl.DataFrame") -> "pl.DataFrame":
    """Join lists with semicolons: CSV has no lists."""
    import polars as pl

    lists = [name for name, dtype in frame.schema.items() if dtype == pl.List(pl.String)]
    return frame.with_columns(pl.col(lists).list.join("; ")) if lists else frame


def show_record(row: Mapping[str, Any]) -> None:
    """Print one row, a line a column."""
    show_pairs((name, _shown(value)) for name, value in row.items() if value is not None)


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
            one.description + one.remark("[required]", "[default: {}]"),
        )
        for one in query.parameters
    )
