from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jupyter_llm_teach.courses.problem import Problem
from jupyter_llm_teach.courses.text.lines import split_lines
from jupyter_llm_teach.courses.text.notebook import (
    TEXT_ENDINGS,
    is_text_notebook,
    read_text_notebook,
)
from tests.courses.jupytexts_cells import jupytexts_cells, our_cells

GOLDEN = Path(__file__).parents[1] / "golden" / "text"
NAMES = sorted(path.name for path in GOLDEN.iterdir() if ".student" not in path.name)
PIECES = (
    "---\n", "kernelspec: {name: python3}\n", "jupytext: 1\n", "# ---\n", "# jupyter: [\n",
    "```{code-cell} python\n", "```{code-cell}\n", "````{code-cell}\n", "```\n", "````\n", "~~~\n",
    ":tags: [a, b]\n", ":x: 2020-13-45\n", '+++ {"tags": 3}\n', "+++\n", "```python tags=[\n",
    "```python\n", "<!-- #region -->\n", "<!-- #endregion -->\n", "<!--\n", "-->\n", "<div>\n",
    "- item\n", "  text\n", "    code\n", "> quote\n", "text\n", "\n", "\n\n", " \n", "\t\n",
    "\r\n",
    "\r", "# %%\n", "# %% [markdown]\n", '# %% {"nbgrader": {"grade": true}}\n', "# text\n",
    '"""\n', "'''", "# %matplotlib inline\n", "x = 1\n", "// %%\n", "\f", "\u2028", "é", "\0",
    "```{exercise} A\n", ":::{solution} a\n", ":::\n",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=25).map("".join)
ENDINGS = st.sampled_from(TEXT_ENDINGS)


def read(name: str) -> str:
    return (GOLDEN / name).read_bytes().decode("utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_a_text_notebook_has_the_cells_that_jupytext_finds(name: str) -> None:
    text = read(name)

    assert our_cells(text, name) == jupytexts_cells(text, name)


@pytest.mark.parametrize("name", NAMES)
def test_every_golden_text_is_known_as_a_notebook(name: str) -> None:
    assert is_text_notebook(read(name), name)


@given(TEXTS, ENDINGS)
@example("---\na: !!timestamp x\n---\n", ".md")
@example("---\na: !!bool x\n---\n", ".md")
@example("```{code-cell}\n:a: &x [*x]\n", ".md")
def test_any_text_is_read_without_a_failure(text: str, ending: str) -> None:
    found = read_text_notebook(text, f"a{ending}")

    assert len(found.cells) == len(found.notebook.cells)
    assert is_text_notebook(text, f"a{ending}") in (True, False)


@given(TEXTS, ENDINGS)
def test_cells_stand_in_order_and_apart(text: str, ending: str) -> None:
    places = read_text_notebook(text, f"a{ending}").cells

    ends = [0, *(place.end for place in places)]
    assert all(end <= place.start for end, place in zip(ends, places, strict=False))
    assert all(each.start <= each.first <= each.last <= each.end for each in places)
    assert ends[-1] <= len(split_lines(text))


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("# A project\n\n```python\nimport it\n```\n", "README.md"),
        ("---\ntitle: A page\n---\n\n# Page\n", "page.md"),
        ("````md\n```{code-cell}\nx\n```\n````\n", "how-to-write.md"),
        ("", "empty.md"),
        ("import os\n\n# %%\nprint(os.name)\n", "module.py"),
        ('"""Docs.\n\n# jupytext: no\n"""\nx = "%%"\n', "module.py"),
        ("# ---\n# jupyter:\n#   kernelspec: {name: python3}\n# ---\nx = 1\n", "no_markers.py"),
        ("kernelspec", "data.txt"),
    ],
)
def test_ordinary_files_are_no_notebooks(text: str, path: str) -> None:
    assert not is_text_notebook(text, path)


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("```{code-cell}\nx\n```\n", "a.md"),
        ("---\njupytext:\n  formats: md:myst\n---\n", "a.md"),
        ("---\njupyter:\n  kernelspec: {name: python3}\n---\n", "a.md"),
        ("<!--\n\n---\njupyter:\n  kernelspec: {name: python3}\n---\n\n-->\n\n# A\n", "a.md"),
        ("```{exercise} A title\n:label: a\n```\n", "a.md"),
        ("# %% [markdown]\n# Text\n", "a.py"),
        ('# %% {"nbgrader": {"grade": true}}\nx\n', "a.py"),
        ("// %% [markdown]\n// Text\n", "a.cpp"),
    ],
)
def test_what_makes_a_file_a_notebook(text: str, path: str) -> None:
    assert is_text_notebook(text, path)


