"""Reads the exercises of MyST notebooks: `{exercise}` and `{solution}` directives and cell tags.

A cell for the answer is the exercise's own: one between its gates, or the next one where that
holds no program yet. Where students have none, their version gets one.

Source: https://ebp-sphinx-exercise.readthedocs.io/en/latest/syntax.html
"""

from __future__ import annotations

import textwrap
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice, takewhile

from jupyter_llm_teach.courses.doctests import has_examples
from jupyter_llm_teach.courses.headings import plain_title, title_and_section
from jupyter_llm_teach.courses.myst.blocks import Block, Found, Role, blocks_of
from jupyter_llm_teach.courses.myst.exercises import (
    PYTHON,
    Parts,
    fenced_code,
    is_python,
    parts_of,
    solution_cells,
)
from jupyter_llm_teach.courses.myst.student import Plan, student_cells
from jupyter_llm_teach.courses.myst.tests import Carrying, carrying_of, exercise_tests
from jupyter_llm_teach.courses.naming import exercise_id, told_apart
from jupyter_llm_teach.courses.reading import Dialect, Source, StudentVersion
from jupyter_llm_teach.courses.stub import is_unsolved, stub
from jupyter_llm_teach.courses.text.directives import (
    SOLUTION_MARK,
    has_exercises,
    misspelled,
    without_lines,
)
from jupyter_llm_teach.teaching.exercise import Exercise
from jupyter_llm_teach.teaching.notebook import Notebook

DIALECT = "myst"


def recognises(notebook: Notebook, _twin: Notebook | None = None) -> bool:
    """Whether a text holds a directive for an exercise or a solution, misspelled or not."""
    return any(
        has_exercises(each.source) or ("{" in each.source and _almost(each.source))
        for each in notebook.cells
        if each.kind == "markdown"
    )


def learners(notebook: Notebook) -> tuple[Exercise, ...]:
    """The exercises of any notebook, a learner's as well as an instructor's."""
    found = blocks_of(notebook)
    parts, _ = parts_of(notebook, found, is_learners=True)
    made = _exercises(notebook, found, parts)
    return tuple(replace(each, references=()) for each in made)


def source(notebook: Notebook, _twin: Notebook | None = None) -> Source:
    """An instructor's notebook."""
    found = blocks_of(notebook)
    parts, problems = parts_of(notebook, found, is_learners=False)
    made = _exercises(notebook, found, parts)
    plan = _plan(notebook, found, parts, made)
    student = StudentVersion(notebook.path, tuple(student_cells(notebook, plan)))
    return Source(made, (*found.problems, *problems), student)


def _almost(text: str) -> bool:
    return any(misspelled(line) for line in text.split("\n"))


def _exercises(notebook: Notebook, found: Found, parts: Sequence[Parts]) -> tuple[Exercise, ...]:
    carrying = carrying_of(notebook, parts, solution_cells(found))
    ids = _ids(notebook, parts)
    return tuple(
        _exercise(notebook, found, each, id_, carrying)
        for each, id_ in zip(parts, ids, strict=True)
    )


def _ids(notebook: Notebook, parts: Sequence[Parts]) -> list[str]:
    """The labels, and for exercises without one a name made of their titles."""
    made = [
        each.label or exercise_id(notebook.path, _heading(each), number)
        for number, each in enumerate(parts, start=1)
    ]
    apart = told_apart(made)
    return [each.label or other for each, other in zip(parts, apart, strict=True)]


def _heading(parts: Parts) -> str:
    return parts.block.argument or (parts.passed[-1].text if parts.passed else "")


