"""Clusters and passages are a function of the articles, whatever the order and the runs in which they came."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from checks.contracts import TABLES
from copydesk.errors import CopydeskError
from copydesk.relating import clusters, passages, relate, steps
from tests.reuse.desk import Desk, changed, open_desk, text, words
from tests.sql.desk import SQL

TAIL = [f"tail{word}" for word in words(30, 999)]


def corpus() -> dict[str, str]:
    """Give forty articles: ten alone, copies, chains of copies, passages as they are and reworded, a stock paragraph."""
    bodies = {f"https://a.example/{n}": words(200, n) for n in range(10)}
    for n in range(5):
        source = bodies[f"https://a.example/{n}"]
        bodies[f"https://b.example/{n}"] = changed(source, 4, n)
        bodies[f"https://c.example/{n}"] = changed(changed(source, 4, n), 25, n + 50)
        bodies[f"https://d.example/{n}"] = words(80, n + 100) + source[60:120] + words(80, n + 200)
        bodies[f"https://e.example/{n}"] = (
            words(50, n + 300) + changed(source[60:120], 5, n) + words(90, n + 400)
        )
        bodies[f"https://f.example/{n}"] = words(150, n + 500) + TAIL
        bodies[f"https://g.example/{n}"] = bodies[f"https://f.example/{n}"][:60] + words(150, n + 600) + TAIL
    return {uri: text(one) for uri, one in bodies.items()}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path) as desk:
        yield desk


@pytest.fixture(autouse=True)
def low_limits() -> Iterator[None]:
    """Let eight documents make a shingle common, so that a small corpus reaches the limit on the way."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("COOLING_SQL", "_CANDIDATES_SQL", "_SEEDED_SQL", "_WEAKENED_SQL"):
            sql = getattr(passages, name)
            assert str(passages.COMMON) in sql
            patch.setattr(passages, name, sql.replace(str(passages.COMMON), "8"))
        yield


def test_copies_are_clustered_and_passages_found_reworded_too(desk: Desk) -> None:
    ids = desk.load(corpus())
    for n in range(5):
        a, b, c, d, e = (ids[f"https://{host}.example/{n}"] for host in "abcde")
        assert any({a, b} <= members for members in desk.clusters())
        assert {frozenset({a, d}), frozenset({a, e}), frozenset({b, d})} <= desk.pairs()
        assert not any({d, e} & members for members in desk.clusters())
        assert frozenset({a, b}) not in desk.pairs(), "near-copies are no reuse"
        assert all(c not in members or a in members for members in desk.clusters())
    alone = {ids[f"https://a.example/{n}"] for n in range(5, 10)}
    assert not alone & {one for pair in desk.pairs() for one in pair}
    assert not alone & {one for members in desk.clusters() for one in members}


def test_text_that_stands_in_many_articles_makes_no_match(desk: Desk) -> None:
    ids = desk.load(corpus())
    stock = {ids[f"https://{host}.example/{n}"] for host in "fg" for n in range(5)}
    tails = desk.con.execute("select count(*) from passages where contains(lower(text), 'tail')").fetchall()
    assert tails == [(0,)]
    others = {pair for pair in desk.pairs() if pair & stock}
    assert all(pair <= stock for pair in others)


@pytest.mark.parametrize("seed", range(6))
def test_any_order_and_any_split_into_runs_give_the_same(desk: Desk, tmp_path: Path, seed: int) -> None:
    whole = corpus()
    desk.load(whole)
    expected = desk.found()
    rng = random.Random(seed)  # noqa: S311
    uris = list(whole)
    rng.shuffle(uris)
    cuts = sorted(rng.sample(range(1, len(uris)), rng.choice([1, 4, 12])))
    with open_desk(tmp_path / "other") as other:
        for first, last in zip([0, *cuts], [*cuts, len(uris)], strict=True):
            other.load({uri: whole[uri] for uri in uris[first:last]})
        assert other.found() == expected
    assert all(expected)


@pytest.mark.parametrize("seed", range(6))
def test_what_is_gone_leaves_as_if_it_had_never_come(desk: Desk, tmp_path: Path, seed: int) -> None:
    whole = corpus()
    ids = desk.load(whole)
    leaving = random.Random(seed).sample(sorted(whole), 9)  # noqa: S311
    desk.drop(*(ids[uri] for uri in leaving))
    relate(desk.con)
    with open_desk(tmp_path / "other") as other:
        other.load({uri: body for uri, body in whole.items() if uri not in leaving})
        assert desk.found() == other.found()
    for table in ("signatures", "buckets", "shingles"):
        assert not desk.con.execute(
            f"from {table} where document_id not in (select document_id from articles)"
        ).fetchall()


def test_a_body_that_changed_is_related_anew(desk: Desk, tmp_path: Path) -> None:
    """A rebuild keeps the id and changes the body."""
    whole = corpus()
    ids = desk.load(whole)
    d, body = ids["https://d.example/0"], text(words(190, 777))
    desk.con.execute("update articles set body = ? where document_id = ?", [body, d])
    desk.con.execute("update signatures set state = 'outdated' where document_id = ?", [d])
    relate(desk.con)
    assert not any(d in pair for pair in desk.pairs())
    source = whole["https://a.example/0"]
    desk.con.execute("update articles set body = ? where document_id = ?", [source, d])
    desk.con.execute("update signatures set state = 'outdated' where document_id = ?", [d])
    relate(desk.con)
    assert any({d, ids["https://a.example/0"]} <= members for members in desk.clusters())
    assert desk.con.execute("select distinct state from signatures").fetchall() == [("related",)]


