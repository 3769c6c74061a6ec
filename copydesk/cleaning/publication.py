"""The day of publication: what the page claims, what is printed beside the headline, what the address says."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from copydesk.cleaning.draft import Piece
from copydesk.document import Page
from copydesk.reporting.bylines import Copyright
from copydesk.reporting.datelines import Dateline
from copydesk.reporting.dates import DayMention, find_day, read_stamp, told_day_first

_EPOCH = date(1970, 1, 1)  # what a system writes that knows no date
_LONGEST_EVIDENCE = 80
_LONGEST_LINE = 130  # that prints the day beside names and sections
_ABOVE_TITLE = 2
_ABOVE_BODY = 8  # lines, where the article has no title
_LONGEST_LABEL = 30  # of a day on the next line
_FARTHEST_TITLE = 20  # lines above the article
_INTO_BODY = 6  # lines of the article that a day may stand between
_UNCLAIMED = (None, "boilerplate", "subheading")  # a line with names and a day may pass for a subheading
_ADDRESS = re.compile(r"/(?P<stamp>20\d\d(?P<mark>[/-]?)[01]\d(?P=mark)[0-3]\d)(?:\d{6})?(?=[/_.?#-]|$)")
# Words beside the day of a later version, as they begin in the languages of news.
_REVISED = re.compile(
    r"updat|modif|aktuali|mis à jour|actuali|aggiorn|atualiz|обновл|оновл|oppdater|uppdater|opdater|"
    r"güncel|aktualiz|päivit|frissít|bijgewerkt|gewijzigd|更新",
    re.IGNORECASE,
)

Trace = tuple[str, DayMention]


def read_publication_day(
    page: Page,
    pieces: list[Piece],
    dateline: Dateline | None,
    copyright_line: Copyright | None,
    language: str,
) -> tuple[date | None, str | None]:
    """Give the day with where it was found, or None with the trace that is not enough to know it."""
    stamp, source = page.hints.date or ("", "")
    claim = read_stamp(stamp)
    if claim and claim.day and claim.day != _EPOCH:
        return claim.day, f"{source}: {stamp[:_LONGEST_EVIDENCE]}"
    traces = [(source, claim)] if claim and claim.problem else []
    traces += _traces(page, pieces)
    if dateline and dateline.day:
        traces.append(("dateline", dateline.day))
    for where, mention in traces:
        if known := told_day_first(mention, language):
            return known.day, f"{where}: {mention.written}"
    for where, mention in traces:
        return None, f"{where}: {mention.written} ({mention.problem})"
    if stamp:
        return None, f"{source}: {stamp[:_LONGEST_EVIDENCE]} (no day that can be read)"
    if copyright_line and copyright_line.year:
        return None, f"copyright line: {copyright_line.year} (a year of copyright, not a day of publication)"
    return None, None


def _traces(page: Page, pieces: list[Piece]) -> Iterator[Trace]:
    """Give the days that stand where a day of publication does, the surest first."""
    for piece in pieces:
        if piece.rule == "date.leading_marker" and (mention := find_day(piece.text)):
            yield "leading marker", mention
    if (match := _ADDRESS.search(page.hints.url or "")) and (mention := read_stamp(match["stamp"])):
        yield "address", mention
    yield from _beside_headline(pieces)


def _beside_headline(pieces: list[Piece]) -> Iterator[Trace]:
    """Give the days between headline and article, right above the headline, under its other copies, after the lead."""
    article = [index for index, piece in enumerate(pieces) if piece.role == "body"] or [len(pieces)]
    above = range(article[0] - 1, max(-1, article[0] - _FARTHEST_TITLE), -1)
    titles = [index for index in above if pieces[index].role == "title"] or [max(0, article[0] - _ABOVE_BODY)]
    yield from _printed(pieces, titles[0], article[0])
    top = next(index for index in range(titles[0], -1, -1) if not index or pieces[index - 1].role != "title")
    beside = list(_printed(pieces, max(0, top - _ABOVE_TITLE), top))
    if len(beside) == 1:  # several are those of teasers
        yield from beside
    yield from _printed(pieces, titles[-1], titles[0])
    yield from _printed(pieces, article[0], min(article[0] + _INTO_BODY, article[-1]))


def _printed(pieces: list[Piece], start: int, stop: int) -> Iterator[Trace]:
    """Give the days printed in lines of their own or beside names, those of revisions last and as not known."""
    revised: list[Trace] = []
    for index in range(start, min(stop, len(pieces))):
        piece = pieces[index]
        if not _may_print_day(piece) or (mention := find_day(piece.text)) is None:
            continue
        where = f"{piece.role} line" if piece.role in ("date", "byline") else "line beside the headline"
        if _REVISED.search(piece.text[: mention.start] or _label_above(pieces, index)):
            revised.append((where, replace(mention, day=None, problem="the day of a revision")))
        else:
            yield where, mention
    yield from revised


def _label_above(pieces: list[Piece], index: int) -> str:
    """Give the line above a day that stands alone, where it may be its label: `Last updated`."""
    above = pieces[index - 1].text if index else ""
    return above if len(above) <= _LONGEST_LABEL and find_day(above) is None else ""


def _may_print_day(piece: Piece) -> bool:
    if piece.role in ("date", "byline"):
        return True
    return piece.role in _UNCLAIMED and len(piece.text) <= _LONGEST_LINE and not piece.is_prose
