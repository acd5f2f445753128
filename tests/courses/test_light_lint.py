import json
from pathlib import Path

import pytest

from jupyter_llm_teach.courses.light.dialect import source
from jupyter_llm_teach.courses.notebook_file import read_notebook
from jupyter_llm_teach.courses.problem import Severity
from jupyter_llm_teach.teaching.notebook import Notebook, TeachBlock
from tests.courses.light_cells import Written, cell, notebook

GOLDEN = Path(__file__).parents[1] / "golden" / "light"
NAMES = sorted(path.name.removesuffix(".source.json") for path in GOLDEN.glob("*.source.json"))
SOLVED = "def mean(xs):\n    return sum(xs) / len(xs)"
TESTS = "assert mean([1, 3]) == 2"


def told(given: Notebook) -> list[tuple[str, int | None, int | None]]:
    """The codes and places of what is wrong, a missing id left out."""
    found = source(given).problems
    return [(each.code, each.cell, each.line) for each in found if each.code != "missing_id"]


@pytest.mark.parametrize("name", NAMES)
def test_an_instructors_notebook_gives_its_golden_problems(name: str) -> None:
    found = source(read_notebook(GOLDEN / f"{name}.ipynb")).problems

    expected = json.loads((GOLDEN / f"{name}.problems.json").read_text("utf-8"))
    assert [
        [each.code, each.severity.value, each.cell, each.line, each.message, each.fix]
        for each in found
    ] == expected


def test_one_tag_is_enough_for_lint() -> None:
    assert told(notebook(cell(SOLVED, "solution"), cell(TESTS))) == []


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ([cell(SOLVED, "soluton"), cell(TESTS)], [("tag_misspelled", 1, None)]),
        ([cell(SOLVED, "solutoin"), cell(TESTS)], [("tag_misspelled", 1, None)]),
        ([cell(SOLVED, "corigé"), cell(TESTS)], [("tag_misspelled", 1, None)]),
        (
            [cell(SOLVED, "solution"), cell(TESTS, "hiden-tests")],
            [("tag_misspelled", 2, None), ("missing_tests", 1, None)],
        ),
        (
            [cell(SOLVED, "solution", "tests"), cell(TESTS)],
            [("tag_misplaced", 1, None)],
        ),
        (
            [cell("# --- solution ---\n" + SOLVED), cell(SOLVED, "solution"), cell(TESTS)],
            [("tag_misplaced", 1, 1)],
        ),
        (
            [cell("# --- soluton ---\n" + SOLVED, "solution"), cell(TESTS)],
            [("tag_misspelled", 1, 1)],
        ),
        (
            [cell(SOLVED + "\n# --- end ---", "solution"), cell(TESTS)],
            [("tag_unbalanced", 1, 3)],
        ),
        (
            [cell("#---corrigé---\n# --- Solution ---\nf = 1", "solution"), cell(TESTS)],
            [("tag_unbalanced", 1, 2), ("missing_tests", 1, None)],
        ),
        (
            [
                cell(SOLVED, "solution", teach=TeachBlock(unknown=("hiden",))),
                cell(TESTS, teach=TeachBlock(wrong=("hidden",))),
            ],
            [("bad_metadata", 1, None), ("bad_metadata", 2, None)],
        ),
    ],
)
def test_what_nobody_can_know_is_an_error(
    cells: list[Written],
    expected: list[tuple[str, int, int | None]],
) -> None:
    given = notebook(*cells)

    errors = [each for each in source(given).problems if each.severity is Severity.ERROR]
    assert errors
    assert all(each in expected for each in told(given) if each[0] != "missing_tests")
    assert [each for each in expected if each[0] != "missing_tests"] == [
        (each.code, each.cell, each.line) for each in errors
    ]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ([cell(TESTS, "tests"), cell(SOLVED, "solution"), cell(TESTS)], "tests_without_answer"),
        ([cell(SOLVED, "solution")], "missing_tests"),
        ([cell("a = ...", "answer"), cell("assert a == 1")], "missing_solution"),
        ([cell("def mean(xs): pass", "solution"), cell(TESTS)], "missing_solution"),
        (
            [cell(SOLVED, "solution"), cell(TESTS), cell(TESTS, "hidden-tests")],
            "hidden_test_visible",
        ),
        ([cell(SOLVED, "solution", "exercse"), cell(TESTS)], "tag_misspelled"),
        ([cell("x = 1", "exercise"), cell(SOLVED, "solution"), cell(TESTS)], "tag_misplaced"),
        ([cell(SOLVED, "solution"), cell(TESTS), cell("T", "tests", kind="text")], "tag_misplaced"),
        (
            [cell(SOLVED, "solution", teach=TeachBlock(unknown=("colour",))), cell(TESTS)],
            "bad_metadata",
        ),
        (
            [cell(SOLVED, "solution", teach=TeachBlock(wrong=("points",))), cell(TESTS)],
            "bad_metadata",
        ),
        (
            [cell(SOLVED, "solution", teach=TeachBlock(hidden=True)), cell(TESTS)],
            "bad_metadata",
        ),
        (
            [cell(SOLVED, "solution"), cell(TESTS, teach=TeachBlock(starter="x"))],
            "bad_metadata",
        ),
        (
            [
                cell('def mean(xs):\n    """\n    >>>mean(1)\n    """\n    return 1', "solution"),
                cell(TESTS),
            ],
            "bad_doctest",
        ),
    ],
)
def test_what_is_only_odd_is_a_warning(cells: list[Written], expected: str) -> None:
    given = notebook(*cells)

    assert [code for code, _, _ in told(given)] == [expected]
    assert all(each.severity is Severity.WARNING for each in source(given).problems)


def test_an_exercise_without_an_id_is_told_what_it_is_called() -> None:
    (problem, *_) = source(notebook(cell(SOLVED, "solution"), cell(TESTS))).problems

    assert problem.code == "missing_id"
    assert '"week1-mean"' in problem.message
