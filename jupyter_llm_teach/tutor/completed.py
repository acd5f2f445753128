"""Record what a completion gave and cost, so that budgets hold for it too."""

from __future__ import annotations

from collections.abc import Sequence

from jupyter_llm_teach.errors import DiskFullError, JournalError
from jupyter_llm_teach.ports import Key
from jupyter_llm_teach.teaching.guard.verdict import Ruling
from jupyter_llm_teach.teaching.request import Delivered, Spent
from jupyter_llm_teach.tutor.tutor import Tutor


async def recorded(
    tutor: Tutor, key: Key, told: tuple[str, str], marks: Sequence[str], spent: Spent | None
) -> bool:
    """Record a completion; gives whether that was possible.

    Args:
        tutor: The ports.
        key: Who works on which exercise.
        told: What the model wrote, as far as it would be inserted, and what of it may be inserted.
        marks: Of the lines that this writes or finishes.
        spent: What it cost.
    """
    written, given = told
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
        await tutor.journal.add_completion(key, delivered, marks)
    except (JournalError, DiskFullError):
        return False
    return True
