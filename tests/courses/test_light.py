import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_llm_teach.courses.dialects import dialect_of
from jupyter_llm_teach.courses.documents import document_of, open_document
from jupyter_llm_teach.courses.folder import FolderCourses
from jupyter_llm_teach.courses.leaks import lines_in, secret_lines
from jupyter_llm_teach.courses.light.dialect import LIGHT, learners, recognises, source
from jupyter_llm_teach.courses.light.starter import MARK_LINE
from jupyter_llm_teach.courses.notebook_file import read_notebook
from jupyter_llm_teach.courses.problem import Severity
from jupyter_llm_teach.courses.reading import Changed, Kept
from jupyter_llm_teach.courses.student import write_student_copy
from jupyter_llm_teach.courses.teach_toml import read_course
from jupyter_llm_teach.teaching.notebook import TeachBlock
from tests.courses.as_data import as_data
from tests.courses.light_cells import Written, cell, notebook

GOLDEN = Path(__file__).parents[1] / "golden" / "light"
NAMES = sorted(path.name.removesuffix(".source.json") for path in GOLDEN.glob("*.source.json"))
SOUND = sorted(path.name.removesuffix(".student.ipynb") for path in GOLDEN.glob("*.student.ipynb"))
SOLVED = "def mean(xs):\n    return sum(xs) / len(xs)"
TESTS = "assert mean([1, 3]) == 2"


@pytest.mark.parametrize("name", NAMES)
def test_an_instructors_notebook_gives_its_golden_exercises(name: str) -> None:
    found = source(read_notebook(GOLDEN / f"{name}.ipynb")).exercises

    expected = json.loads((GOLDEN / f"{name}.source.json").read_text("utf-8"))
    assert [as_data(each) for each in found] == expected


@pytest.mark.parametrize("name", SOUND)
def test_students_get_the_golden_bytes(name: str) -> None:
    document = open_document(GOLDEN / f"{name}.ipynb", f"{name}.ipynb")
    assert document is not None

    made = document.student(source(document.notebook).student.cells)
    assert made == (GOLDEN / f"{name}.student.ipynb").read_text("utf-8")


@pytest.mark.parametrize("name", SOUND)
def test_students_find_the_same_exercises(name: str) -> None:
    given = source(read_notebook(GOLDEN / f"{name}.ipynb")).exercises
    found = learners(read_notebook(GOLDEN / f"{name}.student.ipynb"))

    assert [each.id for each in found] == [each.id for each in given]
    assert [each.starter for each in found] == [each.starter for each in given]
    assert [each.points for each in found] == [each.points for each in given]
    assert [each.title for each in found] == [each.title for each in given]
    assert [each.statement for each in found] == [each.statement for each in given]
    assert [each.tests for each in found] == [
        tuple(test for test in each.tests if test.visible) for each in given
    ]


@pytest.mark.parametrize("name", SOUND)
def test_nothing_secret_is_in_the_students_notebook(name: str) -> None:
    document = open_document(GOLDEN / f"{name}.ipynb", f"{name}.ipynb")
    assert document is not None
    secrets = secret_lines(document.notebook, source(document.notebook))

    text = (GOLDEN / f"{name}.student.ipynb").read_text("utf-8")
    assert secrets
    assert secrets.isdisjoint(lines_in(json.loads(text)))
    assert "solution" not in text
    assert MARK_LINE.search(text.replace("\\n", "\n")) is None


def test_a_course_in_the_light_form_goes_all_the_way(tmp_path: Path) -> None:
    course, work = tmp_path / "course", tmp_path / "work"
    course.mkdir()
    (course / "teach.toml").write_text('[course]\ntitle = "C"\n', "utf-8")
    (course / "lists.ipynb").write_bytes((GOLDEN / "lists.ipynb").read_bytes())

    copy = write_student_copy(read_course(course), work)
    assert copy.written == ("lists.ipynb",)
    courses = FolderCourses([course])
    local = courses.read(read_notebook(work / "lists.ipynb"))
    assert [each.id for each in local] == ["lists-the-mean", "gap", "counter", "while"]
    found = courses.find("gap", "lists.ipynb")
    assert found is not None
    assert [test.visible for test in found[1].tests] == [True] * 3 + [False] * 2


def test_one_tag_is_enough() -> None:
    given = notebook(cell("## The mean", kind="text"), cell(SOLVED, "solution"), cell(TESTS))

    (found,) = source(given).exercises
    assert (found.id, found.title, found.references) == ("week1-the-mean", "The mean", (SOLVED,))
    assert found.starter == ("def mean(xs):\n    # YOUR CODE HERE\n    raise NotImplementedError()")
    assert [each.name for each in found.tests] == ["2 1"]


