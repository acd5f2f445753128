import json
import os
from pathlib import Path

import pytest

from jupyter_llm_teach.courses.notebook_file import MOST_BYTES, MOST_CELLS, marks, read_notebook
from jupyter_llm_teach.errors import NotebookTooLargeError, NotebookUnreadableError
from jupyter_llm_teach.teaching.notebook import NbgraderMark
from tests.courses.notebooks import code, document, markdown, write


def file_of(folder: Path, content: str | bytes) -> Path:
    path = folder / "a.ipynb"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_cells_come_in_order_with_their_kind_and_text(tmp_path: Path) -> None:
    notebook = read_notebook(write(tmp_path / "a.ipynb", markdown("# Hi"), code("x = 1")))

    assert [(each.kind, each.source) for each in notebook.cells] == [
        ("markdown", "# Hi"),
        ("code", "x = 1"),
    ]


def test_a_notebook_is_called_as_its_course_calls_it(tmp_path: Path) -> None:
    path = write(tmp_path / "a.ipynb")

    assert read_notebook(path).path == "a.ipynb"
    assert read_notebook(path, name="ps1/a.ipynb").path == "ps1/a.ipynb"


def test_a_missing_notebook_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotebookUnreadableError, match=r"There is no notebook a\.ipynb"):
        read_notebook(tmp_path / "a.ipynb")


def test_a_folder_is_no_notebook(tmp_path: Path) -> None:
    with pytest.raises(NotebookUnreadableError, match="is a folder"):
        read_notebook(tmp_path)


def test_a_pipe_is_refused_without_waiting_on_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.ipynb")

    with pytest.raises(NotebookUnreadableError, match="not a file"):
        read_notebook(tmp_path / "a.ipynb")


def test_broken_json_is_told_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(NotebookUnreadableError, match="line 3 is not valid JSON"):
        read_notebook(file_of(tmp_path, '{\n"cells": [],\noops\n}'))


@pytest.mark.parametrize("content", ["[]", "{}", '"text"', '{"cells": 3}', "null"])
def test_json_that_is_no_notebook_is_told(tmp_path: Path, content: str) -> None:
    with pytest.raises(NotebookUnreadableError, match="JSON, but not a notebook"):
        read_notebook(file_of(tmp_path, content))


def test_json_nested_without_end_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotebookUnreadableError, match="nested too deeply"):
        read_notebook(file_of(tmp_path, "[" * 200_000))


def test_a_huge_notebook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotebookTooLargeError, match="larger than 20 MB"):
        read_notebook(file_of(tmp_path, b" " * (MOST_BYTES + 1)))


def test_a_notebook_with_very_many_cells_is_refused(tmp_path: Path) -> None:
    cells = [{"cell_type": "code", "source": ""}] * (MOST_CELLS + 1)

    with pytest.raises(NotebookTooLargeError, match="has 10001 cells"):
        read_notebook(file_of(tmp_path, json.dumps({**document(), "cells": cells})))


def test_text_that_is_not_utf_8_is_told_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(NotebookUnreadableError, match=r"not UTF-8 text \(line 2\)"):
        read_notebook(file_of(tmp_path, b'{"cells": [],\n"x": "\xe9"}'))


@pytest.mark.parametrize("version", [1, 5, 99, "4"])
def test_another_format_is_told(tmp_path: Path, version: object) -> None:
    content = {**document(), "nbformat": version}

    with pytest.raises(NotebookUnreadableError, match="format"):
        read_notebook(file_of(tmp_path, json.dumps(content)))


def test_a_byte_order_mark_and_windows_line_ends_are_understood(tmp_path: Path) -> None:
    content = json.dumps(document(code("a = 1\r\nb = 2")))

    notebook = read_notebook(file_of(tmp_path, b"\xef\xbb\xbf" + content.encode()))

    assert notebook.cells[0].source == "a = 1\nb = 2"


