"""Places of a word in articles, the word in the same column of every line: a concordance, or keyword in context."""

from itertools import groupby
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from copydesk.display.console import out, relative

if TYPE_CHECKING:
    import polars as pl

COLUMNS = frozenset({"before", "word", "after"})
_MARGIN = 2


def print_concordance(frame: "pl.DataFrame") -> None:
    """Print a line a place, below a line for the article and who speaks; context that finds no room is cut off."""
    longest = max(map(cell_len, frame["word"]), default=0)
    room = max(out.width - _MARGIN - longest, 0) // 2
    for head, rows in groupby(frame.iter_rows(named=True), _head):
        out.print(Text(head, style="dim cyan"), soft_wrap=True)
        for row in rows:
            out.print(_line(row, room), soft_wrap=True)


def _head(row: dict[str, Any]) -> str:
    facts = (row.get(name) for name in ("published_on", "outlet_name", "speaker", "uri"))
    return " · ".join(relative(str(fact)) for fact in facts if fact is not None)


def _line(row: dict[str, Any], room: int) -> Text:
    before = set_cell_size(row["before"][::-1], room)[::-1]  # its end stands beside the word
    after = set_cell_size(row["after"], room).rstrip()
    return Text.assemble(" " * _MARGIN, before, (row["word"], "bold yellow"), after)
