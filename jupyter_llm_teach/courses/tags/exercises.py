"""Makes exercises of cells whose part is known: by their tags, or by a student's twin."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from jupyter_llm_teach.courses.carried import Before, carried_statements
from jupyter_llm_teach.courses.doctests import docstring_tests, has_examples, text_tests
from jupyter_llm_teach.courses.headings import (
    Heading,
    from_last_heading,
    headings,
    title_and_section,
)
from jupyter_llm_teach.courses.naming import exercise_id, told_apart
from jupyter_llm_teach.courses.plain.cells import CodeCell, code_cell
from jupyter_llm_teach.courses.plain.suites import cell_tests
from jupyter_llm_teach.courses.plain.tests import following_among
from jupyter_llm_teach.courses.problem import Problem, Severity
from jupyter_llm_teach.courses.python_cell import PYTHON
from jupyter_llm_teach.courses.regions import blanked
from jupyter_llm_teach.courses.tags.prints import as_assertions, printing
from jupyter_llm_teach.teaching.exercise import Exercise, Test
from jupyter_llm_teach.teaching.notebook import Cell, Notebook

_FARTHEST_CARRIED = 100
_OTHER_MAGIC = re.compile(r"\s*%%(bash|sh|script|perl|ruby|javascript|js|html|latex|sql|R|cpp)\b")
_NUMBERED = re.compile(r"\d|\b[A-Z]\b")


@dataclass(frozen=True, slots=True)
class Part:
    """What a cell of an instructor's notebook is for.

    Attributes:
        role: An answer, tests that students may see in part or not at all, a cell that students
            get as it is, or one that they don't get.
        shown: What students get of it; empty where they don't get it.
        solved: The cell as the instructor has it, with empty lines in place of marks.
        hidden: The lines of that, from 1, that are tests which students don't get.
        references: Of an answer.
    """

    role: Literal["answer", "tests", "other", "left_out"]
    shown: str
    solved: str
    hidden: frozenset[int] = frozenset()
    references: tuple[str, ...] = ()


def cell_language(cell: Cell, notebook: Notebook) -> str:
    """The programming language of a cell: its notebook's, or that of its magic."""
    magic = _OTHER_MAGIC.match(cell.source) if cell.kind == "code" else None
    if magic:
        return magic[1].lower()
    return "python" if notebook.language in PYTHON else notebook.language


def exercises(
    notebook: Notebook, parts: Sequence[Part], student: str, dialect: str
) -> tuple[Exercise, ...]:
    """The exercises of an instructor's notebook.

    Args:
        notebook: The instructor's.
        parts: What each of its cells is for.
        student: The path of the student's notebook, which names the exercises.
        dialect: The reader that asks.
    """
    found = tuple(_Making(notebook, tuple(parts), student, dialect).exercises())
    ids = told_apart([each.id for each in found])
    return tuple(
        replace(each, id=id_, title=each.title or id_) for each, id_ in zip(found, ids, strict=True)
    )


def untested(notebook: Notebook, found: Sequence[Exercise]) -> Iterator[Problem]:
    """A warning for each exercise in Python code that nothing tests."""
    cells = {each.id: (number, each) for number, each in enumerate(notebook.cells, start=1)}
    for exercise in found:
        number, cell = cells[exercise.answer_cells[0]]
        if exercise.language == "python" and cell.kind == "code" and not exercise.tests:
            yield Problem(
                "missing_tests",
                notebook.path,
                f'Nothing tests the exercise "{exercise.id}".',
                "Add a cell of assertions below it.",
                number,
                severity=Severity.WARNING,
            )


