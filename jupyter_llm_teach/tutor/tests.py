"""Run a learner's answer against the tests of an exercise."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from jupyter_llm_teach.errors import SandboxUnavailableError
from jupyter_llm_teach.ports import Sandbox
from jupyter_llm_teach.teaching.exercise import Answer, Exercise
from jupyter_llm_teach.teaching.facts.candidates import candidates
from jupyter_llm_teach.teaching.facts.fact import Facts, State
from jupyter_llm_teach.teaching.facts.judging.trial import Trial, trials
from jupyter_llm_teach.teaching.facts.judging.verdict import judged, judging_jobs, opaque
from jupyter_llm_teach.teaching.facts.plan import answer_jobs, expected_job, outcome_of
from jupyter_llm_teach.teaching.facts.reading import with_code
from jupyter_llm_teach.teaching.facts.results import facts, not_run
from jupyter_llm_teach.teaching.run import Job, Limits, Outcome, Raised, Returned
from jupyter_llm_teach.tutor.work import Work

_KEPT = 256
_OTHERS_SECONDS = 2.0
"""How long one request may try what other learners wrote."""
_LIMITS = Limits(probe_seconds=0.5, total_seconds=2.0)
_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class _Way:
    """How an answer is run."""

    traced: bool
    limits: Limits


_WHOLE = _Way(traced=False, limits=Limits())


class TestRunner:
    """Turns answers into facts; the same program is run once.

    Args:
        sandbox: Where programs run.
    """

    __test__ = False

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._outcomes: OrderedDict[Job, Outcome] = OrderedDict()
        self._objects: OrderedDict[Exercise, frozenset[int]] = OrderedDict()
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
            outcome = await self._answered(exercise, answer)
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
        outcome = await self._answered(work.exercise, work.answer, traced=True)
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
        wanted = expected_job(exercise)
        try:
            expected = None if wanted is None else await self._outcome(wanted)
            outcome = await self._answered(exercise, answer, limits=_LIMITS)
        except SandboxUnavailableError:
            return False
        return facts(exercise, answer, outcome, expected).state is State.PASSED

    async def runs_clean(self, program: str) -> bool:
        """Whether a program, such as a worked example, runs to its end."""
        try:
            outcome = await self._outcome(Job(program=program, probes=()))
        except SandboxUnavailableError:
            return False
        return isinstance(outcome.loaded, Returned)

    async def ran(self, job: Job) -> Outcome:
        """What a job gives; the same job is run once.

        Raises:
            SandboxUnavailableError: nothing can be run.
        """
        return await self._outcome(job)

    async def _answered(
        self,
        exercise: Exercise,
        answer: Answer,
        *,
        traced: bool = False,
        limits: Limits | None = None,
    ) -> Outcome:
        """Run the tests, hidden ones in a process of their own, and judge what they give apart."""
        way = _Way(traced, limits or Limits())
        tried = trials(exercise, answer, self._objects.get(exercise, frozenset()))
        outcome = await self._asked(exercise, answer, tried, way)
        unclear = opaque(tried, outcome.results)
        if unclear:
            known = await self._known_objects(exercise, answer)
            tried = trials(exercise, answer, known)
            if unclear & known:
                outcome = await self._asked(exercise, answer, tried, way)
        jobs = judging_jobs(tried, outcome.results, exercise.files)
        found = await asyncio.gather(*(self._outcome(each.job) for each in jobs))
        verdicts = {
            number: result
            for each, given in zip(jobs, found, strict=True)
            for number, result in zip(each.tests, given.results, strict=True)
        }
        return judged(tried, outcome, verdicts)

    async def _asked(
        self, exercise: Exercise, answer: Answer, tried: Sequence[Trial], way: _Way
    ) -> Outcome:
        """What the learner's program gives."""
        jobs = answer_jobs(exercise, answer, tried, traced=way.traced)
        limited = [replace(each, limits=way.limits) for each in jobs]
        return outcome_of(exercise, await asyncio.gather(*map(self._outcome, limited)))

    async def _known_objects(self, exercise: Exercise, answer: Answer) -> frozenset[int]:
        """The tests that are about objects of a class: they can't be judged by values.

        The reference says which, so that no answer can choose where it is judged. Without one, any
        test may be.
        """
        if exercise not in self._objects:
            self._objects[exercise] = frozenset(range(len(exercise.tests)))
            if exercise.references:
                self._objects[exercise] = await self._objects_of_reference(exercise, answer)
        _forget_oldest(self._objects, exercise)
        return self._objects[exercise]

    async def _objects_of_reference(self, exercise: Exercise, answer: Answer) -> frozenset[int]:
        found: frozenset[int] = frozenset()
        # The learner's earlier cells are asked only where it needs them: they may be changed.
        for prelude in ((), answer.prelude):
            reference = Answer(exercise.references[0], prelude)
            tried = trials(exercise, reference)
            outcome = await self._asked(exercise, reference, tried, _WHOLE)
            found = opaque(tried, outcome.results)
            if not any(isinstance(each, Raised) for each in (outcome.loaded, *outcome.results)):
                break
        return found

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
