"""Record what a completion gave and cost, so that budgets hold for it too."""

from __future__ import annotations

from jupyter_llm_teach.errors import DiskFullError, JournalError
from jupyter_llm_teach.ports import Key
from jupyter_llm_teach.teaching.guard.verdict import Ruling
from jupyter_llm_teach.teaching.request import Delivered, Spent
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
        await tutor.journal.add_completion(key, delivered)
    except (JournalError, DiskFullError):
        return False
    return True
