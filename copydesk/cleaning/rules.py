"""The phrase rules: lines that give themselves away by their words. The rules are data, in rules.toml."""

import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from copydesk.cleaning.expressions import needed_text, openings
from copydesk.document import Role

_EDGES = " .:;,!?…·•|›»«‹→←↑↓>-–—*#\"'“”„()[]+©\u00a0"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule says of a line: its role and the name of the rule."""

    role: Role
    rule: str


@dataclass(frozen=True, slots=True)
class _Rule:
    """A rule with patterns: the group that stands for it in expressions, and what makes its verdict hold."""

    group: str
    verdict: Verdict
    longest: int
    named: bool


class _Anchored(dict[str, re.Pattern[str]]):
    """The patterns that are tried at a line's start, by the character that it begins with."""

    def __init__(self, patterns: list[tuple[_Rule, str]]) -> None:
        self._patterns = [(rule, pattern, openings(pattern)) for rule, pattern in patterns]

    def __missing__(self, opening: str) -> re.Pattern[str]:
        chosen = [(rule, pattern) for rule, pattern, known in self._patterns if not known or opening in known]
        if len(self) >= _MOST_OPENINGS:
            self.clear()
        self[opening] = _compiled(chosen)
        return self[opening]


@dataclass(frozen=True, slots=True)
class _Loose:
    """The patterns of a rule that are searched at every character, each with a text that all its matches hold.

    Where no word of the rule stands, or not that text, looking for it is much quicker.
    """

    rule: _Rule
    words: frozenset[str]
    patterns: tuple[tuple[str, Callable[[str], object]], ...]

    def matches(self, folded: str, words: Sequence[str]) -> bool:
        """Tell whether one of the words of a lower-cased line is the rule's, and one of its patterns matches."""
        return not self.words.isdisjoint(words) and any(
            text in folded and search(folded) for text, search in self.patterns
        )


@dataclass(frozen=True, slots=True)
class RuleBook:
    """The compiled rules: whole lines by lookup, anchored patterns as expressions with one named group a rule.

    Patterns anchored at the line's start are tried once, apart from those that are searched at every character.
    """

    lines: dict[str, Verdict]
    anchored: _Anchored
    loose: tuple[_Loose, ...]
    words: tuple[str, ...]  # those of the loose patterns
    credits: tuple[str, ...]  # words one of which stands in every credit of a photo
    rules: dict[str, _Rule]

    def holds_credit(self, text: str) -> bool:
        """Tell quickly whether a text may hold the credit of a photo."""
        folded = text.lower()
        for word in self.credits:  # noqa: SIM110 - a loop takes a third of the time of any() here
            if word in folded:
                return True
        return False

    def words_in(self, folded: str) -> list[str]:
        """Give the words of loose patterns that a lower-cased line holds."""
        return [word for word in self.words if word in folded]

    def judge(self, line: str, words: Sequence[str] | None = None) -> Verdict | None:
        """Give the verdict on a line that is not empty, or None where its words do not give it away.

        `words` are those of loose patterns that it holds, where they have been found before.
        """
        if (
            len(line) <= _LONGEST_LINE
            and (verdict := self.lines.get(line_key(line)))
            and not _is_spoken(line)
        ):
            return verdict
        folded = line.lower()
        match = self.anchored[folded[0]].match(folded)
        if match and match.lastgroup and _holds(rule := self.rules[match.lastgroup], line):
            return rule.verdict
        words = self.words_in(folded) if words is None else words
        for loose in self.loose if words else ():
            if _holds(loose.rule, line) and loose.matches(folded, words):
                return loose.rule.verdict
        return None


_LONGEST_LINE = 120
_MOST_OPENINGS = 512  # expressions kept


def line_key(line: str) -> str:
    """Give the form in which whole lines are compared: case, outer marks and counts of items put aside."""
    return line.strip(_EDGES).casefold()


@cache
def rule_book() -> RuleBook:
    """Read rules.toml, once a process."""
    data = tomllib.loads(resources.files("copydesk.cleaning").joinpath("rules.toml").read_text("utf-8"))
    lines: dict[str, Verdict] = {}
    rules: dict[str, _Rule] = {}
    anchored: list[tuple[_Rule, str]] = []
    loose: list[_Loose] = []
    for number, told in enumerate(data["rules"]):
        verdict = Verdict(told["role"], told["name"])
        lines.update((line_key(line), verdict) for line in told.get("lines", []))
        rule = _Rule(f"rule{number}", verdict, told.get("longest", 200), told.get("named", False))
        rules[rule.group] = rule
        anchored += [(rule, pattern[1:]) for pattern in told.get("patterns", []) if pattern.startswith("^")]
        searched = [pattern for pattern in told.get("patterns", []) if not pattern.startswith("^")]
        if searched:
            loose.append(_Loose(rule, frozenset(told["words"]), tuple(map(_searched, searched))))
    credits = tuple(
        word for told in data["rules"] if told["role"] == "caption" for word in told.get("words", [])
    )
    words = tuple(dict.fromkeys(word for one in loose for word in one.words))
    return RuleBook(lines, _Anchored(anchored), tuple(loose), words, credits, rules)


def _compiled(patterns: list[tuple[_Rule, str]]) -> re.Pattern[str]:
    """Make one expression of patterns, with a named group for those of each rule."""
    by_group: dict[str, list[str]] = {}
    for rule, pattern in patterns:
        by_group.setdefault(rule.group, []).append(f"(?:{pattern})")
    return re.compile("|".join(f"(?P<{group}>{'|'.join(one)})" for group, one in by_group.items()) or r"(?!)")


def _searched(pattern: str) -> tuple[str, Callable[[str], object]]:
    """Give a text that every match of a pattern holds, and what looks for a match."""
    compiled = re.compile(pattern)
    return needed_text(pattern), compiled.match if pattern.startswith(r"\A") else compiled.search


def _holds(rule: _Rule, line: str) -> bool:
    """Tell whether a rule speaks of such a line where its pattern matches."""
    return len(line) <= rule.longest and not (rule.named and not _opens_with_name(line))


def _is_spoken(line: str) -> bool:
    """Tell a turn of an interview or a quotation (`– I agree.`) from a button."""
    return line[0] in '–—-“„"«' and line.rstrip('”“"» ')[-1:] in (".", "!", "?") and not line.endswith("...")


def _opens_with_name(line: str) -> bool:
    return all(word[0].isupper() for word in line.split()[:2])
