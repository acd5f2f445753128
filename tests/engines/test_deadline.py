"""One deadline for all the waits of a stream."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing

import anyio
import pytest

from jupyter_llm_teach.engines.deadline import Deadline
from jupyter_llm_teach.errors import DeadlineError

pytestmark = pytest.mark.anyio

# Before Python 3.11 nobody can tell two cancels at one moment apart; the stream ends either way.
CANCELLED = asyncio.CancelledError if sys.version_info >= (3, 11) else DeadlineError


class Slow:
    """Gives a part at once and another one never, and remembers how it ended."""

    def __init__(self) -> None:
        self.ended = ""

    async def parts(self) -> AsyncGenerator[int, None]:
        try:
            yield 1
            await anyio.sleep_forever()
        except asyncio.CancelledError:
            with anyio.CancelScope(shield=True):
                await anyio.sleep(0.01)
            self.ended = "cancelled"
            raise


async def _read(slow: Slow, seconds: float) -> None:
    async with aclosing(slow.parts()) as parts:
        with Deadline(time.monotonic() + seconds) as deadline:
            while await deadline.next(parts) is not None:
                pass


async def test_what_comes_in_time_is_given_and_then_nothing() -> None:
    async def two() -> AsyncGenerator[int, None]:
        yield 1
        await anyio.sleep(0.001)
        yield 2

    with Deadline(time.monotonic() + 60) as deadline:
        parts = two()

        assert [await deadline.next(parts) for _ in range(3)] == [1, 2, None]


async def test_a_wait_ends_at_the_deadline_after_what_waited_has_cleaned_up() -> None:
    slow = Slow()

    with pytest.raises(DeadlineError):
        await _read(slow, 0.02)
    assert slow.ended == "cancelled"


async def test_the_task_goes_on_after_its_deadline() -> None:
    with pytest.raises(DeadlineError):
        await _read(Slow(), 0.02)
    with anyio.move_on_after(5) as scope:
        await anyio.sleep(0.01)

    assert not scope.cancelled_caught


async def test_a_deadline_that_passed_between_two_parts_is_told_at_the_next() -> None:
    async with aclosing(Slow().parts()) as parts:
        with Deadline(time.monotonic() + 0.01) as deadline:
            await deadline.next(parts)
            await anyio.sleep(0.03)

            with pytest.raises(DeadlineError):
                await deadline.next(parts)


async def test_a_deadline_that_passes_while_nothing_is_waited_for_disturbs_nobody() -> None:
    with Deadline(time.monotonic() + 0.01):
        await anyio.sleep(0.03)


async def test_a_stream_that_has_ended_has_no_deadline_any_more() -> None:
    with Deadline(time.monotonic() + 0.02) as deadline:
        async with aclosing(Slow().parts()) as parts:
            await deadline.next(parts)

    await anyio.sleep(0.04)


async def test_a_task_that_is_cancelled_ends_as_cancelled() -> None:
    slow = Slow()
    async with anyio.create_task_group() as group:
        group.start_soon(_read, slow, 60)
        await anyio.sleep(0.01)
        group.cancel_scope.cancel()

    assert slow.ended == "cancelled"


async def test_a_cancel_at_the_very_deadline_is_not_lost() -> None:
    task = asyncio.ensure_future(_read(Slow(), 0.02))
    await asyncio.sleep(0)
    asyncio.get_running_loop().call_later(0.02, task.cancel)
    time.sleep(0.05)  # noqa: ASYNC251 - both are due when the loop goes on
    with pytest.raises(CANCELLED):
        await task


async def test_an_error_of_the_stream_is_told_as_it_is() -> None:
    async def broken() -> AsyncGenerator[int, None]:
        yield 1
        raise ZeroDivisionError

    with Deadline(time.monotonic() + 60) as deadline:
        parts = broken()
        await deadline.next(parts)

        with pytest.raises(ZeroDivisionError):
            await deadline.next(parts)
