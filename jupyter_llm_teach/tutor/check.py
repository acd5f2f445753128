"""Use case: run the tests on an answer and remember the attempt."""

from __future__ import annotations

from jupyter_llm_teach.teaching.facts.fact import Facts
from jupyter_llm_teach.teaching.history import Attempt
from jupyter_llm_teach.teaching.ladder import Step, ladder
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


async def steps(tutor: Tutor, work: Work, found: Facts | None) -> tuple[Step, ...]:
    """The ladder as it stands now; without facts, as if the answer were still wrong."""
    history = await tutor.journal.history(work.key)
    return ladder(work.policy, found, history, work.answer.digest, bool(work.exercise.references))
