"""A host is asked no faster than it bears, no more often than allowed, and not at all while it is dead."""

from itertools import pairwise
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.fetching.politeness import Host, retry_seconds

NOON = 20_000 * 86_400 + 43_200.0


def ask(host: Host, now: float, status: int | None = 200, retry_after: str | None = None) -> None:
    host.take(now)
    host.finish(now, status, retry_after)


def test_the_interval_lies_between_the_end_of_a_request_and_the_next() -> None:
    host = Host(interval=2)
    assert host.wait(NOON) == 0
    host.take(NOON)
    assert host.wait(NOON + 10) == inf
    host.finish(NOON + 0.5, 200)
    assert host.wait(NOON + 0.5) == 2
    with pytest.raises(ValueError, match="must not be asked yet"):
        host.take(NOON + 2)
    assert host.wait(NOON + 2.5) == 0


@pytest.mark.parametrize(("delay", "interval"), [(None, 1), (0.2, 1), (10, 10), (900, 60)])
def test_crawl_delay_lengthens_the_interval_up_to_a_bound(delay: float | None, interval: float) -> None:
    host = Host()
    ask(host, NOON)
    host.obey(delay)
    assert host.interval == interval
    assert host.wait(NOON) == interval


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, 0),
        ("", 0),
        ("120", 120),
        (" 7 ", 7),
        ("1.5", 1.5),
        ("-5", 0),
        ("soon", 0),
        ("9" * 400, 0),
        ("²", 0),
        ("Wed, 04 Mar 2026 12:02:00 GMT", 120),
        ("Wednesday, 04-Mar-26 12:02:00 GMT", 120),
        ("Wed Mar  4 12:02:00 2026", 120),
        ("Wed, 04 Mar 2026 11:00:00 GMT", 0),
        ("Wed, 99 Mar 2026 11:00:00 GMT", 0),
    ],
)
def test_retry_after(header: str | None, seconds: float) -> None:
    assert retry_seconds(header, 1_772_625_600.0) == seconds  # 4 March 2026, 12:00 UTC


def test_retry_after_holds_the_host_up_to_a_bound() -> None:
    host = Host(longest_pause=600)
    ask(host, NOON, 429, "30")
    assert host.wait(NOON) == 30
    ask(host, NOON + 30, 503, "86400")
    assert host.wait(NOON + 30) == 600


def test_the_budget_lasts_a_day() -> None:
    host = Host(daily_budget=3)
    for second in range(3):
        ask(host, NOON + second)
    assert host.wait(NOON + 10) == 43_190
    assert host.wait(NOON + 43_200) == 0
    ask(host, NOON + 43_200)
    assert host.asked_today_count == 1


def test_a_dead_host_rests_and_a_single_trial_decides() -> None:
    host = Host(fewest_failures=3, first_rest=100, longest_rest=250)
    for second in range(3):
        assert host.circuit(NOON + second) == "closed"
        ask(host, NOON + second, None)
    assert host.circuit(NOON + 2) == "resting"
    assert host.wait(NOON + 2) == 100
    assert host.circuit(NOON + 102) == "half-open"
    host.take(NOON + 102)
    assert host.wait(NOON + 102) == inf  # the trial is under way
    host.finish(NOON + 102, 502)
    assert host.wait(NOON + 102) == 200
    ask(host, NOON + 302, None)
    assert host.wait(NOON + 302) == 250
    ask(host, NOON + 552, 200)
    assert host.circuit(NOON + 552) == "closed"
    ask(host, NOON + 553, None)
    assert host.wait(NOON + 553) == 1  # one failure is no rest


def test_final_answers_do_not_tire_a_host() -> None:
    host = Host(fewest_failures=2)
    for second in range(10):
        ask(host, NOON + second, 404)
    assert host.circuit(NOON + 10) == "closed"


steps = st.tuples(
    st.floats(0, 5),
    st.sampled_from([200, 404, 429, 503, None]),
    st.sampled_from([None, "3", "junk"]),
    st.sampled_from([None, 2.0, 9.0]),
)


@given(st.lists(steps, max_size=60), st.floats(0.1, 4), st.integers(1, 20))
def test_no_two_requests_are_closer_than_the_interval(
    moves: list[tuple[float, int | None, str | None, float | None]], interval: float, budget: int
) -> None:
    host = Host(interval=interval, daily_budget=budget, first_rest=7)
    now, asked = NOON, list[tuple[float, float]]()
    for passed, status, retry_after, delay in moves:
        now += passed
        host.obey(delay)
        if host.wait(now) > 0:
            continue
        host.take(now)
        asked.append((now, host.interval))
        host.finish(now + passed / 2, status, retry_after)
        now += passed / 2
    gaps = [later[0] - earlier[0] - earlier[1] for earlier, later in pairwise(asked)]
    assert all(gap >= -1e-6 for gap in gaps)
    assert len(asked) <= budget
