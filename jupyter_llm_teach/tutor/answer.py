"""The answer to a free question: by a model where one may speak, else in our own words."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import Literal

from jupyter_llm_teach.ports import Route
from jupyter_llm_teach.teaching.asking.answering import (
    Lacking,
    instead,
    lacking_for,
    own_answer,
    with_facts,
)
from jupyter_llm_teach.teaching.asking.question import Reason
from jupyter_llm_teach.teaching.asking.topic import Topic
from jupyter_llm_teach.teaching.guard.bounds import bounds_of
from jupyter_llm_teach.teaching.guard.inspect import inspect
from jupyter_llm_teach.teaching.guard.verdict import Verdict
from jupyter_llm_teach.teaching.ladder import Step
from jupyter_llm_teach.teaching.permission import NoModel
from jupyter_llm_teach.teaching.policy import OffTopic
from jupyter_llm_teach.teaching.request import Spent
from jupyter_llm_teach.tutor.answering import Asking, OffCourse, Rejected, Told, answers
from jupyter_llm_teach.tutor.model import Sentence, Waiting
from jupyter_llm_teach.tutor.permitted import permitted
from jupyter_llm_teach.tutor.tutor import Tutor

Source = Literal["analysis", "model"]


@dataclass(frozen=True, slots=True)
class Phrased:
    """An answer that may be shown, and how it came to be.

    Attributes:
        verdict: The guard's ruling; its `text` is the answer, Markdown without HTML.
        source: Who phrased it.
        reason: Why it tells something else than what was asked; None where it answers.
        rejected: Replies of the model that were not shown.
        spent: What the model cost; None where none was asked.
    """

    verdict: Verdict
    source: Source = "analysis"
    reason: Reason | None = None
    rejected: tuple[Rejected, ...] = ()
    spent: Spent | None = None


async def phrased_answer(
    tutor: Tutor, asking: Asking, steps: Sequence[Step]
) -> AsyncGenerator[Waiting | Sentence | Phrased, None]:
    """What is waited for and written on the way, and the answer at the end.

    Args:
        tutor: The ports.
        asking: The question, and what it is about.
        steps: The ladder, which says where to go on.
    """
    work, topic = asking.work, asking.question.topic
    allowed = await permitted(tutor, [work.policy], work.key.learner, "chat")
    declines = work.policy.off_topic is OffTopic.DECLINE
    if topic is Topic.SOLUTION:
        yield _instead(Reason.ASKS_FOR_SOLUTION, tutor, asking, steps)
    elif topic is Topic.STRANGE and declines:
        yield _instead(Reason.OFF_TOPIC, tutor, asking, steps)
    elif allowed.refusal is None and allowed.engine is not None:
        async with aclosing(_by_model(tutor, allowed.engine, asking, steps)) as events:
            async for event in events:
                yield event
    else:
        lacking = lacking_for(allowed.refusal or NoModel.NO_ENGINE)
        yield _own(lacking, tutor, asking, steps)


async def _by_model(
    tutor: Tutor, engine: Route, asking: Asking, steps: Sequence[Step]
) -> AsyncGenerator[Waiting | Sentence | Phrased, None]:
    rejected: tuple[Rejected, ...] = ()
    spent: Spent | None = None
    async with aclosing(answers(tutor, engine, asking)) as events:
        async for event in events:
            if isinstance(event, Waiting | Sentence):
                yield event
                continue
            spent = _sum(spent, event.spent)
            match event:
                case Told(verdict=verdict):
                    told = _beside_facts(verdict, tutor, asking)
                    yield Phrased(told, "model", None, rejected, spent)
                    return
                case OffCourse():
                    aside = _instead(Reason.OFF_TOPIC, tutor, asking, steps)
                    yield replace(aside, rejected=rejected, spent=spent)
                    return
                case Rejected():
                    rejected = (*rejected, event)
    lacking = Lacking.HELD_BACK if rejected else Lacking.FAILED
    yield replace(_own(lacking, tutor, asking, steps), rejected=rejected, spent=spent)


def _beside_facts(verdict: Verdict, tutor: Tutor, asking: Asking) -> Verdict:
    if asking.question.topic is not Topic.RELATED:
        return verdict
    wording = tutor.wording(asking.work.language)
    return replace(verdict, text=with_facts(verdict.text, asking.case, asking.told, wording))


def _instead(reason: Reason, tutor: Tutor, asking: Asking, steps: Sequence[Step]) -> Phrased:
    wording = tutor.wording(asking.work.language)
    return replace(_ours(instead(reason, asking.case, steps, wording), asking), reason=reason)


def _own(lacking: Lacking, tutor: Tutor, asking: Asking, steps: Sequence[Step]) -> Phrased:
    wording = tutor.wording(asking.work.language)
    return _ours(own_answer(lacking, asking.case, steps, wording), asking)


def _ours(text: str, asking: Asking) -> Phrased:
    """A text of ours; the guard's ruling on it is told, as that on any other."""
    work = asking.work
    verdict = inspect(text, work.exercise, work.answer.code, (), bounds_of(work.policy))
    return Phrased(replace(verdict, text=text))


def _sum(before: Spent | None, spent: Spent | None) -> Spent | None:
    if before is None or spent is None:
        return before or spent
    return before + spent
