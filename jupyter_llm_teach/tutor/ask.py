"""Use case: a free question. Load, decide, ask, guard, record, answer.

Whatever rung a learner has reached, an answer holds words alone (`Allowance.NO_CODE`): code and
solutions are for the ladder. Of the facts it knows what the fact card shows.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime

from jupyter_llm_teach.errors import BadInputError
from jupyter_llm_teach.teaching.asking.answering import next_step
from jupyter_llm_teach.teaching.asking.prompt import Question
from jupyter_llm_teach.teaching.asking.question import (
    LONGEST,
    Closed,
    Reason,
    closed,
    told_closed,
)
from jupyter_llm_teach.teaching.asking.topic import topic_of
from jupyter_llm_teach.teaching.case import Case
from jupyter_llm_teach.teaching.concepts import concept
from jupyter_llm_teach.teaching.facts.fact import Facts
from jupyter_llm_teach.teaching.facts.shown import shown
from jupyter_llm_teach.teaching.guard.verdict import Finding, Ruling, Verdict
from jupyter_llm_teach.teaching.history import History
from jupyter_llm_teach.teaching.request import (
    Delivered,
    Refusal,
    Repeated,
    Request,
    Reserved,
    Spent,
)
from jupyter_llm_teach.teaching.standing import standing
from jupyter_llm_teach.tutor.answer import Phrased, Source, phrased_answer
from jupyter_llm_teach.tutor.answering import Asking
from jupyter_llm_teach.tutor.attempt import attempted
from jupyter_llm_teach.tutor.check import situation
from jupyter_llm_teach.tutor.hint import FactsFound
from jupyter_llm_teach.tutor.model import Sentence, Waiting
from jupyter_llm_teach.tutor.reservation import reserved
from jupyter_llm_teach.tutor.tutor import Tutor
from jupyter_llm_teach.tutor.work import Work

_INSTEAD = (Reason.OFF_TOPIC, Reason.ASKS_FOR_SOLUTION)


@dataclass(frozen=True, slots=True)
class Unanswered:
    """No question is answered now: the decision, why, and what to do instead."""

    refusal: Closed
    reason: str
    next: str


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer that may be shown, and was recorded.

    Attributes:
        id: Of the request.
        text: Markdown without HTML.
        source: Who phrased it.
        reason: Why it tells something else than what was asked; None where it answers.
        next: Where to go on, as a sentence; empty where it answers.
        verdict: The guard's ruling on what was shown.
        rejected: What was found in replies of the model that were not shown.
        spent: What the model cost; None where none was asked.
    """

    id: str
    text: str
    source: Source
    reason: Reason | None
    next: str
    verdict: Verdict
    rejected: tuple[Finding, ...] = ()
    spent: Spent | None = None


AskEvent = FactsFound | Waiting | Sentence | Unanswered | Answered


async def ask(
    tutor: Tutor, work: Work, question: str, client: str
) -> AsyncGenerator[AskEvent, None]:
    """The events of one question: facts first, then an answer or the reason for none.

    The facts cost nothing, and come even where nothing can be recorded. While another question on
    the exercise is being answered, this one waits for its turn.

    Args:
        tutor: The ports.
        work: The learner's work on an exercise.
        question: In the learner's words.
        client: The id of this request; the same id is answered once.

    Raises:
        BadInputError: there is no question, or it is too long.
        JournalError: what happened can't be read or recorded.
        DiskFullError: there is no space to record it.
        DeadlineError: another question on the exercise took too long.
    """
    text = _readable(question)
    at = tutor.clock.now()
    request = Request(client, "question", work.answer.digest, at, question=text)
    refusal = closed(work.policy, tutor.local_time())
    if refusal is not None:
        yield await _refused(tutor, work, request, refusal)
        return
    yield Waiting("testing")
    found = await tutor.runner.facts(work)
    yield FactsFound(found, shown(found, None, work.policy.error_help))
    async with reserved(tutor, work.key, request) as begun:
        match begun:
            case Repeated(id=identity, delivered=delivered):
                yield await _again(tutor, work, identity, delivered)
            case Reserved(id=identity):
                async with aclosing(_answered(tutor, work, found, text, identity)) as events:
                    async for event in events:
                        yield event


