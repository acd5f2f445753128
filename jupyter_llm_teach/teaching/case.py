"""What a hint is about: an exercise, an answer, and those of the facts that may be shown."""

from __future__ import annotations

from dataclasses import dataclass

from jupyter_llm_teach.teaching.concepts import Concept
from jupyter_llm_teach.teaching.exercise import Answer, Exercise, Test
from jupyter_llm_teach.teaching.facts.fact import Facts
from jupyter_llm_teach.teaching.facts.shown import shown
from jupyter_llm_teach.teaching.rung import Rung


@dataclass(frozen=True, slots=True)
class Case:
    """What a hint is about.

    Attributes:
        exercise: The instructor's version, hidden tests and references included. Whoever words
            something reads `visible_tests` and never those, but for the released solution.
        answer: What the learner wrote.
        facts: What is known of it; `shown` strips what of hidden tests must not be told.
        concept: The idea that the exercise trains.
    """

    exercise: Exercise
    answer: Answer
    facts: Facts
    concept: Concept

    @property
    def shown(self) -> Facts:
        """The facts, of hidden tests no more than how they stand and the kind of difference."""
        return shown(self.facts, Rung.SOLUTION)

    @property
    def visible_tests(self) -> tuple[Test, ...]:
        """The tests that the student's notebook shows."""
        return tuple(test for test in self.exercise.tests if test.visible)
