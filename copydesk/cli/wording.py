"""What the libraries that read options and settings find wrong, in words of ours."""

from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, Any

from typer import BadParameter

if TYPE_CHECKING:
    from pydantic import ValidationError
    from typer.exceptions import TyperException

_WANTED = {
    "greater_than_equal": "a number of at least {ge:g}",
    "greater_than": "a number above {gt:g}",
    "less_than_equal": "a number of at most {le:g}",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "float_parsing": "a number",
    "bool_parsing": "true or false",
}


def describe_usage(error: "TyperException") -> str:
    """Say what is wrong with a command line: `--limit takes a number of at least 1, not 0`."""
    from pydantic import ValidationError

    if isinstance(error, BadParameter) and error.param and isinstance(error.__cause__, ValidationError):
        kind = error.param.get_runtime_param().annotation
        return _sentence(error.param.opts[0], error.__cause__, _wanted_of(kind))
    message = error.format_message() if isinstance(error, BadParameter) else str(error)
    return message.rstrip(".")


def describe_setting(error: "ValidationError") -> str:
    """Say which setting in the environment cannot be taken, and what it takes."""
    return _sentence(f"COPYDESK_{str(error.errors()[0]['loc'][0]).upper()}", error, None)


def _sentence(name: str, error: "ValidationError", wanted: str | None) -> str:
    found = error.errors()[0]
    pattern = _WANTED.get(found["type"])
    if pattern:
        wanted = pattern.format(**found.get("ctx", {}))
    return f"{name} takes {wanted}, not {found['input']}" if wanted else f"{name}: {found['msg']}"


def _wanted_of(kind: Any) -> str | None:
    """Say what an option of a type takes, where the type is one of choices or a day."""
    if kind is datetime:
        return "a date such as 2024-03-05"
    if isinstance(kind, type) and issubclass(kind, Enum):
        *names, last = (choice.value for choice in kind)
        return f"{', '.join(names)} or {last}"
    return None
