import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_llm_teach.courses.documents import open_document
from jupyter_llm_teach.courses.notebook_file import read_notebook
from jupyter_llm_teach.courses.plain.dialect import learners, recognises, source
from jupyter_llm_teach.courses.problem import Severity
from jupyter_llm_teach.teaching.exercise import Compare, Runs
from jupyter_llm_teach.teaching.notebook import Cell, Notebook
from tests.courses.as_data import as_data

GOLDEN = Path(__file__).parents[1] / "golden" / "plain"
STUB = "def mean(xs):\n    pass"
WRITTEN = "def mean(xs):\n    return sum(xs) / len(xs)"
TESTS = "assert mean([1, 3]) == 2\nassert mean([4]) == 4"
EXERCISE = "## Exercise 1: mean\n\nWrite it."
LECTURE = "## The mean\n\nA function is called by its name."


def notebook(*cells: tuple[str, str], language: str = "python") -> Notebook:
    made = (
        Cell(str(place), "markdown" if kind == "text" else "code", source)
        for place, (kind, source) in enumerate(cells)
    )
    return Notebook("tp1.ipynb", language, tuple(made))


def text(source: str) -> tuple[str, str]:
    return "text", source


def code(source: str) -> tuple[str, str]:
    return "code", source


@pytest.mark.parametrize("name", sorted(path.stem for path in GOLDEN.glob("*.ipynb")))
def test_a_notebook_gives_its_golden_exercises(name: str) -> None:
    found = source(read_notebook(GOLDEN / f"{name}.ipynb")).exercises

    expected = json.loads((GOLDEN / f"{name}.source.json").read_text("utf-8"))
    assert [as_data(each) for each in found] == expected


@pytest.mark.parametrize("name", sorted(path.stem for path in GOLDEN.glob("*.ipynb")))
def test_students_get_a_notebook_as_it_is_and_find_the_same_exercises(name: str) -> None:
    document = open_document(GOLDEN / f"{name}.ipynb", f"{name}.ipynb")
    assert document is not None
    read = source(document.notebook)

    assert document.student(read.student.cells) == document.text
    assert learners(document.notebook) == read.exercises


@pytest.mark.parametrize(
    "cells",
    [
        (text(EXERCISE), code(STUB), code(TESTS)),
        (code(STUB), code(TESTS)),
        (text(EXERCISE), code(WRITTEN), code(TESTS)),
        (text(EXERCISE), text("More."), code("import math\n\n" + WRITTEN), code(TESTS)),
        (text("**Exercice 2.** La moyenne."), code(WRITTEN), code(TESTS)),
        (text("1. Question: the mean"), code(WRITTEN), code(TESTS)),
        (text("### À vous de jouer"), code(WRITTEN), code(TESTS)),
        (code("# YOUR CODE HERE\n" + WRITTEN), code(TESTS)),
        (code(WRITTEN), code("# Do not change this cell\n" + TESTS)),
        (code(WRITTEN), code(TESTS + "\nprint('All tests passed')")),
        (code(WRITTEN), code(TESTS + "\nprint('Bravo !')")),
        (code("def mean(xs):\n    raise NotImplementedError"), code(TESTS)),
        (code('def mean(xs):\n    """The mean."""\n    ...'), code(TESTS)),
        (code("def mean(xs):\n    total = 0\n    # TODO\n    return total"), code(TESTS)),
        (code("def mean(xs):\n    return ____"), code(TESTS)),
        (code("def mean(xs):\n    # à compléter\n"), code(TESTS)),
        (code(STUB), code("mean([1])"), text("### Tests"), code(TESTS)),
        (code(STUB), code(">>> mean([1, 3])\n2.0\n>>> mean([4])\n4.0")),
        (text("```python\n>>> mean([1, 3])\n2.0\n>>> mean([4])\n4.0\n```"), code(STUB)),
        (text(EXERCISE + "\n>>> mean([1, 3])\n2\n>>> mean([4])\n4"), code(WRITTEN)),
        (code("mean = ...\n# replace the dots"), code("assert mean == 2\nassert mean < 3")),
        (code(STUB), code(f"def test_mean():\n    {TESTS}".replace("\nassert", "\n    assert"))),
    ],
)
def test_an_answer_with_its_tests_is_an_exercise(cells: tuple[tuple[str, str], ...]) -> None:
    (found,) = learners(notebook(*cells))

    assert len(found.tests) == 2
    assert all(each.visible for each in found.tests)
    assert found.references == ()


