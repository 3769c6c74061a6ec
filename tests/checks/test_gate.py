"""The gate, on hand-made frames: what it rejects, what it flags, and what it lets through."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from checks.gate import Checked, check
from checks.verdicts import CURES, DEFAULT_CURE, VERDICTS
from copydesk.errors import ContractError
from tests.checks.frames import (
    BODY,
    HEADING,
    TEXT,
    Frames,
    altered,
    frames_of,
    identity,
    rows_of,
    sound_spans,
    spans_of,
    with_rows,
)

TODAY = date(2024, 3, 5)
TABLES = ("documents", "articles", "spans", "paragraphs", "comments")

# The page kinds that cleaning names have empty bodies; the gate looks at the flag alone.
_FLAGS = (
    "consent_wall",
    "login_page",
    "error_page",
    "challenge_page",
    "paywall",
    "section_front",
    "empty_shell",
    "access_denied",
    "geo_block",
    "parked_domain",
)


def damaged(tail: str) -> Frames:
    """Give frames in which the end of one document's text is something else, and boilerplate."""
    cut = len(TEXT) - len(tail)
    pieces = (0, len(HEADING), "title"), (len(HEADING), cut, "body"), (cut, len(TEXT), "boilerplate")
    frames = with_rows(altered("documents", text=TEXT[:cut] + tail), "spans", 0, spans_of(*pieces))
    return with_rows(frames, "articles", 0, [_article() | {"body": TEXT[len(HEADING) : cut].strip()}])


def bodiless(*given: str) -> Frames:
    """Give frames in which one document has no body, and perhaps a flag that says why."""
    frames = altered("articles", body="", word_count=0, flags=list(given))
    return with_rows(frames, "spans", 0, spans_of((0, len(TEXT), "boilerplate")))


def _article() -> dict[str, Any]:
    return rows_of(frames_of(), "articles", 0)[0]


REJECTED: dict[str, Frames] = {
    **{flag: altered("articles", flags=[flag]) for flag in _FLAGS},
    "garbage": damaged("\ufffd" * 20),
    "empty": bodiless(),
    "too_short": altered("articles", word_count=24),
    "date_impossible": altered("articles", published_on=date(2024, 3, 8), published_evidence="record: date"),
}
FLAGGED: dict[str, dict[str, Any]] = {
    "title_is_site_name": {"title": "harbour gazette"},
    "mostly_boilerplate": {"body": BODY[:10]},
    "language_undetermined": {"language": "und"},
}


def reasons(checked: Checked) -> dict[str, str]:
    """Give the reason by document_id."""
    return dict(checked.rejected.select("document_id", "reason").iter_rows())


def flags(checked: Checked, number: int = 0) -> list[str]:
    (row,) = rows_of(checked.accepted, "articles", number)
    found: list[str] = row["flags"]
    return found


def accepted(checked: Checked) -> set[str]:
    """Give the documents that passed, which must be the same in every table."""
    (passed,) = {frozenset(checked.accepted[table]["document_id"]) for table in TABLES}
    return set(passed)


def passes(frames: Frames) -> bool:
    return check(frames, TODAY).rejected.is_empty()


def test_sound_documents_pass_unchanged() -> None:
    frames = frames_of(3)
    checked = check(frames, TODAY)
    assert checked.rejected.is_empty()
    for table in TABLES:
        expected = frames[table].drop("text") if table == "documents" else frames[table]
        assert checked.accepted[table].equals(expected), table
    assert checked.arrivals.equals(frames["arrivals"])


def test_a_shard_without_a_document_passes() -> None:
    frames = {name: frame.clear() for name, frame in frames_of().items()}
    assert passes(frames)


def test_every_verdict_has_a_case_here() -> None:
    severities = {verdict.reason: verdict.severity for verdict in VERDICTS}
    assert severities == dict.fromkeys(REJECTED, "reject") | dict.fromkeys(FLAGGED, "warn")