def test_broken_cells_are_read_as_far_as_they_go(tmp_path: Path) -> None:
    cells = [3, {}, {"cell_type": "code", "source": ["a\n", 7, "b"]}, {"source": None}]

    notebook = read_notebook(file_of(tmp_path, json.dumps({**document(), "cells": cells})))

    assert [each.source for each in notebook.cells] == ["", "a\nb", ""]


def test_cells_without_an_id_or_with_a_repeated_one_get_their_position(tmp_path: Path) -> None:
    cells = [{"id": "x"}, {"id": "x"}, {}, {"id": "x" * 500}]

    notebook = read_notebook(file_of(tmp_path, json.dumps({**document(), "cells": cells})))

    assert [each.id for each in notebook.cells] == ["x", "1", "2", "3"]


def test_an_old_format_gives_the_same_ids_each_time(tmp_path: Path) -> None:
    old = {
        "metadata": {},
        "nbformat": 3,
        "nbformat_minor": 0,
        "worksheets": [
            {
                "cells": [
                    {"cell_type": "code", "input": ["x = 1"], "language": "python", "outputs": []}
                ]
            }
        ],
    }
    path = file_of(tmp_path, json.dumps(old))

    assert read_notebook(path) == read_notebook(path)
    assert read_notebook(path).cells[0].source == "x = 1"


def test_an_old_format_that_is_broken_is_told(tmp_path: Path) -> None:
    old = {"metadata": 3, "nbformat": 3, "worksheets": [{"cells": [{"cell_type": "code"}]}, 4]}

    with pytest.raises(NotebookUnreadableError, match="old notebook format"):
        read_notebook(file_of(tmp_path, json.dumps(old)))


@pytest.mark.parametrize(
    ("metadata", "language"),
    [
        ({"kernelspec": {"language": "Python"}}, "python"),
        ({"language_info": {"name": "R"}}, "r"),
        ({"kernelspec": {"name": "xcpp17"}}, "c++"),
        ({"kernelspec": {"name": "python3"}}, "python"),
        ({"kernelspec": 3}, ""),
        (None, ""),
    ],
)
def test_the_language_is_that_of_the_kernel(
    tmp_path: Path, metadata: object, language: str
) -> None:
    content = json.dumps({**document(), "metadata": metadata})

    assert read_notebook(file_of(tmp_path, content)).language == language


@pytest.mark.parametrize(
    ("metadata", "mark"),
    [
        ({"solution": True, "grade_id": "a"}, NbgraderMark("a", solution=True)),
        (
            {"grade": True, "grade_id": "a", "points": "1.5"},
            NbgraderMark("a", grade=True, locked=True, points=1.5),
        ),
        (
            {"grade": True, "solution": True, "grade_id": "a", "points": 2, "locked": True},
            NbgraderMark("a", grade=True, solution=True, points=2.0),
        ),
        ({"locked": True, "grade_id": "a", "points": 3}, NbgraderMark("a", locked=True)),
        (
            {"task": True, "grade_id": "a", "points": 3},
            NbgraderMark("a", task=True, locked=True, points=3.0),
        ),
        ({"grade": True, "points": -1}, NbgraderMark("", grade=True, locked=True)),
        ({"grade": True, "points": "nan"}, NbgraderMark("", grade=True, locked=True)),
        ({"grade": True, "points": ""}, NbgraderMark("", grade=True, locked=True)),
        ({"grade": True, "points": [1]}, NbgraderMark("", grade=True, locked=True)),
        ({"solution": True, "grade_id": 5}, NbgraderMark("5", solution=True)),
        ({"grade": False, "solution": False, "grade_id": "a"}, None),
        ({}, None),
        (None, None),
    ],
)
def test_nbgrader_metadata_of_every_version_gives_one_mark(
    metadata: dict[str, object] | None, mark: NbgraderMark | None
) -> None:
    assert marks(metadata) == mark