def _readable(question: str) -> str:
    text = question.strip()
    if not any(sign.isalnum() for sign in text):
        raise BadInputError("There is no question.", "Write what you want to know, then ask.")
    if len(text) > LONGEST:
        raise BadInputError(
            f"This question is longer than {LONGEST} characters.",
            "Ask about one thing at a time; your code is known already.",
        )
    return text


async def _refused(
    tutor: Tutor, work: Work, request: Request, refusal: Closed
) -> Unanswered | Answered:
    async with reserved(tutor, work.key, request) as begun:
        match begun:
            case Repeated(id=identity, delivered=delivered):
                return await _again(tutor, work, identity, delivered)
            case Reserved(id=identity):
                refused = Refusal(refusal.reason.value, tutor.clock.now())
                await tutor.journal.refuse(identity, refused)
                return unanswered(tutor, work, refusal)


async def _answered(
    tutor: Tutor, work: Work, found: Facts, question: str, identity: str
) -> AsyncGenerator[Waiting | Sentence | Answered, None]:
    history = await tutor.journal.history(work.key, identity)
    await attempted(tutor, work, found)
    asking = _asking(work, shown(found, None, work.policy.error_help), question, history)
    steps = standing(situation(work, found, history, tutor.local_time())).steps
    phrased: Phrased | None = None
    async with aclosing(phrased_answer(tutor, asking, steps)) as events:
        async for event in events:
            if isinstance(event, Phrased):
                phrased = event
            else:
                yield event
    assert phrased is not None, "phrasing ends with a text"
    stands = await tutor.journal.finish(identity, _delivered(phrased, tutor.clock.now()))
    yield Answered(
        id=identity,
        text=stands.text,
        source=phrased.source,
        reason=phrased.reason,
        next="" if phrased.reason is None else next_step(steps, tutor.wording(work.language)),
        verdict=phrased.verdict,
        rejected=tuple(finding for each in phrased.rejected for finding in each.findings),
        spent=phrased.spent,
    )


def _asking(work: Work, visible: Facts, question: str, history: History) -> Asking:
    case = Case(work.exercise, work.answer, visible, concept(work.exercise, work.answer.code))
    topic = topic_of(question, case, work.policy.questions, (work.course,))
    return Asking(work, case, Question(question, topic, history.exchanges), history.told)


def _delivered(phrased: Phrased, at: datetime) -> Delivered:
    findings = [finding for each in phrased.rejected for finding in each.findings]
    rules = [each.rule for each in [*findings, *phrased.verdict.findings]]
    # The reason stays with the answer, so that a repeated request gets the very same.
    rules += [] if phrased.reason is None else [phrased.reason.value]
    held = bool(phrased.rejected) and phrased.source == "analysis"
    return Delivered(
        text=phrased.verdict.text,
        at=at,
        source=phrased.source,
        ruling=Ruling.BLOCKED if held else phrased.verdict.ruling,
        rules=tuple(dict.fromkeys(rules)),
        held_back=tuple(each.text for each in phrased.rejected),
        spent=phrased.spent,
    )


async def _again(tutor: Tutor, work: Work, identity: str, delivered: Delivered) -> Answered:
    """What was shown for this very request before."""
    reason = next((each for each in _INSTEAD if each.value in delivered.rules), None)
    history = await tutor.journal.history(work.key, identity)
    steps = standing(situation(work, None, history, tutor.local_time())).steps
    return Answered(
        id=identity,
        text=delivered.text,
        source="model" if delivered.source == "model" else "analysis",
        reason=reason,
        next="" if reason is None else next_step(steps, tutor.wording(work.language)),
        verdict=Verdict(delivered.ruling, delivered.text),
        spent=delivered.spent,
    )


def unanswered(tutor: Tutor, work: Work, refusal: Closed) -> Unanswered:
    """A refusal with its sentences."""
    wording = tutor.wording(work.language)
    return Unanswered(refusal, *told_closed(refusal, wording, tutor.local_time()))
