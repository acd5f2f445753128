"""Use case: the next hint. Load, decide, ask, guard, record, answer."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from typing import Literal

from jupyter_llm_teach.teaching.case import Case
from jupyter_llm_teach.teaching.concepts import concept
from jupyter_llm_teach.teaching.facts.fact import Facts
from jupyter_llm_teach.teaching.facts.shown import shown
from jupyter_llm_teach.teaching.guard.inspect import allowance_of, inspect
from jupyter_llm_teach.teaching.guard.verdict import Finding, Verdict
from jupyter_llm_teach.teaching.history import History, PastHint
from jupyter_llm_teach.teaching.ladder import Give, Withhold, decide
from jupyter_llm_teach.teaching.phrasing import phrase, withheld
from jupyter_llm_teach.teaching.rung import Rung
from jupyter_llm_teach.tutor.bank import Question
from jupyter_llm_teach.tutor.check import check, situation
from jupyter_llm_teach.tutor.example import worked_example
from jupyter_llm_teach.tutor.model import Draft, Sentence, Spent, Waiting, drafts
from jupyter_llm_teach.tutor.tutor import Tutor
from jupyter_llm_teach.tutor.work import Work

Source = Literal["analysis", "model", "bank"]


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
        verdict: The guard's ruling on `text`.
        rejected: What the guard found in drafts of the model that were not shown.
        spent: What the model cost; None where none was asked.
    """

    id: str
    rung: Rung
    facts: Facts
    text: str
    source: Source
    verdict: Verdict
    rejected: tuple[Finding, ...]
    spent: Spent | None


HintEvent = FactsFound | Waiting | Sentence | Refused | Hint


@dataclass(frozen=True, slots=True)
class _Phrased:
    text: str
    source: Source
    rejected: tuple[Finding, ...] = ()
    spent: Spent | None = None


async def hint(tutor: Tutor, work: Work, asked: Rung | None) -> AsyncGenerator[HintEvent, None]:
    """The events of one request for help: facts first, then a hint or the reason for none.

    Args:
        tutor: The ports.
        work: The learner's work on an exercise.
        asked: The rung; None for the next one.

    Raises:
        JournalError: what happened can't be read or recorded.
    """
    yield Waiting("testing")
    # What happened before: this request's own check is no earlier attempt.
    history = await tutor.journal.history(work.key)
    found = await check(tutor, work)
    yield FactsFound(found, shown(found, None))
    now = tutor.local_time()
    match decide(situation(work, found, history, now), asked):
        case Withhold() as decision:
            wording = tutor.wording(work.language)
            reason, todo = withheld(decision, work.policy, wording, now)
            yield Refused(decision, shown(found, None), reason, todo)
        case Give(rung=rung):
            async with aclosing(_given(tutor, work, found, history, rung)) as events:
                async for event in events:
                    yield event


async def _given(
    tutor: Tutor, work: Work, found: Facts, history: History, rung: Rung
) -> AsyncGenerator[Waiting | Sentence | Hint, None]:
    if rung >= Rung.LOCATE:
        others = tutor.courses.answers(work.exercise.id, work.exercise.notebook)
        found = await tutor.runner.located(work, found, others)
    visible = shown(found, rung)
    case = Case(work.exercise, work.answer, visible, concept(work.exercise, work.answer.code))
    phrased: _Phrased | None = None
    async with aclosing(_phrased(tutor, work, case, history, rung)) as events:
        async for event in events:
            if isinstance(event, _Phrased):
                phrased = event
            else:
                yield event
    assert phrased is not None, "phrasing ends with a text"
    past = PastHint(rung, work.answer.digest, tutor.clock.now(), phrased.text)
    identity = await tutor.journal.add_hint(work.key, past, phrased.source)
    verdict = inspect(phrased.text, work.exercise, work.answer.code, (), allowance_of(rung))
    yield Hint(
        id=identity,
        rung=rung,
        facts=visible,
        text=phrased.text,
        source=phrased.source,
        verdict=verdict,
        rejected=phrased.rejected,
        spent=phrased.spent,
    )


async def _phrased(
    tutor: Tutor, work: Work, case: Case, history: History, rung: Rung
) -> AsyncGenerator[Waiting | Sentence | _Phrased, None]:
    wording = tutor.wording(work.language)
    if rung is Rung.EXAMPLE:
        yield _Phrased(await worked_example(tutor.runner, work, case, wording), "analysis")
        return
    own = phrase(rung, case, wording)
    if tutor.engine is None or rung not in (Rung.QUESTION, Rung.CONCEPT, Rung.LOCATE):
        yield _Phrased(own, "analysis")
        return
    question = Question(
        exercise=(work.key.course, work.key.exercise),
        rung=rung,
        facts=case.facts,
        language=work.language,
        model=tutor.engine.card().name,
        answer=work.answer.digest if rung is Rung.LOCATE else "",
    )
    kept = tutor.bank.get(question)
    if kept is not None:
        yield _Phrased(kept, "bank")
        return
    rejected: tuple[Finding, ...] = ()
    spent: Spent | None = None
    async with aclosing(drafts(tutor, work, case, history, rung)) as events:
        async for event in events:
            if not isinstance(event, Draft):
                yield event
                continue
            spent = event.spent if spent is None or event.spent is None else spent + event.spent
            if event.text is not None:
                tutor.bank.keep(question, event.text)
                yield _Phrased(event.text, "model", rejected, spent)
                return
            rejected += event.findings
    yield _Phrased(own, "analysis", rejected, spent)