@pytest.mark.parametrize(
    "cells",
    [
        (text(LECTURE), code(WRITTEN), code("mean([1, 3])")),
        (text(LECTURE), code(WRITTEN), code(TESTS)),
        (text(LECTURE), code(WRITTEN + "\n\n" + TESTS)),
        (text("## assert\n\nIt checks."), code("assert 1 + 1 == 2"), code("assert 1 == 2, 'no'")),
        (text(LECTURE), code("x = [1, 2]"), code("assert len(x) == 2")),
        (
            text(LECTURE),
            code("class Shape:\n    def area(self):\n        raise NotImplementedError"),
        ),
        (text(LECTURE), code("class EmptyError(ValueError):\n    pass"), code(WRITTEN)),
        (text(LECTURE), code("def nothing():\n    pass"), code("print(nothing())")),
        (text(LECTURE), code('def f(x):\n    """\n    >>> f(1)\n    2\n    """\n    return x + 1')),
        (text("Python shows a value:\n\n>>> 1 + 1\n2"), code("1 + 1")),
        (text("## Unit tests"), code("import unittest\nclass TestA(unittest.TestCase): pass")),
        (text("## Questions of style"), code("# TODO lists are lists\nx = 1")),
        (text("# Exercises in style\n\n# Lecture 2"), code("x = 1"), code("print(x)")),
        (text(LECTURE), code("for i in range(3):\n    if i == 1:\n        pass"), code("assert i")),
        (text(LECTURE), code("a[...] = 1"), code("b = a[..., 0]")),
        (text(LECTURE), code("name, _ = pair")),
        (),
    ],
)
def test_a_lecture_holds_no_exercise(cells: tuple[tuple[str, str], ...]) -> None:
    assert learners(notebook(*cells)) == ()
    assert not recognises(notebook(*cells))


def test_an_exercise_is_named_after_its_heading_or_its_function() -> None:
    found = learners(
        notebook(
            *(text("# TP\n\n## Exercice 3 : La moyenne"), code(STUB), code(TESTS)),
            *(text("## Médiane"), code("def median(xs): ..."), code("assert median([1]) == 1")),
            *(text("Same."), code("def median(xs): ..."), code("assert median([2]) == 2")),
            *(code("y = ...\nz = ..."), code("assert y == 1")),
        )
    )

    names = ["tp1-exercice-3-la-moyenne", "tp1-median", "tp1-median-2", "tp1-4"]
    assert [each.id for each in found] == names
    assert (found[0].title, found[0].section) == ("La moyenne", "TP")
    assert found[1].statement == "## Médiane"


def test_tests_belong_to_the_last_answer_that_they_read() -> None:
    found = learners(
        notebook(
            text(EXERCISE),
            code(STUB),
            code("def spread(xs):\n    ..."),
            code(TESTS),
            code("assert spread([1, 3]) == mean([0, 4])"),
        )
    )

    assert [each.test_cells for each in found] == [("3",), ("4",)]


@pytest.mark.parametrize("between", [text("## Next"), text("Exercise 2"), code("mean = 3")])
def test_tests_of_another_task_belong_to_nothing(between: tuple[str, str]) -> None:
    found, *_ = learners(notebook(text(EXERCISE), code(STUB), between, code(TESTS)))

    assert found.test_cells == ()


def test_tests_get_what_the_cells_between_define() -> None:
    cells = (code(STUB), code("data = [1, 3]"), code("assert mean(data) == 2"))

    (found,) = learners(notebook(*cells))
    assert (found.tests[0].check, found.tests[0].setup) == (
        Compare("mean(data)", "2"),
        "data = [1, 3]",
    )


def test_other_languages_hold_no_exercise_without_marks() -> None:
    assert learners(notebook(code("int f() { return 0; } // YOUR CODE"), language="c++")) == ()


def test_an_exercise_without_tests_is_told() -> None:
    (problem,) = source(notebook(text(EXERCISE), code(STUB))).problems

    assert (problem.code, problem.cell) == ("missing_tests", 2)
    assert problem.severity is Severity.WARNING


def test_a_docstring_with_crooked_examples_is_told_with_its_line() -> None:
    crooked = 'def f(x):\n    """One.\n\n    >>>f(1)\n    2\n    """\n    pass'

    read = source(notebook(text(EXERCISE), code(crooked), code("assert f(1) == 2")))
    (problem,) = read.problems
    assert (problem.code, problem.cell, problem.line) == ("bad_doctest", 2, 4)
    assert len(read.exercises[0].tests) == 1


def test_test_functions_and_classes_are_tests() -> None:
    suite = (
        "import unittest\n"
        "class TestMean(unittest.TestCase):\n"
        "    def test_value(self):\n"
        "        self.assertEqual(mean([1, 3]), 2)\n"
        "    def test_empty(self):\n"
        "        with self.assertRaises(ValueError):\n"
        "            mean([])\n"
        "unittest.main(argv=[''], exit=False)"
    )

    (found,) = learners(notebook(code(STUB), code(suite)))
    assert [each.check for each in found.tests] == [
        Compare("mean([1, 3])", "2"),
        Runs("TestMean('test_empty').debug()"),
    ]


PIECES = st.sampled_from(
    [STUB, WRITTEN, TESTS, EXERCISE, LECTURE, ">>> mean([1])\n1", '"""', "def f(", "# à compléter"]
)


@given(st.lists(st.tuples(st.sampled_from(["text", "code"]), PIECES | st.text(max_size=60))))
def test_whatever_learners_write_is_read(cells: list[tuple[str, str]]) -> None:
    found = learners(notebook(*cells))

    assert len({each.id for each in found}) == len(found)
