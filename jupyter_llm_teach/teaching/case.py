"""What a hint is about: an exercise, an answer, and those of the facts that may be shown."""

from __future__ import annotations

from dataclasses import dataclass, replace

from jupyter_llm_teach.teaching.concepts import Concept
from jupyter_llm_teach.teaching.exercise import Answer, Exercise, Test
from jupyter_llm_teach.teaching.facts.fact import Difference, ErrorFact, Facts, TestFact


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
        return shown_facts(self.facts)

    @property
    def visible_tests(self) -> tuple[Test, ...]:
        """The tests that the student's notebook shows."""
        return tuple(test for test in self.exercise.tests if test.visible)


def shown_facts(facts: Facts) -> Facts:
    """Facts without the calls, values and messages of hidden tests."""
    return replace(facts, tests=tuple(_shown(test) for test in facts.tests))


def _shown(test: TestFact) -> TestFact:
    if test.visible:
        return test
    return TestFact(
        name="",
        visible=False,
        state=test.state,
        call="",
        difference=test.difference and Difference(test.difference.kind, "", ""),
        error=test.error and _bare(test.error),
    )


def _bare(error: ErrorFact) -> ErrorFact:
    """An exception that a hidden test met: its message may hold the test's own values."""
    return replace(error, message="")
