"""Reads an instructor's notebook without marks by the student's notebook that lies beside it.

What differs is an exercise: the student's cell is its starter, the instructor's its reference.
Students get their notebook as it is. Of the cells that only the instructor has, those that assert
are hidden tests, and those below a cell that asks for something are its solution.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from jupyter_llm_teach.courses.names import asserts
from jupyter_llm_teach.courses.plain.cells import code_cell
from jupyter_llm_teach.courses.plain.dialect import learners
from jupyter_llm_teach.courses.problem import Problem, Severity
from jupyter_llm_teach.courses.python_cell import parsed
from jupyter_llm_teach.courses.reading import (
    Added,
    Changed,
    Dialect,
    Kept,
    Source,
    StudentCell,
    StudentVersion,
)
from jupyter_llm_teach.courses.stub import is_unsolved
from jupyter_llm_teach.courses.tags.exercises import Part, cell_language, exercises, untested
from jupyter_llm_teach.courses.twin_names import student_path
from jupyter_llm_teach.courses.twins.alignment import Pair, asks_in_text, pairs
from jupyter_llm_teach.courses.twins.leaks import twin_leaks
from jupyter_llm_teach.teaching.notebook import Cell, Notebook

DIALECT = "twins"
_NEVER = re.compile(r"(?!)")
_FEWEST_SAME = 6


def source(notebook: Notebook, twin: Notebook | None = None) -> Source:
    """An instructor's notebook, by the student's; without one, nobody knows what is secret."""
    if twin is None:
        return _without_twin(notebook)
    found = pairs(notebook.cells, twin.cells)
    if not _are_twins(notebook, twin, found):
        return _unrelated(notebook, twin)
    parts = _Parts(notebook, twin, found).read()
    made = exercises(notebook, parts, twin.path, DIALECT)
    student = tuple(_student_cells(notebook, twin, found))
    problems = (
        *_differing(notebook, twin, found),
        *untested(notebook, made),
        *twin_leaks(notebook, twin, found, made),
    )
    return Source(made, problems, StudentVersion(twin.path, student, copied=True))


def recognises(notebook: Notebook, twin: Notebook | None = None) -> bool:
    """Whether a student's notebook lies beside it, or should, by its name."""
    return twin is not None or student_path(notebook.path) is not None


def _without_twin(notebook: Notebook) -> Source:
    path = student_path(notebook.path) or notebook.path
    problem = Problem(
        "missing_twin",
        notebook.path,
        f"By its name, {notebook.name} holds solutions, but there is no {path} to hand out.",
        f"Add {path}, put the solutions between tags such as # <CORRECTION>, or rename it.",
    )
    cells = tuple(Kept(place) for place in range(len(notebook.cells)))
    return Source((), (problem,), StudentVersion(notebook.path, cells))


@dataclass(slots=True)
class _Parts:
    """What each of the instructor's cells is for."""

    notebook: Notebook
    twin: Notebook
    pairs: tuple[Pair, ...]
    made: dict[int, Part] = field(default_factory=dict)
    asked: int | None = None

    def read(self) -> tuple[Part, ...]:
        for pair in self.pairs:
            if pair.teacher is None:
                self.asked = None
            elif pair.student is None:
                self._alone(pair.teacher, self.notebook.cells[pair.teacher])
            else:
                self._both(pair.teacher, self.twin.cells[pair.student].source)
        return tuple(self.made[place] for place in range(len(self.notebook.cells)))

    def _both(self, place: int, shown: str) -> None:
        cell = self.notebook.cells[place]
        self.asked = None
        if _same(shown, cell.source):
            self.made[place] = Part("other", cell.source, cell.source)
            if cell.kind == "code" and _asks(cell, cell_language(cell, self.notebook)):
                self.asked = place
        elif cell.kind != "code":
            answer = Part("answer", shown, cell.source, references=(cell.source,))
            other = Part("other", shown, cell.source)
            self.made[place] = answer if asks_in_text(shown) else other
        elif _tests(cell, self.notebook) and (not shown.strip() or _is_test(shown)):
            hidden = _lines_beyond(cell.source, shown)
            self.made[place] = Part("tests", shown, cell.source, hidden)
        else:
            references = (cell.source,) if cell.source.strip() else ()
            self.made[place] = Part("answer", shown, cell.source, references=references)

    def _alone(self, place: int, cell: Cell) -> None:
        """A cell that only the instructor has."""
        self.made[place] = Part("left_out", "", "")
        if cell.kind != "code" or not cell.source.strip():
            return
        if _tests(cell, self.notebook):
            every = frozenset(range(1, cell.source.count("\n") + 2))
            self.made[place] = Part("tests", "", cell.source, every)
        elif self.asked is not None:
            asked = self.made[self.asked]
            whole = "\n\n".join([*asked.references, cell.source])
            self.made[self.asked] = Part("answer", asked.shown, whole, references=(whole,))


