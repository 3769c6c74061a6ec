"""Replays of landed shards: rebuild, retry and waive, today's rules over yesterday's bytes."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from checks.verdicts import VERDICTS
from copydesk.errors import ContractError, CopydeskError
from copydesk.ledger import Counts
from tests.pipeline.desk import Desk, article, differences, make_desk, page, record, refusal
from tests.pipeline.nursery import Nursery

SHORT = "The ferry to Corrin did not sail on Monday because the engine would not start, the office said."
FERRY = "https://gazette.example/ferry"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk with four shards: articles, pages with comments, copies, versions, and some in quarantine."""
    desk = make_desk(tmp_path_factory.mktemp("replay") / "desk")
    for number in range(22):
        desk.put(f"{number:02d}.txt", article(number))
    for number in range(30, 36):
        desk.put(f"{number}.html", page(number, commenters=("Piers Holloway", "Anna Otter")))
    desk.put("copy.txt", article(0))
    desk.put("short.txt", SHORT)
    desk.put("story.txt", article(60))
    desk.put("feed.jsonl", "\n".join([record(50, url=FERRY), record(51, url=FERRY), "[1]"]))
    desk.put("none.txt", "")
    (desk.inbox / "link.txt").symlink_to(desk.inbox / "nowhere.txt")
    desk.ingest()
    for number in (61, 60):  # a second version, and the first again
        desk.put("story.txt", article(number))
        desk.ingest()
    shutil.copytree(desk.folder, desk.folder.with_name("kept"), symlinks=True)
    return desk


@pytest.fixture
def full(kept: Desk) -> Desk:
    """The desk as it was: filling it anew for every test would take longer than the tests."""
    shutil.rmtree(kept.folder)
    shutil.copytree(kept.folder.with_name("kept"), kept.folder, symlinks=True)
    return kept


@pytest.fixture
def stricter() -> Iterator[Callable[[str], None]]:
    """Let the gate reject articles with a word, until the end of the test or another word."""
    with pytest.MonkeyPatch.context() as patch:
        yield lambda word: patch.setattr("checks.gate.VERDICTS", (*VERDICTS, refusal(word)))


@pytest.fixture
def laxer() -> Iterator[Callable[[], None]]:
    """Let the gate accept articles of any length, from a moment on."""
    with pytest.MonkeyPatch.context() as patch:
        kept = tuple(verdict for verdict in VERDICTS if verdict.reason != "too_short")
        yield lambda: patch.setattr("checks.gate.VERDICTS", kept)


def everything(desk: Desk) -> dict[str, list[tuple[Any, ...]]]:
    """Give all columns of all tables: a replay keeps the times, too."""
    return desk.tables(volatile=())


def changes(report: Any) -> dict[str, list[str]]:
    return {Path(change.uri).name: change.columns for change in report.changes}


def test_rebuild_with_the_same_rules_changes_nothing(full: Desk) -> None:
    before = everything(full)
    report = full.rebuild()
    assert differences(before, everything(full)) == {}
    assert report.changes == []
    landed = (
        full.value("select count(*) from sightings") + 4
    )  # and what is in quarantine but for the broken link
    assert report.counts == Counts(in_count=landed - 1, known_count=landed - 4, quarantined_count=3)
    assert full.rebuild().counts == report.counts
    assert report.published


def test_rebuild_reports_what_it_restores_column_by_column(full: Desk) -> None:
    before = everything(full)
    names = ["00.txt", "01.txt", "02.txt", "30.html", "31.html", "32.html", "33.html", "03.txt"]
    of = {name: full.value(f"select document_id from sightings where uri like '%/{name}'") for name in names}
    full.alter(
        f"update articles set published_evidence = 'a guess' where document_id = '{of['00.txt']}'",
        f"update articles set language = 'nl', flags = ['odd'] where document_id = '{of['01.txt']}'",
        f"update spans set rule = 'other' where document_id = '{of['02.txt']}' and ordinal = 0",
        f"update articles set title = 'Another' where document_id = '{of['30.html']}'",
        f"delete from comments where document_id = '{of['31.html']}' and ordinal = 1",
        f"update comments set like_count = 3 where document_id = '{of['32.html']}' and ordinal = 0",
        f"update paragraphs set start = start + 1 where document_id = '{of['33.html']}' and ordinal = 0",
        f"update documents set encoding = 'latin-1' where document_id = '{of['03.txt']}'",
    )
    report = full.rebuild()
    assert changes(report) == {
        "00.txt": ["published_evidence"],
        "01.txt": ["language", "flags"],
        "02.txt": ["spans"],
        "30.html": ["title"],
        "31.html": ["comments"],
        "32.html": ["comments"],
        "33.html": ["paragraphs"],
        "03.txt": ["encoding"],
    }
    assert report.counts.loaded_count == len(names)
    assert differences(before, everything(full)) == {}
    assert full.rebuild().changes == []


