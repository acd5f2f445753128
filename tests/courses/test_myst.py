import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_llm_teach.courses.myst.dialect import MYST, learners, recognises, source
from jupyter_llm_teach.courses.notebook_file import notebook_in, parsed
from jupyter_llm_teach.courses.problem import Problem, Severity
from jupyter_llm_teach.courses.reading import Source
from jupyter_llm_teach.courses.student_notebook import student_notebook
from jupyter_llm_teach.courses.text.notebook import TextNotebook, read_text_notebook
from jupyter_llm_teach.courses.text.student import student_text
from jupyter_llm_teach.teaching.notebook import Cell, Notebook
from tests.courses.as_data import as_data

GOLDEN = Path(__file__).parents[1] / "golden" / "myst"


def names(ending: str) -> list[str]:
    """The golden notebooks that have an expectation of a kind."""
    stems = {path.name.removesuffix(ending) for path in GOLDEN.glob(f"*{ending}")}
    return sorted(path.name for path in GOLDEN.iterdir() if path.stem in stems and _is_source(path))


def _is_source(path: Path) -> bool:
    return path.suffix in (".md", ".ipynb") and ".student" not in path.name


def read(name: str) -> str:
    return (GOLDEN / name).read_bytes().decode("utf-8")


def expected(name: str, kind: str) -> object:
    return json.loads((GOLDEN / f"{name.rpartition('.')[0]}.{kind}.json").read_text("utf-8"))


def notebook_of(text: str, name: str) -> Notebook:
    if name.endswith(".ipynb"):
        return notebook_in(parsed(text, name), name)
    return read_text_notebook(text, name).notebook


def placed(problems: Sequence[Problem], text: str, name: str) -> list[Problem]:
    if name.endswith(".ipynb"):
        return list(problems)
    return [read_text_notebook(text, name).placed(each) for each in problems]


def student_version(text: str, name: str) -> str:
    cells = source(notebook_of(text, name), None).student.cells
    if name.endswith(".ipynb"):
        return student_notebook(text, cells)
    return student_text(text, read_text_notebook(text, name), cells)


def myst(*cells: Cell | str) -> Notebook:
    made = (Cell(str(n), "markdown", c) if isinstance(c, str) else c for n, c in enumerate(cells))
    return Notebook("a.ipynb", "python", tuple(made))


def code(id_: str, text: str, *tags: str) -> Cell:
    return Cell(id_, "code", text, tags=tags)


def exercise(label: str = "a", text: str = "Do it.") -> str:
    return f"```{{exercise}} Title\n:label: {label}\n\n{text}\n```"


def told(found: Source) -> list[tuple[str, int | None, int | None]]:
    return [(each.code, each.cell, each.line) for each in found.problems]


@pytest.mark.parametrize("name", names(".source.json"))
def test_an_instructors_notebook_gives_its_golden_exercises(name: str) -> None:
    found = source(notebook_of(read(name), name))

    assert [as_data(each) for each in found.exercises] == expected(name, "source")


@pytest.mark.parametrize("name", names(".problems.json"))
def test_an_instructors_notebook_has_its_golden_problems(name: str) -> None:
    found = placed(source(notebook_of(read(name), name)).problems, read(name), name)

    assert [{**asdict(each), "severity": each.severity.value} for each in found] == expected(
        name, "problems"
    )


@pytest.mark.parametrize("name", names(".learner.json"))
def test_a_students_version_has_the_golden_bytes(name: str) -> None:
    stem, ending = name.split(".")

    assert student_version(read(name), name) == read(f"{stem}.student.{ending}")


@pytest.mark.parametrize("name", names(".learner.json"))
def test_a_learner_has_the_golden_exercises_in_the_students_version(name: str) -> None:
    found = learners(notebook_of(student_version(read(name), name), name))

    assert [as_data(each) for each in found] == expected(name, "learner")


@pytest.mark.parametrize("name", names(".learner.json"))
def test_a_students_version_holds_no_mark_of_a_solution(name: str) -> None:
    assert not MYST.leftovers.search(student_version(read(name), name))


