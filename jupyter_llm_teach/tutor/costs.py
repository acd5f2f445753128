"""Use case: what models cost a learner in this session and in a notebook."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from jupyter_llm_teach.ports import Asked
from jupyter_llm_teach.teaching.ledger.total import Total, sum_of
from jupyter_llm_teach.teaching.notebook import Notebook
from jupyter_llm_teach.tutor.tutor import Tutor
from jupyter_llm_teach.tutor.work import LEARNER


@dataclass(frozen=True, slots=True)
class Costs:
    """What models cost a learner.

    Attributes:
        session: Since this server was first asked for anything.
        notebook: In all exercises of the notebook, whenever.
    """

    session: Total
    notebook: Total


async def costs(tutor: Tutor, notebook: Notebook, learner: str = LEARNER) -> Costs:
    """What models cost, calls that were cut off or failed included; nothing without a ledger.

    Raises:
        JournalError: the ledger can't be read.
        DuplicateExerciseError: two exercises of the notebook share an id.
    """
    if tutor.ledger is None:
        return Costs(Total(), Total())
    found = await asyncio.to_thread(tutor.courses.read, notebook)
    exercises = tuple(each.id for each in found)
    session = await tutor.ledger.totals("model", Asked(learner, tutor.began))
    whole = await tutor.ledger.totals("model", Asked(learner, None, exercises))
    return Costs(sum_of(session), sum_of(whole))
