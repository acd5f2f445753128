"""Run a learner's answer against the tests of an exercise."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from jupyter_llm_teach.errors import SandboxUnavailableError
from jupyter_llm_teach.ports import Sandbox
from jupyter_llm_teach.teaching.exercise import Answer, Exercise
from jupyter_llm_teach.teaching.facts.candidates import candidates
from jupyter_llm_teach.teaching.facts.fact import Facts, State
from jupyter_llm_teach.teaching.facts.plan import answer_jobs, expected_job, outcome_of
from jupyter_llm_teach.teaching.facts.reading import with_code
from jupyter_llm_teach.teaching.facts.results import facts, not_run
from jupyter_llm_teach.teaching.run import Job, Limits, Outcome, Returned
from jupyter_llm_teach.tutor.work import Work

_KEPT = 256
_OTHERS_SECONDS = 2.0
"""How long one request may try what other learners wrote."""
_LIMITS = Limits(probe_seconds=0.5, total_seconds=2.0)
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
        self._passes: OrderedDict[tuple[Exercise, Answer], bool] = OrderedDict()
        self._facts: OrderedDict[tuple[Exercise, Answer], Facts] = OrderedDict()

    async def facts(self, work: Work) -> Facts:
        """What the tests and the text of the learner's answer say."""
        found = await self.facts_of(work.exercise, work.answer)
        if work.exercise.language not in ("", "python"):
            return found
        return with_code(found, work.answer, work.exercise.references, work.policy)

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

    async def facts_of_many(
        self, exercise: Exercise, answers: Sequence[Answer]
    ) -> tuple[Facts, ...]:
        """What the tests say of several answers, which run side by side; equal ones run once."""
        different = list(dict.fromkeys(answers))
        wanted = expected_job(exercise)
        if different and wanted is not None and wanted not in self._outcomes:
            await self.facts_of(exercise, different[0])  # the others find the values known
        found = await asyncio.gather(*(self.facts_of(exercise, each) for each in different))
        known = dict(zip(different, found, strict=True))
        return tuple(known[each] for each in answers)

    async def _found(self, exercise: Exercise, answer: Answer) -> Facts:
        if exercise.language not in ("", "python"):
            return not_run(exercise, answer, "other_language")
        if not exercise.tests:
            return not_run(exercise, answer, "no_tests")
        wanted = expected_job(exercise)
        try:
            outcome = await self._answered(exercise, answer_jobs(exercise, answer))
            expected = None if wanted is None else await self._outcome(wanted)
        except SandboxUnavailableError as error:
            return not_run(exercise, answer, error.code)
        return facts(exercise, answer, outcome, expected)

    async def located(self, work: Work, found: Facts, others: Sequence[Answer] = ()) -> Facts:
        """The same facts with the suspicious lines of the answer.

        Args:
            work: The learner's work.
            found: What `facts` gave.
            others: What other learners wrote; those that pass are compared with. As many as there
                is time for are tried; the next call goes on.
        """
        if found.not_run or found.passed == len(found.tests):
            return found
        jobs = answer_jobs(work.exercise, work.answer, traced=True)
        outcome = await self._answered(work.exercise, jobs)
        accepted = (*work.exercise.references, *await self._passing(work.exercise, others))
        lines = candidates(work.answer.code, found, outcome, accepted)
        return replace(found, lines=lines)

    async def _passing(self, exercise: Exercise, others: Sequence[Answer]) -> Sequence[str]:
        """The programs among others' answers that are known to pass."""
        loop = asyncio.get_running_loop()
        end = loop.time() + _OTHERS_SECONDS
        for each in others:
            if (exercise, each) not in self._passes and loop.time() < end:
                self._passes[exercise, each] = await self._is_accepted(exercise, each)
                _forget_oldest(self._passes, (exercise, each))
        return [each.code for each in others if self._passes.get((exercise, each))]

    async def _is_accepted(self, exercise: Exercise, answer: Answer) -> bool:
        jobs = [replace(each, limits=_LIMITS) for each in answer_jobs(exercise, answer)]
        wanted = expected_job(exercise)
        try:
            expected = None if wanted is None else await self._outcome(wanted)
            outcomes = await asyncio.gather(*map(self._sandbox.run, jobs))
        except SandboxUnavailableError:
            return False
        outcome = outcome_of(exercise, outcomes)
        return facts(exercise, answer, outcome, expected).state is State.PASSED

    async def runs_clean(self, program: str) -> bool:
        """Whether a program, such as a worked example, runs to its end."""
        try:
            outcome = await self._outcome(Job(program=program, probes=()))
        except SandboxUnavailableError:
            return False
        return isinstance(outcome.loaded, Returned)

    async def _answered(self, exercise: Exercise, jobs: Sequence[Job]) -> Outcome:
        """Run the tests, hidden ones in a process of their own."""
        return outcome_of(exercise, await asyncio.gather(*map(self._outcome, jobs)))

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
