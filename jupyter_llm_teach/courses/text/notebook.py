"""Reads notebooks that are kept as text: MyST, Jupytext's markdown, and percent scripts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from jupyter_llm_teach.courses.notebook_file import notebook_in
from jupyter_llm_teach.courses.problem import Problem
from jupyter_llm_teach.courses.text.directives import has_exercises
from jupyter_llm_teach.courses.text.header import Header, markdown_header, script_header
from jupyter_llm_teach.courses.text.lines import Passage, WrittenCell, bare, split_lines
from jupyter_llm_teach.courses.text.markdown import language_of, markdown_cells
from jupyter_llm_teach.courses.text.myst import has_code_cell, lexer_of, myst_cells
from jupyter_llm_teach.courses.text.options import title_and_metadata
from jupyter_llm_teach.courses.text.percent import (
    SCRIPT_ENDINGS,
    Script,
    is_text,
    markers,
    percent_cells,
    script_of,
)
from jupyter_llm_teach.teaching.notebook import Notebook

_MARKDOWN = ".md"
TEXT_ENDINGS = (_MARKDOWN, *SCRIPT_ENDINGS)
_KERNELS_LEXERS = {"ipython": "python", "ipython3": "python", "python3": "python"}


class Format(Enum):
    """How a text notebook is written; the value is what Jupytext calls it."""

    MYST = "myst"
    MARKDOWN = "markdown"
    PERCENT = "percent"


@dataclass(frozen=True, slots=True)
class TextNotebook:
    """A notebook that is kept as text.

    Attributes:
        notebook: What it holds. Its cells have their places as ids.
        cells: Where each cell stands in the file.
        format: How it is written.
        lexer: What a cell's opening fence names as its language; empty where it names none.
        script: How its language is written, where it is a script.
    """

    notebook: Notebook
    cells: tuple[Passage, ...]
    format: Format
    lexer: str = ""
    script: Script | None = None

    def line(self, cell: int, line: int | None) -> int:
        """The line of the file, from 1, on which a line of a cell stands.

        Args:
            cell: The cell's place, from 1.
            line: The line of its source, from 1; None for the cell as a whole.
        """
        place = self.cells[cell - 1]
        if line is None:
            return place.start + 1
        return min(max(place.first + line - place.shift, place.start + 1), max(place.end, 1))

    def placed(self, problem: Problem) -> Problem:
        """A problem with the line of the file in place of that of the cell."""
        if problem.cell is None:
            return problem
        return replace(problem, line=self.line(problem.cell, problem.line))


def is_text_notebook(text: str, path: str) -> bool:
    """Whether a text file is a notebook, by what stands in it and not by its name alone.

    A markdown file is one where its YAML header names Jupytext or a kernel, where it holds a
    MyST `{code-cell}`, or a directive for an exercise or a solution, which never may reach
    students unread. A script is one where it holds percent markers and its header names Jupytext
    or a kernel, or one of the markers is for text or carries nbgrader's metadata.
    """
    script = script_of(path)
    if script is not None:
        return "%%" in text and _is_notebook_script(bare(split_lines(text)), script)
    if not path.lower().endswith(_MARKDOWN):
        return False
    begins = text.lstrip().startswith(("---", "<!--"))
    if not begins and "{code-cell}" not in text and not has_exercises(text):
        return False
    lines = bare(split_lines(text))
    header = markdown_header(lines)
    return header.is_notebooks or has_code_cell(lines, header.end) or has_exercises(text)


def read_text_notebook(text: str, path: str) -> TextNotebook:
    """The notebook that a text file holds; what it can't understand it takes as text.

    Args:
        text: The file's text, with any line ends.
        path: What the notebook is called in its course; its ending says how it is written.

    Raises:
        NotebookTooLargeError: It holds too many cells.
    """
    lines = bare(split_lines(text))
    script = script_of(path)
    if script is not None:
        header = script_header(lines, script.comment)
        cells = tuple(percent_cells(lines, header.end, script))
        notebook = _notebook(cells, header.metadata, script.language, path)
        return TextNotebook(notebook, _places(cells), Format.PERCENT, script=script)
    header = markdown_header(lines)
    if _is_myst(lines, header, text):
        cells = tuple(myst_cells(lines, header.end))
        lexer = next((lexer_of(lines[each.place.start]) for each in cells if _is_code(each)), "")
        language = _KERNELS_LEXERS.get(lexer, lexer)
        notebook = _notebook(cells, header.metadata, language, path)
        return TextNotebook(notebook, _places(cells), Format.MYST, lexer)
    named = _notebook((), header.metadata, "", path).language
    cells = tuple(markdown_cells(lines, header.end, named))
    lexer = next((language_of(lines[each.place.start]) for each in cells if _is_code(each)), named)
    notebook = _notebook(cells, header.metadata, lexer, path)
    return TextNotebook(notebook, _places(cells), Format.MARKDOWN, lexer or "python")


def _is_notebook_script(lines: Sequence[str], script: Script) -> bool:
    found = markers(lines, script)
    if not found:
        return False
    if script_header(lines, script.comment).is_notebooks:
        return True
    return any(is_text(each) or "nbgrader" in title_and_metadata(each)[1] for each in found)


def _is_myst(lines: Sequence[str], header: Header, text: str) -> bool:
    match header.format_name:
        case Format.MYST.value:
            return True
        case Format.MARKDOWN.value:
            return False
        case _:
            return has_code_cell(lines, header.end) or has_exercises(text)


def _notebook(
    cells: Sequence[WrittenCell], metadata: Mapping[str, object], language: str, path: str
) -> Notebook:
    raw = [
        {"cell_type": each.kind, "source": each.source, "metadata": _tagged(each.metadata)}
        for each in cells
    ]
    made = notebook_in({"cells": raw, "metadata": metadata}, path)
    return made if made.language else replace(made, language=language.lower())


def _tagged(metadata: Mapping[str, object]) -> Mapping[str, object]:
    """The metadata, its tags as a list; MyST lets authors write them as words."""
    tags = metadata.get("tags")
    return (
        {**metadata, "tags": tags.replace(",", " ").split()} if isinstance(tags, str) else metadata
    )


def _places(cells: Iterable[WrittenCell]) -> tuple[Passage, ...]:
    return tuple(each.place for each in cells)


def _is_code(cell: WrittenCell) -> bool:
    return cell.kind == "code"
