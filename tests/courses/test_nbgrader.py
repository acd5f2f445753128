import json
from pathlib import Path

import pytest

from jupyter_llm_teach.courses.headings import plain_title
from jupyter_llm_teach.courses.nbgrader import exercises, source_exercises
from jupyter_llm_teach.courses.notebook_file import read_document, read_notebook
from jupyter_llm_teach.courses.released import released
from jupyter_llm_teach.errors import CourseUnreadableError
from tests.courses.as_data import as_data
from tests.courses.notebooks import answer, graded, markdown, write

GOLDEN = Path(__file__).parents[1] / "golden" / "nbgrader"


def names(ending: str) -> list[str]:
    return sorted(path.name.removesuffix(ending) for path in GOLDEN.glob(f"*{ending}"))


@pytest.mark.parametrize("name", names(".source.json"))
def test_an_instructors_notebook_gives_its_golden_exercises(name: str) -> None:
    notebook = read_notebook(GOLDEN / f"{name}.ipynb")

    expected = json.loads((GOLDEN / f"{name}.source.json").read_text("utf-8"))
    assert [as_data(each) for each in source_exercises(notebook)] == expected


@pytest.mark.parametrize("name", names(".learner.json"))
def test_a_learners_notebook_gives_its_golden_exercises(name: str) -> None:
    notebook = read_notebook(GOLDEN / f"{name}.ipynb")

    expected = json.loads((GOLDEN / f"{name}.learner.json").read_text("utf-8"))
    assert [as_data(each) for each in exercises(notebook)] == expected


@pytest.mark.parametrize("name", names(".released.json"))
def test_a_students_version_is_the_golden_one(name: str) -> None:
    made = released(read_document(GOLDEN / f"{name}.ipynb", name), name)

    assert made.document == json.loads((GOLDEN / f"{name}.released.json").read_text("utf-8"))


@pytest.mark.parametrize(
    ("source", "line", "words"),
    [
        ("### BEGIN SOLUTION\nx = 1", 1, "never ended"),
        ("x = 1\n### END SOLUTION", 2, "has no"),
        ("### BEGIN SOLUTION\n### BEGIN SOLUTION\n### END SOLUTION", 2, "stands inside"),
        ("### BEGIN SOLUTION\n### END HIDDEN TESTS", 2, "stands inside"),
        ("### BEGIN SOLUTON\nx = 1\n### END SOLUTION", 1, "misspelt"),
        ("a = 2\n### begin solution\nx = 1\n### end solution", 2, "misspelt"),
        ("### BEGIN  SOLUTION\nx = 1\n### END SOLUTION", 1, "misspelt"),
        ("### BEGIN SOLUTION\nx = 1\n### ENDSOLUTION", 3, "misspelt"),
        ("### BEGIN SOLUTION\nx = 1\n# END OF SOLUTION", 3, "misspelt"),
        ("### BEGIN HIDDEN TEST\nx = 1\n### END HIDDEN TESTS", 1, "misspelt"),
        ("### BEGIN MARKING SCHEME\nx", 1, "misspelt"),
        ("### BEGIN HIDDEN TESTS\nx = 1\n### END HIDDEN TESTS", 1, "does not mark as tests"),
    ],
)
def test_a_wrong_marker_is_told_with_notebook_cell_and_line(
    tmp_path: Path, source: str, line: int, words: str
) -> None:
    notebook = read_notebook(write(tmp_path / "a.ipynb", markdown("# A"), answer(source)))

    with pytest.raises(CourseUnreadableError, match=rf"^a\.ipynb, cell 2, line {line}: .*{words}"):
        source_exercises(notebook)


@pytest.mark.parametrize("comment", ["# The solution", "# a solution", "# End", "# my test", "x=1"])
def test_ordinary_comments_are_no_markers(tmp_path: Path, comment: str) -> None:
    source = f"### BEGIN SOLUTION\n{comment}\nvalue = 1\n### END SOLUTION"
    notebook = read_notebook(write(tmp_path / "a.ipynb", answer(source)))

    assert source_exercises(notebook)[0].references == (f"{comment}\nvalue = 1",)


def test_a_solution_in_a_cell_for_reading_is_told(tmp_path: Path) -> None:
    source = "### BEGIN SOLUTION\nx\n### END SOLUTION"
    notebook = read_notebook(write(tmp_path / "a.ipynb", markdown(source)))

    with pytest.raises(CourseUnreadableError, match="cell 1, line 1"):
        source_exercises(notebook)


def test_tests_before_any_answer_belong_to_nothing(tmp_path: Path) -> None:
    notebook = read_notebook(write(tmp_path / "a.ipynb", graded("assert 1 == 1")))

    assert source_exercises(notebook) == ()


def test_a_later_test_cell_gets_the_imports_of_earlier_ones(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.ipynb",
        answer("def f(): return 1", "f"),
        graded("import math\nassert f() == math.pi", "t1"),
        answer("def g(): return 1", "g"),
        graded("assert math.isclose(g(), 1)", "t2"),
    )

    assert exercises(read_notebook(path))[1].tests[0].setup == "import math"


def test_a_visible_test_takes_nothing_from_hidden_lines_of_an_earlier_cell(tmp_path: Path) -> None:
    hidden = "### BEGIN HIDDEN TESTS\nkey = 4\n### END HIDDEN TESTS\nassert f() == 1"
    path = write(
        tmp_path / "a.ipynb", answer("def f(): pass", "f"), graded(hidden), graded("assert f(key)")
    )

    assert exercises(read_notebook(path))[0].tests[-1].setup == ""


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
