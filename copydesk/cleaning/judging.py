"""What lines say of themselves, whatever stands around them: the furniture of sites, dates, bylines, copyright."""

from collections.abc import Iterable

import polars as pl

from copydesk.cleaning.prose import is_prose
from copydesk.cleaning.rules import Verdict, rule_book
from copydesk.reporting.bylines import BYLINE_SIGN, COPYRIGHT_MARKS, read_byline, read_copyright
from copydesk.reporting.dates import is_date_line

LONGEST_JUDGED = 420  # characters: longer lines are prose whatever words they hold
_LONGEST_COPYRIGHT = 120
_MOST_KNOWN = 1 << 15

# The furniture of a site stands in every document of a batch: each line is judged once.
_KNOWN: dict[str, Verdict | None] = {}


def judge_lines(lines: Iterable[str]) -> dict[str, Verdict]:
    """Give the verdicts on those of the lines that give themselves away.

    The lines of a batch are searched for telling words together: one by one that took most of the time.
    """
    asked = dict.fromkeys(line for line in lines if len(line) <= LONGEST_JUDGED)
    if len(_KNOWN) > _MOST_KNOWN:
        _KNOWN.clear()
    fresh = pl.Series([line for line in asked if line not in _KNOWN], dtype=pl.String)
    folded = fresh.str.to_lowercase()
    has_word = folded.str.contains_any(list(rule_book().words))
    has_mark = folded.str.contains_any(list(COPYRIGHT_MARKS))
    has_label = folded.str.contains(BYLINE_SIGN)
    has_digit = fresh.str.contains(r"\d")
    for told in zip(fresh, has_word, has_mark, has_label, has_digit, strict=True):
        _KNOWN[told[0]] = _judge(*told)
    return {line: verdict for line in asked if (verdict := _KNOWN[line])}


def _judge(line: str, has_word: bool, has_mark: bool, has_label: bool, has_digit: bool) -> Verdict | None:
    if verdict := rule_book().judge(line, has_word):
        return verdict
    if has_mark and len(line) <= _LONGEST_COPYRIGHT and read_copyright(line):
        return Verdict("boilerplate", "copyright.line")
    if has_digit and is_date_line(line):
        return Verdict("date", "date.line")
    if has_label and not is_prose(line) and read_byline(line):
        return Verdict("byline", "byline.line")
    return None
