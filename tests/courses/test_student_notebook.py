import json

import pytest

from jupyter_llm_teach.courses.reading import Added, Changed, Kept, StudentCell
from jupyter_llm_teach.courses.student_notebook import student_notebook
from jupyter_llm_teach.teaching.notebook import TeachBlock
from tests.courses.notebooks import Document, answer, code, document, markdown

CELLS = (markdown("# Été"), code("x = 1"), answer("y = 2", "y"), markdown("The end."))


def written(indent: int | str | None = 1, *, ascii_only: bool = False) -> str:
    text = json.dumps(document(*CELLS), indent=indent, ensure_ascii=ascii_only)
    return text + "\n"


def clean(text: str) -> str:
    """The same notebook, its outputs cleared: what students get where nothing changes."""
    return student_notebook(text, tuple(Kept(place) for place in range(len(CELLS))))


@pytest.mark.parametrize("indent", [None, 1, 2, 4, "\t"])
@pytest.mark.parametrize("ascii_only", [True, False])
def test_a_notebook_that_does_not_change_keeps_every_byte(
    *, indent: int | str | None, ascii_only: bool
) -> None:
    text = clean(written(indent, ascii_only=ascii_only))

    assert clean(text) == text


def test_outputs_and_counts_are_gone() -> None:
    cells = json.loads(clean(written()))["cells"]

    assert [(cell["outputs"], cell["execution_count"]) for cell in cells[1:3]] == [([], None)] * 2


def test_only_the_text_of_a_changed_cell_changes() -> None:
    text = clean(written(2))

    changed = student_notebook(text, (Kept(0), Changed(1, "x = ..."), Kept(2), Kept(3)))

    assert changed == text.replace('"x = 1"', '"x = ..."')


def test_a_text_stays_a_list_of_lines() -> None:
    text = written().replace('"x = 1"', '[\n    "x = 1\\n",\n    "z"\n   ]')

    changed = student_notebook(text, (Changed(1, "a\nb"),))

    assert json.loads(changed)["cells"][0]["source"] == ["a\n", "b"]


def test_windows_line_ends_stay() -> None:
    text = written().replace('"x = 1"', '"x = 1\\r\\nz"')

    changed = student_notebook(text, (Changed(1, "a\nb"),))

    assert json.loads(changed)["cells"][0]["source"] == "a\r\nb"


@pytest.mark.parametrize(
    "cells",
    [
        (Kept(0), Kept(3)),
        (Kept(1), Added("code", "new"), Kept(2)),
        (Added("markdown", "# New"), Kept(0)),
        (Added("code", "new"),),
        (Kept(3),),
        (),
    ],
)
@pytest.mark.parametrize("indent", [None, 1, 3])
def test_cells_can_be_left_out_and_added(
    cells: tuple[StudentCell, ...], indent: int | None
) -> None:
    made = json.loads(student_notebook(written(indent), cells))

    sources = [each["source"] for each in made["cells"]]
    wanted = [
        [each.source] if isinstance(each, Added) else CELLS[each.cell]["source"] for each in cells
    ]
    assert sources == wanted
    assert made["metadata"] == document()["metadata"]


def test_what_running_left_in_the_notebooks_metadata_is_gone() -> None:
    text = json.dumps({**document(*CELLS), "metadata": {"widgets": {}, "title": "T"}})

    assert json.loads(clean(text))["metadata"] == {"title": "T"}


def test_new_cells_have_the_members_of_their_kind() -> None:
    made = json.loads(student_notebook(written(), (Added("code", "a\nb"), Added("markdown", "c"))))

    assert made["cells"][0]["outputs"] == []
    assert "outputs" not in made["cells"][1]


MARKED: Document = {
    **code("x = 1"),
    "metadata": {"tags": ["solution", "slide"], "teach": {"id": "x", "starter": "x = ..."}},
}


@pytest.mark.parametrize("indent", [None, 1, 2, 4])
def test_only_the_marks_and_the_text_of_a_cell_that_gets_others_change(indent: int | None) -> None:
    text = json.dumps(document(MARKED, *CELLS), indent=indent, ensure_ascii=False)
    kept = tuple(Kept(place) for place in range(1, len(CELLS) + 1))
    plain = student_notebook(text, (Kept(0), *kept))

    change = Changed(0, "x = ...", ("answer", "slide"), TeachBlock(id="x", points=2.0))
    made = student_notebook(text, (change, *kept))

    cell = json.loads(made)["cells"][0]
    assert cell["metadata"] == {"tags": ["answer", "slide"], "teach": {"id": "x", "points": 2}}
    assert cell["source"] == "x = ..."
    assert made[made.index("# Été") :] == plain[plain.index("# Été") :]
    assert student_notebook(made, (Kept(0), *kept)) == made


def test_marks_that_say_nothing_more_are_gone() -> None:
    text = json.dumps(document(MARKED))

    made = json.loads(student_notebook(text, (Changed(0, "x = 1", (), TeachBlock()),)))

    assert made["cells"][0]["metadata"] == {}


def test_a_cell_that_gets_another_text_keeps_its_marks() -> None:
    made = json.loads(student_notebook(json.dumps(document(MARKED)), (Changed(0, "x = ..."),)))

    assert made["cells"][0]["metadata"] == MARKED["metadata"]


def test_new_cells_have_an_id_where_the_format_has_ids() -> None:
    text = written().replace('"nbformat_minor": 4', '"nbformat_minor": 5')
    first, second = (
        json.loads(student_notebook(text, cells))["cells"][0]["id"]
        for cells in ((Added("code", "a"),), (Added("code", "a"), Kept(0)))
    )

    assert first == second
