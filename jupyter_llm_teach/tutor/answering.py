"""Ask a model to answer a free question, and let nothing through that the guard has not passed."""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace

from jupyter_llm_teach.errors import DeadlineError, EngineError, ModelError
from jupyter_llm_teach.ports import Queued, Route
from jupyter_llm_teach.teaching.asking.prompt import (
    Question,
    Reply,
    is_kept,
    question_prompt,
    reply_of,
)
from jupyter_llm_teach.teaching.case import Case
from jupyter_llm_teach.teaching.guard.bounds import bounds_of
from jupyter_llm_teach.teaching.guard.contradicted import contradicted
from jupyter_llm_teach.teaching.guard.faithful import unfaithful, unreadable
from jupyter_llm_teach.teaching.guard.founded import unfounded, wrong_language
from jupyter_llm_teach.teaching.guard.reasons import NOTE
from jupyter_llm_teach.teaching.guard.verdict import Finding, Ruling, Verdict
from jupyter_llm_teach.teaching.guard.whole import broken
from jupyter_llm_teach.teaching.policy import OffTopic
from jupyter_llm_teach.teaching.prompt import Manner
from jupyter_llm_teach.teaching.request import Spent
from jupyter_llm_teach.teaching.wording import Wording
from jupyter_llm_teach.tutor.leak import guarded, is_plain
from jupyter_llm_teach.tutor.model import Sentence, Waiting, waiting_for
from jupyter_llm_teach.tutor.reply import Asker, written
from jupyter_llm_teach.tutor.reply import Reply as Written
from jupyter_llm_teach.tutor.tutor import Tutor
from jupyter_llm_teach.tutor.work import Work

_log = logging.getLogger(__name__)
_FIELD = "answer"


@dataclass(frozen=True, slots=True)
class Told:
    """A text of the model that may be shown."""

    verdict: Verdict
    spent: Spent | None


@dataclass(frozen=True, slots=True)
class OffCourse:
    """The question is about something else, and the policy wants it left aside."""

    spent: Spent | None


@dataclass(frozen=True, slots=True)
class Rejected:
    """A reply that may not be shown.

    Attributes:
        text: As the model wrote it.
        findings: What is wrong with it.
        spent: What it cost.
    """

    text: str
    findings: tuple[Finding, ...]
    spent: Spent | None


@dataclass(frozen=True, slots=True)
class Asking:
    """A question to a model, and all that its answer is judged by.

    Attributes:
        work: The learner's work.
        case: The exercise, the answer and what may be known of it.
        question: The question and the turns before it.
        told: All that was shown on this exercise before, oldest first.
    """

    work: Work
    case: Case
    question: Question
    told: Sequence[str]


async def answers(
    tutor: Tutor, engine: Route, asking: Asking
) -> AsyncGenerator[Waiting | Sentence | Told | OffCourse | Rejected, None]:
    """Up to two replies, the second to a tighter prompt; ends early when the engine fails."""
    wording, manner = tutor.wording(asking.work.language), Manner(asking.work.policy)
    asker = Asker(asking.work.key, "chat", tutor.deadline)
    streamed: list[str] = []
    for tighter in (False, True):
        prompt = question_prompt(asking.question, asking.case, manner, wording, tighter=tighter)
        state = await engine.state()
        yield Waiting("phrasing" if state.status == "ready" else "starting_engine")
        gathered = Written()
        stream = written(engine, prompt, asker, gathered, _FIELD)
        try:
            async with aclosing(stream) as sentences:
                async for sentence in sentences:
                    if isinstance(sentence, Queued):
                        yield waiting_for(sentence)
                    elif _may_stream(sentence, [*asking.told, *streamed], asking, wording):
                        streamed.append(sentence)
                        yield Sentence(sentence)
        except (EngineError, ModelError, DeadlineError) as error:
            _log.warning("The model gave no answer: %s (%s)", error.code, error.message)
            return
        spent = gathered.spent(engine)
        judged = await _judged(tutor, asking, gathered.text, spent)
        yield judged
        if not isinstance(judged, Rejected):
            return
        manner = Manner(manner.policy, tuple(each.rule for each in judged.findings))


def _may_stream(sentence: str, told: Sequence[str], asking: Asking, wording: Wording) -> bool:
    """Whether a sentence may be shown before the rest is known."""
    topic = asking.question.topic
    if not topic.is_known or not is_kept(sentence, topic, wording):
        return False
    known = _known(asking)
    strange = (*unfounded(sentence, known), *contradicted(sentence, known))
    return not strange and is_plain(sentence, asking.work, told)


async def _judged(
    tutor: Tutor, asking: Asking, raw: str, spent: Spent | None
) -> Told | OffCourse | Rejected:
    policy, topic = asking.work.policy, asking.question.topic
    reply = reply_of(raw, topic, policy, tutor.wording(asking.work.language))
    if reply is None:
        return Rejected(raw, (Finding("not_the_schema", 0),), spent)
    off_topic = not topic.is_known and reply.about == "other"
    if off_topic and policy.off_topic is OffTopic.DECLINE:
        return OffCourse(spent)
    findings = _unfaithful(reply.text, asking, off_topic=off_topic)
    # Small models say again what they said before, whatever is asked.
    if any(turn.reply.startswith(reply.text) for turn in asking.question.turns):
        findings += (Finding("said_before", 0),)
    if findings:
        return Rejected(reply.text, findings, spent)
    return await _guarded(tutor, asking, reply, spent)


async def _guarded(
    tutor: Tutor, asking: Asking, reply: Reply, spent: Spent | None
) -> Told | Rejected:
    note = tutor.wording(asking.work.language).say(NOTE)
    bounds = replace(bounds_of(asking.work.policy), note=note)
    verdict = await guarded(tutor.runner, asking.work, reply.text, asking.told, bounds)
    if verdict.ruling is Ruling.BLOCKED:
        return Rejected(reply.text, verdict.findings, spent)
    return Told(verdict, spent)


def _unfaithful(text: str, asking: Asking, *, off_topic: bool) -> tuple[Finding, ...]:
    """What keeps a text from being shown; of one about something else, only its form."""
    language, policy = asking.work.language, asking.work.policy
    if off_topic:
        form = (*broken(text), *unreadable(text, language, policy))
        return (*form, *wrong_language(text, language))
    return unfaithful(text, _known(asking), language, policy)


def _known(asking: Asking) -> Case:
    """The case, with what the learner said of it: a reply may take that up."""
    exercise = asking.case.exercise
    turns = (turn.question for turn in asking.question.turns)
    said = "\n".join([exercise.statement, asking.question.text, *turns])
    return replace(asking.case, exercise=replace(exercise, statement=said))
