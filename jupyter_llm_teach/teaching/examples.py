"""Worked examples of other problems than the learner's."""

from __future__ import annotations

from collections.abc import Sequence

from jupyter_llm_teach.teaching.allowance import Allowance
from jupyter_llm_teach.teaching.concepts import Concept
from jupyter_llm_teach.teaching.exercise import Exercise
from jupyter_llm_teach.teaching.guard.inspect import inspect
from jupyter_llm_teach.teaching.guard.verdict import Ruling
from jupyter_llm_teach.teaching.wording import Wording, WorkedExample


def examples(concept: Concept, wording: Wording) -> tuple[WorkedExample, ...]:
    """The worked examples of an idea."""
    return wording.examples.get(concept.value, ())


def parallel(
    candidates: Sequence[WorkedExample], exercise: Exercise, answer_code: str
) -> WorkedExample | None:
    """The first example that gives no reference and no hidden test away; None where all do."""
    return next((each for each in candidates if _apart(each, exercise, answer_code)), None)


def _apart(example: WorkedExample, exercise: Exercise, answer_code: str) -> bool:
    text = f"{example.text}\n\n```python\n{example.code}\n```"
    verdict = inspect(text, exercise, answer_code, (), Allowance.OTHER_PROBLEM)
    return verdict.ruling is Ruling.CLEAN
