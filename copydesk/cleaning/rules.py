"""The phrase rules: lines that give themselves away by their words. The rules are data, in rules.toml."""

import re
import string
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
class _Rule:
    """A rule with patterns: the group that stands for it in expressions, and what makes its verdict hold."""

    group: str
    verdict: Verdict
    longest: int
    named: bool


class _Anchored(dict[str, re.Pattern[str]]):
    """The patterns that are tried at a line's start, by the character that it begins with."""

    def __init__(self, patterns: list[tuple[_Rule, str]]) -> None:
        self._patterns = [(rule, pattern, _openings(pattern)) for rule, pattern in patterns]

    def __missing__(self, opening: str) -> re.Pattern[str]:
        chosen = [
            (rule, pattern)
            for rule, pattern, openings in self._patterns
            if not openings or opening in openings
        ]
        if len(self) >= _MOST_OPENINGS:
            self.clear()
        self[opening] = _compiled(chosen)
        return self[opening]


@dataclass(frozen=True, slots=True)
class RuleBook:
    """The compiled rules: whole lines by lookup, patterns as expressions with one named group a rule.

    Patterns anchored at the line's start are tried once, apart from those that are searched at every character.
    """

    lines: dict[str, Verdict]
    anchored: _Anchored
    loose: tuple[
        tuple[str, re.Pattern[str]], ...
    ]  # with a word each: where none stands, looking for it is much quicker
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

    def judge(self, line: str, has_word: bool = True) -> Verdict | None:
        """Give the verdict on a line that is not empty, or None where its words do not give it away.

        Whoever knows that it holds no word of a loose pattern spares the search for one.
        """
        if (
            len(line) <= _LONGEST_LINE
            and (verdict := self.lines.get(line_key(line)))
            and not _is_spoken(line)
        ):
            return verdict
        folded = line.lower()
        if verdict := self._verdict(line, self.anchored[folded[0]].match(folded)):
            return verdict
        for word, pattern in self.loose if has_word else ():
            if word in folded and (verdict := self._verdict(line, pattern.search(folded))):
                return verdict
        return None

    def _verdict(self, line: str, match: re.Match[str] | None) -> Verdict | None:
        if match is None or match.lastgroup is None:
            return None
        rule = self.rules[match.lastgroup]
        return (
            rule.verdict
            if len(line) <= rule.longest and not (rule.named and not _opens_with_name(line))
            else None
        )


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
    loose: list[tuple[str, re.Pattern[str]]] = []
    for number, told in enumerate(data["rules"]):
        verdict = Verdict(told["role"], told["name"])
        lines.update((line_key(line), verdict) for line in told.get("lines", []))
        rule = _Rule(f"rule{number}", verdict, told.get("longest", 200), told.get("named", False))
        rules[rule.group] = rule
        anchored += [(rule, pattern[1:]) for pattern in told.get("patterns", []) if pattern.startswith("^")]
        pattern = _compiled(
            [(rule, pattern) for pattern in told.get("patterns", []) if not pattern.startswith("^")]
        )
        loose += [(word, pattern) for word in told.get("words", [])]
    credits = tuple(
        word for told in data["rules"] if told["role"] == "caption" for word in told.get("words", [])
    )
    words = tuple(dict.fromkeys(word for word, _ in loose))
    return RuleBook(lines, _Anchored(anchored), tuple(loose), words, credits, rules)


def _compiled(patterns: list[tuple[_Rule, str]]) -> re.Pattern[str]:
    """Make one expression of patterns, with a named group for those of each rule."""
    by_group: dict[str, list[str]] = {}
    for rule, pattern in patterns:
        by_group.setdefault(rule.group, []).append(f"(?:{pattern})")
    return re.compile("|".join(f"(?P<{group}>{'|'.join(one)})" for group, one in by_group.items()) or r"(?!)")


def _openings(pattern: str) -> frozenset[str]:
    """Give the characters that a match of a pattern can begin with; none where that cannot be told from its start."""
    if pattern.startswith("(?:"):
        alternatives, rest = _alternatives(pattern)
        openings = [_openings(one + rest) for one in alternatives]
        if rest[:1] in ("?", "*"):
            openings.append(_openings(rest[1:]))
        return frozenset().union(*openings) if all(openings) else frozenset()
    literal = re.match(r"\\([^\w\s])|([^\\\[\].^$*+?{}()|])", pattern)
    if pattern.startswith(r"\d"):
        first, rest = frozenset(string.digits), pattern[2:]
    elif literal:
        first, rest = frozenset(literal[literal.lastindex or 0]), pattern[literal.end() :]
    else:
        return frozenset()
    if rest[:1] not in ("?", "*", "{"):
        return first
    following = _openings(rest[1:])
    return first | following if following else following


def _alternatives(pattern: str) -> tuple[list[str], str]:
    """Cut the group that a pattern begins with into its alternatives; give them and what stands behind the group."""
    parts, start, depth, in_class = [], 3, 0, False
    for token in re.finditer(r"\\.|.", pattern):
        mark, at = token[0], token.start()
        if in_class or mark == "[":
            in_class = mark != "]"
        elif mark in "()":
            depth += 1 if mark == "(" else -1
        if depth == 0 or (depth == 1 and mark == "|" and not in_class):
            parts.append(pattern[start:at])
            start = at + 1
        if depth == 0:
            break
    return parts, pattern[start:]


def _is_spoken(line: str) -> bool:
    """Tell a turn of an interview or a quotation (`– I agree.`) from a button."""
    return line[0] in '–—-“„"«' and line.rstrip('”“"» ')[-1:] in (".", "!", "?") and not line.endswith("...")


def _opens_with_name(line: str) -> bool:
    return all(word[0].isupper() for word in line.split()[:2])
