"""The rules of exercises that stand in cells, and what a learner on a notebook gets of all."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path

import pytest

from jupyter_llm_teach.courses.folder import FolderCourses
from jupyter_llm_teach.courses.index import CourseIndex
from jupyter_llm_teach.courses.lint import lint
from jupyter_llm_teach.courses.notebook_file import read_notebook
from jupyter_llm_teach.courses.student import write_student_copy
from jupyter_llm_teach.courses.teach_toml import read_course
from jupyter_llm_teach.errors import CourseUnreadableError
from jupyter_llm_teach.teaching.layers.layer import Layer, Place, Setting, Target, Which
from jupyter_llm_teach.teaching.policy import Policy
from jupyter_llm_teach.teaching.rung import Rung
from jupyter_llm_teach.tutor.work import work_on
from tests.courses.notebooks import Document, answer, code, exercise, write

SITE = Layer(Which.SITE, settings=(Setting("remote", value=False, place=Place("TeachApp.policy")),))


def with_rules(rules: object) -> list[Document]:
    statement, solution, *tests = exercise("double")
    metadata = solution["metadata"]
    assert isinstance(metadata, dict)
    return [statement, {**solution, "metadata": {**metadata, "teach": {"policy": rules}}}, *tests]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "course"
    write(root / "a.ipynb", code("import math"), *with_rules({"cool_down": 2}))
    root.joinpath("teach.toml").write_text(
        "[policy]\ncool_down = 1\n[presets.own]\nlongest_hint = 50\n", "utf-8"
    )
    return root


def test_an_answer_cell_of_the_instructors_has_rules_for_its_exercise(folder: Path) -> None:
    courses = FolderCourses([folder], settled_for=0)

    resolved = courses.rules("double", "a.ipynb", "ada")

    assert resolved.policy.cool_down == 2
    assert resolved.origin("cool_down").place == Place("a.ipynb", cell=3)
    assert courses.rules("", "a.ipynb", "ada").policy.cool_down == 1


def test_teach_toml_overrides_a_cell_for_the_same_exercise(folder: Path) -> None:
    with folder.joinpath("teach.toml").open("a", encoding="utf-8") as file:
        file.write("[exercises.double]\ncool_down = 3\n")

    assert FolderCourses([folder]).rules("double", "a.ipynb", "").policy.cool_down == 3


def test_a_cell_may_extend_presets_and_lock(folder: Path) -> None:
    rules = {"extends": "own", "lock": ["longest_hint"], "due": "2026-12-01T10:00:00Z"}
    write(folder / "a.ipynb", *with_rules(rules))

    resolved = FolderCourses([folder]).rules("double", "a.ipynb", "")

    assert resolved.policy.longest_hint == 50
    assert resolved.origin("longest_hint").locked_by is not None
    assert resolved.policy.due == datetime(2026, 12, 1, 10, 0, tzinfo=timezone.utc)


@pytest.mark.parametrize(
    ("rules", "told"),
    [
        ({"cooldown": 3}, ('a.ipynb, cell 2: we don\'t know "cooldown" in the cell\'s policy. '
         'Did you mean "cool_down"?')),
        ({"ai": "x"}, 'a.ipynb, cell 2: "ai" must be true or false, not "x".'),
        ({"extends": "gone"}, 'a.ipynb, cell 2: "extends" names "gone", which is no preset.'),
        (3, 'a.ipynb, cell 2: "policy" must be a table, not 3.'),
    ],
)  # fmt: skip
def test_wrong_rules_in_a_cell_are_told_with_their_cell(
    folder: Path, rules: object, told: str
) -> None:
    write(folder / "a.ipynb", *with_rules(rules))
    courses = FolderCourses([folder])

    with pytest.raises(CourseUnreadableError) as caught:
        courses.rules("double", "a.ipynb", "")

    assert told in caught.value.message
    assert caught.value.message in [each.message for each in courses.problems()]
    assert [each.message for each in courses.rule_problems()] == [caught.value.message]


def test_lint_of_a_course_tells_wrong_rules_in_cells(folder: Path) -> None:
    write(folder / "a.ipynb", *with_rules({"ai": "x"}))
    index = CourseIndex(folder)
    index.look()

    (found,) = lint(index).problems

    assert (found.code, found.place) == ("bad_rules", "a.ipynb, cell 2")
    assert found.message == '"ai" must be true or false, not "x".'


@pytest.mark.parametrize(
    ("block", "left"),
    [({"policy": {"ai": True}}, None), ({"policy": {}, "points": 2}, {"points": 2})],
)
def test_students_get_no_rules(folder: Path, block: object, left: object) -> None:
    statement, solution, *tests = with_rules({})
    metadata = solution["metadata"]
    assert isinstance(metadata, dict)
    write(
        folder / "a.ipynb",
        statement,
        {**solution, "metadata": {**metadata, "teach": block}},
        *tests,
    )
    out = folder.parent / "out"

    write_student_copy(read_course(folder), out)

    theirs = json.loads((out / "a.ipynb").read_text("utf-8"))
    assert theirs["cells"][1]["metadata"].get("teach") == left
    assert "nbgrader" in theirs["cells"][1]["metadata"]


def test_a_changed_cell_counts_on_the_next_request(folder: Path) -> None:
    courses = FolderCourses([folder], settled_for=0)
    courses.rules("double", "a.ipynb", "")

    write(folder / "a.ipynb", *with_rules({"cool_down": 77}))

    assert courses.rules("double", "a.ipynb", "").policy.cool_down == 77


def test_a_changed_teach_toml_counts_on_the_next_request(folder: Path) -> None:
    courses = FolderCourses([folder])
    work = write(folder.parent / "work.ipynb", answer("def double(n):\n    return 3"))
    notebook = replace(read_notebook(work), path="a.ipynb")
    before = work_on(courses, notebook, "double", "en", "ada").policy

    folder.joinpath("teach.toml").write_text(
        '[students.ada]\nhighest_rung = "orient"\nlanguage = "fr"\n', "utf-8"
    )
    after = work_on(courses, notebook, "double", "en", "ada")

    assert (before.highest_rung, after.policy.highest_rung) == (Rung.EXAMPLE, Rung.ORIENT)
    assert (after.language, after.key.learner) == ("fr", "ada")
    assert work_on(courses, notebook, "double", "en", "bob").policy.highest_rung is Rung.EXAMPLE


def test_what_a_learner_writes_into_the_own_notebook_counts_for_nothing(folder: Path) -> None:
    cells = with_rules({"highest_rung": "solution", "ai": True})
    document = json.loads(write(folder.parent / "work.ipynb", *cells).read_text("utf-8"))
    assert document["cells"][1]["metadata"]["teach"]
    notebook = replace(read_notebook(folder.parent / "work.ipynb"), path="a.ipynb")

    policy = work_on(FolderCourses([folder]), notebook, "double", "en").policy

    assert policy == replace(Policy(), cool_down=2.0)


def test_a_notebook_without_a_course_has_the_rules_of_the_site(folder: Path) -> None:
    courses = FolderCourses([folder], site=SITE)

    assert courses.rules("other", "elsewhere.ipynb", "").origin("remote").layer is SITE
    assert FolderCourses([]).rules("", "elsewhere.ipynb", "").policy == Policy()


def test_the_targets_of_a_course_are_its_exercises(folder: Path) -> None:
    courses = FolderCourses([folder])
    (course,) = courses.all()

    assert courses.targets(course) == (Target("double", ("a.ipynb", "a.ipynb")),)
    assert FolderCourses([]).targets(course) == ()
