"""Who is quoted where, and in what role: people by outlets, a circle for each pair, its area the number of quotes.

    python examples/quoted_people.py [DATABASE] [PICTURE]

Change _MOST_PEOPLE, or the query: `where published_on >= '2024-03-01'`, `where speaker_role = 'expert'` ...
"""

import duckdb
import polars as pl
from drawing import (
    BLUE,
    BROWN,
    GREEN,
    GREY,
    OCHRE,
    PALE,
    PURPLE,
    RED,
    draw_nothing,
    label,
    run,
    start_figure,
)
from matplotlib.axes import Axes
from matplotlib.figure import Figure

_MOST_PEOPLE = 18
_MOST_OUTLETS = 10
_LARGEST = 560  # square points of a circle
_ROOM = 90  # square points that a number needs
_UNTOLD = "not told"
_COLOURS = {
    "official": BLUE,
    "expert": RED,
    "business": OCHRE,
    "civic": GREEN,
    "media": PURPLE,
    "witness": BROWN,
    _UNTOLD: GREY,
}
# One row a person and outlet. `quotes_by_person` brings the spellings of a name together: see `from speakers`.
QUOTES = f"""
    select
        person,
        outlet_name,
        coalesce(mode(speaker_role), '{_UNTOLD}') as role,
        count(*) as quote_count
    from quotes_by_person
    group by person, outlet_name
    order by sum(count(*)) over (partition by person) desc, person, quote_count desc, outlet_name
"""  # noqa: S608 - a word of ours


def ask(con: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Give `person`, `outlet_name`, `role` and `quote_count`, the most quoted people first."""
    quotes: pl.DataFrame = con.sql(QUOTES).pl()
    return quotes


def draw(quotes: pl.DataFrame) -> Figure:
    """Draw the most quoted people from top to bottom, the outlets that quote them most from left to right."""
    if quotes.is_empty():
        return draw_nothing("No article quotes a person by name")
    people = quotes["person"].unique(maintain_order=True).head(_MOST_PEOPLE).to_list()
    shown = quotes.filter(pl.col("person").is_in(people))
    counts = shown.group_by("outlet_name").agg(pl.col("quote_count").sum())
    counts = counts.sort("quote_count", "outlet_name", descending=[True, False])
    outlets = counts["outlet_name"].head(_MOST_OUTLETS).to_list()
    figure = start_figure(4.2 + 0.6 * len(outlets), 2.2 + 0.3 * len(people))
    axes = figure.subplots()
    _draw_circles(axes, shown.filter(pl.col("outlet_name").is_in(outlets)), people, outlets)
    _draw_axes(axes, people, outlets)
    return figure


def _draw_circles(axes: Axes, quotes: pl.DataFrame, people: list[str], outlets: list[str]) -> None:
    largest = max(quotes["quote_count"])
    for person, outlet, role, count in quotes.iter_rows():
        place = (outlets.index(outlet), people.index(person))
        area = _LARGEST * count / max(largest, 6)
        axes.scatter(*place, s=area, color=_COLOURS.get(role, GREY), zorder=2)
        if area < _ROOM:
            axes.annotate(str(count), place, (6, 0), textcoords="offset points", va="center", fontsize=8)
        else:
            axes.annotate(str(count), place, ha="center", va="center", color="white", fontsize=8, zorder=3)
    for role, colour in _COLOURS.items():
        if role in set(quotes["role"]):
            axes.scatter([], [], s=70, color=colour, label=role)
    axes.legend(title="Role", loc="upper left", bbox_to_anchor=(1.01, 1), frameon=False, alignment="left")


def _draw_axes(axes: Axes, people: list[str], outlets: list[str]) -> None:
    names = [label(name, 24) for name in outlets]
    axes.set_xticks(range(len(outlets)), names, rotation=40, ha="right", rotation_mode="anchor")
    axes.set_yticks(range(len(people)), [label(name) for name in people])
    axes.set_xlim(-0.6, len(outlets) - 0.4)
    axes.set_ylim(len(people) - 0.4, -0.6)
    axes.grid(color=PALE, linewidth=0.6, zorder=0)
    axes.tick_params(length=0)
    axes.set_title("Who is quoted where, and how often", pad=12)


if __name__ == "__main__":
    run("Who is quoted where, and in what role", ask, draw)
