"""What lines say of themselves, whatever stands around them: the furniture of sites, dates, bylines, copyright."""

from collections.abc import Iterable, Iterator, Sequence

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

# What lines of each kind hold: words of loose rules, a mark of copyright, the label of a byline, a digit.
_Signs = tuple[Sequence[str], bool, bool, bool]

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
        _KNOWN[line] = _judge(line, *signs)
    return {line: verdict for line in asked if (verdict := _KNOWN[line])}


def _find_together(lines: Sequence[str]) -> Iterable[_Signs]:
    """Search many lines with the engine of frames: one by one that took most of the time of cleaning."""
    import polars as pl  # here, not above: who cleans single documents does without it

    written = pl.Series(lines, dtype=pl.String)
    folded = written.str.to_lowercase()
    is_worded = folded.str.contains_any([*rule_book().words, *COPYRIGHT_MARKS])
    columns = (is_worded, folded.str.contains(BYLINE_SIGN), written.str.contains(r"\d"))
    rows = zip(lines, *(column.to_list() for column in columns), strict=True)
    # Few lines hold a word: asking them again one by one is cheaper than lists of words for all.
    return (
        (rule_book().words_in(line.lower()), may_be_copyright(line), *rest) if worded else ((), False, *rest)
        for line, worded, *rest in rows
    )


def _find_one_by_one(lines: Sequence[str]) -> Iterator[_Signs]:
    for line in lines:
        folded = line.lower()
        yield (
            rule_book().words_in(folded),
            may_be_copyright(line),
            may_be_byline(line),
            any(map(str.isdecimal, line)),
        )


def _judge(
    line: str, words: Sequence[str], is_marked: bool, is_labelled: bool, has_digit: bool
) -> Verdict | None:
    if verdict := rule_book().judge(line, words):
        return verdict
    if is_marked and len(line) <= _LONGEST_COPYRIGHT and read_copyright(line):
        return Verdict("boilerplate", "copyright.line")
    if has_digit and is_date_line(line):
        return Verdict("date", "date.line")
    if is_labelled and not is_prose(line) and read_byline(line):
        return Verdict("byline", "byline.line")
    return None
