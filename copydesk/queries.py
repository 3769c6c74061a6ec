"""Named queries: SQL files whose header says what they answer and which parameters they take."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from copydesk.errors import UsageError
from copydesk.warehouse import sql_files

_PARAMETER = re.compile(
    r"^-- \$(?P<name>\w+) (?P<type>\w+)(?: = (?P<default>\S+))?: (?P<description>.+)$", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One `$name` of a query: it must be given, or has a default, of which None sets no limit."""

    name: str
    type: str
    default: str | None
    description: str
    is_required: bool

    def remark(self, required: str, default: str) -> str:
        """Give what a description adds for a parameter that must be given, or has a default."""
        told = required if self.is_required else self.default and default.format(self.default)
        return f" {told}" if told else ""

    def refuse(self, value: str) -> None:
        """Raise UsageError for a value that is not of the parameter's type."""
        wanted, fits = _TYPES.get(self.type, ("text", lambda _: True))
        if not fits(value):
            raise UsageError(f"--{self.name} takes {wanted}, not {value}")


def _is_date(value: str) -> bool:
    try:
        return bool(datetime.strptime(value, "%Y-%m-%d"))
    except ValueError:
        return False


def _is_count(value: str) -> bool:
    return value.isascii() and value.isdigit() and int(value) <= _MOST


_MOST = 2**31 - 1  # what fits into an integer of SQL
_TYPES: dict[str, tuple[str, Callable[[str], bool]]] = {
    "date": ("a date such as 2024-03-05", _is_date),
    "integer": (f"a whole number from 0 to {_MOST}", _is_count),
}


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """One file of sql/queries."""

    name: str
    sentence: str
    sql: str
    parameters: tuple[Parameter, ...]

    def bind(self, given: Mapping[str, str]) -> dict[str, str | None]:
        """Give a value for each parameter.

        Raises UsageError for a name that the query does not know, a value it cannot take and one that it lacks.
        """
        known = {parameter.name: parameter.default for parameter in self.parameters}
        if unknown := set(given) - set(known):
            options = ", ".join(f"--{name}" for name in known) or "none"
            raise UsageError(
                f"The query {self.name} has no parameter --{sorted(unknown)[0]}; it takes: {options}"
            )
        for parameter in self.parameters:
            if parameter.is_required and not given.get(parameter.name):
                raise UsageError(f"The query {self.name} needs --{parameter.name}: {parameter.description}")
            if parameter.name in given:
                parameter.refuse(given[parameter.name])
        return {**known, **given}


def named_queries() -> dict[str, NamedQuery]:
    """Read the queries of sql/queries, by name."""
    return {name: _parse(name, sql) for name, sql in sql_files("queries").items()}


def named_query(name: str) -> NamedQuery:
    """Give one query. Raises UsageError for a name that does not exist."""
    try:
        return named_queries()[name]
    except KeyError:
        raise UsageError(f"There is no query {name}; list them with: copydesk query") from None


def _parse(name: str, sql: str) -> NamedQuery:
    parameters = tuple(
        Parameter(
            match["name"],
            match["type"],
            None if match["default"] == "null" else match["default"],
            match["description"],
            is_required=match["default"] is None,
        )
        for match in _PARAMETER.finditer(sql)
    )
    return NamedQuery(name, sql.split("\n", 1)[0].removeprefix("-- "), sql, parameters)
