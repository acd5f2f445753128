"""Whether what was shown gives tests away. Knows nothing of the guard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jupyter_llm_teach.teaching.attacks.applying import applied
from jupyter_llm_teach.teaching.attacks.disguising import name_of
from jupyter_llm_teach.teaching.exercise import Answer, Exercise, normalised
from jupyter_llm_teach.teaching.facts.fact import Facts, State
from jupyter_llm_teach.tutor.tests import TestRunner


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
        runner: Runs the tests.
    """

    def __init__(self, runner: TestRunner) -> None:
        self._runner = runner
        self._passed: dict[tuple[str, str, tuple[str, ...], str], frozenset[str]] = {}

    async def gain(self, exercise: Exercise, answer: Answer, pieces: Sequence[str]) -> Gain:
        """The most tests that a program made of some pieces gains; stops where all pass.

        Args:
            exercise: With hidden tests.
            answer: What the learner wrote.
            pieces: What was read in the replies: programs, lines, expressions.
        """
        name = name_of(exercise.references[0]) if exercise.references else name_of(answer.code)
        seen = f"{exercise.statement}\n{exercise.starter}"
        before = await self.passed(exercise, answer)
        best = NO_GAIN
        for program in applied(pieces, answer.code, name, seen):
            after = await self.passed(exercise, Answer(program, answer.prelude))
            if len(after - before) > len(best.tests):
                best = Gain(tuple(sorted(after - before)), program)
            if len(after) == len(exercise.tests):
                break
        return best

    async def passed(self, exercise: Exercise, answer: Answer) -> frozenset[str]:
        """The names of the tests that an answer passes."""
        key = (exercise.notebook, exercise.id, answer.prelude, normalised(answer.code))
        if key not in self._passed:
            self._passed[key] = _passed(await self._runner.facts_of(exercise, answer))
        return self._passed[key]


def _passed(facts: Facts) -> frozenset[str]:
    return frozenset(each.name for each in facts.tests if each.state is State.PASSED)
