import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from jupyter_llm_teach.courses.nbgrader import source
from jupyter_llm_teach.courses.reading import Added, Changed, Kept, StudentCell
from jupyter_llm_teach.courses.text.notebook import TextNotebook, read_text_notebook
from jupyter_llm_teach.courses.text.student import student_text
from tests.courses.test_text_notebook import ENDINGS, GOLDEN, NAMES, TEXTS, read

SOURCES = st.sampled_from(
    [
        "x = 1",
        "def f(x):\n    return x\n\nf(2)",
        ":not: an option",
        "---",
        'text = """\n```\n"""',
        "````\nfour\n````",
        "%matplotlib inline\nx = 2",
        "# a comment",
    ]
)
PROSE = st.sampled_from(
    [
        "# A title\n\nSome text.",
        "- one\n- two\n  - three\n\nAfter the list.",
        "Two blank lines\n\n\nin one text.",
        "```\n# %% fenced\n```",
        "L'été, c'est \"chaud\".",
    ]
)


def kept(notebook: TextNotebook) -> list[StudentCell]:
    return [Kept(place) for place in range(len(notebook.cells))]


def expected(notebook: TextNotebook, cells: list[StudentCell]) -> list[tuple[str, str]]:
    made: list[tuple[str, str]] = []
    for each in cells:
        match each:
            case Kept(cell=place):
                cell = notebook.notebook.cells[place]
                made.append((cell.kind, cell.source))
            case Changed(cell=place, source=text):
                made.append((notebook.notebook.cells[place].kind, text))
            case Added(kind=kind, source=text):
                made.append((kind, text))
    return made


@st.composite
def versions(draw: st.DrawFn, notebook: TextNotebook) -> list[StudentCell]:
    cells: list[StudentCell] = []
    for place, cell in enumerate(notebook.notebook.cells):
        sources = PROSE if cell.kind == "markdown" else SOURCES
        if draw(st.integers(0, 5)) == 0:
            cells.append(Added("markdown", draw(PROSE)))
        choice = draw(st.sampled_from(["keep", "keep", "change", "drop"]))
        if choice == "keep":
            cells.append(Kept(place))
        elif choice == "change" and cell.kind != "raw" and not cell.source.startswith("%%"):
            cells.append(Changed(place, draw(sources)))
        if draw(st.integers(0, 5)) == 0:
            cells.append(Added("code", draw(SOURCES)))
    return cells


@given(TEXTS, ENDINGS)
@example("---\n<!-- #region -->\n", ".md")
def test_a_version_with_every_cell_has_the_same_bytes(text: str, ending: str) -> None:
    notebook = read_text_notebook(text, f"a{ending}")

    assert student_text(text, notebook, kept(notebook)) == text


@pytest.mark.parametrize("name", NAMES)
def test_a_golden_notebook_with_every_cell_has_the_same_bytes(name: str) -> None:
    notebook = read_text_notebook(read(name), name)

    assert student_text(read(name), notebook, kept(notebook)) == read(name)


@pytest.mark.parametrize("name", NAMES)
@given(st.data())
def test_a_version_read_back_has_the_cells_that_it_was_made_of(
    name: str, data: st.DataObject
) -> None:
    notebook = read_text_notebook(read(name), name)
    cells = data.draw(versions(notebook))

    again = read_text_notebook(student_text(read(name), notebook, cells), name)

    assume(again.format is notebook.format)  # without any code, a header alone may not tell it
    assert [(each.kind, each.source) for each in again.notebook.cells] == expected(notebook, cells)


@pytest.mark.parametrize("name", ["markdown.md", "myst.md", "percent.py"])
def test_nbgraders_solutions_leave_a_text_notebook(name: str) -> None:
    notebook = read_text_notebook(read(name), name)
    stem, ending = name.split(".")

    made = student_text(read(name), notebook, source(notebook.notebook).student.cells)

    assert made == (GOLDEN / f"{stem}.student.{ending}").read_text("utf-8")


def test_windows_line_ends_stay_and_new_lines_have_them() -> None:
    name = "myst-fr-windows.md"
    notebook = read_text_notebook(read(name), name)

    made = student_text(read(name), notebook, [Kept(0), Added("code", "a\nb"), Kept(4)])

    assert "```{code-cell}\r\na\r\nb\r\n```\r\n" in made
    assert "\n" not in made.replace("\r\n", "")


def test_the_checksum_of_nbgrader_follows_a_changed_text() -> None:
    marker = '"nbgrader": {"checksum": "%s", "grade_id": "a", "solution": true, "grade": false}'
    text = "# %% {" + marker % ("0" * 32) + "}\nx = 1\n"
    notebook = read_text_notebook(text, "a.py")

    made = student_text(text, notebook, [Changed(0, "x = 2")])

    assert "0" * 32 not in made
    assert made.endswith("\nx = 2\n")


def test_a_cell_that_nobody_closed_is_closed_before_the_next() -> None:
    text = "```{code-cell}\nx = 1"
    notebook = read_text_notebook(text, "a.md")

    made = student_text(text, notebook, [Kept(0), Added("markdown", "Text.")])

    assert made == "```{code-cell}\nx = 1\n```\n\nText.\n"


def test_a_script_that_begins_without_a_marker_gets_one_after_a_new_cell() -> None:
    text = "x = 1\n\n# %% [markdown]\n# A\n"
    notebook = read_text_notebook(text, "a.py")

    made = student_text(text, notebook, [Added("markdown", "First."), Kept(0)])

    assert made == "# %% [markdown]\n# First.\n\n# %%\nx = 1\n"
