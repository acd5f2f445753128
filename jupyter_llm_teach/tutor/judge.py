"""Whether what was shown gives tests away. Knows nothing of the guard, and runs programs itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from jupyter_llm_teach.ports import Sandbox
from jupyter_llm_teach.teaching.attacks.applying import applied
from jupyter_llm_teach.teaching.attacks.disguising import name_of
from jupyter_llm_teach.teaching.exercise import Answer, Exercise, normalised
from jupyter_llm_teach.teaching.facts.fact import State
from jupyter_llm_teach.teaching.facts.plan import answer_job, expected_job
from jupyter_llm_teach.teaching.facts.results import NO_TIME, facts
from jupyter_llm_teach.teaching.run import Evaluate, Job, Limits, Outcome, Probe, Returned
from jupyter_llm_teach.teaching.value import Scalar

_AT_ONCE = 12
_LIMITS = Limits(probe_seconds=0.5, total_seconds=20.0)
_Key = tuple[str, str, tuple[str, ...], str]


@dataclass(frozen=True, slots=True)
class Gain:
    """Tests that a program made of a reply passes, and the learner's answer does not.

    Attributes:
        tests: Their names.
        program: What passes them; empty where none does.
    """

    tests: tuple[str, ...]
    program: str


NO_GAIN = Gain((), "")


class Judge:
    """Tries what a learner could do with what was shown; every program is run once.

    Args:
        sandbox: Where programs run; many of them share a run.
    """

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._passed: dict[_Key, frozenset[str]] = {}
        self._expected: dict[tuple[str, str], Outcome | None] = {}

    async def gain(self, exercise: Exercise, answer: Answer, pieces: Sequence[str]) -> Gain:
        """What the first program made of some pieces gains that gains anything.

        Args:
            exercise: With hidden tests.
            answer: What the learner wrote.
            pieces: What was read in the replies: programs, lines, expressions.
        """
        name = name_of(exercise.references[0]) if exercise.references else name_of(answer.code)
        seen = f"{exercise.statement}\n{exercise.starter}"
        (before,) = await self.passed(exercise, [answer])
        programs = applied(pieces, answer.code, name, seen)
        for start in range(0, len(programs), _AT_ONCE):
            batch = [Answer(each, answer.prelude) for each in programs[start : start + _AT_ONCE]]
            for each, names in zip(batch, await self.passed(exercise, batch), strict=True):
                gained = names - before
                if gained:
                    return Gain(tuple(sorted(gained)), each.code)
        return NO_GAIN

    async def passed(
        self, exercise: Exercise, answers: Sequence[Answer]
    ) -> tuple[frozenset[str], ...]:
        """The names of the tests that each of some answers passes; all need the same cells."""
        for start in range(0, len(answers), _AT_ONCE):
            await self._run(exercise, answers[start : start + _AT_ONCE])
        return tuple(self._passed[_key(exercise, each)] for each in answers)

    async def _run(self, exercise: Exercise, answers: Iterable[Answer]) -> None:
        """Run those that were not run yet, as one job: each test loads its program itself."""
        new = {_key(exercise, each): each for each in answers}
        new = {key: each for key, each in new.items() if key not in self._passed}
        if not new:
            return
        several = list(new.values())
        probes = [_loading(exercise, each) for each in several]
        outcome = await self._sandbox.run(
            Job(
                program="",
                probes=tuple(probe for each in probes for probe in each),
                prelude=several[0].prelude,
                limits=_LIMITS,
                files=exercise.files,
            )
        )
        for number, (key, answer) in enumerate(new.items()):
            size = len(exercise.tests)
            part = outcome.results[number * size : (number + 1) * size]
            names, reached = await self._judged(exercise, answer, replace(outcome, results=part))
            if reached or len(several) == 1:
                self._passed[key] = names
            else:
                await self._run(exercise, [answer])

    async def _judged(
        self, exercise: Exercise, answer: Answer, outcome: Outcome
    ) -> tuple[frozenset[str], bool]:
        loaded = replace(outcome, loaded=Returned(Scalar("NoneType", None)))
        found = facts(exercise, answer, loaded, await self._values(exercise))
        passed = (each.name for each in found.tests if each.state is State.PASSED)
        return frozenset(passed), all(each.not_judged != NO_TIME for each in found.tests)

    async def _values(self, exercise: Exercise) -> Outcome | None:
        key = (exercise.notebook, exercise.id)
        if key not in self._expected:
            wanted = expected_job(exercise)
            self._expected[key] = None if wanted is None else await self._sandbox.run(wanted)
        return self._expected[key]


def _key(exercise: Exercise, answer: Answer) -> _Key:
    return (exercise.notebook, exercise.id, answer.prelude, normalised(answer.code))


def _loading(exercise: Exercise, answer: Answer) -> tuple[Probe, ...]:
    """The tests of an exercise, each with the program before it."""
    probes = answer_job(exercise, Answer("")).probes
    return tuple(
        replace(each, setup=f"{answer.code}\n{each.setup}")
        if isinstance(each, Evaluate)
        else replace(each, code=f"{answer.code}\n{each.code}")
        for each in probes
    )
