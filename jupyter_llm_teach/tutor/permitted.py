"""Which engine may work for a learner now, by the rules in force."""

from __future__ import annotations

from dataclasses import dataclass

from jupyter_llm_teach.ports import Engine
from jupyter_llm_teach.teaching.permission import (
    Candidate,
    NoModel,
    day_began,
    has_budget,
    no_model,
)
from jupyter_llm_teach.teaching.policy import Policy
from jupyter_llm_teach.teaching.request import Used
from jupyter_llm_teach.tutor.tutor import Tutor


@dataclass(frozen=True, slots=True)
class Permitted:
    """An engine that may work now, or why none may.

    Attributes:
        engine: The engine; None where none may work.
        refusal: Why; None where one may. `NoModel.ends_help` tells whether analysis may help.
    """

    engine: Engine | None
    refusal: NoModel | None = None


async def permitted(tutor: Tutor, policy: Policy, learner: str) -> Permitted:
    """The engine that may work for a learner now.

    Args:
        tutor: The ports.
        policy: The rules in force.
        learner: Who asks; what was used up is read from the journal where a budget is set.

    Raises:
        JournalError: the journal can't be read.
    """
    used = Used()
    if has_budget(policy):
        used = await tutor.journal.spent(learner, day_began(tutor.local_time()))
    return engine_for(tutor, policy, used)


def engine_for(tutor: Tutor, policy: Policy, used: Used) -> Permitted:
    """The engine that may work now.

    Args:
        tutor: The ports.
        policy: The rules in force.
        used: By the learner since the day began.
    """
    candidate = None
    if tutor.engine is not None:
        card = tutor.engine.card()
        candidate = Candidate(card.name, card.engine, card.local)
    refusal = no_model(policy, candidate, used, tutor.local_time())
    return Permitted(tutor.engine if refusal is None else None, refusal)
