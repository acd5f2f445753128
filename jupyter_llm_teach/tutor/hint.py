"""Use case: the next hint. Load, decide, ask, guard, record, answer."""

from __future__ import annotations

import uuid
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import datetime

from jupyter_llm_teach.teaching.case import Case
from jupyter_llm_teach.teaching.concepts import concept
from jupyter_llm_teach.teaching.facts.fact import Facts
from jupyter_llm_teach.teaching.facts.shown import shown
from jupyter_llm_teach.teaching.guard.bounds import bounds_of
from jupyter_llm_teach.teaching.guard.inspect import inspect
from jupyter_llm_teach.teaching.guard.verdict import Finding, Ruling, Verdict
from jupyter_llm_teach.teaching.history import History
from jupyter_llm_teach.teaching.ladder import Give, Withhold, decide
from jupyter_llm_teach.teaching.phrasing import withheld
from jupyter_llm_teach.teaching.request import (
    Delivered,
    Refusal,
    Repeated,
    Request,
    Reserved,
    Source,
    Spent,
)
from jupyter_llm_teach.teaching.rung import Rung
from jupyter_llm_teach.teaching.wording import Wording
from jupyter_llm_teach.tutor.attempt import attempted
from jupyter_llm_teach.tutor.check import situation
from jupyter_llm_teach.tutor.model import Sentence, Waiting
from jupyter_llm_teach.tutor.phrased import Phrased, phrased
from jupyter_llm_teach.tutor.reservation import reserved
from jupyter_llm_teach.tutor.tutor import Tutor
from jupyter_llm_teach.tutor.work import Work


@dataclass(frozen=True, slots=True)
class FactsFound:
    """What the tests say: all of it, and what of it this learner may see."""

    facts: Facts
    shown: Facts


@dataclass(frozen=True, slots=True)
class Refused:
    """The rung is withheld: the decision, why, and what to do next."""

    decision: Withhold
    facts: Facts
    reason: str
    next: str


@dataclass(frozen=True, slots=True)
class Hint:
    """A hint that may be shown.

    Attributes:
        id: For feedback.
        rung: Its step of the ladder.
        facts: What the learner may see of the facts on this rung.
        text: Markdown without HTML.
        source: Who phrased it.
        cost: In points; reported beside a result, never taken off it.
        verdict: The guard's ruling on `text`.
        rejected: What the guard found in drafts of the model that were not shown.
        spent: What the model cost; None where none was asked.
        why: Why no model phrased it, as a sentence, where one should have; else empty.
    """

    id: str
    rung: Rung
    facts: Facts
    text: str
    source: Source
    cost: float
    verdict: Verdict
    rejected: tuple[Finding, ...]
    spent: Spent | None
    why: str = ""


HintEvent = FactsFound | Waiting | Sentence | Refused | Hint


@dataclass(frozen=True, slots=True)
class _Ready:
    delivered: Delivered
    facts: Facts
    rejected: tuple[Finding, ...]
    why: str


async def hint(
    tutor: Tutor, work: Work, asked: Rung | None, client: str = ""
) -> AsyncGenerator[HintEvent, None]:
    """The events of one request for help: facts first, then a hint or the reason for none.

    The facts cost nothing, and come even where nothing can be recorded. A hint is reserved before
    anything is spent on it, and is charged when it is shown.

    Args:
        tutor: The ports.
        work: The learner's work on an exercise.
        asked: The rung; None for the next one.
        client: The id of this request; the same id gets the same hint, once. Empty: a new request.

    Raises:
        JournalError: what happened can't be read or recorded.
        DiskFullError: there is no space to record it.
        DeadlineError: another request for the same took too long.
    """
    yield Waiting("testing")
    found = await tutor.runner.facts(work)
    yield FactsFound(found, shown(found, None, work.policy.error_help))
    at = tutor.clock.now()
    request = Request(client or str(uuid.uuid4()), "hint", work.answer.digest, at, asked)
    async with reserved(tutor, work.key, request) as begun:
        match begun:
            case Repeated(id=identity, delivered=delivered):
                yield _hint(work, found, identity, delivered)
            case Reserved(id=identity):
                async with aclosing(_answered(tutor, work, found, asked, identity)) as events:
                    async for event in events:
                        yield event


async def _answered(
    tutor: Tutor, work: Work, found: Facts, asked: Rung | None, identity: str
) -> AsyncGenerator[Waiting | Sentence | Refused | Hint, None]:
    # What happened before: this request's own attempt is no earlier one.
    history = await tutor.journal.history(work.key, identity)
    await attempted(tutor, work, found)
    now = tutor.local_time()
    match decide(situation(work, found, history, now), asked):
        case Withhold() as decision:
            refusal = Refusal(decision.reason.value, tutor.clock.now(), decision.rung)
            await tutor.journal.refuse(identity, refusal)
            wording = tutor.wording(work.language)
            reason, todo = withheld(decision, work.policy, wording, now)
            yield Refused(decision, shown(found, None, work.policy.error_help), reason, todo)
        case Give() as decision:
            async with aclosing(_given(tutor, work, found, history, decision)) as events:
                async for event in events:
                    if isinstance(event, _Ready):
                        stands = await tutor.journal.finish(identity, event.delivered)
                        hinted = _hint(work, event.facts, identity, stands, event.rejected)
                        yield replace(hinted, why=event.why)
                    else:
                        yield event


async def _given(
    tutor: Tutor, work: Work, found: Facts, history: History, decision: Give
) -> AsyncGenerator[Waiting | Sentence | _Ready, None]:
    rung = decision.rung
    if rung >= Rung.LOCATE:
        others = tutor.courses.answers(work.exercise.id, work.exercise.notebook)
        found = await tutor.runner.located(work, found, others)
    idea = concept(work.exercise, work.answer.code)
    case = Case(work.exercise, work.answer, shown(found, rung, work.policy.error_help), idea)
    async with aclosing(phrased(tutor, work, case, history, rung)) as events:
        async for event in events:
            if isinstance(event, Phrased):
                delivered = _delivered(event, decision, tutor.clock.now())
                why = _why(event, tutor.wording(work.language))
                yield _Ready(delivered, found, event.rejected, why)
            else:
                yield event


def _why(told: Phrased, wording: Wording) -> str:
    return "" if told.lacking is None else wording.say(f"asking.{told.lacking.value}")


def _delivered(told: Phrased, decision: Give, at: datetime) -> Delivered:
    replaced = told.source == "analysis" and told.rejected
    return Delivered(
        text=told.text,
        at=at,
        source=told.source,
        rung=decision.rung,
        cost=decision.cost,
        ruling=Ruling.BLOCKED if replaced else Ruling.CLEAN,
        rules=tuple(dict.fromkeys(each.rule for each in told.rejected)),
        held_back=told.held_back,
        spent=told.spent,
    )


def _hint(
    work: Work,
    found: Facts,
    identity: str,
    delivered: Delivered,
    rejected: tuple[Finding, ...] | None = None,
) -> Hint:
    """A hint as it is shown; of one that was delivered before, the rules are known by name."""
    rung = delivered.rung or Rung.ORIENT
    bounds = bounds_of(work.policy, rung)
    if rejected is None:
        rejected = tuple(Finding(rule, 0) for rule in delivered.rules)
    return Hint(
        id=identity,
        rung=rung,
        facts=shown(found, rung, work.policy.error_help),
        text=delivered.text,
        source=delivered.source,
        cost=delivered.cost,
        verdict=inspect(delivered.text, work.exercise, work.answer.code, (), bounds),
        rejected=rejected,
        spent=delivered.spent,
    )
