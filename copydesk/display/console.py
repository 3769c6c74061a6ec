"""Where things are shown: data goes to standard output, talk to standard error."""

import os
import sys
from pathlib import Path

from rich.console import Console
from rich.text import Text

_PIPED_WIDTH = 160  # columns, where there is no terminal to ask
out = Console(highlight=False, width=None if sys.stdout.isatty() or "COLUMNS" in os.environ else _PIPED_WIDTH)
err = Console(stderr=True, highlight=False)


def say(message: str) -> None:
    """Tell the person something, beside the data."""
    err.print(message, soft_wrap=True)


def counted(number: int, noun: str) -> str:
    """Give a number with its noun: 1 row, 2,000 rows."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def complain(message: str) -> None:
    """Tell the person what went wrong and how to mend it."""
    err.print(Text.assemble(("error: ", "bold red"), message), soft_wrap=True)


def relative(path: str) -> str:
    """Shorten a path below the working folder."""
    return path.removeprefix(f"{Path.cwd()}{os.sep}")
