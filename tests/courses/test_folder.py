import os
from dataclasses import replace
from pathlib import Path

import pytest

from jupyter_llm_teach.courses.folder import FolderCourses
from jupyter_llm_teach.courses.notebook_file import read_notebook
from jupyter_llm_teach.errors import CourseUnreadableError, DuplicateExerciseError
from jupyter_llm_teach.teaching.rung import Rung
from tests.courses.notebooks import answer, code, exercise, markdown, write


def courses_in(*folders: Path) -> FolderCourses:
    return FolderCourses(folders, settled_for=0)


def test_a_folder_of_notebooks_alone_is_a_course(tmp_path: Path) -> None:
    write(tmp_path / "loops" / "a.ipynb", *exercise())

    assert [each.id for each in courses_in(tmp_path / "loops").all()] == ["loops"]


@pytest.mark.parametrize("place", ["a.ipynb", "source/ps1/a.ipynb", "week 1/deep/a.ipynb"])
def test_notebooks_are_found_wherever_they_lie(tmp_path: Path, place: str) -> None:
    write(tmp_path / place, *exercise())

    found = courses_in(tmp_path).find("double", "a.ipynb")

    assert found is not None
    assert found[1].notebook == place


@pytest.mark.parametrize(
    "place",
    [
        "release/ps1/a.ipynb",
        "submitted/bob/ps1/a.ipynb",
        "autograded/bob/a.ipynb",
        "feedback/bob/a.ipynb",
        ".ipynb_checkpoints/a.ipynb",
        ".hidden/a.ipynb",
        ".a.ipynb",
    ],
)
def test_work_of_students_and_hidden_files_are_left_out(tmp_path: Path, place: str) -> None:
    write(tmp_path / place, *exercise())

    assert courses_in(tmp_path).find("double", "a.ipynb") is None


def test_a_link_out_of_the_course_is_not_followed(tmp_path: Path) -> None:
    write(tmp_path / "elsewhere" / "a.ipynb", *exercise())
    course = tmp_path / "course"
    course.mkdir()
    (course / "folder").symlink_to(tmp_path / "elsewhere")
    (course / "b.ipynb").symlink_to(tmp_path / "elsewhere" / "a.ipynb")

    assert courses_in(course).find("double", "a.ipynb") is None


def test_a_link_that_leads_round_in_a_circle_is_harmless(tmp_path: Path) -> None:
    write(tmp_path / "a.ipynb", *exercise())
    (tmp_path / "round").symlink_to(tmp_path)

    assert courses_in(tmp_path).find("double", "a.ipynb") is not None


def test_a_change_is_seen(tmp_path: Path) -> None:
    path = write(tmp_path / "a.ipynb", *exercise())
    courses = courses_in(tmp_path)
    courses.find("double", "a.ipynb")

    write(path, *exercise("triple"))
    os.utime(path, ns=(1, 1))

    assert courses.find("double", "a.ipynb") is None
    assert courses.find("triple", "a.ipynb") is not None


def test_files_that_come_and_go_are_seen(tmp_path: Path) -> None:
    first = write(tmp_path / "a.ipynb", *exercise())
    courses = courses_in(tmp_path)
    courses.find("double", "a.ipynb")

    write(tmp_path / "b.ipynb", *exercise("triple"))
    first.unlink()

    assert courses.find("triple", "b.ipynb") is not None
    assert courses.find("double", "a.ipynb") is None


def test_a_change_of_policy_is_seen_at_once(tmp_path: Path) -> None:
    write(tmp_path / "a.ipynb", *exercise())
    courses = FolderCourses([tmp_path], settled_for=3600)
    courses.find("double", "a.ipynb")

    (tmp_path / "teach.toml").write_text('[policy]\nhighest_rung = "orient"\n')

    found = courses.find("double", "a.ipynb")
    assert found is not None
    assert found[0].policy.highest_rung is Rung.ORIENT


def test_an_unreadable_notebook_does_not_hide_the_others(tmp_path: Path) -> None:
    write(tmp_path / "b.ipynb", *exercise())
    (tmp_path / "a.ipynb").write_text("{")

    assert courses_in(tmp_path).find("double", "b.ipynb") is not None


def test_an_unreadable_notebook_is_told_where_an_exercise_is_missing(tmp_path: Path) -> None:
    (tmp_path / "a.ipynb").write_text("{")

    with pytest.raises(CourseUnreadableError, match=r"a\.ipynb is not a notebook: line 1"):
        courses_in(tmp_path).find("double", "a.ipynb")


