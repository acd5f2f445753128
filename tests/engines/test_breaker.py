from __future__ import annotations

import pytest

from jupyter_llm_teach.engines.breaker import Breaker
from jupyter_llm_teach.errors import EngineBusyError, EngineGoneError
from tests.fakes.seconds import Seconds

GONE = EngineGoneError("It is gone.", "Try again.")
BUSY = EngineBusyError("It is busy.", "Try again.")


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def breaker(seconds: Seconds) -> Breaker:
    return Breaker(seconds)


def fail(breaker: Breaker, *, at_once: bool = False) -> None:
    """One request that fails."""
    breaker.begin()
    breaker.failed(GONE, at_once=at_once)


def test_one_failure_is_tolerated(breaker: Breaker) -> None:
    fail(breaker)

    assert not breaker.refuses()


def test_a_second_failure_in_a_row_opens_it(breaker: Breaker) -> None:
    fail(breaker)
    fail(breaker)

    assert breaker.refuses()
    assert breaker.trouble is GONE


def test_an_answer_in_between_starts_the_count_again(breaker: Breaker) -> None:
    fail(breaker)
    breaker.begin()
    breaker.succeeded()
    fail(breaker)

    assert not breaker.refuses()


def test_a_failure_that_cost_much_opens_it_at_once(breaker: Breaker) -> None:
    fail(breaker, at_once=True)

    assert breaker.refuses()


def test_after_the_pause_one_request_may_try_and_others_wait_for_it(
    breaker: Breaker, seconds: Seconds
) -> None:
    fail(breaker, at_once=True)
    seconds.move(2.0)

    assert not breaker.refuses()
    assert breaker.begin()
    assert breaker.refuses()


def test_a_try_that_works_closes_it(breaker: Breaker, seconds: Seconds) -> None:
    fail(breaker, at_once=True)
    seconds.move(2.0)
    breaker.begin()
    breaker.answered()

    assert not breaker.refuses()
    breaker.succeeded()
    assert not breaker.begin()
    assert breaker.trouble is None


def test_each_try_that_fails_doubles_the_pause_up_to_a_minute(
    breaker: Breaker, seconds: Seconds
) -> None:
    pauses = []
    for _ in range(8):
        fail(breaker, at_once=True)
        before = seconds()
        while breaker.refuses():
            seconds.move(0.5)
        pauses.append(seconds() - before)

    assert pauses == [2, 4, 8, 16, 32, 60, 60, 60]


def test_an_answer_that_breaks_off_counts_as_a_failure_all_the_same(
    breaker: Breaker, seconds: Seconds
) -> None:
    for _ in range(2):
        breaker.begin()
        breaker.answered()
        breaker.failed(GONE)

    assert breaker.refuses()


def test_a_try_that_was_given_up_lets_the_next_one_try(breaker: Breaker, seconds: Seconds) -> None:
    fail(breaker, at_once=True)
    seconds.move(2.0)
    breaker.begin()
    breaker.given_up()

    assert not breaker.refuses()
    assert breaker.begin()


def test_late_failures_of_requests_under_way_do_not_lengthen_the_pause(
    breaker: Breaker, seconds: Seconds
) -> None:
    for _ in range(9):
        breaker.begin()
    for _ in range(9):
        breaker.failed(GONE)
    seconds.move(2.0)

    assert not breaker.refuses()


@pytest.mark.parametrize(("said", "left_alone"), [(None, 2.0), (7.0, 7.0), (0.0, 0.5), (9e9, 60.0)])
def test_a_busy_engine_is_left_alone_as_long_as_it_said_within_reason(
    breaker: Breaker, seconds: Seconds, said: float | None, left_alone: float
) -> None:
    breaker.begin()
    breaker.busy(BUSY, said)
    seconds.move(left_alone - 0.1)
    before = breaker.refuses()
    seconds.move(0.1)

    assert (before, breaker.refuses()) == (True, False)
