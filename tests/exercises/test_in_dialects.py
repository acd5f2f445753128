"""The sample course in other dialects says what the nbgrader one says, and comes back whole."""

from __future__ import annotations

from dataclasses import astuple
from pathlib import Path

import pytest

from jupyter_llm_teach.courses.documents import open_document
from jupyter_llm_teach.courses.folder import FolderCourses
from jupyter_llm_teach.courses.index import CourseIndex
from jupyter_llm_teach.courses.lint import lint
from jupyter_llm_teach.courses.student import write_student_copy
from jupyter_llm_teach.courses.teach_toml import read_course
from jupyter_llm_teach.teaching.exercise import Exercise, Test, normalised
from tests.exercises.in_dialects import DIALECTS, EXERCISES, VARIANTS, files_of

Told = tuple[str, list[tuple[bool, str]], list[str]]


def index_of(folder: Path) -> CourseIndex:
    index = CourseIndex(folder)
    index.look()
    return index


def exercises_in(folder: Path) -> list[Exercise]:
    return [each for one in index_of(folder).notebooks.values() for each in one.exercises]


def told(exercise: Exercise) -> Told:
    """What of an exercise does not depend on its dialect, nor on which cell holds a test."""
    references = [normalised(each) for each in exercise.references]
    return exercise.title, sorted(map(_test, exercise.tests)), references


def _test(test: Test) -> tuple[bool, str]:
    parts = (normalised(str(each)) for each in astuple(test.check))
    return test.visible, " == ".join(parts)


@pytest.mark.parametrize("dialect", VARIANTS)
def test_what_is_there_is_made_of_the_nbgrader_course(dialect: str) -> None:
    there = {path.name: path.read_text("utf-8") for path in (DIALECTS / dialect).iterdir()}

    assert there == files_of(dialect)


@pytest.mark.parametrize("dialect", VARIANTS)
def test_every_exercise_is_read_as_in_nbgraders_form(dialect: str) -> None:
    original = exercises_in(EXERCISES / VARIANTS[dialect].original)

    found = exercises_in(DIALECTS / dialect)

    assert {each.dialect for each in found} == {dialect}
    assert list(map(told, found)) == list(map(told, original))


@pytest.mark.parametrize("dialect", VARIANTS)
def test_lint_finds_nothing(dialect: str) -> None:
    found = lint(index_of(DIALECTS / dialect))

    assert (found.problems, found.leaks) == ((), ())


@pytest.mark.parametrize("dialect", VARIANTS)
def test_students_notebooks_come_back_to_the_same_exercises(dialect: str, tmp_path: Path) -> None:
    copy = write_student_copy(read_course(DIALECTS / dialect), tmp_path / "copy")
    courses = FolderCourses([DIALECTS / dialect])
    documents = [
        document
        for name in copy.written
        if (document := open_document(tmp_path / "copy" / name, name)) is not None
    ]

    read = [each for one in documents for each in courses.read(one.notebook)]

    assert [each.id for each in read] == [each.id for each in exercises_in(DIALECTS / dialect)]
    assert [each for each in read if each.references] == []
    assert {test.visible for each in read for test in each.tests} == {True}


@pytest.mark.parametrize("dialect", VARIANTS)
def test_an_answer_cell_of_a_student_holds_the_starter(dialect: str, tmp_path: Path) -> None:
    copy = write_student_copy(read_course(DIALECTS / dialect), tmp_path / "copy")
    courses = FolderCourses([DIALECTS / dialect])
    wanted = {each.id: each.starter.strip() for each in exercises_in(DIALECTS / dialect)}

    found: dict[str, str] = {}
    for name in copy.written:
        document = open_document(tmp_path / "copy" / name, name)
        notebook = document.notebook if document else None
        for each in courses.read(notebook) if notebook else ():
            cells = {cell.id: cell.source for cell in notebook.cells} if notebook else {}
            found[each.id] = "\n\n".join(cells[cell] for cell in each.answer_cells).strip()

    assert found == wanted