@pytest.mark.parametrize(
    "tag", ["solution", "Solution", " solutions ", "corrigé", "CORRIGE", "correction"]
)
def test_tags_are_known_in_both_languages_and_any_writing(tag: str) -> None:
    assert source(notebook(cell(SOLVED, tag))).exercises[0].references == (SOLVED,)


@pytest.mark.parametrize("tag", ["hidden-tests", "Hidden tests", "hidden_tests", "tests cachés"])
def test_hidden_tests_stay_with_the_instructor(tag: str) -> None:
    given = notebook(cell(SOLVED, "solution"), cell(TESTS, "tests"), cell(TESTS + " ", tag))

    read = source(given)
    assert [test.visible for test in read.exercises[0].tests] == [True, False]
    assert [each.cell for each in read.student.cells if isinstance(each, Kept)] == [1]


def test_a_hidden_test_may_use_what_another_defines_and_a_visible_one_may_not() -> None:
    given = notebook(
        cell(SOLVED, "solution"),
        cell("data = [1, 3]\nassert mean(data) == 2", "hidden-tests"),
        cell("assert mean(data) == 2.0", "hidden-tests"),
        cell("assert mean(data) == 2.00", "tests"),
    )

    setups = [test.setup for test in source(given).exercises[0].tests]
    assert setups == ["data = [1, 3]", "data = [1, 3]", ""]


@pytest.mark.parametrize("tag", ["notes", "teacher", "enseignant"])
def test_notes_stay_with_the_instructor(tag: str) -> None:
    given = notebook(cell(SOLVED, "solution"), cell("Ask them.", tag, kind="text"))

    assert len(source(given).student.cells) == 1


def test_a_hidden_text_stays_with_the_instructor() -> None:
    hidden = cell("Ask them.", kind="text", teach=TeachBlock(hidden=True))

    assert len(source(notebook(cell(SOLVED, "solution"), hidden)).student.cells) == 1


def test_the_answer_cell_of_students_carries_what_finds_it_again() -> None:
    block = TeachBlock("avg", "Average", 2.0, starter="def mean(xs): ...")

    (made,) = source(notebook(cell(SOLVED, "corrigé", "slide", teach=block))).student.cells
    assert made == Changed(
        0, "def mean(xs): ...", ("réponse", "slide"), TeachBlock("avg", "Average", 2.0)
    )


def test_an_answer_cell_is_given_as_it_is_and_its_solutions_are_not() -> None:
    given = notebook(
        cell("def mean(xs):\n    ...", "answer"),
        cell(SOLVED, "solution"),
        cell("Another way:", kind="text"),
        cell("from statistics import mean", "solution"),
        cell(TESTS),
    )

    read = source(given)
    (found,) = read.exercises
    assert found.references == (SOLVED, "from statistics import mean")
    assert found.test_cells == ("4",)
    assert [each.cell for each in read.student.cells if isinstance(each, (Changed, Kept))] == [
        0,
        2,
        4,
    ]


@pytest.mark.parametrize(
    "between",
    [cell("## Next", kind="text"), cell("x = 1"), cell(TESTS, "tests"), cell("E", "exercise")],
)
def test_a_solution_further_down_is_an_exercise_of_its_own(
    between: Written,
) -> None:
    given = notebook(cell("a = ...", "answer"), between, cell("b = 1", "solution"))

    assert [each.answer_cells for each in source(given).exercises] == [("0",), ("2",)]


def test_the_statement_is_the_marked_text_or_the_one_from_the_last_heading_on() -> None:
    given = notebook(
        cell("# Week 1\n\nHello.\n\n## The mean\n\nWrite it.", kind="text"),
        cell(SOLVED, "solution"),
        cell("In passing.", kind="text"),
        cell("Write f.\n\n### Example", "exercise", kind="text"),
        cell("More.", kind="text"),
        cell("f = 1", "solution"),
        cell("g = 1", "solution"),
    )

    statements = [each.statement for each in source(given).exercises]
    marked = "Write f.\n\n### Example\n\nMore."
    assert statements == ["## The mean\n\nWrite it.", marked, marked]


def test_the_block_of_a_statement_speaks_for_its_exercise() -> None:
    block = TeachBlock("first", "One", 3.0)
    given = notebook(cell("Write f.", kind="text", teach=block), cell("f = 1", "solution"))

    (found,) = source(given).exercises
    assert (found.id, found.title, found.points) == ("first", "One", 3.0)


