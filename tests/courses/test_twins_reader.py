import json
import re
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_llm_teach.courses.index import CourseIndex, Loaded
from jupyter_llm_teach.courses.notebook_file import read_notebook
from jupyter_llm_teach.courses.problem import Problem, Severity
from jupyter_llm_teach.courses.reading import Added, Changed, Kept, Source
from jupyter_llm_teach.courses.release import release_of
from jupyter_llm_teach.courses.twins.alignment import Pair, pairs
from jupyter_llm_teach.courses.twins.dialect import TWINS, source
from jupyter_llm_teach.teaching.notebook import Cell, Notebook
from tests.courses.as_data import as_data
from tests.courses.notebooks import code, markdown, write

GOLDEN = Path(__file__).parents[1] / "golden" / "twins"
PAIRS = [("listes-corrige", "listes"), ("unrelated-corr", "unrelated")]
Kind = Literal["code", "markdown", "raw"]


def read(teacher: str, student: str) -> Source:
    return source(
        read_notebook(GOLDEN / f"{teacher}.ipynb"), read_notebook(GOLDEN / f"{student}.ipynb")
    )


def cells(*sources: str, first: int = 0) -> tuple[Cell, ...]:
    """Texts where they begin with a heading, else code; their ids are their places."""
    return tuple(
        Cell(str(first + n), "markdown" if text.startswith("##") else "code", text)
        for n, text in enumerate(sources)
    )


def twins(teacher: tuple[str, ...], student: tuple[str, ...], language: str = "python") -> Source:
    return source(
        Notebook("tp-corr.ipynb", language, cells(*teacher)),
        Notebook("tp.ipynb", language, cells(*student)),
    )


@pytest.mark.parametrize(("teacher", "student"), PAIRS)
def test_twins_give_their_golden_exercises(teacher: str, student: str) -> None:
    expected = json.loads((GOLDEN / f"{teacher}.source.json").read_text("utf-8"))
    assert [as_data(each) for each in read(teacher, student).exercises] == expected


@pytest.mark.parametrize(("teacher", "student"), PAIRS)
def test_what_is_wrong_with_twins_is_told_with_cell_and_line(teacher: str, student: str) -> None:
    expected = json.loads((GOLDEN / f"{teacher}.problems.json").read_text("utf-8"))
    assert [
        {
            "code": each.code,
            "severity": each.severity.value,
            "place": each.place,
            "message": each.message,
            "fix": each.fix,
        }
        for each in read(teacher, student).problems
    ] == expected


def test_students_get_the_notebook_that_the_course_holds_as_it_is() -> None:
    made = twins(("## Exercice 1", "def f(): return 1"), ("## Exercice 1", "def f(): ..."))

    assert made.student.copied
    assert made.student.path == "tp.ipynb"
    assert made.student.cells == (Kept(0), Changed(1, "def f(): ..."))


def test_the_students_notebook_is_handed_out_byte_for_byte_but_for_outputs(tmp_path: Path) -> None:
    for name in ("listes-corrige.ipynb", "listes.ipynb"):
        (tmp_path / name).write_bytes((GOLDEN / name).read_bytes())
    index = CourseIndex(tmp_path)
    index.look()
    release = release_of(index)

    executed = re.sub(r'"execution_count": \d+', '"execution_count": null', text_of("listes.ipynb"))
    assert release.files == {"listes.ipynb": executed}
    assert release.leaks == ()


def test_twins_may_be_kept_in_two_formats(tmp_path: Path) -> None:
    student = "---\njupytext:\n  formats: md:myst\n---\n\n# A\n\n```{code-cell}\nx = ...\n```\n"
    teacher = student.replace("...", "sum(range(10))")
    (tmp_path / ".teacher").mkdir()
    (tmp_path / ".teacher" / "tp-corrige-nb.md").write_text(teacher)
    write(tmp_path / "tp-nb.ipynb", markdown("# A"), code("x = ..."))
    index = CourseIndex(tmp_path)
    index.look()

    (loaded,) = index.notebooks.values()
    assert [each.references for each in loaded.exercises] == [("x = sum(range(10))",)]
    assert list(release_of(index).files) == ["tp-nb.ipynb"]


