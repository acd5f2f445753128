"""Use case: run the tests on an answer, remember the attempt, and say how the learner stands."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from jupyter_llm_teach.errors import DiskFullError, JournalError
from jupyter_llm_teach.teaching.climbing.situation import Situation
from jupyter_llm_teach.teaching.facts.fact import Facts
from jupyter_llm_teach.teaching.history import Attempt, History
from jupyter_llm_teach.teaching.standing import Standing, standing
from jupyter_llm_teach.tutor.tutor import Tutor
from jupyter_llm_teach.tutor.work import Work


async def check(tutor: Tutor, work: Work) -> Facts:
    """All facts about the learner's answer; an attempt that was run is recorded.

    What of them may be shown is for `teaching.facts.shown` to say.

    Raises:
        JournalError: the attempt can't be recorded.
    """
    found = await tutor.runner.facts(work)
    if not found.not_run:
        await tutor.journal.add_attempt(
            work.key,
            Attempt(work.answer.digest, tutor.clock.now(), found.passed, len(found.tests)),
        )
    return found


def situation(work: Work, found: Facts | None, history: History, now: datetime) -> Situation:
    """What decides about help on a learner's work; `now` is `Tutor.local_time`."""
    return Situation(
        policy=work.policy,
        facts=found,
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


async def stands(tutor: Tutor, work: Work, found: Facts | None) -> Standing:
    """The ladder, the help used and what is offered now.

    Without facts, the journal says how this very answer stood; a new one counts as still wrong.

    Raises:
        JournalError: what happened can't be read.
    """
    history = await tutor.journal.history(work.key)
    return standing(situation(work, found, history, tutor.local_time()))
