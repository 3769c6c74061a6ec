"""Failed requests are tried again where that may help, after a time that grows and is drawn by chance."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.fetching.backoff import is_transient, next_try


@pytest.mark.parametrize("status", [None, 429, 500, 502, 503, 504, 599])
def test_worth_another_try(status: int | None) -> None:
    assert is_transient(status)


@pytest.mark.parametrize("status", [200, 204, 301, 304, 400, 401, 403, 404, 408, 410, 451, 600])
def test_final(status: int) -> None:
    assert not is_transient(status)


@given(st.integers(0, 10**6), st.integers(), st.floats(0.1, 100), st.floats(0.1, 10**5))
def test_the_wait_stays_in_bounds(attempts: int, seed: int, base: float, cap: float) -> None:
    wait = next_try(attempts, random.Random(seed), base=base, cap=cap)  # noqa: S311 - chance, no secret
    assert 0 <= wait <= cap
    assert wait <= base * 2 ** min(max(attempts - 1, 0), 100)


def test_the_ceiling_doubles_and_the_whole_range_is_used() -> None:
    rng = random.Random(4)  # noqa: S311 - chance, no secret
    longest = [max(next_try(n, rng, base=10, cap=60) for _ in range(2000)) for n in (1, 2, 3, 4, 5)]
    shortest = min(next_try(5, rng, base=10, cap=60) for _ in range(2000))
    assert longest == pytest.approx([10, 20, 40, 60, 60], rel=0.01)
    assert shortest < 1
