"""Record what a completion gave and cost, so that budgets hold for it too."""

from __future__ import annotations

import uuid

from jupyter_llm_teach.errors import DeadlineError, DiskFullError, JournalError
from jupyter_llm_teach.ports import Key
from jupyter_llm_teach.teaching.guard.verdict import Ruling
from jupyter_llm_teach.teaching.request import Delivered, Request, Spent
from jupyter_llm_teach.tutor.reservation import reserved
from jupyter_llm_teach.tutor.tutor import Tutor
from jupyter_llm_teach.tutor.work import LEARNER, Work


async def recorded(
    tutor: Tutor, work: Work | None, written: str, given: str, spent: Spent | None
) -> bool:
    """Record a completion; gives whether that was possible.

    Args:
        tutor: The ports.
        work: The work on the exercise that the cell belongs to; None outside of exercises.
        written: What the model wrote, as far as it would be inserted.
        given: What of it may be inserted.
        spent: What it cost.
    """
    key = Key(LEARNER, "", "") if work is None else work.key
    digest = "" if work is None else work.answer.digest
    request = Request(str(uuid.uuid4()), "completion", digest, tutor.clock.now())
    held = written and not given
    delivered = Delivered(
        text=given,
        at=tutor.clock.now(),
        source="model",
        ruling=Ruling.BLOCKED if held else Ruling.CLEAN,
        held_back=(written,) if held else (),
        spent=spent,
    )
    try:
        async with reserved(tutor, key, request) as begun:
            await tutor.journal.finish(begun.id, delivered)
    except (JournalError, DiskFullError, DeadlineError):
        return False
    return True
