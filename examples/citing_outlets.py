"""Who cites whom: outlets that cite on the left, those they cite on the right, a line for each pair.

    python examples/citing_outlets.py [DATABASE] [PICTURE]

The edges are those of `copydesk query who_cites_whom`, which also writes them for a graph tool:
`copydesk query who_cites_whom --format csv --output edges.csv`.
"""

from collections.abc import Sequence

import duckdb
import polars as pl
from drawing import BLUE, GREY, INK, RED, draw_nothing, label, run, start_figure
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path as Line

_MOST_PAIRS = 40
_MOST_COUNTS = 10  # lines that can bear a number without hiding each other
_COLOURS = {"news agency": RED, "other outlet": BLUE}
_HALO = {"boxstyle": "round,pad=0.15", "facecolor": "white", "edgecolor": "none"}
CITATIONS = """
    select
        source,
        target,
        if(any_value(target_kind) = 'agency', 'news agency', 'other outlet') as kind,
        count(distinct document_id) as article_count
    from outlet_citations
    where lower(source) <> lower(target)
    group by source, target
    order by article_count desc, source, target
    limit $most
"""


def ask(con: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Give `source`, `target`, `kind` of the target and `article_count`, the pairs with most articles first."""
    pairs: pl.DataFrame = con.sql(CITATIONS, params={"most": _MOST_PAIRS}).pl()
    return pairs


def draw(pairs: pl.DataFrame) -> Figure:
    """Draw both columns and the lines between them, as wide as there are articles."""
    if pairs.is_empty():
        return draw_nothing("No article cites another outlet")
    sources = pairs["source"].unique(maintain_order=True).to_list()
    left = _heights(sources)
    right = _heights(_beside(pairs, left))
    figure = start_figure(8.5, 1.6 + 0.5 * max(len(left), len(right)))
    axes = figure.subplots()
    _draw_lines(axes, pairs, left, right)
    _draw_names(axes, "cites", left, 0.0)
    _draw_names(axes, "is cited", right, 1.0)
    widest = max(pairs["article_count"])
    articles = "1 article" if widest == 1 else f"{widest:,} articles"
    axes.set_title(f"Who cites whom (the widest line: {articles})", pad=12)
    axes.set_xlim(-0.75, 1.75)
    axes.set_ylim(0, 1.2)
    axes.set_axis_off()
    return figure


def _heights(names: Sequence[str]) -> dict[str, float]:
    """Spread names evenly from top to bottom."""
    return {name: 1 - (place + 0.5) / len(names) for place, name in enumerate(names)}


def _beside(pairs: pl.DataFrame, left: dict[str, float]) -> list[str]:
    """Give the cited outlets in the order of those that cite them, so that few lines cross."""
    heights = pairs.with_columns(height=pl.col("source").replace_strict(left, return_dtype=pl.Float64))
    means = heights.group_by("target").agg(
        (pl.col("height") * pl.col("article_count")).sum() / pl.col("article_count").sum()
    )
    return means.sort("height", "target", descending=[True, False])["target"].to_list()


def _draw_lines(axes: Axes, pairs: pl.DataFrame, left: dict[str, float], right: dict[str, float]) -> None:
    largest = max(pairs["article_count"])
    for source, target, kind, count in pairs.iter_rows():
        start, stop = left[source], right[target]
        curve = Line(
            [(0.0, start), (0.5, start), (0.5, stop), (1.0, stop)],
            [Line.MOVETO, Line.CURVE4, Line.CURVE4, Line.CURVE4],
        )
        width = 1.5 + 6.5 * count / max(largest, 5)
        colour = _COLOURS[kind]
        axes.add_patch(PathPatch(curve, fill=False, edgecolor=colour, linewidth=width, alpha=0.6))
        if pairs.height <= _MOST_COUNTS:
            place = (0.5, (start + stop) / 2)
            axes.annotate(str(count), place, color=colour, size=8, ha="center", va="center", bbox=_HALO)
    for kind, colour in _COLOURS.items():
        axes.plot([], [], color=colour, linewidth=4, alpha=0.6, label=kind)
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, 0.02), ncols=2, frameon=False)


def _draw_names(axes: Axes, heading: str, heights: dict[str, float], side: float) -> None:
    shift, align = (0.03, "left") if side else (-0.03, "right")
    axes.text(side + shift, 1.1, heading, ha=align, color=GREY, style="italic")
    for name, height in heights.items():
        axes.scatter(side, height, s=45, color=INK, zorder=3)
        axes.text(side + shift, height, label(name), ha=align, va="center")


if __name__ == "__main__":
    run("Who cites whom", ask, draw)
