from __future__ import annotations

from pathlib import Path

from jupyter_llm_teach.courses.index import CourseIndex
from jupyter_llm_teach.courses.lint import lint
from jupyter_llm_teach.courses.problem import Problem, Severity
from tests.courses.notebooks import SOLVED, answer, graded, write


def problems_of(folder: Path, tests: str) -> tuple[Problem, ...]:
    write(folder / "a.ipynb", answer(SOLVED), graded(tests))
    index = CourseIndex(folder)
    index.look()
    return lint(index).problems


def test_a_test_that_the_students_program_decides_is_named(tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path, "assert double(2) == 4\nassert callable(double)")

    assert (problem.code, problem.cell, problem.severity) == (
        *("test_judged_inside", 2),
        Severity.WARNING,
    )
    assert '"test_double 2" of "double"' in problem.message


def test_many_tests_are_not_all_named(tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path, "\n".join(["assert double is double"] * 4))

    assert '"test_double 3", ... of' in problem.message


def test_tests_of_values_are_no_problem(tmp_path: Path) -> None:
    cell = "for n in [1, 2]:\n    assert double(n) < 5\nassert (double(2) == 4) == True"

    assert problems_of(tmp_path, cell) == ()


def test_tests_in_other_languages_are_not_looked_at(tmp_path: Path) -> None:
    path = write(tmp_path / "a.ipynb", answer(SOLVED), graded("callable(double)"))
    path.write_text(path.read_text().replace('"language": "python"', '"language": "R"'))
    index = CourseIndex(tmp_path)
    index.look()

    assert [each.code for each in lint(index).problems] == []