@pytest.mark.parametrize("reason", REJECTED)
def test_a_reject_sends_its_document_to_quarantine_alone(reason: str) -> None:
    checked = check(REJECTED[reason], TODAY)
    assert reasons(checked) == {identity(0): reason}
    assert accepted(checked) == {identity(1)}
    ((_, uri, stage, _, detail, cure),) = checked.rejected.iter_rows()
    assert (uri, stage) == (None, "check")
    assert 10 < len(detail) <= 200
    assert cure == CURES.get(reason, DEFAULT_CURE)


@pytest.mark.parametrize("reason", FLAGGED)
def test_a_warning_becomes_a_flag_of_the_article(reason: str) -> None:
    values = FLAGGED[reason]
    frames = altered("articles", 0, **values)
    if "body" in values:  # the rest of the text is boilerplate then
        kept = len(HEADING) + 2 + len(values["body"])
        pieces = (
            (0, len(HEADING) + 2, "boilerplate"),
            (len(HEADING) + 2, kept, "body"),
            (kept, len(TEXT), "boilerplate"),
        )
        frames = with_rows(frames, "spans", 0, spans_of(*pieces))
    checked = check(frames, TODAY)
    assert checked.rejected.is_empty()
    assert flags(checked) == [reason]
    assert flags(checked, 1) == []


def test_flags_of_cleaning_stay_before_those_of_the_gate() -> None:
    checked = check(altered("articles", 0, flags=["mojibake"], language="und"), TODAY)
    assert flags(checked) == ["mojibake", "language_undetermined"]


def test_reject_wins_over_warn() -> None:
    checked = check(altered("articles", 0, language="und", word_count=3), TODAY)
    assert reasons(checked) == {identity(0): "too_short"}
    assert identity(0) not in accepted(checked)


def test_of_several_rejects_the_first_verdict_counts() -> None:
    assert reasons(check(bodiless("login_page"), TODAY)) == {identity(0): "login_page"}


@pytest.mark.parametrize(
    ("published_on", "fires"),
    [
        (date(2024, 3, 7), False),  # in the east of the world it is later already
        (date(2024, 3, 8), True),
        (date(1850, 1, 1), False),
        (date(1849, 12, 31), True),
        (None, False),
    ],
)
def test_days_that_are_possible(published_on: date | None, *, fires: bool) -> None:
    frames = altered("articles", 0, published_on=published_on, published_evidence="record: date")
    assert passes(frames) is not fires


@pytest.mark.parametrize(("word_count", "fires"), [(24, True), (25, False)])
def test_the_shortest_article(word_count: int, *, fires: bool) -> None:
    assert passes(altered("articles", 0, word_count=word_count)) is not fires


@pytest.mark.parametrize(
    ("tail", "fires"),
    [
        ("\ufffd" * 4, False),
        ("\ufffd" * 20, True),
        ("\x01" * 4, False),
        ("\x01" * 20, True),
        ("\t" * 20, False),
    ],
)
def test_how_much_of_a_text_may_be_damaged(tail: str, *, fires: bool) -> None:
    assert reasons(check(damaged(tail), TODAY)) == ({identity(0): "garbage"} if fires else {})


@pytest.mark.parametrize("line", ["1 204 77 9 ", "\u0301\u0302\u0303\u0304 . "])
def test_a_body_of_figures_or_of_marks_alone_is_garbage(line: str) -> None:
    assert reasons(check(written(line), TODAY)) == {identity(0): "garbage"}


@pytest.mark.parametrize(
    "sentence", ["नगर परिषद दो नई नौकाएँ खरीदेगी। ", "পরিষদ দুটি নতুন ফেরি কিনবে। ", "議会は渡し船を買う。"]
)
def test_words_of_every_script_are_letters(sentence: str) -> None:
    assert reasons(check(written(sentence), TODAY)) == {}


def written(sentence: str) -> Frames:
    """Give frames in which the body of one document says something else, over and over."""
    words = (sentence * len(BODY))[: len(BODY)]
    text = TEXT.replace(BODY, words[:-1] + sentence.strip()[-1])
    body = text[len(HEADING) + 2 : -6]
    return with_rows(altered("documents", 0, text=text), "articles", 0, [_article() | {"body": body}])