def test_rebuild_notices_rows_that_were_doubled_or_lost(full: Desk) -> None:
    before = everything(full)
    document_id = full.value("select document_id from sightings where uri like '%/30.html'")
    full.alter(
        f"insert into comments from comments where document_id = '{document_id}'",
        f"insert into comments from comments where document_id = '{document_id}'",
        "delete from articles where document_id = (select document_id from sightings where uri like '%/31.html')",
    )
    assert changes(full.rebuild()) == {"30.html": ["comments"], "31.html": ["new"]}
    assert differences(before, everything(full)) == {}


def test_rebuild_leaves_the_versions_of_an_address_in_order(full: Desk) -> None:
    current = "select uri, document_id from current_articles order by all"
    before, sightings = full.rows(current), full.rows("from sightings order by all")
    full.rebuild()
    assert full.rows(current) == before
    assert full.rows("from sightings order by all") == sightings


def test_rebuild_does_not_reopen_a_file_that_was_mended(desk: Desk) -> None:
    (desk.inbox / "link.txt").symlink_to(desk.inbox / "later.md")
    desk.ingest()
    (desk.inbox / "later.md").write_text(article(1))
    desk.ingest()
    report = desk.rebuild()
    assert desk.rows("select reason, status from quarantine") == [("broken_link", "resolved")]
    assert report.counts == Counts(in_count=2, known_count=2)


def test_rebuild_loads_what_a_killed_run_had_landed(full: Desk) -> None:
    before = full.tables()
    shard_id = full.value("select min(shard_id) from shards")
    full.alter(
        f"delete from shards where shard_id = '{shard_id}'",
        f"delete from sightings where document_id in (select document_id from documents where shard_id = '{shard_id}')",
        *(
            f"delete from {table} where document_id in (select document_id from documents where shard_id = '{shard_id}')"
            for table in ("articles", "spans", "paragraphs", "comments")
        ),
        f"delete from documents where shard_id = '{shard_id}'",
        f"delete from quarantine where shard_id = '{shard_id}'",
    )
    report = full.rebuild()
    assert differences(before, full.tables()) == {}
    assert report.counts.in_count == report.counts.loaded_count + report.counts.known_count + (
        report.counts.quarantined_count
    )


def test_rebuild_settles_a_document_that_came_as_text_and_as_a_page(desk: Desk) -> None:
    """The bytes are one document; which reader they got first decides, in every rebuild."""
    desk.put("a.txt", page(1))
    desk.ingest()
    desk.put("b.html", page(1))
    desk.ingest()
    before = everything(desk)
    assert before["documents"][0][1] == "text/plain"
    assert desk.rebuild().changes == []
    assert differences(before, everything(desk)) == {}


def test_rebuild_with_stricter_rules_moves_articles_to_quarantine_and_back(
    full: Desk, stricter: Callable[[str], None]
) -> None:
    before = full.tables()
    versions = full.rows("select uri, document_id from current_articles order by all")
    times = full.rows("select uri, document_id, seen_at from sightings order by all")
    stricter("Skarholm")
    report = full.rebuild()
    assert report.published
    assert full.value("select count(*) from articles where contains(body, 'Skarholm')") == 0
    assert (
        full.value("select count(*) from quarantine where reason = 'unwanted_word' and status = 'open'") > 2
    )
    stricter("nothing has this word")
    assert {tuple(change.columns) for change in full.rebuild().changes} == {("new",)}
    closed = {**full.tables(), "quarantine": full.rows("select 1 from quarantine where status = 'open'")}
    assert differences({**before, "quarantine": [(1,)] * 4}, closed) == {}
    assert full.rows("select uri, document_id from current_articles order by all") == versions
    assert full.rows("select uri, document_id, seen_at from sightings order by all") == times