def _exercise(
    notebook: Notebook, found: Found, parts: Parts, id_: str, carrying: Carrying
) -> Exercise:
    title, section = title_and_section(list(parts.passed))
    if parts.block.argument:
        last = parts.passed[-1].text if parts.passed else ""
        title, section = plain_title(parts.block.argument), plain_title(last)
    cells = notebook.cells
    statement = _statement(notebook, found, parts.block)
    starter = _starter(notebook, parts, statement)
    home = parts.block.first[0]
    return Exercise(
        id=id_,
        title=title or id_,
        notebook=notebook.path,
        dialect=DIALECT,
        language="python" if notebook.language in PYTHON else notebook.language,
        statement=statement,
        starter=starter,
        answer_cells=tuple(cells[each].id for each in parts.answers or [home]),
        test_cells=tuple(cells[each].id for each in sorted([*parts.tests, *parts.hidden])),
        tests=exercise_tests(notebook, parts, id_, (statement, starter), carrying),
        references=_references(notebook, parts),
        section=section,
    )


def _statement(notebook: Notebook, found: Found, block: Block) -> str:
    """The text of an exercise, without a solution that stands in it."""
    after = bisect_right(found.blocks, block.first, key=lambda each: each.first)
    inside = takewhile(lambda each: each.first < block.last, islice(found.blocks, after, None))
    solutions = [each for each in inside if each.role is Role.SOLUTION]
    made: list[str] = []
    for number in block.cells:
        cell = notebook.cells[number]
        lines = cell.source.split("\n")
        within = block.text_of(number, len(lines))
        if cell.kind != "markdown" or not within:
            continue
        hidden = {n - within.start for s in solutions for n in s.lines_of(number, len(lines))}
        made.append(without_lines(lines[within.start : within.stop], hidden).strip())
    return "\n\n".join(each for each in made if each)


def _starter(notebook: Notebook, parts: Parts, statement: str) -> str:
    """What the answer cell holds: its own text, else a program without content in the exercise."""
    if parts.answers:
        return "\n\n".join(notebook.cells[each].source for each in parts.answers)
    empty = (
        text
        for language, text in fenced_code(statement.split("\n"))
        if is_python(language) and text and is_unsolved(text, "code", "python")
    )
    return next(empty, None) or stub("code", notebook.language)


def _references(notebook: Notebook, parts: Parts) -> tuple[str, ...]:
    made = ["\n\n".join(_code_of(notebook, each)) for each in parts.solved]
    made += [notebook.cells[each].source for each in parts.solutions]
    return tuple(each for each in made if each.strip())


def _code_of(notebook: Notebook, block: Block) -> Iterator[str]:
    """The programs of a solution, its cells' and its fences', in order."""
    for number in block.cells:
        cell = notebook.cells[number]
        if cell.kind == "code" and block.holds(number):
            yield cell.source
        elif cell.kind == "markdown":
            lines = cell.source.split("\n")
            within = [lines[n] for n in block.text_of(number, len(lines))]
            for language, text in fenced_code(within):
                same = is_python(language) == (notebook.language in PYTHON)
                if language and same and not has_examples(text):
                    yield textwrap.dedent(text)


def _plan(
    notebook: Notebook, found: Found, parts: Sequence[Parts], exercises: Sequence[Exercise]
) -> Plan:
    before: dict[int, str] = {}
    after: dict[int, dict[int, str]] = {}
    for each, exercise in zip(parts, exercises, strict=True):
        if each.answers:
            continue
        gated = next((n for n in each.tests if each.block.holds(n)), None)
        if gated is not None:
            before[gated] = exercise.starter
        else:
            cell, line = each.block.last
            after.setdefault(cell, {})[line] = exercise.starter
    hidden: dict[int, set[int]] = {}
    for block in (each for each in found.blocks if each.role is Role.SOLUTION):
        for cell in block.cells:
            count = notebook.cells[cell].source.count("\n") + 1
            hidden.setdefault(cell, set()).update(block.lines_of(cell, count))
    whole = {n for each in parts for n in (*each.hidden, *each.solutions)}
    return Plan(hidden, solution_cells(found) | whole, before, after)


MYST = Dialect(DIALECT, recognises, learners, source, SOLUTION_MARK)
