"""The cells of text notebooks as Jupytext, which writes most of them, reads them."""

from __future__ import annotations

import jupytext

from jupyter_llm_teach.courses.text.notebook import read_text_notebook


def jupytexts_cells(text: str, path: str) -> list[tuple[str, str]]:
    """Kind and source of each cell.

    Left out are what Jupytext makes of a web page's front matter, and cells without text, which
    it makes of surplus blank lines.
    """
    ending = "." + path.rpartition(".")[2]
    written = {"extension": ending, "format_name": _format(text, path)}
    read = jupytext.reads(text, fmt=written)  # type: ignore[no-untyped-call]
    cells = [(each.cell_type, each.source) for each in read.cells]
    if cells and cells[0][0] == "raw" and cells[0][1].startswith("---\n"):
        del cells[0]
    return [each for each in cells if each[0] == "code" or each[1].strip()]


def our_cells(text: str, path: str) -> list[tuple[str, str]]:
    """Kind and source of each cell as we read them."""
    return [(each.kind, each.source) for each in read_text_notebook(text, path).notebook.cells]


def _format(text: str, path: str) -> str:
    return read_text_notebook(text, path).format.value
