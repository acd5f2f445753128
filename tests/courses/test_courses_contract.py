from pathlib import Path

import pytest

from jupyter_llm_teach.courses.dialects import learners_exercises
from jupyter_llm_teach.courses.folder import FolderCourses
from jupyter_llm_teach.courses.notebook_file import read_notebook
from jupyter_llm_teach.ports import Courses
from jupyter_llm_teach.teaching.data_file import DataFile
from jupyter_llm_teach.teaching.exercise import Answer
from jupyter_llm_teach.teaching.notebook import Notebook
from tests.contracts.courses_contract import OTHERS, CoursesContract
from tests.courses.notebooks import answer, exercise, graded, write
from tests.fakes.fake_courses import FakeCourses

STARTER = "def double(n):\n    # YOUR CODE HERE\n    raise NotImplementedError()"
TABLE = DataFile("n.csv", "digest", b"n\n1\n")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "first" / "a.ipynb", *exercise("double"), *exercise("shared"))
    twice = [*exercise("twice"), *exercise("twice")]
    write(tmp_path / "second" / "b.ipynb", *exercise("shared"), *twice)
    write(tmp_path / "first" / "submitted" / "someone" / "a.ipynb", answer(OTHERS))
    (tmp_path / "first" / "teach.toml").write_text('[course]\naccepted_answers = "submitted"\n')
    (tmp_path / "first" / "n.csv").write_bytes(TABLE.content)
    (tmp_path / "second" / "teach.toml").touch()
    return tmp_path


@pytest.fixture
def learners(tmp_path: Path) -> Notebook:
    cells = (answer(STARTER), graded("assert double(2) == 4"))
    return read_notebook(write(tmp_path / "work" / "learner.ipynb", *cells))


@pytest.fixture
def doubled(tmp_path: Path) -> Notebook:
    return read_notebook(
        write(tmp_path / "work" / "doubled.ipynb", answer(STARTER), answer(STARTER))
    )


class TestFolderCourses(CoursesContract):
    @pytest.fixture
    def courses(self, folder: Path) -> Courses:
        return FolderCourses([folder])


class TestFakeCourses(CoursesContract):
    @pytest.fixture
    def courses(self, folder: Path, learners: Notebook, doubled: Notebook) -> Courses:
        real = FolderCourses([folder])
        return FakeCourses(
            [(course, real.exercises(course)) for course in real.all()],
            {each.path: learners_exercises(each) for each in (learners, doubled)},
            {"double": [Answer(OTHERS)]},
            {"first": [TABLE]},
        )
