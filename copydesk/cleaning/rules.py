"""The phrase rules: lines that give themselves away by their words. The rules are data, in rules.toml."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from copydesk.document import Role

_EDGES = " .:;,!?…·•|›»«‹→←↑↓>-–—*#\"'“”„()[]+©\u00a0"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule says of a line: its role and the name of the rule."""

    role: Role
    rule: str


@dataclass(frozen=True, slots=True)
class RuleBook:
    """The compiled rules: whole lines by lookup, patterns as two expressions with one named group a rule.

    Patterns anchored at the line's start are tried once, apart from those that are searched at every character.
    """

    lines: dict[str, Verdict]
    anchored: re.Pattern[str]
    loose: re.Pattern[str]
    words: tuple[str, ...]
    by_group: dict[str, tuple[int, bool, Verdict]]

    def holds_word(self, folded: str) -> bool:
        """Tell whether a lower-cased line holds a word without which no loose pattern can match: ten times faster."""
        for word in self.words:  # noqa: SIM110 - a loop takes a third of the time of any() here
            if word in folded:
                return True
        return False

    def judge(self, line: str) -> Verdict | None:
        """Give the verdict on a line, or None where its words do not give it away."""
        if (
            len(line) <= _LONGEST_LINE
            and (verdict := self.lines.get(line_key(line)))
            and not _is_spoken(line)
        ):
            return verdict
        folded = line.lower()
        return self._verdict(line, self.anchored.match(folded)) or (
            self._verdict(line, self.loose.search(folded)) if self.holds_word(folded) else None
        )

    def _verdict(self, line: str, match: re.Match[str] | None) -> Verdict | None:
        if match is None or match.lastgroup is None:
            return None
        longest, named, verdict = self.by_group[match.lastgroup]
        return verdict if len(line) <= longest and not (named and not _opens_with_name(line)) else None


_LONGEST_LINE = 120


def line_key(line: str) -> str:
    """Give the form in which whole lines are compared: case, outer marks and counts of items put aside."""
    return line.strip(_EDGES).casefold()


@cache
def rule_book() -> RuleBook:
    """Read rules.toml, once a process."""
    data = tomllib.loads(resources.files("copydesk.cleaning").joinpath("rules.toml").read_text("utf-8"))
    lines: dict[str, Verdict] = {}
    by_group: dict[str, tuple[int, bool, Verdict]] = {}
    anchored, loose = [], []
    for number, rule in enumerate(data["rules"]):
        verdict = Verdict(rule["role"], rule["name"])
        lines.update((line_key(line), verdict) for line in rule.get("lines", []))
        group = f"rule{number}"
        by_group[group] = rule.get("longest", 200), rule.get("named", False), verdict
        patterns = rule.get("patterns", [])
        anchored += _group(group, [pattern[1:] for pattern in patterns if pattern.startswith("^")])
        loose += _group(group, [pattern for pattern in patterns if not pattern.startswith("^")])
    words = tuple(word for rule in data["rules"] for word in rule.get("words", []))
    return RuleBook(lines, re.compile("|".join(anchored)), re.compile("|".join(loose)), words, by_group)


def _is_spoken(line: str) -> bool:
    """Tell a turn of an interview or a quotation (`– I agree.`) from a button."""
    return line[0] in '–—-“„"«' and line.rstrip('”“"» ')[-1:] in (".", "!", "?") and not line.endswith("...")


def _opens_with_name(line: str) -> bool:
    return all(word[0].isupper() for word in line.split()[:2])


def _group(name: str, patterns: list[str]) -> list[str]:
    return [f"(?P<{name}>{'|'.join(f'(?:{pattern})' for pattern in patterns)})"] if patterns else []
