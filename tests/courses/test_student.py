import json
from pathlib import Path

import pytest

from jupyter_llm_teach.courses.nbgrader import learners
from jupyter_llm_teach.courses.notebook_file import mark_of, read_notebook
from jupyter_llm_teach.courses.student import StudentCopy, write_student_copy
from jupyter_llm_teach.courses.student_notebook import checksum
from jupyter_llm_teach.courses.teach_toml import read_course
from jupyter_llm_teach.errors import BadInputError, CourseUnreadableError
from jupyter_llm_teach.ports import Course
from tests.courses.notebooks import answer, code, exercise, graded, markdown, write


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "course"
    write(folder / "source" / "ps1" / "a.ipynb", *exercise(), code("import shapes\nshapes.draw()"))
    (folder / "teach.toml").write_text('[course]\nid = "py"\n')
    return folder


@pytest.fixture
def course(folder: Path) -> Course:
    return read_course(folder)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "work"


def test_solutions_hidden_tests_and_outputs_are_gone(course: Course, out: Path) -> None:
    write_student_copy(course, out)

    text = (out / "ps1" / "a.ipynb").read_text("utf-8")
    assert "return 2 * n" not in text
    assert "double(5)" not in text
    assert "printed" not in text
    assert "BEGIN" not in text


def test_the_copy_has_the_same_exercise_with_its_starter(course: Course, out: Path) -> None:
    write_student_copy(course, out)

    (made,) = learners(read_notebook(out / "ps1" / "a.ipynb"))

    assert made.starter == "def double(n):\n    # YOUR CODE HERE\n    raise NotImplementedError()"
    assert (made.id, made.references, len(made.tests)) == ("double", (), 1)


def test_what_was_written_and_kept_is_told(course: Course, folder: Path, out: Path) -> None:
    (folder / "source" / "ps1" / "data.csv").write_text("a,b\n")

    first = write_student_copy(course, out)
    second = write_student_copy(course, out)

    assert first == StudentCopy(("ps1/a.ipynb", "ps1/data.csv"), (), ())
    assert second == StudentCopy((), ("ps1/a.ipynb", "ps1/data.csv"), ())


def test_the_learners_work_is_never_changed(course: Course, out: Path) -> None:
    (out / "ps1").mkdir(parents=True)
    (out / "ps1" / "a.ipynb").write_text("my own work")

    write_student_copy(course, out)

    assert (out / "ps1" / "a.ipynb").read_text() == "my own work"


def test_nothing_is_written_into_the_course(course: Course, folder: Path, out: Path) -> None:
    before = sorted(folder.rglob("*"))

    write_student_copy(course, out)

    assert sorted(folder.rglob("*")) == before


def test_only_what_notebooks_need_is_copied(course: Course, folder: Path, out: Path) -> None:
    (folder / "plot.PNG").write_bytes(b"\x89PNG")
    (folder / "shapes.py").write_text("def draw(): ...\n")
    for name in ("other.py", "test_shapes.py", "solutions.txt", "corrige.csv", "run.sh", ".env"):
        (folder / name).write_text("secret")
    (folder / "notes.txt").write_text("### BEGIN SOLUTION\n")

    copy = write_student_copy(course, out)

    assert sorted(copy.written) == ["plot.PNG", "ps1/a.ipynb", "shapes.py"]
    assert copy.left_out == (
        "corrige.csv",
        "notes.txt",
        "other.py",
        "run.sh",
        "solutions.txt",
        "test_shapes.py",
    )


@pytest.mark.parametrize("place", ["course", "course/work", "."])
def test_work_and_course_must_not_lie_inside_each_other(
    course: Course, tmp_path: Path, place: str
) -> None:
    with pytest.raises(BadInputError, match="must not lie inside"):
        write_student_copy(course, tmp_path / place)


def test_a_link_does_not_lead_the_copy_into_the_course(
    course: Course, tmp_path: Path, folder: Path
) -> None:
    (tmp_path / "link").symlink_to(folder)

    with pytest.raises(BadInputError, match="must not lie inside"):
        write_student_copy(course, tmp_path / "link" / "work")


