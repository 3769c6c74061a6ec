"""How the command begins and ends: errors become sentences and exit codes."""

import atexit
import gc
import os
import sys

from typer.exceptions import TyperException

from copydesk import display
from copydesk.cli.commands import app
from copydesk.cli.options import EXIT_FAILED, EXIT_INTERRUPTED, EXIT_USAGE
from copydesk.cli.wording import describe_usage
from copydesk.errors import CopydeskError, UsageError


def main() -> None:
    """Run the command and turn errors into sentences and exit codes."""
    atexit.register(_hush)  # first in, last out
    gc.set_threshold(50_000, 20, 100)  # frames and lists of thousands are no garbage
    try:
        code = app(standalone_mode=False)  # Ctrl-C comes back as a code, --help as None
        if code == EXIT_INTERRUPTED:
            display.complain("interrupted; what was loaded is safe, run the same command again to go on")
        sys.exit(code)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(EXIT_FAILED)
    except Exception as error:
        sys.exit(_explain(error))


def _hush() -> None:
    """Silence the end of the process: Prefect's threads outlive the database module, which complains of leaks."""
    sys.stdout.flush()
    sys.stderr.flush()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


def _explain(error: Exception) -> int:
    """Say what went wrong in a sentence and give the exit code."""
    if "COPYDESK_DEBUG" in os.environ:
        raise error
    if isinstance(error, TyperException):
        display.complain(f"{describe_usage(error)}; see: copydesk --help")
        return EXIT_USAGE
    if isinstance(error, CopydeskError):
        display.complain(str(error))
        return EXIT_USAGE if isinstance(error, UsageError) else EXIT_FAILED
    display.complain(f"{type(error).__name__}: {error} (a fault of Copydesk; --debug shows where)")
    return EXIT_FAILED
