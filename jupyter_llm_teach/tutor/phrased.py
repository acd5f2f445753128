"""The text of a hint: a model's where one may speak and the guard lets it, else our own words."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, replace

from jupyter_llm_teach.ports import Route
from jupyter_llm_teach.teaching.asking.answering import Lacking, lacking_for
from jupyter_llm_teach.teaching.case import Case
from jupyter_llm_teach.teaching.guard.bounds import bounds_of
from jupyter_llm_teach.teaching.guard.verdict import Finding, Ruling
from jupyter_llm_teach.teaching.history import History
from jupyter_llm_teach.teaching.request import Source, Spent
from jupyter_llm_teach.teaching.rung import Rung
from jupyter_llm_teach.tutor.bank import Question
from jupyter_llm_teach.tutor.leak import guarded
from jupyter_llm_teach.tutor.model import Draft, Failed, Sentence, Task, Waiting, drafts
from jupyter_llm_teach.tutor.own_phrase import own_phrase
from jupyter_llm_teach.tutor.permitted import Permitted, permitted
from jupyter_llm_teach.tutor.tutor import Tutor
from jupyter_llm_teach.tutor.work import Work


@dataclass(frozen=True, slots=True)
class Phrased:
    """A text that may be shown, and how it came to be.

    Attributes:
        text: Markdown without HTML.
        source: Who phrased it.
        rejected: What the guard found in drafts of the model that were not shown.
        held_back: Those drafts, as the model wrote them.
        spent: What the model cost; None where none was asked.
        lacking: Why no model phrased it, where one should have; None for any other reason.
    """

    text: str
    source: Source
    rejected: tuple[Finding, ...] = ()
    held_back: tuple[str, ...] = ()
    spent: Spent | None = None
    lacking: Lacking | None = None


async def phrased(
    tutor: Tutor, work: Work, case: Case, history: History, rung: Rung
) -> AsyncGenerator[Waiting | Sentence | Phrased, None]:
    """What is waited for and written on the way, and the text at the end."""
    own = await own_phrase(tutor, work, case, history.told, rung)
    if rung not in (Rung.QUESTION, Rung.CONCEPT, Rung.LOCATE):
        yield Phrased(own, "analysis")
        return
    speaker = await permitted(tutor, [work.policy], work.key.learner, "phrasing")
    engine = speaker.engine
    if engine is None:
        yield Phrased(own, "analysis", lacking=_lacking(speaker))
        return
    question = _question(work, case, rung, engine)
    kept = tutor.bank.get(question)
    if kept is not None and await _may_be_shown(tutor, work, kept, history, rung):
        yield Phrased(kept, "bank")
        return
    gathered = Phrased(own, "analysis")
    async with aclosing(drafts(tutor, engine, Task(work, case, history.told, rung))) as events:
        async for event in events:
            if isinstance(event, Failed):
                gathered = replace(gathered, lacking=Lacking.FAILED)
                break
            if not isinstance(event, Draft):
                yield event
                continue
            gathered = _with(gathered, event)
            if event.text is not None:
                tutor.bank.keep(question, event.text)
                break
    yield gathered


def _question(work: Work, case: Case, rung: Rung, engine: Route) -> Question:
    policy = work.policy
    return Question(
        exercise=(work.key.course, work.key.exercise),
        rung=rung,
        facts=case.facts,
        language=work.language,
        model=engine.card().name,
        answer=work.answer.digest if rung is Rung.LOCATE else "",
        manner=(
            bounds_of(policy, rung),
            policy.tone,
            policy.reading_grade,
            policy.longest_hint,
        ),
    )


async def _may_be_shown(tutor: Tutor, work: Work, kept: str, history: History, rung: Rung) -> bool:
    """Whether what somebody else was shown suits this learner's code and what was told so far."""
    bounds = bounds_of(work.policy, rung)
    verdict = await guarded(tutor.runner, work, kept, history.told, bounds)
    return verdict.ruling is Ruling.CLEAN


def _lacking(speaker: Permitted) -> Lacking | None:
    """Why none speaks; where there is none at all, the panel says so anyway."""
    found = None if speaker.refusal is None else lacking_for(speaker.refusal)
    return None if found is Lacking.NO_MODEL else found


def _with(before: Phrased, draft: Draft) -> Phrased:
    spent = draft.spent
    if before.spent is not None:
        spent = before.spent if spent is None else before.spent + spent
    if draft.text is not None:
        return Phrased(draft.text, "model", before.rejected, before.held_back, spent)
    rejected = before.rejected + draft.findings
    held_back = (*before.held_back, draft.written)
    return Phrased(before.text, before.source, rejected, held_back, spent)
