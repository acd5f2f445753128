"""Use case: run the tests on an answer, remember the attempt, and say how the learner stands."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from jupyter_llm_teach.errors import DiskFullError, JournalError
from jupyter_llm_teach.teaching.climbing.situation import Situation
from jupyter_llm_teach.teaching.facts.fact import Facts
from jupyter_llm_teach.teaching.facts.results import not_run
from jupyter_llm_teach.teaching.history import History
from jupyter_llm_teach.teaching.standing import Standing, standing
from jupyter_llm_teach.tutor.attempt import attempted
from jupyter_llm_teach.tutor.tutor import Tutor
from jupyter_llm_teach.tutor.work import Work


async def check(tutor: Tutor, work: Work) -> Facts:
    """All facts about the learner's answer; an attempt that was run is recorded.

    What of them may be shown is for `teaching.facts.shown` to say.

    Raises:
        JournalError: the attempt can't be recorded; `Tutor.runner` gives the facts all the same.
        DiskFullError: there is no space to record it.
    """
    found = await tutor.runner.facts(work)
    await attempted(tutor, work, found)
    return found


def situation(work: Work, found: Facts | None, history: History, now: datetime) -> Situation:
    """What decides about help on a learner's work; `now` is `Tutor.local_time`."""
    return Situation(
        policy=work.policy,
        # Without a run, the text alone still tells an untouched starter.
        facts=found or not_run(work.exercise, work.answer, ""),
        history=history,
        answer=work.answer.digest,
        has_reference=bool(work.exercise.references),
        now=now,
        worth=work.exercise.points,
    )


async def opened(tutor: Tutor, work: Work) -> None:
    """Remember when the exercise was first seen, from which time on it is counted."""
    # A full disk must not keep anybody from the exercise: the next look records it.
    with suppress(JournalError, DiskFullError):
        await tutor.journal.add_opened(work.key, tutor.clock.now())


async def remembered(tutor: Tutor, work: Work) -> History:
    """What the learner did on the exercise, to be looked at; empty where it can't be read.

    For what is shown only: whoever gives help reads the journal itself, and fails where that does.
    """
    with suppress(JournalError, DiskFullError):
        return await tutor.journal.history(work.key)
    return History()


async def stands(tutor: Tutor, work: Work, found: Facts | None) -> Standing:
    """The ladder, the help used and what is offered now.

    Without facts, the journal says how this very answer stood; a new one counts as still wrong.
    """
    history = await remembered(tutor, work)
    return standing(situation(work, found, history, tutor.local_time()))
