"""The tests of a MyST notebook's exercises: cells, fenced assertions and doctests."""

from __future__ import annotations

import ast
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from jupyter_llm_teach.courses.assertions import tests
from jupyter_llm_teach.courses.carried import Before, carried_statements
from jupyter_llm_teach.courses.doctests import docstring_tests, has_examples, text_tests
from jupyter_llm_teach.courses.myst.exercises import PYTHON, Parts, fenced_code, is_python
from jupyter_llm_teach.courses.names import asserts, only_binding
from jupyter_llm_teach.courses.plain.cells import code_cell
from jupyter_llm_teach.courses.python_cell import parsed
from jupyter_llm_teach.teaching.exercise import Test
from jupyter_llm_teach.teaching.notebook import Notebook


@dataclass(frozen=True, slots=True)
class Carrying:
    """The cells from which tests may need something, by their places in the notebook.

    Nothing of answers, solutions and hidden tests is among them, and of tests only what they bind.
    """

    tests: Sequence[tuple[int, Before]]
    others: Sequence[tuple[int, Before]]

    def before(self, number: int, answer: int) -> list[Before]:
        """Those that a test cell may need, where it tests the answer of another cell."""
        earlier = self.tests[: bisect_left(self.tests, number, key=_place)]
        start, end = (bisect_left(self.others, each, key=_place) for each in (answer + 1, number))
        return [each for _, each in sorted([*earlier, *self.others[start:end]], key=_place)]


def carrying_of(notebook: Notebook, parts: Sequence[Parts], inside: frozenset[int]) -> Carrying:
    """What the tests of a notebook may need.

    Args:
        notebook: The notebook.
        parts: Its exercises.
        inside: The cells that stand inside of solutions.
    """
    kept_back = {n for each in parts for n in (*each.hidden, *each.solutions, *each.answers)}
    shown = {n for each in parts for n in each.tests}
    open_cells = [
        (number, cell.source)
        for number, cell in enumerate(notebook.cells)
        if cell.kind == "code" and number not in kept_back and number not in inside
    ]
    bound = ((number, _bindings(text)) for number, text in open_cells if number in shown)
    return Carrying(
        [(number, Before("tests", text)) for number, text in bound if text],
        [(number, Before("other", text)) for number, text in open_cells if number not in shown],
    )


def exercise_tests(
    notebook: Notebook,
    parts: Parts,
    id_: str,
    texts: tuple[str, str],
    carrying: Carrying,
) -> tuple[Test, ...]:
    """The tests of an exercise; none where its language is not Python.

    Args:
        notebook: The notebook.
        parts: The exercise's cells.
        id_: Its id, which names the tests.
        texts: Its statement and its starter, whose examples and assertions are tests as well.
        carrying: What tests may need of other cells.
    """
    if notebook.language not in PYTHON:
        return ()
    statement, starter = texts
    made = [*text_tests(statement, id_), *docstring_tests(starter, id_)]
    for language, text in fenced_code(statement.split("\n")):
        if is_python(language) and not has_examples(text) and code_cell(text).is_test:
            made += tests(text, id_, ())
    home = parts.answers[0] if parts.answers else parts.block.first[0]
    for number in sorted([*parts.tests, *parts.hidden]):
        source_ = notebook.cells[number].source
        every = range(1, source_.count("\n") + 2) if number in parts.hidden else ()
        before = carrying.before(number, home)
        made += tests(source_, id_, every, carried_statements(before, -1, source_))
    return tuple(replace(each, name=f"{id_} {n}") for n, each in enumerate(made, start=1))


def _place(carried: tuple[int, Before]) -> int:
    return carried[0]


def _bindings(text: str) -> str:
    written = parsed(text)
    bare = only_binding(written.body) if written is not None else []
    return "\n".join(ast.unparse(each) for each in bare if not asserts(each))