def test_a_second_time_changes_nothing(desk: Desk) -> None:
    desk.load(corpus())
    before = desk.found()
    assert not steps.is_due(desk.con, "run-1")
    relate(desk.con)
    assert desk.found() == before


@pytest.mark.parametrize("step", ["_sign", "_connect", "update"])
def test_a_run_that_is_cut_off_is_completed_by_the_next(desk: Desk, tmp_path: Path, step: str) -> None:
    whole = corpus()
    half = dict(list(whole.items())[::2])
    desk.load(half)
    desk.put({uri: body for uri, body in whole.items() if uri not in half})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passages if step == "update" else steps, step, _fall)
        with pytest.raises(CopydeskError):
            relate(desk.con)
    assert steps.is_due(desk.con, "run-1")
    relate(desk.con)
    with open_desk(tmp_path / "other") as other:
        other.load(whole)
        assert desk.found() == other.found()


def _fall(*_: object) -> None:
    raise CopydeskError("the power went")


def test_versions_of_an_address_are_no_reuse(desk: Desk) -> None:
    source = words(200, 1)
    uri = "https://a.example/1"
    old = desk.load({uri: text(source)})[uri]
    new = desk.load({uri: text(words(150, 2) + source[60:110] + words(150, 3))})[uri]
    assert desk.pairs() == set()
    other = desk.load({"https://b.example/1": text(words(90, 4) + source[60:110] + words(60, 5))})
    found = desk.pairs()
    assert found == {frozenset({one, *other.values()}) for one in (old, new)}
    desk.put({uri: text(words(90, 4) + source[60:110] + words(60, 5))})
    relate(desk.con)
    assert desk.pairs() == set(), "the article turned out to be a version of that address, too"


def test_clusters_that_a_new_copy_joins_become_one(desk: Desk) -> None:
    source = words(300, 1)
    desk.load({"https://a.example/1": text(source[:200]), "https://b.example/1": text(source[2:200])})
    desk.load({"https://c.example/1": text(source[100:]), "https://d.example/1": text(source[102:])})
    assert sorted(map(len, desk.clusters())) == [2, 2]
    desk.load({"https://e.example/1": text(source[50:250])})
    (members,) = desk.clusters()
    assert len(members) == 5
    assert desk.con.execute("select distinct cluster_id from clusters").fetchall() == [(min(members),)]


def test_a_form_that_is_filled_in_joins_nothing_but_the_same_words_stay_together(desk: Desk) -> None:
    form = words(60, 1)
    with pytest.MonkeyPatch.context() as patch:
        for name in ("COOLING_SQL", "_CROWDING_SQL", "_HELD_SQL"):
            sql = getattr(clusters, name)
            assert str(clusters.CROWD) in sql
            patch.setattr(clusters, name, sql.replace(str(clusters.CROWD), "5"))
        few = desk.load({f"https://a.example/{n}": text([*form, f"value{n}"]) for n in range(4)})
        assert desk.clusters() == {frozenset(few.values())}
        many = desk.load({f"https://b.example/{n}": text([*form, f"value{n}"]) + "!" for n in range(3, 40)})
        same = frozenset({few["https://a.example/3"], many["https://b.example/3"]})
        assert desk.clusters() == {same}
        desk.drop(*(many[f"https://b.example/{n}"] for n in range(4, 40)))
        relate(desk.con)
        assert desk.clusters() == {frozenset(few.values()) | same}


def test_the_rows_keep_their_contracts_and_assertions(desk: Desk) -> None:
    desk.load(corpus())
    for table in ("passages", "clusters", "signatures", "buckets", "shingles"):
        frame = desk.con.sql(f"from {table}").pl()
        assert frame.height
        TABLES[table].validate(frame)
    for name in ("passages_stand_in_bodies", "clusters_are_whole"):
        assert desk.con.execute((SQL / "assertions" / f"{name}.sql").read_text()).fetchall() == []


def test_bodies_without_words_or_with_few_are_related_to_nothing(desk: Desk) -> None:
    bodies = ["…", "— !", "Yes.", "No more ferries.", "日本", "🙂🙂"]
    desk.load({f"https://a.example/{n}": body for n, body in enumerate(bodies)})
    assert desk.found() == ([], [])


def test_scripts_without_spaces_share_passages_of_characters(desk: Desk) -> None:
    rng = random.Random(5)  # noqa: S311
    characters = [chr(0x4E00 + rng.randrange(3000)) for _ in range(1200)]
    shared = "".join(characters[:70])
    one = "".join(characters[100:400]) + "。" + shared + "。" + "".join(characters[400:500])
    other = (
        "".join(characters[600:800])
        + "。"
        + shared[:30]
        + "猫"
        + shared[31:]
        + "。"
        + "".join(characters[900:1000])
    )
    desk.load(
        {
            "https://a.example/1": one,
            "https://b.example/1": other,
            "https://c.example/1": "".join(characters[1000:]),
        }
    )
    ((similarity, found, also),) = desk.con.execute(
        "select similarity, text, other_text from passages"
    ).fetchall()
    assert {len(found), len(also)} <= set(range(68, 73))
    assert similarity > 0.95