@pytest.mark.parametrize(
    ("cells", "problems"),
    [
        ([exercise(), "```{solution-start} a\n```"], [("tag_unbalanced", 2, 1)]),
        (["```{exercise-end}\n```"], [("tag_unbalanced", 1, 1)]),
        (["```{exercise-start}\n```\n```{solution-end}\n```"], [("tag_unbalanced", 1, 3)]),
        ([exercise(), "```{solution} a\ntext"], [("tag_unbalanced", 2, 1)]),
        ([exercise(), ":::{solution} a\ntext"], [("tag_unbalanced", 2, 1)]),
        ([exercise(), "```{solution} a\n:::{exercise}\n```"], [("tag_unbalanced", 2, 2)]),
        ([exercise(), "```\n```{solution} a\n"], [("tag_unbalanced", 2, 1)]),
        ([exercise(), "```{solution} b\n```"], [("unknown_label", 2, 1)]),
        ([exercise(), "```{solution}\n```"], [("missing_label", 2, 1)]),
        ([exercise(), exercise()], [("duplicate_id", 2, 1)]),
        ([exercise(), "> ```{ solution} a\n> ```"], [("tag_misspelled", 2, 1)]),
        ([exercise(), "::: {.solution}\n:::"], [("tag_misspelled", 2, 1)]),
        ([exercise(), "```{exercice}\n```"], [("tag_misspelled", 2, 1)]),
        ([exercise(), code("1", "x", "corection")], [("tag_misspelled", 2, None)]),
        ([code("0", "x", "solution"), exercise()], [("tag_misplaced", 1, None)]),
        ([exercise(), "```{dropdown} Réponse\nx\n```"], [("solution_unmarked", 2, 1)]),
    ],
)
def test_what_is_wrong_is_told_with_cell_and_line(
    cells: list[Cell | str], problems: list[tuple[str, int, int | None]]
) -> None:
    found = told(source(myst(*cells)))

    assert [each for each in found if each in problems] == problems


@pytest.mark.parametrize(
    "text",
    [
        "```{note}\nA solution is a set of numbers.\n```",
        "````md\n```{solution} a\n```\n````",
        "```{math}\nx = 1\n```",
        "Write `{solution}` or {ref}`exercise`.",
        "```python\nsolution = {}\n```",
        "::::{grid}\n:::{card}\n:::\n::::",
        "> ```\n> quoted\n> ```",
    ],
)
def test_other_markdown_is_no_problem(text: str) -> None:
    assert source(myst(exercise(), text)).problems == ()


def test_only_a_possible_solution_is_a_warning() -> None:
    found = source(myst(exercise(), "```{admonition} Solution\nx\n```", "```{solution}\n```"))

    assert [each.severity for each in found.problems] == [Severity.WARNING, Severity.ERROR]


@pytest.mark.parametrize(
    ("text", "is_myst"),
    [
        (exercise(), True),
        (":::{solution} a\n:::", True),
        ("```{Exercise-Start}\n```", True),
        ("```{soluton} a\n```", True),
        ("# Exercise\n\nWrite a solution.", False),
        ("```{note}\n```", False),
    ],
)
def test_a_directive_makes_a_notebook_one_of_myst(text: str, is_myst: bool) -> None:  # noqa: FBT001
    assert recognises(myst(text)) is is_myst


def test_a_cell_that_holds_a_program_is_no_answer_and_a_new_one_comes_before_it() -> None:
    found = source(myst(exercise(), code("1", "print('for later')")))

    made = [type(each).__name__ for each in found.student.cells]
    assert made == ["Kept", "Added", "Kept"]
    assert found.exercises[0].answer_cells == ("0",)


def test_a_learners_answer_is_the_first_cell_whatever_it_holds() -> None:
    found = learners(myst(exercise(), code("1", "assert solved(2)"), code("2", "assert f(1) == 1")))

    assert found[0].answer_cells == ("1",)
    assert found[0].test_cells == ("2",)


def test_after_the_next_heading_nothing_belongs_to_an_exercise() -> None:
    found = source(myst(exercise(), "## Next\n", code("2", ""), code("3", "assert f(1) == 1")))

    assert found.exercises[0].tests == ()
    assert [type(each).__name__ for each in found.student.cells][1] == "Added"


def test_a_folded_cell_is_a_solution_where_there_is_no_other() -> None:
    folded = code("1", "x = 1", "hide-cell")
    solved = "```{solution} a\nx\n```"

    assert source(myst(exercise(), folded)).exercises[0].references == ("x = 1",)
    assert source(myst(exercise(), folded, solved)).exercises[0].references == ()


def test_colons_may_hold_cells() -> None:
    found = source(
        myst(exercise(), ":::{solution} a\nLike this:", code("2", "x = 1"), ":::\n\nThe end.")
    )

    assert found.exercises[0].references == ("x = 1",)
    assert [type(each).__name__ for each in found.student.cells] == ["Kept", "Added", "Changed"]