def test_a_run_that_compares_nothing_still_forgets_what_it_took_out(
    tmp_path: Path, stricter: Callable[[str], None]
) -> None:
    desk, idle = make_desk(tmp_path, relate=True), make_desk(tmp_path, relate=False)
    for number in range(6):
        desk.put(f"{number}.txt", two_languages(number))
    desk.ingest()
    before = desk.tables()
    assert before["passages"]
    assert before["clusters"]
    for one in before["clusters"]:  # whichever article of a cluster leaves, first or not
        (body,) = desk.rows(f"select body from articles where document_id = '{one[0]}'")
        stricter(body[0])
        assert idle.rebuild().published
        assert one[0] not in {name for row in idle.tables()["passages"] for name in row[:2]}
        stricter("nothing has this word")
        assert desk.rebuild().published
        assert differences(before, {**desk.tables(), "quarantine": before["quarantine"]}) == {}


def two_languages(number: int) -> str:
    """Give an article of which others are near-copies, and with which others share passages."""
    return f"{article(number)}\n\n{article(50 + number, 'de')}"


def related_desk(folder: Path) -> tuple[Desk, Desk]:
    """Give a desk whose articles were related, as a run sees it without COPYDESK_RELATE, and with it switched off."""
    desk = make_desk(folder, relate=True)
    for number in range(6):
        desk.put(f"{number}.txt", two_languages(number))
    desk.ingest()
    assert desk.value("select count(*) from clusters")
    return make_desk(folder, relate=None), make_desk(folder, relate=False)


def test_a_database_that_was_related_stays_related(tmp_path: Path) -> None:
    desk, _ = related_desk(tmp_path)
    before = desk.tables()
    desk.alter("update articles set body = 'Rain.'", "update signatures set state = 'outdated'")
    report = desk.rebuild()
    assert (report.published, report.notes) == (True, [])
    assert differences(before, desk.tables()) == {}
    desk.put("new.txt", two_languages(2) + " It rained.")
    desk.ingest()
    assert desk.value("select count(*) from signatures where state = 'related'") == 7
    assert desk.value("select count(*) from clusters") > len(before["clusters"])


def test_a_database_that_was_not_related_is_not_unless_asked(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, relate=None)
    desk.put("a.txt", article(1))
    assert desk.ingest().published
    assert desk.rebuild().published
    assert desk.value("select count(*) from signatures") == 0


def test_an_audit_relates_what_a_run_that_was_cut_off_left(tmp_path: Path) -> None:
    desk, _ = related_desk(tmp_path)
    before = desk.tables()
    desk.alter("update signatures set state = 'outdated'")
    assert desk.audit().published
    assert differences(before, desk.tables()) == {}


def test_a_run_that_must_not_relate_says_what_it_forgot_and_how_to_get_it_back(tmp_path: Path) -> None:
    desk, idle = related_desk(tmp_path)
    before = desk.tables()
    idle.alter("update articles set language = 'nl'")
    report = idle.rebuild()
    assert report.notes == [
        "COPYDESK_RELATE is false: passages and near-copies of articles that changed (6) were forgotten; find them"
        " again with: COPYDESK_RELATE=true copydesk audit"
    ]
    assert idle.value("select count(*) from clusters") == 0
    assert idle.rebuild().notes == []
    make_desk(tmp_path, relate=True).audit()
    assert differences(before, desk.tables()) == {}


def test_rebuild_keeps_when_a_document_came_in(full: Desk) -> None:
    before = full.rows("select document_id, shard_id, first_seen_at from documents order by all")
    full.alter("update articles set language = 'nl'")
    assert len(full.rebuild().changes) == len(before)
    assert full.rows("select document_id, shard_id, first_seen_at from documents order by all") == before


