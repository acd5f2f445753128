"""One deadline for all the waits of a stream.

A scope of anyio for each wait takes longer than reading a token does, and one scope for all of
them is not allowed: it would be open while the generator yields.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import AsyncGenerator
from types import TracebackType
from typing import Any, TypeVar

from typing_extensions import Self

from jupyter_llm_teach.engines import refusals

_Part = TypeVar("_Part")


class Deadline:
    """The moment by which a stream must have ended; used as ``with Deadline(ends) as deadline``.

    Args:
        ends: The moment, by the monotonic clock.
    """

    def __init__(self, ends: float) -> None:
        self._passed = False
        self._waiting: asyncio.Task[Any] | None = None
        left = max(0.0, ends - time.monotonic())
        self._timer = asyncio.get_running_loop().call_later(left, self._pass)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._timer.cancel()

    async def next(self, parts: AsyncGenerator[_Part, None]) -> _Part | None:
        """The next part of a stream; None after the last one.

        Raises:
            DeadlineError: it did not come in time; what waited for it was cancelled.
        """
        if self._passed:
            raise refusals.overdue()
        task = asyncio.current_task()
        assert task is not None, "whoever waits is a task"
        others, self._waiting = _cancels(task), task
        try:
            return await anext(parts, None)
        except asyncio.CancelledError as error:
            if self._passed and _cancels(task) <= others + 1:
                raise refusals.overdue() from error
            raise  # somebody else wants the task to end
        finally:
            self._waiting = None
            if self._passed:
                _take_back(task)

    def _pass(self) -> None:
        self._passed = True
        if self._waiting is not None:
            self._waiting.cancel()


if sys.version_info >= (3, 11):

    def _cancels(task: asyncio.Task[Any]) -> int:
        """How often it was asked that a task ends."""
        return task.cancelling()

    def _take_back(task: asyncio.Task[Any]) -> None:
        """Ask once less: the task may go on after our error."""
        task.uncancel()

else:  # it is not counted there

    def _cancels(task: asyncio.Task[Any]) -> int:  # noqa: ARG001
        return 0

    def _take_back(task: asyncio.Task[Any]) -> None:
        pass
