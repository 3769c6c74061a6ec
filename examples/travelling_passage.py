"""How a passage went through outlets and what changed: the most shared one, with the words that differ marked.

    python examples/travelling_passage.py [DATABASE] [PICTURE]

Passages are found where runs have COPYDESK_RELATE=true, as `make run` has. `copydesk query passage_travel` lists the
others; change `limit 1` in the query to look at another article's.
"""

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

import duckdb
import polars as pl
from drawing import BLUE, GREY, INK, PALE, RED, draw_nothing, label, run, start_figure
from matplotlib.axes import Axes
from matplotlib.figure import Figure

_MOST_ARTICLES = 6
_MOST_WORDS = 80
_COLUMNS = 92  # characters of a line
_SIZE = 9  # points
_ADVANCE = 0.602 * _SIZE  # of a character of the font with fixed widths
_LEADING = 1.75 * _SIZE
_INDENT = 5  # characters

# The article whose passages stand in most others, the earliest of equals: its longest passage, and what others have
# of it.
PASSAGE = """
    with sides as (
        select document_id, other_document_id, text, other_text, start, stop, similarity from passages
        union all
        select other_document_id, document_id, other_text, text, other_start, other_stop, similarity from passages
    ),
    model as (
        select sides.document_id
        from sides
        join current_articles using (document_id)
        group by sides.document_id
        order by count(distinct other_document_id) desc, min(published_on) nulls last, sides.document_id
        limit 1
    ),
    longest as (
        select * from sides semi join model using (document_id) order by stop - start desc, start limit 1
    ),
    versions as (
        select document_id, text as model_text, text, 1.0 as similarity from longest
        union all
        select sides.other_document_id, sides.text, sides.other_text, sides.similarity
        from sides
        join longest on sides.document_id = longest.document_id
        where sides.start < longest.stop and longest.start < sides.stop
    )
    select outlet_name, published_on, similarity, model_text, text, document_id
    from versions
    join current_articles using (document_id)
    order by similarity = 1.0 and text = model_text desc, published_on nulls last, document_id
    limit $most
"""


class Word(NamedTuple):
    """A word of a version: `same` as in the first one, `new`, or `gone` from it."""

    text: str
    change: str


def ask(con: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Give the versions of one passage, the first one first.

    Each with `outlet_name`, `published_on`, its `text`, the first one's `model_text` and their `similarity`.
    """
    versions: pl.DataFrame = con.sql(PASSAGE, params={"most": _MOST_ARTICLES}).pl()
    return versions


def draw(versions: pl.DataFrame) -> Figure:
    """Draw the versions from top to bottom, each with the words that are not those of the first."""
    if versions.is_empty():
        return draw_nothing("No passage stands in two articles; runs look for them with COPYDESK_RELATE=true")
    blocks = [list(_lines(compare(*pair))) for pair in versions.select("model_text", "text").iter_rows()]
    line_count = sum(len(block) + 2.2 for block in blocks) + 2.4
    columns = _COLUMNS + _INDENT + 3
    figure = start_figure(columns * _ADVANCE / 72, line_count * _LEADING / 72)
    figure.set_layout_engine("none")
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, columns), ylim=(line_count, 0))
    axes.set_axis_off()
    axes.text(2, 1.2, "How one passage travelled", weight="bold", size=12, va="center")
    _draw_legend(axes)
    _draw_blocks(axes, versions, blocks)
    return figure


def compare(model: str, text: str) -> Iterator[Word]:
    """Give the words of a text beside those of the model, in the order of both."""
    old, new = model.split(), text.split()
    for kind, start, stop, new_start, new_stop in SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if kind == "equal":
            yield from (Word(word, "same") for word in new[new_start:new_stop])
        else:
            yield from (Word(word, "gone") for word in old[start:stop])
            yield from (Word(word, "new") for word in new[new_start:new_stop])


def _lines(words: Iterable[Word]) -> Iterator[list[tuple[int, Word]]]:
    """Break the first words into lines; give each word with its column."""
    line: list[tuple[int, Word]] = []
    column = 0
    for word in _shortened(words):
        if line and column + len(word.text) > _COLUMNS:
            yield line
            line, column = [], 0
        line.append((column, word))
        column += len(word.text) + 1
    yield line


def _shortened(words: Iterable[Word]) -> Iterator[Word]:
    for number, word in enumerate(words):
        if number == _MOST_WORDS:
            yield Word("…", "same")
            return
        yield word


def _draw_blocks(axes: Axes, versions: pl.DataFrame, blocks: list[list[list[tuple[int, Word]]]]) -> None:
    """Draw a station for each version, its lines below."""
    top, stations = 3.4, []
    for row, block in zip(versions.iter_rows(named=True), blocks, strict=True):
        stations.append(top)
        day = str(row["published_on"] or "day not told")
        axes.text(_INDENT, top, label(row["outlet_name"]), weight="bold", va="center")
        told = (
            day
            if row["text"] == row["model_text"] and len(stations) == 1
            else f"{day}, {row['similarity']:.0%} the same"
        )
        axes.text(_INDENT + _COLUMNS, top, told, color=GREY, va="center", ha="right")
        for number, line in enumerate(block, start=1):
            for column, word in line:
                _draw_word(axes, _INDENT + column, top + number, word)
        top += len(block) + 2.2
    axes.plot([2.5, 2.5], [stations[0], stations[-1]], color=PALE, linewidth=3, zorder=1)
    axes.scatter([2.5] * len(stations), stations, s=70, color=INK, zorder=2)


def _draw_word(axes: Axes, column: float, line: float, word: Word) -> None:
    colour = {"same": INK, "new": BLUE, "gone": RED}[word.change]
    weight = "bold" if word.change == "new" else "normal"
    text = label(word.text, _COLUMNS)
    axes.text(
        column, line, text, family="DejaVu Sans Mono", size=_SIZE, color=colour, weight=weight, va="center"
    )
    if word.change == "gone":
        axes.plot([column, column + len(text)], [line, line], color=RED, linewidth=1)


def _draw_legend(axes: Axes) -> None:
    right = _INDENT + _COLUMNS
    _draw_word(axes, right - 32, 1.2, Word("not in this one", "gone"))
    _draw_word(axes, right - 15, 1.2, Word("new or changed", "new"))


if __name__ == "__main__":
    run("How a passage travelled", ask, draw)
