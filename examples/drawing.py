"""What the examples share: arguments, the database, and how pictures look."""

import argparse
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import duckdb
import polars as pl

try:
    import matplotlib as mpl
except ModuleNotFoundError:
    raise SystemExit(
        "Pictures need matplotlib: make test brings it, or .venv/bin/pip install matplotlib"
    ) from None

mpl.use("agg")  # draws without a screen
import matplotlib.pyplot as plt
from matplotlib import font_manager
from matplotlib.figure import Figure

INK, GREY, PALE = "#22303c", "#7b8894", "#d5dce2"
BLUE, RED, OCHRE, GREEN, PURPLE, BROWN = "#1f6f8b", "#c43d51", "#b97a12", "#4f8f6b", "#7d5a91", "#8a6a55"
# Fonts for scripts that the first one lacks, where they are installed.
_FONTS = (
    "DejaVu Sans",
    "Noto Sans CJK JP",
    "Noto Sans CJK SC",
    "Noto Sans Thai",
    "Noto Sans Arabic",
    "Hiragino Sans",
)


def run(
    description: str,
    ask: Callable[[duckdb.DuckDBPyConnection], pl.DataFrame],
    draw: Callable[[pl.DataFrame], Figure],
) -> None:
    """Read the command line, ask the database, draw, and write the picture: by default under the example's name."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("database", nargs="?", type=Path, default=Path("copydesk.duckdb"))
    parser.add_argument("picture", nargs="?", type=Path, default=Path(f"{Path(sys.argv[0]).stem}.png"))
    given = parser.parse_args()
    with open_database(given.database) as con:
        rows = ask(con)
    figure = draw(rows)
    figure.savefig(given.picture, dpi=150, facecolor="white")
    plt.close(figure)
    print(f"Drawn: {given.picture}, from {rows.height} rows")


def open_database(path: Path) -> duckdb.DuckDBPyConnection:
    """Open a published database for reading: a run that writes meanwhile is not disturbed."""
    if not path.exists():
        raise SystemExit(f"{path} does not exist; make it with: copydesk ingest PATH, or name another")
    con = duckdb.connect(str(path), read_only=True)
    con.execute("set TimeZone = 'UTC'")
    return con


def start_figure(width: float, height: float) -> Figure:
    """Give an empty figure, sizes in inches, in the style of all examples."""
    plt.rcParams.update(
        {
            "font.family": _installed_fonts(),
            "font.size": 10,
            "text.color": INK,
            "axes.edgecolor": PALE,
            "axes.labelcolor": INK,
            "axes.spines.top": False,
            "axes.spines.right": False,
            "xtick.color": INK,
            "ytick.color": INK,
            "axes.titleweight": "bold",
            "axes.titlelocation": "left",
        }
    )
    return plt.figure(figsize=(width, height), layout="constrained")


def draw_nothing(sentence: str) -> Figure:
    """Give a figure that says why there is nothing to see."""
    figure = start_figure(7, 2)
    figure.text(0.5, 0.5, sentence, ha="center", va="center", color=GREY, wrap=True)
    return figure


def label(text: str, longest: int = 34) -> str:
    """Shorten a name, and put a box for every character that no installed font has."""
    text = "outlet not told" if text == "unknown" else text
    text = text if len(text) <= longest else text[: longest - 1] + "…"
    return "".join(char if _is_drawable(char) else "□" for char in text)


@cache
def _installed_fonts() -> list[str]:
    installed = {font.name for font in font_manager.fontManager.ttflist}
    return [name for name in _FONTS if name in installed]


@cache
def _is_drawable(char: str) -> bool:
    paths = [font_manager.findfont(name) for name in _installed_fonts()]
    return any(font_manager.get_font(path).get_char_index(ord(char)) for path in paths)
