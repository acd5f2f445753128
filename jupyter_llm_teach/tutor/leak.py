"""A leak is something that runs: whether the code of a text makes a test pass."""

from __future__ import annotations

from collections.abc import Sequence

from jupyter_llm_teach.teaching.allowance import Allowance
from jupyter_llm_teach.teaching.exercise import Answer
from jupyter_llm_teach.teaching.guard.inspect import inspect
from jupyter_llm_teach.teaching.guard.trial import newly_passing, programs
from jupyter_llm_teach.teaching.guard.verdict import Finding, Ruling, Verdict
from jupyter_llm_teach.tutor.tests import TestRunner
from jupyter_llm_teach.tutor.work import Work


async def guarded(
    runner: TestRunner, work: Work, reply: str, shown: Sequence[str], allowance: Allowance
) -> Verdict:
    """The guard's whole ruling on a reply: its text first, then what runs.

    Args:
        runner: Runs the tests of the exercise.
        work: The learner's work on it.
        reply: What would be shown.
        shown: What was shown to this learner on this exercise before, oldest first.
        allowance: What the reply may contain.
    """
    verdict = inspect(reply, work.exercise, work.answer.code, shown, allowance)
    if verdict.ruling is Ruling.BLOCKED or allowance is Allowance.REFERENCE:
        return verdict
    if await leaks(runner, work, verdict.text):
        return Verdict(Ruling.BLOCKED, "", (*verdict.findings, Finding("makes_a_test_pass", 0)))
    return verdict


async def leaks(runner: TestRunner, work: Work, text: str) -> bool:
    """Whether code of a text, applied to the learner's cell, passes a test that failed before."""
    before = await runner.facts(work)
    for program in programs(text, work.answer.code):
        after = await runner.facts_of(work.exercise, Answer(program, work.answer.prelude))
        if newly_passing(before, after):
            return True
    return False