def test_a_solution_inside_of_its_exercise_is_no_part_of_the_statement() -> None:
    text = "Do it.\n\n```{solution} a\nSECRET\n```\n\nThen rest."
    found = source(myst(f"````{{exercise}}\n:label: a\n{text}\n````"))

    assert found.exercises[0].statement == "Do it.\n\nThen rest."


def test_a_visible_test_gets_nothing_of_hidden_ones() -> None:
    hidden = code("1", "key = 4\nassert f(key) == 8", "hidden-tests")
    found = source(myst(exercise(), hidden, code("2", "import math\nassert f(key) == math.pi")))

    assert [(each.visible, each.setup) for each in found.exercises[0].tests] == [
        (False, "key = 4"),
        (True, "import math"),
    ]


def test_exercises_without_labels_are_told_apart() -> None:
    unlabelled = "```{exercise}\nDo it.\n```"
    found = source(myst("# TP\n", unlabelled, unlabelled, exercise("a-tp")))

    assert [each.id for each in found.exercises] == ["a-tp", "a-tp-2", "a-tp"]


PROSE = st.sampled_from(
    ["Some text.", "# A heading", "```python\nx = 1\n```", "- a\n- list", "$$x$$"]
)
SECRET = st.sampled_from(
    ["SECRET", "```python\nSECRET = 1\n```", ":::{note}\nSECRET\n:::", "1. one:\n\n   SECRET"]
)
CODE = st.sampled_from(["", "x = 1", "# write here", "def f():\n    pass", "assert f() == 1"])


@st.composite
def pages(draw: st.DrawFn) -> str:
    parts: list[str] = []
    for number in range(draw(st.integers(1, 4))):
        label, fence = f"ex{number}", draw(st.sampled_from(["````", "::::", "~~~~~"]))
        text, secret = draw(PROSE), draw(SECRET)
        gate = "```{%s-%s} %s\n```"
        solution = {
            "fence": f"{fence}{{solution}} {label}\n{secret}\n{fence}",
            "gate": "\n\n".join(
                [
                    gate % ("solution", "start", label),
                    secret,
                    "```{code-cell}\nSECRET = 2\n```",
                    gate % ("solution", "end", ""),
                ]
            ),
            "tag": "```{code-cell}\n:tags: [solution]\nSECRET = 3\n```",
            "none": "",
        }[draw(st.sampled_from(["fence", "gate", "tag", "none"]))]
        parts += [
            f"{fence}{{exercise}}\n:label: {label}\n{text}\n{fence}",
            draw(PROSE),
            f"```{{code-cell}}\n{draw(CODE)}\n```",
            solution,
            draw(PROSE),
        ]
    return "---\njupytext: {text_representation: {format_name: myst}}\n---\n\n" + "\n\n".join(parts)


def read_page(text: str) -> TextNotebook:
    return read_text_notebook(text, "page.md")


@given(pages())
def test_students_get_every_exercise_with_a_cell_and_nothing_secret(text: str) -> None:
    found = source(read_page(text).notebook)
    made = student_version(text, "page.md")
    learned = learners(read_page(made).notebook)

    assert found.problems == ()
    assert "SECRET" not in made
    assert [each.id for each in learned] == [each.id for each in found.exercises]
    assert [each.starter for each in learned] == [each.starter for each in found.exercises]
    cells = {each.id: each.kind for each in read_page(made).notebook.cells}
    assert all(cells[each.answer_cells[0]] == "code" for each in learned)


@given(pages())
def test_a_students_version_of_a_students_version_is_the_same(text: str) -> None:
    made = student_version(text, "page.md")

    assert student_version(made, "page.md") == made


@given(
    st.lists(
        st.sampled_from(
            [
                "```{exercise} A\n", ":label: a\n", "```\n", "````\n", ":::{solution} a\n", ":::\n",
                "```{solution} a\n", "```{exercise-start}\n", "```{solution-end}\n", "text\n", "\n",
                "```python\n", "# A\n", ">>> f(1)\n2\n", "> ```{solution}\n", "(a)=\n", "---\n",
                "assert f() == 1\n", "```{code-cell}\n:tags: [solution]\n", "{" * 30 + "\n",
            ]
        ),
        max_size=20,
    ).map("".join)
)  # fmt: skip
def test_any_markdown_is_read_without_a_failure(text: str) -> None:
    notebook = read_page(text).notebook

    assert len(source(notebook).exercises) == len(learners(notebook))
    assert student_version(text, "page.md") is not None
