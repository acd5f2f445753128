from __future__ import annotations

import json
from pathlib import Path

import pytest

from jupyter_llm_teach.courses.folder import FolderCourses
from jupyter_llm_teach.courses.teach_toml import read_course
from jupyter_llm_teach.errors import CourseUnreadableError
from jupyter_llm_teach.ports import Course


def course(folder: Path, text: str) -> Course:
    folder.joinpath("teach.toml").write_text(text, "utf-8")
    return read_course(folder)


def problem(folder: Path, text: str) -> str:
    with pytest.raises(CourseUnreadableError) as caught:
        course(folder, text)
    return caught.value.message


def test_an_exercise_has_rules_of_its_own_over_those_of_the_course(tmp_path: Path) -> None:
    found = course(
        tmp_path,
        '[policy]\navoid = ["sorted", "list.sort"]\nrequire = ["def"]\n'
        '[exercises.loops]\nrequire = ["for", "recursion"]\n'
        '[exercises."a.b"]\navoid = []\n',
    )

    assert found.policy.avoid == ("sorted", "list.sort")
    assert found.policy_of("loops").avoid == ("sorted", "list.sort")
    assert found.policy_of("loops").require == ("for", "recursion")
    assert (found.policy_of("a.b").avoid, found.policy_of("a.b").require) == ((), ("def",))
    assert found.policy_of("other") == found.policy


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[policy]\navoid = ["whlie"]', 'teach.toml, line 2: "avoid" names "whlie", which'),
        ('[policy]\navoid = "while"', 'line 2: "avoid" must be a list of names in quotes'),
        ("[policy]\nrequire = [3]", 'line 2: "require" must be a list of names in quotes'),
        (f"[policy]\navoid = {['for'] * 51}", 'line 2: "avoid" must name at most 50'),
        ('[exercises.x]\nrequire = ["x y"]', 'line 2: "require" names "x y"'),
        ("[exercises.x]\nfrobid = []", 'line 2: we don\'t know "frobid" in [exercises.x]'),
        ("[exercises]\nx = 3", 'line 2: "x" must be a table, written [exercises.x], not 3'),
        ("exercises = 3", 'line 1: "exercises" must hold tables'),
        ('[course]\naccepted_answers = "../other"', 'line 2: "accepted_answers" must be the name'),
        ("[course]\naccepted_answers = 3", 'line 2: "accepted_answers" must be the name'),
        ('[course]\naccepted_answers = "week1"', "must be a folder that holds no exercises"),
    ],
)  # fmt: skip
def test_a_wrong_rule_is_told_with_its_line(tmp_path: Path, text: str, told: str) -> None:
    assert told in problem(tmp_path, text)


def notebook(path: Path, answer: str, grade_id: str = "double") -> None:
    marks = {"schema_version": 3, "task": False, "locked": False, "grade": False, "solution": True}
    tests = {**marks, "grade_id": f"{grade_id}_t", "grade": True, "solution": False, "locked": True}
    cells = [
        (answer, {**marks, "grade_id": grade_id}),
        ("assert double(2) == 4", {**tests, "points": 1}),
    ]
    document = {
        "cells": [
            {
                "cell_type": "code",
                "metadata": {"nbgrader": mark},
                "source": source,
                "outputs": [],
                "execution_count": None,
            }
            for source, mark in cells
        ],
        "metadata": {"kernelspec": {"name": "python3", "language": "python"}},
        "nbformat": 4,
        "nbformat_minor": 4,
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document), "utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "course"
    solution = "### BEGIN SOLUTION\ndef double(x):\n    return 2 * x\n### END SOLUTION"
    notebook(root / "source" / "a.ipynb", solution)
    notebook(root / "submitted" / "ada" / "a.ipynb", "def double(x):\n    return x + x")
    notebook(root / "submitted" / "bob" / "a.ipynb", "def double( x ):\n    return x + x  # mine")
    notebook(root / "submitted" / "cyd" / "a.ipynb", "def double(x):\n    return x * x")
    notebook(root / "submitted" / "dan" / "a.ipynb", "")
    notebook(root / "submitted" / "eve" / "a.ipynb", "x = 1", "other")
    root.joinpath("submitted", "eve", "broken.ipynb").write_text("{", "utf-8")
    course(root, '[course]\naccepted_answers = "submitted"\n')
    return root


def codes(courses: FolderCourses, exercise: str = "double") -> list[str]:
    return [each.code for each in courses.answers(exercise, "a.ipynb")]


def test_the_answers_of_learners_are_read_once_each_and_without_names(folder: Path) -> None:
    courses = FolderCourses([folder])

    assert codes(courses) == [
        "def double(x):\n    return x + x",
        "def double(x):\n    return x * x",
    ]
    assert "ada" not in repr(courses.answers("double", "a.ipynb"))


def test_a_changed_notebook_is_read_again_and_a_lost_one_forgotten(folder: Path) -> None:
    courses = FolderCourses([folder])
    codes(courses)

    notebook(folder / "submitted" / "ada" / "a.ipynb", "double = lambda number: number * 2")
    folder.joinpath("submitted", "cyd", "a.ipynb").unlink()

    assert codes(courses)[0] == "double = lambda number: number * 2"
    assert len(codes(courses)) == 2


def test_without_consent_or_exercise_there_are_no_answers(folder: Path) -> None:
    assert codes(FolderCourses([folder]), "unknown") == []
    course(folder, '[course]\nid = "c"\n')
    assert codes(FolderCourses([folder])) == []


def test_a_folder_that_leads_out_of_the_course_is_not_read(folder: Path, tmp_path: Path) -> None:
    course(folder, '[course]\naccepted_answers = ".elsewhere"\n')
    notebook(tmp_path / "outside" / "a.ipynb", "def double(x):\n    return 7")
    folder.joinpath(".elsewhere").symlink_to(tmp_path / "outside")

    assert codes(FolderCourses([folder])) == []


def test_no_more_than_fifty_answers_are_taken(folder: Path) -> None:
    for number in range(60):
        path = folder / "submitted" / f"s{number:02}" / "a.ipynb"
        notebook(path, f"def double(x):\n    return x * 2 + {number}")

    assert len(codes(FolderCourses([folder]))) == 50
