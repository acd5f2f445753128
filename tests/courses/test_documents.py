from pathlib import Path

import pytest

from jupyter_llm_teach.courses.documents import Document, document_of, open_document
from jupyter_llm_teach.courses.index import CourseIndex
from jupyter_llm_teach.courses.lint import lint
from jupyter_llm_teach.courses.reading import Changed, Kept
from jupyter_llm_teach.courses.release import release_of
from tests.courses.notebooks import exercise, write

HEADER = """# ---
# jupyter:
#   kernelspec:
#     name: python3
# ---

"""
SOLUTION = """# %% nbgrader={"solution": true, "grade_id": "double"}
def double(n):
    ### BEGIN SOLUTION
    return 2 * n
    ### END SOLUTION

"""
TESTS = """# %% nbgrader={"grade": true, "grade_id": "test_double", "points": 1}
assert double(2) == 4
"""
SCRIPT = HEADER + SOLUTION + TESTS


def opened(text: str, called: str) -> Document:
    document = document_of(text, called)
    assert document is not None
    return document


def read(folder: Path) -> CourseIndex:
    index = CourseIndex(folder)
    index.look()
    return index


def test_a_percent_script_is_read_like_any_notebook(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(SCRIPT)

    index = read(tmp_path)

    (found,) = index.notebooks["a.py"].exercises
    assert (found.id, found.dialect, len(found.tests)) == ("double", "nbgrader", 1)


def test_its_students_version_is_a_script(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(SCRIPT)

    release = release_of(read(tmp_path))

    assert dict(release.files) == {
        "a.py": SCRIPT.replace(
            "    ### BEGIN SOLUTION\n    return 2 * n\n    ### END SOLUTION\n",
            "    # YOUR CODE HERE\n    raise NotImplementedError()\n",
        )
    }
    assert (release.problems, release.leaks) == ((), ())


def test_problems_of_a_text_name_the_line_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(SCRIPT.replace("### END SOLUTION", "### END SOLUTON"))

    problem = lint(read(tmp_path)).problems[0]

    assert (problem.code, problem.cell, problem.line) == ("tag_misspelled", 1, 11)


def test_of_a_pair_the_text_is_read_and_students_get_both(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(SCRIPT)
    write(tmp_path / "a.ipynb", *exercise())

    index = read(tmp_path)

    assert list(index.notebooks) == ["a.py"]
    assert sorted(release_of(index).files) == ["a.ipynb", "a.py"]


def test_a_module_beside_a_notebook_is_no_pair(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("def helper():\n    return 1\n")
    write(tmp_path / "a.ipynb", *exercise())

    assert list(read(tmp_path).notebooks) == ["a.ipynb"]


@pytest.mark.parametrize(
    ("text", "called"), [("# Read me", "README.md"), ("x = 1", "a.py"), ("x", "a.txt")]
)
def test_ordinary_text_is_no_notebook(text: str, called: str) -> None:
    assert document_of(text, called) is None


def test_a_notebook_of_an_old_format_is_written_in_the_new_one(tmp_path: Path) -> None:
    old = (
        '{"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": ""}, "worksheets": [{"cells": '
        '[{"cell_type": "code", "language": "python", "collapsed": false, "metadata": {}, '
        '"input": "x = 1", "outputs": []}], "metadata": {}}]}'
    )
    (tmp_path / "a.ipynb").write_text(old)
    document = open_document(tmp_path / "a.ipynb", "a.ipynb")
    assert document is not None

    made = opened(document.student((Changed(0, "x = ..."),)), "a.ipynb")

    assert [each.source for each in made.notebook.cells] == ["x = ..."]


def test_a_text_that_does_not_change_keeps_every_byte() -> None:
    document = opened(SCRIPT, "a.py")

    assert document.student((Kept(0), Kept(1))) == SCRIPT
