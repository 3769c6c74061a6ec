"""The command `copydesk`: the edge. Every error is one sentence with its cure; --debug shows the traceback.

Commands import what they need when they run: --help answers at once.
"""

from copydesk.cli.commands import app
from copydesk.cli.ending import main

__all__ = ["app", "main"]
