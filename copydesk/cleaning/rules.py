"""The phrase rules: lines that give themselves away by their words. The rules are data, in rules.toml."""

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from copydesk.document import Role

Test = Callable[[str], re.Match[str] | None]

_EDGES = " .:;,!?…·•|›»«‹→←↑↓>-–—*#\"'“”„()[]+©\u00a0"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule says of a line: its role and the name of the rule."""

    role: Role
    rule: str


@dataclass(frozen=True, slots=True)
class RuleBook:
    """The compiled rules: whole lines by lookup, patterns by matching at the line's start or searching in it."""

    lines: dict[str, Verdict]
    tests: tuple[tuple[Test, int, Verdict], ...]

    def judge(self, line: str) -> Verdict | None:
        """Give the verdict on a line, or None where its words do not give it away."""
        if len(line) <= _LONGEST_LINE and (verdict := self.lines.get(line_key(line))):
            return verdict
        folded = line.lower()
        for finds, longest, verdict in self.tests:
            if len(line) <= longest and finds(folded):
                return verdict
        return None


_LONGEST_LINE = 120


def line_key(line: str) -> str:
    """Give the form in which whole lines are compared: case, outer marks and counts of items put aside."""
    return line.strip(_EDGES).casefold()


@cache
def rule_book() -> RuleBook:
    """Read rules.toml, once a process."""
    data = tomllib.loads(resources.files("copydesk.cleaning").joinpath("rules.toml").read_text("utf-8"))
    lines: dict[str, Verdict] = {}
    tests: list[tuple[Test, int, Verdict]] = []
    for rule in data["rules"]:
        verdict = Verdict(rule["role"], rule["name"])
        lines.update((line_key(line), verdict) for line in rule.get("lines", []))
        tests += [(test, rule.get("longest", 200), verdict) for test in _compile(rule.get("patterns", []))]
    return RuleBook(lines, tuple(tests))


def _compile(patterns: list[str]) -> Iterator[Test]:
    """Compile alternatives apart: those anchored at the line's start are tried once, not at every character."""
    anchored = [pattern[1:] for pattern in patterns if pattern.startswith("^")]
    loose = [pattern for pattern in patterns if not pattern.startswith("^")]
    if anchored:
        yield re.compile("|".join(f"(?:{one})" for one in anchored)).match
    if loose:
        yield re.compile("|".join(f"(?:{one})" for one in loose)).search