def broken_ledgers() -> dict[str, list[dict[str, Any]]]:
    """Give spans that do not account for the text, by what is wrong with them."""
    sound = sound_spans()
    return {
        "no spans": [],
        "gap": [sound[0], sound[2], sound[3], sound[4]],
        "overlap": [sound[0], sound[1] | {"stop": sound[1]["stop"] + 1}, *sound[2:]],
        "late start": [sound[0] | {"start": 1}, *sound[1:]],
        "early end": sound[:-1],
        "late end": [*sound[:-1], sound[-1] | {"stop": len(TEXT) + 1}],
        "doubled": [*sound, sound[-1]],
        "out of order": [sound[0], *[row | {"ordinal": 5 - row["ordinal"]} for row in sound[1:]]],
        "one ordinal twice": [*sound[:-1], sound[-1] | {"ordinal": 3}],
        "body kept nowhere": [row | {"role": "boilerplate"} for row in sound],
        "more kept than the body": [*sound[:-1], sound[-1] | {"role": "body"}],
    }


@pytest.mark.parametrize("fault", broken_ledgers())
def test_a_broken_ledger_rejects_its_document_alone(fault: str) -> None:
    checked = check(with_rows(frames_of(), "spans", 0, broken_ledgers()[fault]), TODAY)
    assert reasons(checked) == {identity(0): "span_ledger_broken"}
    assert accepted(checked) == {identity(1)}


@pytest.mark.parametrize("body", [BODY.replace("ferries", "ships"), BODY[:-1], f"{BODY} {BODY}"])
def test_a_body_that_is_not_its_spans_rejects_its_document(body: str) -> None:
    assert reasons(check(altered("articles", 0, body=body), TODAY)) == {identity(0): "span_ledger_broken"}


def test_white_space_of_the_body_may_be_normalised() -> None:
    assert passes(altered("articles", 0, body=BODY.replace(" ", "\n\n", 3)))


BROKEN_ROWS: dict[str, tuple[str, dict[str, Any]]] = {
    "articles.title: str_length(1, 1000)": ("articles", {"title": "x" * 1001}),
    "articles.language: str_matches": ("articles", {"language": "English"}),
    "articles.word_count: greater_than_or_equal_to(0)": ("articles", {"word_count": -1}),
    "articles.copyright_year: in_range": ("articles", {"copyright_year": 21}),
    "articles.authors: not_nullable": ("articles", {"authors": None}),
    "articles.row: a title must say where it was found": ("articles", {"title_source": None}),
    "articles.row: a date must say where it was found": ("articles", {"published_on": date(2024, 1, 1)}),
    "documents.media_type: isin": ("documents", {"media_type": "application/pdf"}),
    "documents.byte_count: greater_than_or_equal_to(1)": ("documents", {"byte_count": 0}),
    "documents.encoding: not_nullable": ("documents", {"encoding": None}),
    "spans.role: isin": ("spans", {"role": "gossip"}),
    "spans.rule: str_length(1": ("spans", {"rule": ""}),
    "paragraphs.text: str_length(1": ("paragraphs", {"text": ""}),
    "paragraphs.start: greater_than_or_equal_to(0)": ("paragraphs", {"start": -1}),
    "comments.text: not_nullable": ("comments", {"text": None}),
    "comments.like_count: greater_than_or_equal_to(0)": ("comments", {"like_count": -5}),
}


@pytest.mark.parametrize("rule", BROKEN_ROWS)
def test_a_row_that_breaks_a_contract_rejects_its_document_alone(rule: str) -> None:
    table, values = BROKEN_ROWS[rule]
    checked = check(altered(table, 0, **values), TODAY)
    assert set(reasons(checked)) == {identity(0)}
    assert accepted(checked) == {identity(1)}
    if values.get("word_count") != -1 and table != "spans":
        (detail,) = checked.rejected["detail"]
        assert detail.startswith(f"Breaks the contract {rule}")


def test_a_document_that_is_there_twice_is_rejected() -> None:
    frames = frames_of()
    twice = frames | {"documents": pl.concat([frames["documents"], frames["documents"].head(1)])}
    assert set(reasons(check(twice, TODAY))) == {identity(0)}