def test_rebuild_that_is_killed_goes_on_where_it_was(full: Desk) -> None:
    before = everything(full)
    full.alter("update articles set language = 'nl'", "update spans set rule = 'other'")
    with Nursery() as nursery:
        idle = nursery.run(full.inbox, full.settings).seconds
        outcomes = [
            nursery.run(full.inbox, full.settings, idle * share, kind="rebuild") for share in (0.5, 0.9)
        ]
    assert any(outcome.was_killed for outcome in outcomes)
    full.rebuild()
    assert differences(before, everything(full)) == {}
    assert full.value("select count(*) from runs where state = 'running'") == 0


def test_retry_loads_what_passes_now_and_closes_the_row(full: Desk, laxer: Callable[[], None]) -> None:
    assert full.retry().counts.loaded_count == 0
    laxer()
    report = full.retry()
    assert report.published
    assert changes(report) == {"short.txt": ["new"]}
    assert report.counts == Counts(in_count=4, loaded_count=1, known_count=1, quarantined_count=2)
    row = full.rows(
        "select status, closed_by, closed_at is not null from quarantine where reason = 'too_short'"
    )
    assert row == [("resolved", report.run_id, True)]
    assert full.value("select body from current_articles where uri like '%/short.txt'") == SHORT
    assert full.ingest().counts.loaded_count == 0


def test_retry_of_one_row_takes_the_copies_of_the_document_along(
    tmp_path: Path, laxer: Callable[[], None]
) -> None:
    desk = make_desk(tmp_path, shard_documents=1)
    for name in ("a.txt", "b.txt", "c.txt"):
        desk.put(name, SHORT)
    desk.ingest()
    laxer()
    name = desk.value("select min(quarantine_id) from quarantine")
    report = desk.retry(name)
    assert report.counts == Counts(in_count=3, loaded_count=1, known_count=2)
    assert desk.value("select count(*) from sightings") == 3
    assert desk.value("select count(*) from quarantine where status = 'open'") == 0


def test_retry_of_an_old_version_leaves_the_newer_one_current(desk: Desk, laxer: Callable[[], None]) -> None:
    path = desk.put("story.txt", SHORT)
    desk.ingest()
    desk.put("story.txt", article(1))
    desk.ingest()
    laxer()
    assert desk.retry().counts == Counts(in_count=1, loaded_count=1)
    assert desk.rows(f"select body from current_articles where uri = '{path}'") == [(article(1),)]
    assert desk.value("select count(*) from articles") == 2


def test_retry_of_what_still_fails_keeps_it_open(full: Desk) -> None:
    before = full.rows("select quarantine_id, reason, status from quarantine order by all")
    report = full.retry()
    assert report.counts == Counts(in_count=4, known_count=1, quarantined_count=3)
    assert full.rows("select quarantine_id, reason, status from quarantine order by all") == before


def test_retry_of_a_file_that_is_gone_says_so(full: Desk) -> None:
    (full.inbox / "link.txt").unlink()
    full.retry()
    assert full.rows("select reason, status from quarantine where uri like '%/link.txt'") == [
        ("vanished", "open")
    ]


def test_retry_and_waive_of_an_unknown_row_are_refused(full: Desk) -> None:
    for act in (full.retry, full.waive):
        with pytest.raises(CopydeskError, match="No open row 000000000000 in quarantine"):
            act("000000000000")
    assert full.value("select count(*) from runs where state = 'failed'") == 0, "published before"
    full.audit()
    assert full.value("select count(*) from runs where state = 'failed'") == 2


def waivable(desk: Desk) -> str:
    name: str = desk.value("select quarantine_id from quarantine where reason = 'too_short'")
    return name


def test_waive_loads_the_article_with_a_flag_and_says_who_and_when(full: Desk) -> None:
    report = full.waive(waivable(full), "Edda Frome")
    assert report.published
    assert report.counts == Counts(in_count=1, loaded_count=1)
    assert full.rows(
        "select status, closed_by, closed_at is not null from quarantine where reason = 'too_short'"
    ) == [("waived", "Edda Frome", True)]
    ((body, flags),) = full.rows("select body, flags from current_articles where uri like '%/short.txt'")
    assert body == SHORT
    assert "waived:too_short" in flags
    assert full.ingest().counts.loaded_count == 0


