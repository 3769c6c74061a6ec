"""What an outlet puts under many of its articles is no reuse among them, and is where another outlet copies it."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from copydesk.relating import relate
from copydesk.relating.passages import REFRAIN
from tests.reuse.desk import Desk, open_desk, text, words

FOOTER = words(40, 9)


def signed(count: int) -> dict[str, str]:
    """Give articles of one outlet that end alike, and one of another outlet that ends so, too."""
    bodies = {f"https://www.gazette.example/{n}": words(100, n) + FOOTER for n in range(count)}
    bodies["https://lantern.example/1"] = words(100, 500) + FOOTER
    return {uri: text(body) for uri, body in bodies.items()}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path) as desk:
        yield desk


def test_a_refrain_makes_pairs_with_other_outlets_only(desk: Desk) -> None:
    ids = desk.load(signed(REFRAIN + 2))
    (lantern,) = (one for uri, one in ids.items() if "lantern" in uri)
    assert desk.pairs() == {frozenset({lantern, one}) for one in ids.values() if one != lantern}


def test_what_stands_in_fewer_articles_is_no_refrain(desk: Desk) -> None:
    ids = desk.load(signed(REFRAIN))
    assert len(desk.pairs()) == len(ids) * (len(ids) - 1) // 2


@pytest.mark.parametrize("seed", range(3))
def test_it_does_not_matter_when_it_became_one_and_it_ceases_to_be(
    desk: Desk, tmp_path: Path, seed: int
) -> None:
    whole = signed(REFRAIN + 2)
    uris = list(whole)
    random.Random(seed).shuffle(uris)  # noqa: S311
    ids: dict[str, str] = {}
    for first in range(0, len(uris), 4):
        ids |= desk.load({uri: whole[uri] for uri in uris[first : first + 4]})
    with open_desk(tmp_path / "other") as other:
        other.load(whole)
        assert desk.found() == other.found()
    desk.drop(*(ids[uri] for uri in sorted(whole)[-3:]))
    relate(desk.con)
    with open_desk(tmp_path / "rest") as rest:
        rest.load({uri: whole[uri] for uri in sorted(whole)[:-3]})
        assert desk.found() == rest.found()
    assert len(desk.pairs()) > REFRAIN