@pytest.mark.parametrize("rule", BROKEN_ROWS)
def test_no_word_of_the_document_is_in_the_detail(rule: str) -> None:
    table, values = BROKEN_ROWS[rule]
    (detail,) = check(altered(table, 0, **values), TODAY).rejected["detail"]
    for word in ("Ardmoor", "ferries", "Harbour", "Brandvik", "Otter", "x" * 20, "gossip", "English"):
        assert word not in detail


def test_rejections_of_cleaning_pass_through_with_their_cures() -> None:
    frames = frames_of()
    rows = [
        (identity(7), "/inbox/7.txt", "read", "binary", "The file is a PNG image, not text"),
        (None, "/inbox/8.txt", "collect", "vanished", "It is gone"),
        (None, "/inbox/9.txt", "collect", "vanished", "d" * 300),
    ]
    rejected = pl.DataFrame(rows, schema=frames["rejected"].schema, orient="row")
    checked = check(frames | {"rejected": rejected}, TODAY)
    assert checked.rejected["uri"].to_list() == ["/inbox/7.txt", "/inbox/8.txt", "/inbox/9.txt"]
    assert checked.rejected["cure"].to_list() == [CURES["binary"], CURES["vanished"], CURES["vanished"]]
    assert checked.rejected["detail"].str.len_chars().max() == 200


WAIVABLE = sorted(set(REJECTED) - {"empty"})


@pytest.mark.parametrize("reason", WAIVABLE)
def test_a_waived_document_passes_the_verdicts_with_flags_that_name_them(reason: str) -> None:
    checked = check(REJECTED[reason], TODAY, waived={identity(0)})
    assert checked.rejected.is_empty()
    assert f"waived:{reason}" in flags(checked)
    assert flags(checked, 1) == []


def test_a_waiver_does_not_help_an_empty_body() -> None:
    checked = check(bodiless("login_page"), TODAY, waived={identity(0)})
    assert reasons(checked) == {identity(0): "login_page"}, "the cause, not what follows from it"


def test_a_waiver_does_not_help_a_broken_ledger_or_row() -> None:
    spans = with_rows(frames_of(), "spans", 0, broken_ledgers()["gap"])
    assert reasons(check(spans, TODAY, waived={identity(0)})) == {identity(0): "span_ledger_broken"}
    rows = altered("comments", 0, like_count=-5)
    assert reasons(check(rows, TODAY, waived={identity(0)})) == {identity(0): "contract_broken"}


@pytest.mark.parametrize("table", [*TABLES, "rejected", "arrivals"])
def test_a_frame_that_is_missing_is_an_error_of_the_program(table: str) -> None:
    frames = {name: frame for name, frame in frames_of().items() if name != table}
    with pytest.raises(ContractError, match=f"`{table}` does not fit its contract"):
        check(frames, TODAY)


@pytest.mark.parametrize("table", [*TABLES, "rejected", "arrivals"])
def test_a_column_that_is_missing_is_an_error_of_the_program(table: str) -> None:
    for column in frames_of()[table].columns:
        frames = frames_of()
        with pytest.raises(ContractError, match=f"`{table}` does not fit its contract: .*{column}"):
            check(frames | {table: frames[table].drop(column)}, TODAY)


@pytest.mark.parametrize("table", TABLES)
def test_a_column_too_many_is_an_error_of_the_program(table: str) -> None:
    frames = frames_of()
    with pytest.raises(ContractError, match=f"`{table}` does not fit its contract: .*mood"):
        check(frames | {table: frames[table].with_columns(mood=pl.lit("good"))}, TODAY)


@pytest.mark.parametrize("table", TABLES)
def test_a_column_of_another_type_is_an_error_of_the_program(table: str) -> None:
    for column, dtype in frames_of()[table].schema.items():
        frames = frames_of()
        other = pl.lit(1.5) if dtype != pl.Float64 else pl.lit("1.5")
        with pytest.raises(ContractError, match=f"`{table}` does not fit its contract: .*{column}"):
            check(frames | {table: frames[table].with_columns(other.alias(column))}, TODAY)


def test_an_error_of_the_program_quotes_no_text() -> None:
    frames = frames_of()
    wrong = frames | {"articles": frames["articles"].drop("title")}
    with pytest.raises(ContractError) as caught:
        check(wrong, TODAY)
    assert "Ardmoor" not in str(caught.value)