def _asks(cell: Cell, language: str) -> bool:
    if not cell.source.strip():
        return True
    looked = code_cell(cell.source)
    return looked.has_hole or looked.asks or is_unsolved(cell.source, "code", language)


def _tests(cell: Cell, notebook: Notebook) -> bool:
    return cell_language(cell, notebook) == "python" and _is_test(cell.source)


def _is_test(source: str) -> bool:
    written = parsed(source)
    if written is None or not written.body:
        return False
    return code_cell(source).is_test and any(
        asserts(each) and not isinstance(each, ast.Raise) for each in written.body
    )


def _lines_beyond(source: str, shown: str) -> frozenset[int]:
    """The lines of a cell that another one does not hold."""
    known = {line.strip() for line in shown.split("\n")}
    lines = enumerate(source.split("\n"), start=1)
    return frozenset(number for number, line in lines if line.strip() not in known)


def _same(one: str, other: str) -> bool:
    """Whether two cells are the same but for spaces at the ends of their lines."""
    ours, theirs = ([line.rstrip() for line in text.strip().split("\n")] for text in (one, other))
    return ours == theirs


def _student_cells(
    notebook: Notebook, twin: Notebook, found: Sequence[Pair]
) -> Iterator[StudentCell]:
    for pair in found:
        if pair.student is None:
            continue
        cell = twin.cells[pair.student]
        if pair.teacher is None:
            yield Added("code" if cell.kind == "code" else "markdown", cell.source)
        elif cell.source == notebook.cells[pair.teacher].source:
            yield Kept(pair.teacher)
        else:
            yield Changed(pair.teacher, cell.source)


def _are_twins(notebook: Notebook, twin: Notebook, found: Sequence[Pair]) -> bool:
    """Whether enough of the student's cells stand in the instructor's notebook as well."""
    same = sum(
        notebook.cells[each.teacher].source.strip() == twin.cells[each.student].source.strip()
        for each in found
        if each.teacher is not None and each.student is not None
    )
    return same * _FEWEST_SAME >= len(twin.cells)


def _unrelated(notebook: Notebook, twin: Notebook) -> Source:
    """Two notebooks that only their names bring together: students get theirs, without help."""
    problem = Problem(
        "twin_differs",
        notebook.path,
        f"{notebook.name} and {twin.name} have hardly a cell in common.",
        f"Rename one of them, if {notebook.name} does not hold the solutions of the other.",
        severity=Severity.WARNING,
    )
    cells = tuple(_student_cells(notebook, twin, [Pair(None, n) for n in range(len(twin.cells))]))
    return Source((), (problem,), StudentVersion(twin.path, cells, copied=True))


def _differing(notebook: Notebook, twin: Notebook, found: Sequence[Pair]) -> Iterator[Problem]:
    """A warning for each of the student's cells that the instructor has not."""
    for pair in found:
        if pair.teacher is not None or pair.student is None:
            continue
        if twin.cells[pair.student].source.strip():
            yield Problem(
                "twin_differs",
                twin.path,
                f"{notebook.name} does not hold this cell.",
                f"Add it to {notebook.name}, or remove it here.",
                pair.student + 1,
                severity=Severity.WARNING,
            )


TWINS = Dialect(DIALECT, recognises, learners, source, _NEVER)
