import json
from pathlib import Path

import pytest

from jupyter_llm_teach.courses.documents import open_document
from jupyter_llm_teach.courses.headings import plain_title
from jupyter_llm_teach.courses.nbgrader import learners, source
from jupyter_llm_teach.courses.notebook_file import read_notebook
from jupyter_llm_teach.courses.problem import Severity
from tests.courses.as_data import as_data
from tests.courses.notebooks import answer, graded, markdown, write

GOLDEN = Path(__file__).parents[1] / "golden" / "nbgrader"


def names(ending: str) -> list[str]:
    return sorted(path.name.removesuffix(ending) for path in GOLDEN.glob(f"*{ending}"))


@pytest.mark.parametrize("name", names(".source.json"))
def test_an_instructors_notebook_gives_its_golden_exercises(name: str) -> None:
    notebook = read_notebook(GOLDEN / f"{name}.ipynb")

    expected = json.loads((GOLDEN / f"{name}.source.json").read_text("utf-8"))
    assert [as_data(each) for each in source(notebook).exercises] == expected


@pytest.mark.parametrize("name", names(".learner.json"))
def test_a_learners_notebook_gives_its_golden_exercises(name: str) -> None:
    notebook = read_notebook(GOLDEN / f"{name}.ipynb")

    expected = json.loads((GOLDEN / f"{name}.learner.json").read_text("utf-8"))
    assert [as_data(each) for each in learners(notebook)] == expected


@pytest.mark.parametrize("name", names(".released.json"))
def test_a_students_version_is_the_golden_one(name: str) -> None:
    document = open_document(GOLDEN / f"{name}.ipynb", name + ".ipynb")
    assert document is not None
    made = document.student(source(document.notebook).student.cells)

    assert json.loads(made) == json.loads((GOLDEN / f"{name}.released.json").read_text("utf-8"))


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("### BEGIN SOLUTION\nx = 1", 1, "never ended"),
        ("x = 1\n### END SOLUTION", 2, "has no"),
        ("### BEGIN SOLUTION\n### BEGIN SOLUTION\n### END SOLUTION", 2, "stands inside"),
        ("### BEGIN SOLUTION\n### END HIDDEN TESTS", 2, "stands inside"),
        ("### BEGIN SOLUTON\nx = 1\n### END SOLUTION", 1, "misspelled"),
        ("a = 2\n### begin solution\nx = 1\n### end solution", 2, "misspelled"),
        ("### BEGIN  SOLUTION\nx = 1\n### END SOLUTION", 1, "misspelled"),
        ("### BEGIN SOLUTION\nx = 1\n### ENDSOLUTION", 3, "misspelled"),
        ("### BEGIN SOLUTION\nx = 1\n# END OF SOLUTION", 3, "misspelled"),
        ("### BEGIN HIDDEN TEST\nx = 1\n### END HIDDEN TESTS", 1, "misspelled"),
        ("### BEGIN MARKING SCHEME\nx", 1, "misspelled"),
        ("### BEGIN HIDDEN TESTS\nx = 1\n### END HIDDEN TESTS", 1, "does not mark as tests"),
    ],
)
def test_a_wrong_marker_is_told_with_notebook_cell_and_line(
    tmp_path: Path, text: str, line: int, words: str
) -> None:
    notebook = read_notebook(write(tmp_path / "a.ipynb", markdown("# A"), answer(text)))

    problem = source(notebook).problems[0]
    assert problem.place == f"a.ipynb, cell 2, line {line}"
    assert words in problem.message
    assert problem.severity is Severity.ERROR


def test_every_wrong_marker_of_a_notebook_is_told(tmp_path: Path) -> None:
    wrong = "### BEGIN SOLUTON\nx = 1\n### END SOLUTION"
    path = write(tmp_path / "a.ipynb", answer(wrong, "a"), answer(wrong, "b"))

    every = source(read_notebook(path)).problems
    found = [each for each in every if each.severity is Severity.ERROR]
    assert [(each.code, each.cell) for each in found] == [
        ("tag_misspelled", 1),
        ("tag_misspelled", 2),
    ]


def test_a_cell_without_an_id_is_told(tmp_path: Path) -> None:
    notebook = read_notebook(write(tmp_path / "a.ipynb", answer("x = 1", "")))

    problem = source(notebook).problems[0]
    assert (problem.code, problem.severity) == ("missing_id", Severity.WARNING)


@pytest.mark.parametrize("comment", ["# The solution", "# a solution", "# End", "# my test", "x=1"])
def test_ordinary_comments_are_no_markers(tmp_path: Path, comment: str) -> None:
    text = f"### BEGIN SOLUTION\n{comment}\nvalue = 1\n### END SOLUTION"
    notebook = read_notebook(write(tmp_path / "a.ipynb", answer(text)))

    assert source(notebook).exercises[0].references == (f"{comment}\nvalue = 1",)


def test_a_solution_in_a_cell_for_reading_is_told(tmp_path: Path) -> None:
    text = "### BEGIN SOLUTION\nx\n### END SOLUTION"
    notebook = read_notebook(write(tmp_path / "a.ipynb", markdown(text)))

    (problem,) = source(notebook).problems
    assert (problem.code, problem.cell, problem.line) == ("tag_misplaced", 1, 1)


def test_tests_before_any_answer_belong_to_nothing(tmp_path: Path) -> None:
    notebook = read_notebook(write(tmp_path / "a.ipynb", graded("assert 1 == 1")))

    assert source(notebook).exercises == ()


def test_a_later_test_cell_gets_the_imports_of_earlier_ones(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.ipynb",
        answer("def f(): return 1", "f"),
        graded("import math\nassert f() == math.pi", "t1"),
        answer("def g(): return 1", "g"),
        graded("assert math.isclose(g(), 1)", "t2"),
    )

    assert learners(read_notebook(path))[1].tests[0].setup == "import math"


def test_a_visible_test_takes_nothing_from_hidden_lines_of_an_earlier_cell(tmp_path: Path) -> None:
    hidden = "### BEGIN HIDDEN TESTS\nkey = 4\n### END HIDDEN TESTS\nassert f() == 1"
    path = write(
        tmp_path / "a.ipynb", answer("def f(): pass", "f"), graded(hidden), graded("assert f(key)")
    )

    assert learners(read_notebook(path))[0].tests[-1].setup == ""


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("Exercise 3: Loops", "Loops"),
        ("Exercice 3 : Les boucles", "Les boucles"),
        ("Exercise: Loops", "Loops"),
        ("Question n° 2 \u2013 Pourquoi ?", "Pourquoi ?"),
        ("1.2 Loops", "Loops"),
        ("3. Loops", "Loops"),
        ("Part A (2 points)", "Part A"),
        ("`squares` and **cubes**", "squares and cubes"),
        ("3D points", "3D points"),
        ("Questions of style", "Questions of style"),
        ("Exercise 3", "Exercise 3"),
    ],
)
def test_a_title_is_the_heading_without_its_number(heading: str, title: str) -> None:
    assert plain_title(heading) == title
