from __future__ import annotations

import anyio
import anyio.lowlevel
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_llm_teach.engines.fair_queue import FairQueue, Ticket

pytestmark = pytest.mark.anyio


def places(*tickets: Ticket) -> list[int]:
    return [each.place for each in tickets]


async def test_as_many_work_as_the_engine_takes_and_others_wait() -> None:
    queue = FairQueue(2)
    tickets = [queue.enter(learner) for learner in ("ada", "bob", "cem", "dee")]

    assert places(*tickets) == [0, 0, 1, 2]


async def test_who_leaves_lets_the_next_one_in() -> None:
    queue = FairQueue(1)
    first, second, third = (queue.enter(learner) for learner in ("ada", "bob", "cem"))
    queue.leave(first)

    assert places(second, third) == [0, 1]


async def test_who_gives_up_waiting_lets_the_others_move_up() -> None:
    queue = FairQueue(1)
    _, second, third = (queue.enter(learner) for learner in ("ada", "bob", "cem"))
    queue.leave(second)

    assert places(third) == [1]


async def test_who_asks_much_waits_longer_than_who_asks_little() -> None:
    queue = FairQueue(1)
    working = queue.enter("ada")
    many = [queue.enter("ada") for _ in range(4)]
    few = queue.enter("bob")

    assert places(*many, few) == [1, 3, 4, 5, 2]
    queue.leave(working)
    assert places(*many, few) == [0, 2, 3, 4, 1]


async def test_a_new_place_is_told_at_once() -> None:
    queue = FairQueue(1)
    first, second = queue.enter("ada"), queue.enter("bob")
    told: list[int] = []

    async def wait() -> None:
        await second.left(1)
        told.append(second.place)

    async with anyio.create_task_group() as group:
        group.start_soon(wait)
        await anyio.lowlevel.checkpoint()
        queue.leave(first)

    assert told == [0]


async def test_news_that_came_before_somebody_waits_for_them_are_not_lost() -> None:
    queue = FairQueue(1)
    first, second = queue.enter("ada"), queue.enter("bob")
    queue.leave(first)

    with anyio.fail_after(1):
        await second.left(1)


async def test_a_queue_is_full_at_some_time() -> None:
    queue = FairQueue(1)
    for number in range(501):
        queue.enter(str(number))

    assert queue.is_full


@given(
    st.integers(1, 4),
    st.lists(st.tuples(st.sampled_from("abcd"), st.integers(0, 9)), max_size=40),
)
async def test_the_places_are_always_one_to_the_last_and_nobody_works_beyond_the_limit(
    parallel: int, steps: list[tuple[str, int]]
) -> None:
    queue = FairQueue(parallel)
    here: list[Ticket] = []
    for learner, leaver in steps:
        here.append(queue.enter(learner))
        if leaver < len(here) // 2:
            queue.leave(here.pop(leaver))
        waiting = sorted(each.place for each in here if each.place)
        working = sum(each.place == 0 for each in here)

        assert waiting == list(range(1, len(waiting) + 1))
        assert working == min(parallel, len(here))


@given(st.lists(st.sampled_from("abcde"), min_size=1, max_size=40))
async def test_who_still_waits_has_had_as_many_turns_as_the_others_or_one_less(
    arrivals: list[str],
) -> None:
    queue = FairQueue(1)
    queue.enter("first")
    tickets = [queue.enter(learner) for learner in arrivals]
    turns = [each.learner for each in sorted(tickets, key=lambda each: each.place)]

    for number in range(len(turns)):
        waiting = set(turns[number:])
        had = [turns[:number].count(learner) for learner in waiting]
        most = max(map(turns[:number].count, arrivals))
        assert min(had) >= most - 1