def test_a_link_in_the_work_folder_does_not_lead_out_of_it(
    course: Course, tmp_path: Path, out: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    out.mkdir()
    (out / "ps1").symlink_to(elsewhere)

    with pytest.raises(BadInputError, match="leads out"):
        write_student_copy(course, out)
    assert list(elsewhere.iterdir()) == []


def test_a_wrong_marker_leaves_nothing_behind(course: Course, folder: Path, out: Path) -> None:
    write(folder / "b.ipynb", answer("### BEGIN SOLUTON\nx = 1\n### END SOLUTION", "b"))

    with pytest.raises(CourseUnreadableError, match=r"b\.ipynb, cell 1, line 1"):
        write_student_copy(course, out)
    assert not out.exists()


def test_a_solution_that_hides_in_metadata_is_told(course: Course, folder: Path, out: Path) -> None:
    cell = markdown("Look.")
    write(folder / "b.ipynb", *exercise("b"), {**cell, "metadata": {"note": "  return 2 * n"}})

    with pytest.raises(CourseUnreadableError, match=r"b\.ipynb, cell 4: A part of a solution"):
        write_student_copy(course, out)
    assert not out.exists()


def test_the_error_does_not_quote_the_solution(course: Course, folder: Path, out: Path) -> None:
    cell = markdown("Look.")
    write(folder / "b.ipynb", *exercise("b"), {**cell, "metadata": {"note": "return 2 * n"}})

    with pytest.raises(CourseUnreadableError) as error:
        write_student_copy(course, out)
    assert "2 * n" not in str(error.value)


def test_a_whole_solution_cell_becomes_the_stub(course: Course, folder: Path, out: Path) -> None:
    write(folder / "b.ipynb", answer("import math\nresult = math.pi", "b"), graded("assert result"))

    write_student_copy(course, out)

    made = read_notebook(out / "b.ipynb")
    assert made.cells[0].source == "# YOUR CODE HERE\nraise NotImplementedError()"


def test_a_class_that_only_passes_may_be_the_solution(
    course: Course, folder: Path, out: Path
) -> None:
    write(folder / "b.ipynb", answer("class MyError(Exception):\n    pass", "b"))

    write_student_copy(course, out)

    assert "MyError" not in (out / "b.ipynb").read_text()


def test_pictures_of_a_mark_scheme_go_with_it(course: Course, folder: Path, out: Path) -> None:
    mark = {"task": True, "grade": False, "solution": False, "grade_id": "t", "points": 1}
    source = "Draw.\n=== BEGIN MARK SCHEME ===\n![x](attachment:key.png)\n=== END MARK SCHEME ==="
    task = {
        **markdown(source),
        "metadata": {"nbgrader": mark},
        "attachments": {"key.png": {"image/png": "aGk="}},
    }
    write(folder / "b.ipynb", task)

    write_student_copy(course, out)

    assert json.loads((out / "b.ipynb").read_text())["cells"][0]["attachments"] == {}


def test_a_text_that_did_not_change_keeps_its_checksum(
    course: Course, folder: Path, out: Path
) -> None:
    cell = graded("assert double(1) == 2")
    marked = {**cell, "metadata": {"nbgrader": {**mark_data(), "checksum": "kept"}}}
    write(folder / "b.ipynb", answer("pass"), marked)

    write_student_copy(course, out)

    made = json.loads((out / "b.ipynb").read_text())["cells"][1]
    assert made["metadata"]["nbgrader"]["checksum"] == "kept"


def mark_data() -> dict[str, object]:
    return {"grade": True, "solution": False, "grade_id": "t", "points": 1, "schema_version": 1}


def test_a_checksum_is_the_one_that_nbgrader_computes() -> None:
    cell = {
        "cell_type": "code",
        "source": "assert f() == 1",
        "metadata": {"nbgrader": {**mark_data(), "schema_version": 3, "locked": True}},
    }
    mark = mark_of(cell)

    assert mark is not None
    assert checksum(cell, mark) == "2351a9505d42db7dad73c99150db4dcf"


def test_the_same_notebook_twice_in_a_course_is_told(
    course: Course, folder: Path, out: Path
) -> None:
    write(folder / "ps1" / "a.ipynb", *exercise("c"))

    with pytest.raises(CourseUnreadableError, match=r"two files named ps1/a\.ipynb"):
        write_student_copy(course, out)