def test_a_problem_of_the_students_text_is_told_with_its_own_line(tmp_path: Path) -> None:
    head = "---\njupytext:\n  formats: md:myst\n---\n\n# A\n\nConsigne.\n\n"
    solved = "```{code-cell}\nx = sum(range(10))\n```\n"
    open_ = "```{code-cell}\n# x = sum(range(10))\nx = ...\n```\n"
    (tmp_path / "tp-corrige.md").write_text(head + solved)
    (tmp_path / "tp.md").write_text(head + open_)
    index = CourseIndex(tmp_path)
    index.look()

    places = [each.place for loaded in index.notebooks.values() for each in loaded_problems(loaded)]
    assert "tp.md, cell 2, line 11" in places


def loaded_problems(loaded: Loaded) -> tuple[Problem, ...]:
    return loaded.source.problems if loaded.source else ()


def text_of(name: str) -> str:
    return (GOLDEN / name).read_text("utf-8")


def test_without_a_students_notebook_nothing_is_handed_out() -> None:
    alone = Notebook("tp-corr.ipynb", "python", cells("def f(): return 1"))

    assert TWINS.recognises(alone, None)
    (problem,) = source(alone).problems
    assert (problem.code, problem.severity) == ("missing_twin", Severity.ERROR)
    assert "tp.ipynb" in problem.message


def test_a_notebook_with_a_students_name_has_no_twin() -> None:
    assert not TWINS.recognises(Notebook("tp.ipynb", "python", ()), None)


def test_a_learners_notebook_is_read_by_what_stands_in_it() -> None:
    learners = Notebook(
        "my-solution.ipynb", "python", cells("def f():\n    pass", "assert f() == 1")
    )

    assert [each.id for each in TWINS.learners(learners)] == ["my-solution-f"]


def test_a_solution_below_a_cell_that_asks_is_that_cells_reference() -> None:
    teacher = ("## Exercice 1", "# à vous", "import math", "def f():\n    return math.pi")
    (exercise,) = twins(teacher, ("## Exercice 1", "# à vous")).exercises

    assert exercise.starter == "# à vous"
    assert exercise.answer_cells == ("1",)
    assert exercise.references == ("import math\n\ndef f():\n    return math.pi",)


def test_assertions_that_only_the_instructor_has_are_hidden() -> None:
    teacher = ("## Exercice 1", "def f(): return 1", "assert f() == 1\nassert f() > 0")
    student = ("## Exercice 1", "def f(): ...", "assert f() == 1")
    (exercise,) = twins(teacher, student).exercises

    assert [each.visible for each in exercise.tests] == [True, False]
    assert exercise.test_cells == ("2",)


def test_a_cell_that_is_the_same_but_for_spaces_is_no_exercise() -> None:
    assert twins(("## A", "x = 1  \n"), ("## A", "x = 1")).exercises == ()


def test_a_text_that_differs_is_an_exercise_only_where_it_leaves_room() -> None:
    teacher = ("## TP 1 (corrigé)", "## Question\n\nRéponse : 42", "x = 1")
    student = ("## TP 1", "## Question\n\nRéponse :", "x = 1")

    assert [each.starter for each in twins(teacher, student).exercises] == [student[1]]


def test_another_languages_twins_have_no_tests() -> None:
    teacher = ("## Exercice 1", "int f() { return 1; }", "assert(f() == 1);")
    student = ("## Exercice 1", "int f() { }", "assert(f() == 1);")
    (exercise,) = twins(teacher, student, "c++").exercises

    assert (exercise.language, exercise.tests) == ("c++", ())