def test_exercises_below_one_heading_are_told_apart() -> None:
    given = notebook(
        cell("## Both", kind="text"),
        cell("def f(): pass", "solution"),
        cell("def f(): pass", "solution"),
        cell("x = 1", "solution"),
    )

    ids = [each.id for each in source(given).exercises]
    assert ids == ["week1-both", "week1-f", "week1-3"]


def test_a_doctest_in_the_docstring_is_a_test_that_students_see() -> None:
    text = 'def f(x):\n    """F.\n\n    >>> f(1)\n    2\n    """\n    return x + 1'

    (found,) = source(notebook(cell(text, "solution"))).exercises
    assert [test.visible for test in found.tests] == [True]
    assert ">>> f(1)" in found.starter


def test_other_languages_are_read_without_tests() -> None:
    given = notebook(cell("f <- 1", "solution"), cell("f == 1", "tests"), language="r")

    (found,) = source(given).exercises
    assert (found.language, found.tests, found.starter) == ("r", (), "# YOUR CODE HERE\nfail()")


@pytest.mark.parametrize(
    ("cells", "is_light"),
    [
        ([cell(SOLVED, "solution")], True),
        ([cell(SOLVED, "réponse")], True),
        ([cell(SOLVED, "soluton")], True),
        ([cell("x", teach=TeachBlock(id="x"))], True),
        ([cell(SOLVED, "slideshow", "remove-input", "parameters"), cell(TESTS)], False),
        ([cell("text", "texts", "notebook", "hide-cell", kind="text")], False),
        ([cell("x", "tests")], False),
        ([], False),
    ],
)
def test_a_notebook_is_known_by_its_tags(cells: list[Written], *, is_light: bool) -> None:
    assert recognises(notebook(*cells)) is is_light
    assert (dialect_of(notebook(*cells)) is LIGHT) is is_light


TAGS = st.sampled_from(
    ["solution", "answer", "tests", "hidden-tests", "exercise", "notes", "soluton", "slide"]
)
SOURCES = st.sampled_from(
    [
        SOLVED,
        TESTS,
        "## Heading",
        "# --- solution ---\nsecret = 1",
        "a = 1\n# --- solution ---\nb = 2\n# --- end ---\nc = 3",
        "class A:\n    def f(self):\n        return 'secret'",
        "def f(",
        "",
    ]
)
BLOCKS = st.none() | st.builds(
    TeachBlock, id=st.sampled_from(["", "a", "b"]), hidden=st.booleans(), points=st.just(1.0)
)
CELLS = st.lists(
    st.tuples(
        st.sampled_from(["code", "text", "raw"]),
        SOURCES | st.text(max_size=40),
        st.lists(TAGS, max_size=2).map(tuple),
        BLOCKS,
    ),
    max_size=12,
)


@given(CELLS)
def test_whatever_an_instructor_writes_is_read(
    cells: list[Written],
) -> None:
    given = notebook(*cells)

    read = source(given)
    places = [each.cell for each in read.student.cells if isinstance(each, (Changed, Kept))]
    assert places == sorted(set(places))
    assert all(test.visible for each in learners(given) for test in each.tests)


@given(CELLS)
def test_no_line_of_a_solution_stays_where_nothing_is_wrong(
    cells: list[Written],
) -> None:
    given = notebook(*cells)
    read = source(given)
    is_sound = all(each.severity is Severity.WARNING for each in read.problems)

    kept = {each.cell for each in read.student.cells if isinstance(each, Kept)}
    secret = {
        place
        for place, each in enumerate(given.cells)
        if {"solution", "hidden-tests", "notes"} & set(each.tags)
    }
    assert not is_sound or kept.isdisjoint(secret)


def test_a_notebook_as_a_percent_script_is_read_as_well() -> None:
    text = (
        "# ---\n# jupyter:\n#   kernelspec:\n#     name: python3\n# ---\n\n"
        "# %% [markdown]\n# ## The mean\n\n"
        '# %% tags=["solution"] teach={"id": "mean", "points": 2}\n'
        f"{SOLVED}\n\n# %%\n{TESTS}\n"
    )
    document = document_of(text, "week1.py")
    assert document is not None

    read = source(document.notebook)
    (found,) = read.exercises
    assert (found.id, found.points, len(found.tests)) == ("mean", 2.0, 1)
    student = document.student(read.student.cells)
    assert "return" not in student
    copy = document_of(student, "week1.py")
    assert copy is not None
    (again,) = learners(copy.notebook)
    assert (again.id, again.starter, again.tests) == (found.id, found.starter, found.tests)
