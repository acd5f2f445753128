"""One request at a time: wait for the turn, and give it back where nothing comes of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import anyio

from jupyter_llm_teach.errors import DeadlineError, DiskFullError, JournalError
from jupyter_llm_teach.ports import RESERVED_SECONDS, Key
from jupyter_llm_teach.teaching.request import Busy, Repeated, Request, Reserved
from jupyter_llm_teach.tutor.tutor import Tutor

_LOOK_SECONDS = 0.1


@asynccontextmanager
async def reserved(tutor: Tutor, key: Key, request: Request) -> AsyncIterator[Reserved | Repeated]:
    """The request in the journal; cancelled at the end of the block if it was not ended in it.

    While another request of the learner for the same is being answered, this waits for it.

    Raises:
        JournalError: nothing can be recorded.
        DiskFullError: there is no space to record it.
        DeadlineError: the other request took too long.
    """
    begun = await _begun(tutor, key, request)
    try:
        yield begun
    finally:
        # The learner may have gone: this ends all the same. What can't be recorded here needs no
        # record: a request that was never delivered costs nothing.
        with anyio.CancelScope(shield=True), suppress(JournalError, DiskFullError):
            await tutor.journal.cancel(begun.id, tutor.clock.now())


async def _begun(tutor: Tutor, key: Key, request: Request) -> Reserved | Repeated:
    with anyio.move_on_after(RESERVED_SECONDS):
        while True:
            begun = await tutor.journal.begin(key, request)
            if not isinstance(begun, Busy):
                return begun
            await anyio.sleep(_LOOK_SECONDS)  # other processes have no event to wait on
    raise DeadlineError(
        "Another request for help on this exercise is still being answered.",
        "Wait for its answer, or stop it, and ask again.",
    )