def test_a_line_of_a_solution_in_a_comment_is_told() -> None:
    teacher = ("## A", "def f(xs):\n    return sorted(xs)[0]", "x = 1")
    student = ("## A", "def f(xs):\n    # return sorted(xs)[0]\n    ...", "x = 1")

    assert ("solution_in_student_version", "tp.ipynb", 2, 2) in [
        (each.code, each.notebook, each.cell, each.line)
        for each in twins(teacher, student).problems
    ]


def test_cells_with_the_same_id_belong_together_however_much_they_differ() -> None:
    ours = (Cell("a1", "code", "x"), Cell("b2", "code", "sum(xs)"))
    theirs = (Cell("b2", "code", "# rien"), Cell("c3", "code", "sum(xs)"))

    assert pairs(ours, theirs) == (Pair(0, None), Pair(1, 0), Pair(None, 1))


def test_cells_whose_ids_are_in_another_order_are_matched_by_their_text() -> None:
    ours = (Cell("a1", "code", "x = 1"), Cell("b2", "code", "y = 2"))
    theirs = (Cell("b2", "code", "x = 1"), Cell("a1", "code", "y = 2"))

    assert pairs(ours, theirs) == (Pair(0, 0), Pair(1, 1))


def test_an_empty_cell_belongs_to_the_solution_between_the_same_neighbours() -> None:
    ours = cells("## A", "## Idée\n\nCompter à l'envers.", "y = 2\nz = 3", "## B")

    assert pairs(ours, cells("## A", "", "## B")) == (
        Pair(0, 0),
        Pair(1, None),
        Pair(2, 1),
        Pair(3, 2),
    )


def test_long_stretches_that_differ_are_matched_in_their_order() -> None:
    ours = cells(*(f"a{n} = {n}" for n in range(30)))
    theirs = cells(*(f"b{n} = 1" for n in range(30)))

    assert pairs(ours, theirs) == tuple(Pair(n, n) for n in range(30))


def test_a_notebook_of_thousands_of_cells_that_repeat_is_matched_in_its_order() -> None:
    texts = ["## A", "x = 1", "y = 2"] * 1_000
    ours = cells(*texts, "## Fin")

    assert pairs(ours, ours[1:])[-1] == Pair(3_000, 2_999)
    assert pairs(cells(*texts), cells(*texts)) == tuple(Pair(n, n) for n in range(3_000))


CELLS = st.lists(
    st.builds(
        Cell,
        st.sampled_from(["1", "2", "a", "b", "c"]),
        st.sampled_from(["code", "markdown", "raw"]),
        st.sampled_from(
            ["", "x = 1", "# à vous", "assert x", "def f(:", "## A", "Réponse :", "x = 1\nassert x"]
        ),
    ),
    max_size=7,
)


@given(CELLS, CELLS)
def test_every_cell_of_both_notebooks_is_in_one_pair_and_in_its_order(
    ours: list[Cell], theirs: list[Cell]
) -> None:
    found = pairs(ours, theirs)

    assert [each.teacher for each in found if each.teacher is not None] == [*range(len(ours))]
    assert [each.student for each in found if each.student is not None] == [*range(len(theirs))]
    assert all(
        ours[each.teacher].kind == theirs[each.student].kind
        for each in found
        if each.teacher is not None and each.student is not None
    )


@given(CELLS, CELLS)
def test_what_twins_give_students_is_what_the_students_notebook_holds(
    ours: list[Cell], theirs: list[Cell]
) -> None:
    teacher = Notebook("tp-corr.ipynb", "python", tuple(ours))
    made = source(teacher, Notebook("tp.ipynb", "python", tuple(theirs)))

    assert [shown(teacher, each) for each in made.student.cells] == [each.source for each in theirs]


def shown(teacher: Notebook, cell: Kept | Changed | Added) -> str:
    match cell:
        case Kept(cell=place):
            return teacher.cells[place].source
        case Changed(source=text) | Added(source=text):
            return text