@pytest.mark.parametrize(
    ("text", "path", "language"),
    [
        ("```{code-cell} ipython3\nx\n```\n", "a.md", "python"),
        ("```{code-cell} r\nx\n```\n", "a.md", "r"),
        ("```{code-cell}\nx\n```\n", "a.md", ""),
        ("---\nkernelspec: {name: xcpp17}\n---\n```{code-cell}\n```\n", "a.md", "c++"),
        ("---\njupyter:\n  jupytext: {}\n---\n```julia\nx\n```\n", "a.md", "julia"),
        ("# %% [markdown]\n# A\n", "a.R", "r"),
    ],
)
def test_the_language_is_the_kernels_else_that_of_the_cells(
    text: str, path: str, language: str
) -> None:
    assert read_text_notebook(text, path).notebook.language == language


def test_a_problem_is_placed_on_the_line_of_the_file() -> None:
    found = read_text_notebook(read("myst.md"), "myst.md")
    problem = Problem("x", "myst.md", "It is wrong.", "Mend it.", cell=9, line=2)

    line = found.placed(problem).line

    assert line == 84
    assert split_lines(read("myst.md"))[line - 1] == "    ### BEGIN SOLUTION\n"


def test_a_problem_of_a_cell_is_placed_on_its_first_line() -> None:
    found = read_text_notebook("# %%\nx = 1\n\n# %%\ny = 2\n", "a.py")

    assert found.line(2, None) == 4
    assert found.placed(Problem("x", "a.py", "Wrong.", "Mend.", cell=2)).line == 4
    assert found.placed(Problem("x", "a.py", "Wrong.", "Mend.")).line is None


def test_a_line_of_a_cell_that_begins_with_a_magic_is_the_one_that_people_see() -> None:
    text = "---\njupyter:\n  jupytext: {}\n---\n\n```python\nx\n```\n\n```bash\nls\n```\n"

    found = read_text_notebook(text, "a.md")

    assert found.notebook.cells[1].source == "%%bash\nls"
    assert found.line(2, 2) == 11


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ('# %% {"nbgrader": {"grade_id": "a", "solution": true}, "tags": ["t"]}\nx\n', "a.py"),
        ('# %% nbgrader={"grade_id": "a", "solution": true} tags=["t"]\nx\n', "a.py"),
        ("```{code-cell}\n:tags: t\n:nbgrader: {grade_id: a, solution: true}\n```\n", "a.md"),
        (
            "```{code-cell}\n---\ntags: [t]\nnbgrader: {grade_id: a, solution: 1}\n---\n```\n",
            "a.md",
        ),
        ('```python tags=["t"] nbgrader={"grade_id": "a", "solution": true}\n```\n', "a.md"),
        ('<!-- #region tags=["t"] nbgrader={"grade_id": "a", "task": true} -->\nx\n', "a.md"),
    ],
)
def test_tags_and_marks_are_read_in_every_format(text: str, path: str) -> None:
    cell = read_text_notebook(text, path).notebook.cells[0]

    assert cell.tags == ("t",)
    assert cell.mark is not None
    assert cell.mark.grade_id == "a"


def test_ten_thousand_cells_are_read() -> None:
    text = "# ---\n# jupyter: {kernelspec: {name: python3}}\n# ---\n\n" + "# %%\nx = 1\n\n" * 10_000

    assert len(read_text_notebook(text, "a.py").cells) == 10_000
