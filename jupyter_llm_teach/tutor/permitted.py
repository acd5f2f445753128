"""Which engines may work for a learner now, by the rules in force."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from jupyter_llm_teach.ports import Purpose, Route
from jupyter_llm_teach.teaching.permission import (
    Candidate,
    NoModel,
    has_budget,
    no_model,
)
from jupyter_llm_teach.teaching.policy import Policy
from jupyter_llm_teach.teaching.request import Used
from jupyter_llm_teach.tutor.spending import used_today
from jupyter_llm_teach.tutor.tutor import Tutor


@dataclass(frozen=True, slots=True)
class Permitted:
    """The engines that may work now, or why none may.

    Attributes:
        engine: The way to the first of them that answers; None where none may work.
        refusal: Why; None where one may. `NoModel.ends_help` tells whether analysis may help.
    """

    engine: Route | None
    refusal: NoModel | None = None


async def permitted(
    tutor: Tutor, rules: Sequence[Policy], learner: str, purpose: Purpose
) -> Permitted:
    """The engines that may work for a learner now.

    Args:
        tutor: The ports.
        rules: The rules in force: what may work is what all of them let.
        learner: Who asks; what was used up is read where a budget is set.
        purpose: What a model is asked for.

    Raises:
        JournalError: the journal can't be read.
    """
    used = Used()
    if any(map(has_budget, rules)):
        used = await used_today(tutor, learner)
    return engine_for(tutor, rules, used, purpose)


def engine_for(tutor: Tutor, rules: Sequence[Policy], used: Used, purpose: Purpose) -> Permitted:
    """The engines that may work now.

    Args:
        tutor: The ports.
        rules: The rules in force.
        used: By the learner since the day began.
        purpose: What a model is asked for; only a model that can fill in completes.
    """
    now = tutor.local_time()
    allowed: list[str] = []
    refused: list[NoModel] = []
    for each in tutor.engines.offered(purpose):
        if purpose == "completion" and not each.card.fills_in:
            continue
        candidate = Candidate(each.card.name, each.card.engine, each.card.local, each.name)
        refusals = _refusals(rules, candidate, used, now)
        refused += refusals
        allowed += () if refusals else (each.name,)
    if allowed:
        return Permitted(tutor.engines.route(allowed))
    return Permitted(None, (refused or _refusals(rules, None, used, now))[0])


def _refusals(
    rules: Sequence[Policy], candidate: Candidate | None, used: Used, now: datetime
) -> list[NoModel]:
    found = (no_model(policy, candidate, used, now) for policy in rules)
    return [refusal for refusal in found if refusal is not None]
