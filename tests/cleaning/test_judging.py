"""Lines judged together: the quick search for telling words loses none that says what it is."""

import pytest

from copydesk.cleaning import judging
from copydesk.cleaning.judging import LONGEST_JUDGED, judge_lines
from copydesk.cleaning.rules import Verdict, rule_book
from tests.cleaning.test_rules import KEPT, RULED

DATES = ["March 5, 2024", "5 березня 2024", "2024年3月5日", "Tuesday, 5 March 2024, 07:40"]
BYLINES = [
    "By Anna Example",
    "Von Anna Beispiel",
    "Автор: Анна Прикладенко",
    "Por Ana Ejemplo y Luis Muestra",
]
COPYRIGHTS = ["© 2024 The Strait Lantern", "(C)LANTERN 2024", "Copyright 2024 Strait Lantern Ltd"]


@pytest.fixture(autouse=True)
def nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "_KNOWN", {})


@pytest.mark.parametrize("fewest", [0, 10_000])  # with the engine of frames, and without
def test_a_line_is_judged_among_others_as_the_rules_judge_it_alone(
    fewest: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judging, "_WORTH_AN_ENGINE", fewest)
    lines = [line for ruled in RULED.values() for line in ruled]
    verdicts = judge_lines([*lines, *KEPT])
    assert {line: verdicts.get(line) for line in lines} == {line: rule_book().judge(line) for line in lines}


@pytest.mark.parametrize(
    ("lines", "verdict"),
    [
        (DATES, Verdict("date", "date.line")),
        (BYLINES, Verdict("byline", "byline.line")),
        (COPYRIGHTS, Verdict("boilerplate", "copyright.line")),
    ],
)
@pytest.mark.parametrize("fewest", [0, 10_000])
def test_dates_bylines_and_copyright_are_told(
    lines: list[str], verdict: Verdict, fewest: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judging, "_WORTH_AN_ENGINE", fewest)
    assert judge_lines(lines) == dict.fromkeys(lines, verdict)


def test_lines_are_judged_once_and_known_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    assert judge_lines(["Share", "Share", "The ferry left."]) == {"Share": rule_book().judge("Share")}
    monkeypatch.setattr(judging, "_judge", None)
    assert set(judge_lines(["Share", "The ferry left."])) == {"Share"}


def test_what_is_known_does_not_grow_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "_MOST_KNOWN", 10)
    for number in range(40):
        judge_lines([f"Line {number} of the ferry", "Share"])
    assert len(judging._KNOWN) <= 12


def test_long_lines_and_no_lines_are_left_alone() -> None:
    assert judge_lines([]) == {}
    assert judge_lines(["We use cookies on this site. " * 20]) == {}
    assert LONGEST_JUDGED < 20 * 29
