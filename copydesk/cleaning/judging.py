"""What lines say of themselves, whatever stands around them: the furniture of sites, dates, bylines, copyright."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from copydesk.cleaning.prose import is_prose
from copydesk.cleaning.rules import Verdict, rule_book
from copydesk.reporting.bylines import (
    BYLINE_SIGN,
    COPYRIGHT_MARKS,
    may_be_byline,
    may_be_copyright,
    read_byline,
    read_copyright,
)
from copydesk.reporting.dates import is_date_line

LONGEST_JUDGED = 420  # characters: longer lines are prose whatever words they hold
_LONGEST_COPYRIGHT = 120
_MOST_KNOWN = 1 << 15
_WORTH_AN_ENGINE = 1000  # lines: for fewer, loading it takes longer than it saves

# The furniture of a site stands in every document of a batch: each line is judged once.
_KNOWN: dict[str, Verdict | None] = {}


def judge_lines(lines: Iterable[str]) -> dict[str, Verdict]:
    """Give the verdicts on those of the lines that give themselves away."""
    asked = dict.fromkeys(line for line in lines if len(line) <= LONGEST_JUDGED)
    if len(_KNOWN) > _MOST_KNOWN:
        _KNOWN.clear()
    fresh = [line for line in asked if line not in _KNOWN]
    find_signs = _find_together if len(fresh) >= _WORTH_AN_ENGINE else _find_one_by_one
    for line, signs in zip(fresh, find_signs(fresh), strict=True):
        _KNOWN[line] = _judge(line, signs)
    return {line: verdict for line in asked if (verdict := _KNOWN[line])}


class _Signs(NamedTuple):
    """What a line must hold to be of a kind: a word of a loose rule, a mark of copyright, a byline's label, a digit."""

    word: bool
    copyright: bool
    label: bool
    digit: bool


def _find_together(lines: Sequence[str]) -> Iterable[_Signs]:
    """Search many lines with the engine of frames: one by one that took most of the time of cleaning."""
    import polars as pl  # here, not above: who cleans single documents does without it

    written = pl.Series(lines, dtype=pl.String)
    folded = written.str.to_lowercase()
    columns = (
        folded.str.contains_any(list(rule_book().words)),
        folded.str.contains_any(list(COPYRIGHT_MARKS)),
        folded.str.contains(BYLINE_SIGN),
        written.str.contains(r"\d"),
    )
    return map(_Signs._make, zip(*(column.to_list() for column in columns), strict=True))


def _find_one_by_one(lines: Sequence[str]) -> Iterator[_Signs]:
    for line in lines:
        folded = line.lower()
        yield _Signs(
            any(word in folded for word in rule_book().words),
            may_be_copyright(line),
            may_be_byline(line),
            any(map(str.isdecimal, line)),
        )


def _judge(line: str, signs: _Signs) -> Verdict | None:
    if verdict := rule_book().judge(line, signs.word):
        return verdict
    if signs.copyright and len(line) <= _LONGEST_COPYRIGHT and read_copyright(line):
        return Verdict("boilerplate", "copyright.line")
    if signs.digit and is_date_line(line):
        return Verdict("date", "date.line")
    if signs.label and not is_prose(line) and read_byline(line):
        return Verdict("byline", "byline.line")
    return None
