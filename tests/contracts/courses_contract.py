"""What every adapter of the `Courses` port does; a test class of each inherits it.

The adapter under test holds two courses: ``first`` with ``a.ipynb`` (exercises ``double`` and
``shared``), and ``second`` with ``b.ipynb`` (``shared``, and ``twice`` two times over). ``first``
allows to use what other learners wrote: `OTHERS` for ``double``. A learner's notebook
``learner.ipynb`` holds ``double`` without solution, ``doubled.ipynb`` holds it twice. Beside
``a.ipynb`` lies ``n.csv``, with a column ``n`` of a 1.
"""

from __future__ import annotations

import pytest

from jupyter_llm_teach.errors import DuplicateExerciseError
from jupyter_llm_teach.ports import Course, Courses
from jupyter_llm_teach.teaching.exercise import Compare, Exercise
from jupyter_llm_teach.teaching.named_files import NamedFiles
from jupyter_llm_teach.teaching.notebook import Notebook
from jupyter_llm_teach.teaching.policy import Policy

OTHERS = "def double(n):\n    return n + n"


def found(answer: tuple[Course, Exercise] | None) -> tuple[Course, Exercise]:
    assert answer is not None
    return answer


class CoursesContract:
    """Inherit it and define the fixtures ``courses``, ``learners`` and ``doubled``."""

    def test_all_courses_are_listed_in_order(self, courses: Courses) -> None:
        assert [each.id for each in courses.all()] == ["first", "second"]

    def test_an_exercise_is_found_with_its_course(self, courses: Courses) -> None:
        course, exercise = found(courses.find("double", "a.ipynb"))

        assert (course.id, exercise.id, exercise.notebook) == ("first", "double", "a.ipynb")

    def test_the_instructors_version_has_reference_and_hidden_tests(self, courses: Courses) -> None:
        _, exercise = found(courses.find("double", "a.ipynb"))

        assert exercise.references
        assert [(each.visible, each.check) for each in exercise.tests] == [
            (True, Compare("double(2)", "4")),
            (False, Compare("double(5)", "10")),
        ]

    def test_an_exercise_is_found_from_a_notebook_of_another_name(self, courses: Courses) -> None:
        assert found(courses.find("double", "work/copy.ipynb"))[1].id == "double"

    def test_the_course_that_has_the_notebook_comes_first(self, courses: Courses) -> None:
        assert found(courses.find("shared", "work/b.ipynb"))[0].id == "second"

    def test_otherwise_the_first_course_comes_first(self, courses: Courses) -> None:
        assert found(courses.find("shared", "other.ipynb"))[0].id == "first"

    def test_an_unknown_exercise_is_not_found(self, courses: Courses) -> None:
        assert courses.find("unknown", "a.ipynb") is None

    def test_an_id_that_stands_twice_is_an_error_for_that_id_alone(self, courses: Courses) -> None:
        with pytest.raises(DuplicateExerciseError):
            courses.find("twice", "b.ipynb")
        assert found(courses.find("shared", "b.ipynb"))[0].id == "second"

    def test_answers_of_other_learners_are_given_where_the_course_allows_it(
        self, courses: Courses
    ) -> None:
        assert [each.code for each in courses.answers("double", "a.ipynb")] == [OTHERS]
        assert courses.answers("shared", "b.ipynb") == ()
        assert courses.answers("unknown", "a.ipynb") == ()

    def test_the_rules_of_an_exercise_are_those_of_its_course(self, courses: Courses) -> None:
        course, _ = found(courses.find("double", "a.ipynb"))

        assert courses.rules("double", "a.ipynb", "ada").policy == course.policy_of("double", "ada")
        assert courses.rules("unknown", "elsewhere.ipynb", "ada").policy == Policy()

    def test_a_learners_notebook_gives_its_exercises(
        self, courses: Courses, learners: Notebook
    ) -> None:
        (exercise,) = courses.read(learners)

        assert (exercise.id, exercise.references) == ("double", ())

    def test_a_file_that_programs_name_is_given_with_its_content(self, courses: Courses) -> None:
        course, exercise = found(courses.find("double", "a.ipynb"))
        named = NamedFiles(files=("n.csv", "other.csv"))

        (file,) = courses.files(course, exercise.notebook, named)

        assert (file.path, file.content) == ("n.csv", b"n\n1\n")

    def test_a_file_that_nobody_names_is_not_given(self, courses: Courses) -> None:
        course, exercise = found(courses.find("double", "a.ipynb"))

        assert courses.files(course, exercise.notebook, NamedFiles(files=("m.csv",))) == ()

    def test_a_notebook_without_exercises_gives_none(self, courses: Courses) -> None:
        assert courses.read(Notebook("empty.ipynb", "python", ())) == ()

    def test_a_notebook_with_an_id_twice_is_an_error(
        self, courses: Courses, doubled: Notebook
    ) -> None:
        with pytest.raises(DuplicateExerciseError):
            courses.read(doubled)
