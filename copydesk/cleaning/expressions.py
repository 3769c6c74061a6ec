"""What an expression tells of its matches before it is tried: how they begin, and a text that all of them hold.

Both are read off the expression's characters, as far as the patterns of rules.toml go: groups are `(?:...)`.
"""

import re
import string

_TOKEN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?[:=!]|\{[\d,]*\}|.")


def openings(pattern: str) -> frozenset[str]:
    """Give the characters that a match of a pattern can begin with; none where that cannot be told from its start."""
    if pattern.startswith("(?:"):
        alternatives, rest = _alternatives(pattern)
        known = [openings(one + rest) for one in alternatives]
        if rest[:1] in ("?", "*"):
            known.append(openings(rest[1:]))
        return frozenset().union(*known) if all(known) else frozenset()
    literal = re.match(r"\\([^\w\s])|([^\\\[\].^$*+?{}()|])", pattern)
    if pattern.startswith(r"\d"):
        first, rest = frozenset(string.digits), pattern[2:]
    elif literal:
        first, rest = frozenset(literal[literal.lastindex or 0]), pattern[literal.end() :]
    else:
        return frozenset()
    if rest[:1] not in ("?", "*", "{"):
        return first
    following = openings(rest[1:])
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


def needed_text(pattern: str) -> str:
    """Give the longest text outside of groups and classes that every match of a pattern holds; perhaps an empty one."""
    texts, depth = [""], 0
    for mark in _TOKEN.findall(pattern):
        if mark[0] in "()":
            depth += 1 if mark[0] == "(" else -1
            texts.append("")
        elif depth == 0 and mark == "|":
            return ""
        elif depth == 0:
            _add(texts, mark)
    return max(texts, key=len)


def _add(texts: list[str], mark: str) -> None:
    """Go on with the last of the texts, or end it where the mark stands for no one character."""
    literal = mark.removeprefix("\\")
    if mark[0] in "?*{":  # what stands before may be missing
        texts[-1:] = [texts[-1][:-1], ""]
    elif len(literal) > 1 or mark in ".^$+" or (mark != literal and literal.isalnum()):
        texts.append("")
    else:
        texts[-1] += literal
