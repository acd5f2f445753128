"""A leak is something that runs: whether the code of a text makes a test pass."""

from __future__ import annotations

from jupyter_llm_teach.teaching.exercise import Answer
from jupyter_llm_teach.teaching.guard.trial import newly_passing, programs
from jupyter_llm_teach.tutor.tests import TestRunner
from jupyter_llm_teach.tutor.work import Work


async def leaks(runner: TestRunner, work: Work, text: str) -> bool:
    """Whether code of a text, applied to the learner's cell, passes a test that failed before."""
    before = await runner.facts(work)
    for program in programs(text, work.answer.code):
        after = await runner.facts_of(work.exercise, Answer(program, work.answer.prelude))
        if newly_passing(before, after):
            return True
    return False
