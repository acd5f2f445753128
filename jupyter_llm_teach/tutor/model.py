"""Ask the model to phrase facts, and let nothing through that the guard has not passed."""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import Literal

from jupyter_llm_teach.errors import DeadlineError, EngineError, ModelError
from jupyter_llm_teach.ports import Queued, Route
from jupyter_llm_teach.teaching.case import Case
from jupyter_llm_teach.teaching.guard.bounds import bounds_of
from jupyter_llm_teach.teaching.guard.contradicted import contradicted
from jupyter_llm_teach.teaching.guard.faithful import unfaithful
from jupyter_llm_teach.teaching.guard.founded import unfounded
from jupyter_llm_teach.teaching.guard.verdict import Finding, Ruling
from jupyter_llm_teach.teaching.prompt import Manner, own_words, prompt_for, reply_text
from jupyter_llm_teach.teaching.request import Spent
from jupyter_llm_teach.teaching.rung import Rung
from jupyter_llm_teach.tutor.leak import guarded, is_plain
from jupyter_llm_teach.tutor.reply import Asker, Reply, written
from jupyter_llm_teach.tutor.tutor import Tutor
from jupyter_llm_teach.tutor.work import Work

__all__ = ["Draft", "Failed", "Sentence", "Spent", "Waiting", "drafts"]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What is being waited for.

    Attributes:
        stage: What; ``queued`` while others go first at the model.
        place: The place in their queue, 1 for who is next; else 0.
    """

    stage: Literal["testing", "starting_engine", "queued", "phrasing"]
    place: int = 0


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a hint that is still being written; the guard has passed it."""

    text: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A reply of the model: a text that may be shown, or None and what is wrong with it.

    Attributes:
        text: What may be shown.
        findings: What is wrong with it.
        spent: What it cost.
        written: The reply as the model wrote it.
    """

    text: str | None
    findings: tuple[Finding, ...]
    spent: Spent | None
    written: str = ""


@dataclass(frozen=True, slots=True)
class Failed:
    """No model could answer; nothing more comes."""


@dataclass(frozen=True, slots=True)
class Task:
    """What a model is to phrase: a rung of a learner's work, after all that was told before."""

    work: Work
    case: Case
    told: Sequence[str]
    rung: Rung


def waiting_for(queued: Queued) -> Waiting:
    """What is being waited for at a place in the queue."""
    return Waiting("queued", queued.place) if queued.place else Waiting("phrasing")


async def drafts(
    tutor: Tutor, engine: Route, task: Task
) -> AsyncGenerator[Waiting | Sentence | Draft | Failed, None]:
    """Up to two drafts, the second with a tighter prompt; ends early when the engine fails."""
    work, case, rung = task.work, task.case, task.rung
    wording = tutor.wording(work.language)
    asker = Asker(work.key, "phrasing", tutor.deadline)
    streamed: list[str] = []
    manner = Manner(work.policy)
    for tighter in (False, True):
        prompt = prompt_for(rung, case, wording, manner, tighter=tighter)
        if prompt is None:
            return
        state = await engine.state()
        yield Waiting("phrasing" if state.status == "ready" else "starting_engine")
        reply = Reply()
        try:
            async with aclosing(written(engine, prompt, asker, reply)) as sentences:
                async for sentence in sentences:
                    if isinstance(sentence, Queued):
                        yield waiting_for(sentence)
                    elif _may_stream(sentence, [*task.told, *streamed], work, case):
                        streamed.append(sentence)
                        yield Sentence(sentence)
        except (EngineError, ModelError, DeadlineError) as error:
            _log.warning("The model gave no hint: %s (%s)", error.code, error.message)
            yield Failed()
            return
        draft = await _draft(tutor, engine, task, reply)
        manner = Manner(work.policy, tuple(each.rule for each in draft.findings))
        yield draft


def _may_stream(sentence: str, told: list[str], work: Work, case: Case) -> bool:
    """Whether a sentence may be shown before the rest is known."""
    strange = (*unfounded(sentence, case), *contradicted(sentence, case))
    return not strange and is_plain(sentence, work, told)


async def _draft(tutor: Tutor, engine: Route, task: Task, reply: Reply) -> Draft:
    """What a reply is worth: its text where nothing is wrong with it."""
    work, case, rung = task.work, task.case, task.rung
    text = reply_text(rung, reply.text, case, tutor.wording(work.language))
    if text is None:
        found = (Finding("not_the_schema", 0),)
        return Draft(None, found, reply.spent(engine), reply.text)
    bounds = bounds_of(work.policy, rung)
    verdict = await guarded(tutor.runner, work, text, task.told, bounds)
    # A hint is a sentence or two: one with a part left out is no hint.
    strict = () if verdict.ruling is Ruling.CLEAN else verdict.findings
    findings = (*strict, *unfounded(text, case), *contradicted(text, case))
    # Only the model's own words are judged here, not those that we put around them.
    own = " ".join(own_words(rung, reply.text))
    findings += unfaithful(own, case, work.language, work.policy)
    findings = tuple(dict.fromkeys(findings))
    return Draft(None if findings else text, findings, reply.spent(engine), reply.text)
