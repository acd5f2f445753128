"""Run a learner's answer against the tests of an exercise."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from typing import TypeVar

from jupyter_llm_teach.errors import SandboxUnavailableError
from jupyter_llm_teach.ports import Sandbox
from jupyter_llm_teach.teaching.exercise import Answer, Exercise
from jupyter_llm_teach.teaching.facts.fact import Facts
from jupyter_llm_teach.teaching.facts.lines import suspicious_lines
from jupyter_llm_teach.teaching.facts.plan import answer_job, expected_job
from jupyter_llm_teach.teaching.facts.results import facts, not_run
from jupyter_llm_teach.teaching.run import Job, Outcome, Returned
from jupyter_llm_teach.tutor.work import Work

_KEPT = 256
_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class TestRunner:
    """Turns answers into facts; the same program is run once.

    Args:
        sandbox: Where programs run.
    """

    __test__ = False

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._outcomes: OrderedDict[Job, Outcome] = OrderedDict()
        self._facts: OrderedDict[tuple[Exercise, Answer], Facts] = OrderedDict()

    async def facts(self, work: Work) -> Facts:
        """What the tests say of the learner's answer."""
        return await self.facts_of(work.exercise, work.answer)

    async def facts_of(self, exercise: Exercise, answer: Answer) -> Facts:
        """What the tests of an exercise say of an answer.

        Where nothing can be run, the facts say why: another language, or no sandbox.
        """
        key = (exercise, answer)
        if key not in self._facts:
            found = await self._found(exercise, answer)
            if found.not_run:  # a sandbox may work the next time
                return found
            self._facts[key] = found
        _forget_oldest(self._facts, key)
        return self._facts[key]

    async def _found(self, exercise: Exercise, answer: Answer) -> Facts:
        if exercise.language not in ("", "python"):
            return not_run(exercise, answer, "other_language")
        if not exercise.tests:
            return not_run(exercise, answer, "no_tests")
        wanted = expected_job(exercise)
        try:
            outcome = await self._outcome(answer_job(exercise, answer))
            expected = None if wanted is None else await self._outcome(wanted)
        except SandboxUnavailableError as error:
            return not_run(exercise, answer, error.code)
        return facts(exercise, answer, outcome, expected)

    async def located(self, work: Work, found: Facts) -> Facts:
        """The same facts with the suspicious lines of the answer."""
        if found.not_run or found.passed == len(found.tests):
            return found
        outcome = await self._outcome(answer_job(work.exercise, work.answer, traced=True))
        lines = suspicious_lines(work.answer.code, found, outcome)
        return replace(found, lines=lines)

    async def runs_clean(self, program: str) -> bool:
        """Whether a program, such as a worked example, runs to its end."""
        try:
            outcome = await self._outcome(Job(program=program, probes=()))
        except SandboxUnavailableError:
            return False
        return isinstance(outcome.loaded, Returned)

    async def _outcome(self, job: Job) -> Outcome:
        if job not in self._outcomes:
            self._outcomes[job] = await self._sandbox.run(job)
        _forget_oldest(self._outcomes, job)
        return self._outcomes[job]


def _forget_oldest(kept: OrderedDict[_Key, _Value], used: _Key) -> None:
    """Make room, and keep what was just used the longest."""
    kept.move_to_end(used)
    while len(kept) > _KEPT:
        kept.popitem(last=False)
