import json
from pathlib import Path

import pytest

from jupyter_llm_teach.courses.index import CourseIndex
from jupyter_llm_teach.courses.lint import Lint, lint
from jupyter_llm_teach.courses.problem import Problem, Severity
from tests.courses.notebooks import SOLVED, answer, code, exercise, graded, markdown, write


def found_in(folder: Path) -> Lint:
    index = CourseIndex(folder)
    index.look()
    return lint(index)


def told(problems: tuple[Problem, ...]) -> list[tuple[str, str, int | None]]:
    return [(each.code, each.notebook, each.cell) for each in problems]


def test_a_clean_course_has_no_problems(tmp_path: Path) -> None:
    write(tmp_path / "a.ipynb", *exercise())

    found = found_in(tmp_path)

    assert (found.problems, found.leaks) == ((), ())


def test_wrong_markers_are_told_with_cell_and_line(tmp_path: Path) -> None:
    write(tmp_path / "a.ipynb", markdown("# A"), answer("x = 1\n### BEGIN SOLUTON\n"))

    problem = found_in(tmp_path).problems[0]

    assert problem.place == "a.ipynb, cell 2, line 2"
    assert problem.severity is Severity.ERROR


def test_an_unreadable_notebook_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.ipynb").write_text("{")
    write(tmp_path / "b.ipynb", answer("x = 1"))

    assert told(found_in(tmp_path).problems) == [
        ("unreadable", "a.ipynb", None),
        ("missing_tests", "b.ipynb", 1),
    ]


@pytest.mark.parametrize(
    ("names", "severity"),
    [(("a.ipynb",), Severity.ERROR), (("a.ipynb", "b.ipynb"), Severity.WARNING)],
)
def test_an_id_that_is_used_twice_is_an_error_within_a_notebook(
    tmp_path: Path, names: tuple[str, ...], severity: Severity
) -> None:
    for name in names:
        write(tmp_path / name, *exercise(), *(exercise() if len(names) == 1 else ()))

    (problem,) = found_in(tmp_path).problems

    assert (problem.code, problem.severity) == ("duplicate_id", severity)


def test_what_nobody_tests_is_told(tmp_path: Path) -> None:
    manual = answer("An essay", "essay")
    mark = {"grade": True, "solution": True, "grade_id": "essay", "points": 1}
    write(
        tmp_path / "a.ipynb",
        answer("x = 1", "tested"),
        graded("assert x == 1"),
        answer("y = 1", "untested"),
        {**manual, "metadata": {"nbgrader": mark}},
    )

    assert told(found_in(tmp_path).problems) == [("missing_tests", "a.ipynb", 3)]


def test_tests_that_nbgrader_would_write_are_told(tmp_path: Path) -> None:
    write(tmp_path / "a.ipynb", answer("x = 1"), graded("### AUTOTEST x"))

    assert ("autotest_not_read", "a.ipynb", 2) in told(found_in(tmp_path).problems)


def test_a_solution_in_the_open_is_told(tmp_path: Path) -> None:
    solved = "def double(n):\n    ### BEGIN SOLUTION\n    twice = 2 * n\n    return twice\n"
    write(
        tmp_path / "a.ipynb",
        answer(solved + "    ### END SOLUTION"),
        graded("assert double(2) == 4"),
        code("def again(n):\n    twice = 2 * n\n    return twice"),
        code("twice = 2 * n"),
    )

    assert told(found_in(tmp_path).problems) == [("solution_repeated", "a.ipynb", 3)]


def test_short_solutions_are_not_looked_for(tmp_path: Path) -> None:
    write(tmp_path / "a.ipynb", answer("x = 1"), graded("assert x == 1"), code("x = 1"))

    assert found_in(tmp_path).problems == ()


def released(tmp_path: Path, *cells: dict[str, object]) -> Path:
    write(tmp_path / "source" / "ps" / "a.ipynb", *exercise())
    return write(tmp_path / "release" / "ps" / "a.ipynb", *cells)


def test_a_released_notebook_with_its_solution_is_a_leak(tmp_path: Path) -> None:
    released(tmp_path, *exercise())

    found = found_in(tmp_path)

    assert ("solution_in_student_version", "release/ps/a.ipynb", 2) in told(found.leaks)
    assert ("solution_in_student_version", "release/ps/a.ipynb", 3) in told(found.leaks)
    assert found.release.leaks == ()


def test_the_output_of_an_answer_in_a_released_notebook_is_a_leak(tmp_path: Path) -> None:
    stub = SOLVED.replace("### BEGIN SOLUTION\n    return 2 * n\n    ### END SOLUTION", "pass")
    released(tmp_path, markdown("# A"), answer(stub))

    assert told(found_in(tmp_path).leaks) == [("answer_in_outputs", "release/ps/a.ipynb", 2)]


def test_a_released_notebook_that_cannot_be_read_is_passed_over(tmp_path: Path) -> None:
    released(tmp_path).write_text("{")

    assert found_in(tmp_path).leaks == ()


def test_a_locked_cell_that_is_not_what_its_checksum_says_is_told(tmp_path: Path) -> None:
    path = write(tmp_path / "a.ipynb", *exercise())
    document = json.loads(path.read_text())
    document["cells"][2]["metadata"]["nbgrader"]["checksum"] = "0" * 32
    path.write_text(json.dumps(document))

    assert told(found_in(tmp_path).problems) == [("checksum_drift", "a.ipynb", 3)]


def test_a_solution_in_metadata_is_a_leak_of_the_student_version(tmp_path: Path) -> None:
    cell = {**markdown("Look."), "metadata": {"note": "return 2 * n"}}
    write(tmp_path / "a.ipynb", *exercise(), cell)

    found = found_in(tmp_path)

    assert told(found.leaks) == [("answer_in_metadata", "a.ipynb", 4)]
    assert found.leaks == found.release.leaks


def test_a_solution_in_the_notebooks_metadata_is_a_leak(tmp_path: Path) -> None:
    path = write(tmp_path / "a.ipynb", *exercise())
    document = json.loads(path.read_text())
    document["metadata"]["note"] = "return 2 * n"
    path.write_text(json.dumps(document))

    assert told(found_in(tmp_path).leaks) == [("answer_in_metadata", "a.ipynb", None)]