def test_a_waive_that_fails_leaves_the_row_open(full: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Waived and loaded are one transaction: a row that says waived has its article in the tables."""

    def faulty(*_: object) -> None:
        raise ContractError("The frame `articles` does not fit its contract")

    monkeypatch.setattr("checks.gate.check", faulty)
    with pytest.raises(ContractError):
        full.waive(waivable(full))
    assert full.audit().published
    assert full.rows("select status, closed_by from quarantine where reason = 'too_short'") == [
        ("open", None)
    ]


def test_waived_stays_waived_over_rebuild_ingest_and_copies(full: Desk) -> None:
    full.waive(waivable(full))
    before = everything(full)
    assert full.rebuild().changes == []
    assert differences(before, everything(full)) == {}
    path = full.put("short-copy.txt", SHORT)
    assert full.ingest().counts.quarantined_count == 0
    assert full.rows(f"select count(*) from sightings where uri = '{path}'") == [(1,)]


def test_waive_covers_the_copies_of_the_document(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, shard_documents=1)
    for name in ("a.txt", "b.txt"):
        desk.put(name, SHORT)
    desk.ingest()
    report = desk.waive(desk.value("select min(quarantine_id) from quarantine"), "Joss Arden")
    assert report.published
    assert desk.rows("select status, closed_by from quarantine") == [("waived", "Joss Arden")] * 2
    assert desk.value("select count(*) from sightings") == 2


def test_a_waived_file_that_changed_and_changed_back_is_current_again(desk: Desk) -> None:
    path = desk.put("story.txt", SHORT)
    desk.ingest()
    desk.waive(waivable(desk))
    for content in (article(1), SHORT):
        desk.put("story.txt", content)
        desk.ingest()
    assert desk.rows(f"select body from current_articles where uri = '{path}'") == [(SHORT,)]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("none.txt", "", "empty_file"),
        ("feed.jsonl", "[1]", "json_not_object"),
        ("words.txt", "Ferry, harbour, strait.", "empty"),
        (
            "consent.html",
            "<html><body><h1>Log in</h1><p>Please log in to continue</p></body></html>",
            "login_page",
        ),
    ],
)
def test_waive_of_what_holds_no_article_is_refused_with_a_sentence(
    desk: Desk, name: str, content: str, reason: str
) -> None:
    desk.put(name, content)
    desk.ingest()
    before = desk.rows("select * exclude run_id from quarantine")
    ((quarantine_id, found, cure),) = desk.rows("select quarantine_id, reason, cure from quarantine")
    assert found == reason
    assert "waive" not in cure, "a cure that would be refused is none"
    with pytest.raises(CopydeskError, match=f"holds no article that could be loaded \\({reason}\\)"):
        desk.waive(quarantine_id)
    assert desk.audit().published
    assert desk.rows("select * exclude run_id from quarantine") == before
    assert desk.value("select count(*) from articles") == 0


def test_waive_of_a_file_that_could_not_be_had_is_refused(full: Desk) -> None:
    name = full.value("select quarantine_id from quarantine where document_id is null")
    with pytest.raises(CopydeskError, match=r"holds no article that could be loaded \(broken_link\)"):
        full.waive(name)


def test_a_waiver_that_cannot_help_any_more_opens_the_row_again(
    full: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What no longer loads must not be counted as let through: nothing leaves the tables without a row that says so."""
    full.waive(waivable(full))
    monkeypatch.setattr("copydesk.columns.clean_pages", _fail)
    full.rebuild()
    assert full.rows("select distinct status, reason from quarantine where uri like '%/short.txt'") == [
        ("open", "cleaning_error")
    ]


def _fail(_: object) -> None:
    raise RuntimeError("A sentence of the article")


def test_everything_comes_back_from_the_landed_shards(full: Desk) -> None:
    """Who loses the writer's database loses no document: landed raw shards are loaded like those of a killed run."""
    before = full.tables()
    full.settings.writer_file.unlink()
    full.ingest()
    after = full.tables()
    assert differences(before, after) == {}


def test_no_text_of_an_article_is_in_the_ledger(full: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("copydesk.columns.clean_pages", _fail)
    full.rebuild()
    told = json.dumps(full.rows("select detail, cure from quarantine") + full.rows("select error from runs"))
    assert "Cleaning raised RuntimeError" in told
    assert "A sentence of the article" not in told
