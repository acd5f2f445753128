"""Finds the tests whose verdict only the learner's own program can give."""

from __future__ import annotations

from collections.abc import Iterator

from jupyter_llm_teach.courses.documents import Document
from jupyter_llm_teach.courses.problem import Problem, Severity
from jupyter_llm_teach.courses.python_cell import PYTHON
from jupyter_llm_teach.courses.reading import Source
from jupyter_llm_teach.teaching.exercise import Answer, Compare, Exercise, Test
from jupyter_llm_teach.teaching.facts.judging.known import around
from jupyter_llm_teach.teaching.facts.judging.trial import AsItIs, trial

_VERDICTS = ("True", "False")
_MOST_NAMED = 3


def judged_inside(document: Document, source: Source) -> Iterator[Problem]:
    """A warning for each exercise with tests that a program could deceive.

    What is known from their text: a test of a value that turns out to be an object is told when
    it runs.
    """
    for exercise in source.exercises:
        names = [f'"{each.name}"' for each in _inside(exercise)]
        if names:
            shown = ", ".join(names[:_MOST_NAMED]) + (", ..." if names[_MOST_NAMED:] else "")
            yield Problem(
                "test_judged_inside",
                document.notebook.path,
                f'What the tests {shown} of "{exercise.id}" say, the student\'s program decides.',
                "Ask for a value and compare it, as in `assert stack.items == [1]`.",
                _place(document, exercise),
                severity=Severity.WARNING,
            )


def _inside(exercise: Exercise) -> Iterator[Test]:
    if exercise.language not in PYTHON:
        return
    known = around(exercise, Answer("\n".join(exercise.references[:1])))
    for test in exercise.tests:
        plain = isinstance(test.check, Compare) and test.check.expected not in _VERDICTS
        if not plain and trial(test, known).judging == AsItIs(inside=True):
            yield test


def _place(document: Document, exercise: Exercise) -> int | None:
    cells = (*exercise.test_cells, *exercise.answer_cells)
    places = {cell.id: number for number, cell in enumerate(document.notebook.cells, start=1)}
    return next((places[each] for each in cells if each in places), None)