@dataclass(slots=True)
class _Making:
    notebook: Notebook
    parts: tuple[Part, ...]
    student: str
    dialect: str
    cells: tuple[Cell, ...] = ()
    codes: dict[int, CodeCell] = field(default_factory=dict)
    before: tuple[Before, ...] = ()
    passed: list[Heading] = field(default_factory=list)
    texts: list[int] = field(default_factory=list)
    statement: str = ""

    def exercises(self) -> Iterator[Exercise]:
        self.cells = tuple(map(_seen, self.notebook.cells, self.parts))
        self.codes = {
            place: code_cell(each.source)
            for place, each in enumerate(self.cells)
            if each.kind == "code" and each.source.strip() and self._language(each) == "python"
        }
        answers = [n for n, each in enumerate(self.parts) if each.role == "answer"]
        coded = [each for each in answers if each in self.codes]
        tests = {each: self._test_places(each, coded) for each in answers}
        every = {place for places in tests.values() for place in places}
        self.before = tuple(
            _before(each, cell, is_test=place in every)
            for place, (each, cell) in enumerate(zip(self.parts, self.cells, strict=True))
        )
        number = 0
        for place, cell in enumerate(self.cells):
            if cell.kind == "markdown":
                self.passed.extend(headings(self.parts[place].shown))
                self.texts.append(place)
            if place in tests:
                number += 1
                yield self._exercise(place, number, tests[place])
                self.texts.clear()

    def _language(self, cell: Cell) -> str:
        return cell_language(cell, self.notebook)

    def _test_places(self, answer: int, answers: Sequence[int]) -> tuple[int, ...]:
        """The cells that test an answer: those that read what it defines, and marked ones."""
        if answer not in self.codes:
            return ()
        found = set(following_among(self.cells, self.codes, answer))
        following = next((each for each in answers if each > answer), len(self.cells))
        found.update(
            place for place in range(answer + 1, following) if self.parts[place].role == "tests"
        )
        found.update(
            place
            for place in range(answer + 1, following)
            if place in self.codes and self._prints(answer, place)
        )
        return tuple(sorted(each for each in found if self.parts[each].role in ("tests", "other")))

    def _prints(self, answer: int, place: int) -> bool:
        source = self.cells[place].source
        return printing(self.codes[place], source) and bool(
            as_assertions(source, self._defined(answer))
        )

    def _defined(self, answer: int) -> frozenset[str]:
        return self.codes[answer].functions or self.codes[answer].names

    def _exercise(self, place: int, number: int, tests: tuple[int, ...]) -> Exercise:
        part = self.parts[place]
        title, section = title_and_section(self.passed)
        texts = "\n\n".join(self.parts[each].shown for each in self.texts)
        self.statement = from_last_heading(texts) or self.statement
        return Exercise(
            id=exercise_id(self.student, self._name(place), number),
            title=title,
            notebook=self.notebook.path,
            dialect=self.dialect,
            language=self._language(self.notebook.cells[place]),
            statement=self.statement,
            starter=part.shown,
            answer_cells=(self.notebook.cells[place].id,),
            test_cells=tuple(self.notebook.cells[each].id for each in tests),
            tests=self._tests(place, tests) if place in self.codes else (),
            references=part.references,
            section=section,
        )

    def _name(self, place: int) -> str:
        """What tells an exercise apart in its notebook: a numbered heading, else a function."""
        own = [each.text for n in self.texts for each in headings(self.parts[n].shown)]
        numbered = [each for each in own if _NUMBERED.search(each)]
        if numbered:
            return numbered[-1]
        functions = sorted(self.codes[place].functions) if place in self.codes else []
        return functions[0] if len(functions) == 1 else ""

    def _tests(self, answer: int, places: tuple[int, ...]) -> tuple[Test, ...]:
        part, cell = self.parts[answer], self.notebook.cells[answer]
        made = list(docstring_tests(part.shown, cell.id))
        printed = as_assertions(part.shown, self._defined(answer))
        made += cell_tests(printed, f"{cell.id} printed")
        for place in self.texts:
            text = self.parts[place].shown
            if has_examples(text):
                about = self._defined(answer)
                made += text_tests(text, self.notebook.cells[place].id, about=about)
        if part.hidden:
            lines = frozenset(range(1, part.solved.count("\n") + 2)) - part.hidden
            made += cell_tests(blanked(part.solved, lines), f"{cell.id} hidden", part.hidden)
        first = max(answer - _FARTHEST_CARRIED, 0)
        for place in places:
            source = self._test_source(answer, place)
            carried = carried_statements(self.before[first:place], answer - first, source)
            id_ = self.notebook.cells[place].id
            made += cell_tests(source, id_, self.parts[place].hidden, carried)
        return tuple(made)

    def _test_source(self, answer: int, place: int) -> str:
        source = self.parts[place].solved
        if self._prints(answer, place):
            return as_assertions(source, self._defined(answer))
        return source


def _seen(cell: Cell, part: Part) -> Cell:
    """A cell by which tests are found: of a text, only what students get."""
    if part.role == "left_out":
        return replace(cell, source="")
    return replace(cell, source=part.solved if cell.kind == "code" else part.shown)


def _before(part: Part, cell: Cell, *, is_test: bool) -> Before:
    role: Literal["answer", "tests", "other"] = "other"
    if part.role == "answer":
        role = "answer"
    elif is_test or part.role == "tests":
        role = "tests"
    if cell.kind != "code" or part.role == "left_out":
        return Before(role, "")
    return Before(role, blanked(part.solved, part.hidden))
