from __future__ import annotations

import json
from pathlib import Path

import pytest

from jupyter_llm_teach.cli.main import main
from tests.cli.said import said
from tests.courses.notebooks import answer, code, document, exercise, graded, write
from tests.fakes.sample import COURSES


@pytest.fixture
def course(tmp_path: Path) -> Path:
    write(tmp_path / "course" / "a.ipynb", *exercise(), code("print(1)"))
    return tmp_path / "course"


def test_check_tells_how_every_exercise_stands(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["course", "check", str(course), "--json"])

    assert (code, said(capsys)) == (
        0,
        {
            "schema": 1,
            "course": "course",
            "notebooks": 1,
            "exercises": [
                {
                    "id": "double",
                    "notebook": "a.ipynb",
                    "dialect": "nbgrader",
                    "language": "python",
                    "tests": {"visible": 1, "hidden": 1},
                    "reference": "passes",
                    "starter": "fails",
                }
            ],
            "problems": [],
            "leaks": [],
        },
    )


def test_check_runs_nothing_where_nothing_is_to_be_run(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["course", "check", str(course), "--json", "--no-run"])

    (exercise,) = json.loads(capsys.readouterr().out)["exercises"]
    assert (exercise["reference"], exercise["starter"]) == ("not_run", "not_run")


def test_a_reference_that_fails_and_a_starter_that_passes_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = "### BEGIN SOLUTION\nx = 2\n### END SOLUTION"
    write(
        tmp_path / "course" / "a.ipynb",
        answer(wrong, "wrong"),
        graded("assert x == 1", "t1"),
        answer("def f():\n    ### BEGIN SOLUTION\n    return 1\n    ### END SOLUTION", "easy"),
        graded("assert callable(f)", "t2"),
    )

    main(["course", "check", str(tmp_path / "course"), "--json"])

    problems = json.loads(capsys.readouterr().out)["problems"]
    assert [(each["code"], each["severity"], each["cell"]) for each in problems] == [
        ("reference_fails", "error", 1),
        ("starter_passes", "warning", 3),
        ("test_judged_inside", "warning", 4),
    ]
    assert "x gives 2, not 1" in problems[0]["message"]


def test_check_prints_a_table(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["course", "check", str(course)])

    out = capsys.readouterr().out
    assert "double  tests 1 + 1 hidden  reference passes    starter fails" in out
    assert out.endswith("No problems.\n")


def test_check_prints_problems_with_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path / "course" / "a.ipynb", answer("### BEGIN SOLUTION"))

    assert main(["course", "check", str(tmp_path / "course")]) == 0

    assert "✗ a.ipynb, cell 1, line 1: " in capsys.readouterr().out


@pytest.mark.parametrize("command", [["check"], ["student", "--out=out"]])
def test_a_course_that_is_not_there_is_told(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["course", *command, str(tmp_path / "gone")]) == 2

    assert "There is no course folder" in capsys.readouterr().err


def test_a_folder_of_courses_is_no_course(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["course", "check", str(COURSES)]) == 2

    assert "holds 2 courses: en, fr. Name one of them." in capsys.readouterr().err


def test_student_writes_what_students_get(
    course: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"

    code = main(["course", "student", str(course), f"--out={out}", "--check", "--json"])

    told = said(capsys)
    assert (code, told["written"], told["kept"]) == (0, ["a.ipynb"], [])
    assert "return 2 * n" not in (out / "a.ipynb").read_text()


def test_student_leaves_the_source_alone(course: Path, tmp_path: Path) -> None:
    before = {path: path.read_bytes() for path in course.rglob("*")}

    main(["course", "student", str(course), f"--out={tmp_path / 'out'}"])

    assert {path: path.read_bytes() for path in course.rglob("*")} == before


def test_student_refuses_a_course_with_errors_and_names_them(
    course: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(course / "b.ipynb", answer("### BEGIN SOLUTION", "b"))

    assert main(["course", "student", str(course), f"--out={tmp_path / 'out'}"]) == 2

    assert "b.ipynb, cell 1, line 1" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_student_refuses_a_reference_that_fails_where_it_is_to_check(
    course: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(course / "b.ipynb", answer("x = 2", "b"), graded("assert x == 1", "tb"))
    out = f"--out={tmp_path / 'out'}"

    assert main(["course", "student", str(course), out, "--check"]) == 2
    assert 'The reference of "b" fails' in capsys.readouterr().err
    assert main(["course", "student", str(course), out]) == 0


def test_student_writes_over_other_files_only_where_it_is_told_to(
    course: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    main(["course", "student", str(course), f"--out={out}"])
    (out / "a.ipynb").write_text(json.dumps(document()))

    assert main(["course", "student", str(course), f"--out={out}"]) == 2
    assert "holds other versions of a.ipynb" in capsys.readouterr().err
    assert main(["course", "student", str(course), f"--out={out}", "--replace"]) == 0
    assert "double" in (out / "a.ipynb").read_text()


def test_student_prints_what_it_did(
    course: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (course / "secret-solution.txt").write_text("x")
    out = tmp_path / "out"

    main(["course", "student", str(course), f"--out={out}"])
    main(["course", "student", str(course), f"--out={out}"])

    printed = capsys.readouterr().out
    assert f"course: 1 files written to {out}" in printed
    assert "Unchanged: 1" in printed
    assert "Not for students: secret-solution.txt" in printed