def test_a_wrong_policy_is_never_replaced_by_the_default_one(tmp_path: Path) -> None:
    write(tmp_path / "a.ipynb", *exercise())
    (tmp_path / "teach.toml").write_text("[policy]\nhighest = 3\n")

    with pytest.raises(CourseUnreadableError, match="line 2"):
        courses_in(tmp_path).find("double", "a.ipynb")


def test_a_course_with_a_wrong_policy_does_not_hide_another_course(tmp_path: Path) -> None:
    write(tmp_path / "one" / "a.ipynb", *exercise())
    write(tmp_path / "two" / "b.ipynb", *exercise("triple"))
    (tmp_path / "one" / "teach.toml").write_text("oops")

    assert courses_in(tmp_path / "one", tmp_path / "two").find("triple", "b.ipynb") is not None


def test_a_missing_course_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(CourseUnreadableError, match="no course folder gone"):
        courses_in(tmp_path / "gone").find("double", "a.ipynb")


def test_making_it_reads_nothing(tmp_path: Path) -> None:
    FolderCourses([tmp_path / "gone"])


def test_problems_are_offered_all_together(tmp_path: Path) -> None:
    write(tmp_path / "a.ipynb", answer("### BEGIN SOLUTION"))
    write(tmp_path / "b.ipynb", *exercise(), *exercise())
    (tmp_path / "teach.toml").write_text("[polisy]")

    problems = courses_in(tmp_path).problems()

    assert [each.code for each in problems] == [
        "course_unreadable",
        "course_unreadable",
        "duplicate_exercise",
    ]
    assert "cell 1, line 1" in problems[1].message


def test_ids_of_two_notebooks_are_told_apart_by_the_students_folder(tmp_path: Path) -> None:
    write(tmp_path / "source" / "ps1" / "a.ipynb", *exercise())
    write(tmp_path / "source" / "ps2" / "a.ipynb", *exercise())
    courses = courses_in(tmp_path)

    found = courses.find("double", "work/ps2/a.ipynb")

    assert found is not None
    assert (found[1].notebook, found[1].scope) == ("source/ps2/a.ipynb", "source/ps2/a.ipynb")


def test_an_id_of_two_notebooks_that_nothing_tells_apart_is_an_error(tmp_path: Path) -> None:
    write(tmp_path / "ps1" / "a.ipynb", *exercise())
    write(tmp_path / "ps2" / "a.ipynb", *exercise())

    with pytest.raises(DuplicateExerciseError, match=r"ps1/a\.ipynb and ps2/a\.ipynb"):
        courses_in(tmp_path).find("double", "a.ipynb")


def test_an_id_of_one_notebook_has_no_scope(tmp_path: Path) -> None:
    write(tmp_path / "a.ipynb", *exercise())

    found = courses_in(tmp_path).find("double", "b.ipynb")

    assert found is not None
    assert found[1].scope == ""


def test_a_folder_as_nbgrader_lays_it_out_holds_its_course_in_source(tmp_path: Path) -> None:
    write(tmp_path / "source" / "ps1" / "a.ipynb", *exercise())
    write(tmp_path / "docs" / "b.ipynb", *exercise("triple"))
    (tmp_path / "release").mkdir()
    courses = courses_in(tmp_path)

    assert courses.find("double", "a.ipynb") is not None
    assert courses.find("triple", "b.ipynb") is None


def test_an_exercise_whose_mark_the_learner_lost_is_found_by_its_place(tmp_path: Path) -> None:
    write(tmp_path / "course" / "a.ipynb", *exercise(), *exercise("triple"))
    lost = [*exercise(), markdown("## Title of triple\n\nDo it."), code("def triple(n): pass")]
    learner = read_notebook(write(tmp_path / "work" / "a.ipynb", *lost))

    found = courses_in(tmp_path / "course").read(learner)

    assert [(each.id, each.answer_cells) for each in found] == [
        ("double", ("1",)),
        ("triple", ("4",)),
    ]


def test_test_files_beside_a_notebook_of_the_server_are_read(tmp_path: Path) -> None:
    cells = (markdown("# Q1"), code("def f():\n    ..."), code('grader.check("q1")'))
    write(tmp_path / "work" / "a.ipynb", *cells)
    (tmp_path / "work" / "tests").mkdir()
    (tmp_path / "work" / "tests" / "q1.py").write_text(
        "OK_FORMAT = True\ntest = {'name': 'q1', 'points': 1, 'suites': [{'cases': "
        "[{'code': '>>> f()\\n4', 'hidden': False}]}]}\n"
    )
    posted = replace(read_notebook(tmp_path / "work" / "a.ipynb"), path="work/a.ipynb", beside=())

    (found,) = FolderCourses([], root=tmp_path).read(posted)

    assert (found.id, len(found.tests)) == ("q1", 1)
