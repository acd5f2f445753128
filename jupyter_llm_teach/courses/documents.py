"""Opens files that hold notebooks, in whatever format, and writes students' versions of them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from jupyter_llm_teach.courses.notebook_file import notebook_in, parsed, read_text
from jupyter_llm_teach.courses.problem import Problem
from jupyter_llm_teach.courses.reading import StudentCell
from jupyter_llm_teach.courses.student_notebook import student_notebook
from jupyter_llm_teach.courses.tests_beside import with_tests_beside
from jupyter_llm_teach.courses.text.notebook import (
    TextNotebook,
    is_text_notebook,
    read_text_notebook,
)
from jupyter_llm_teach.courses.text.student import student_text
from jupyter_llm_teach.courses.tree import NOTEBOOK
from jupyter_llm_teach.teaching.notebook import Notebook

_OLD_FORMAT = re.compile(r'"nbformat"\s*:\s*[0-3]\b')


@dataclass(frozen=True, slots=True)
class Document:
    """A notebook and how it is written down.

    Attributes:
        notebook: What it holds.
        text: The file's text.
        raw: The JSON document, in format 4; None for a text notebook.
        written: Where the cells of a text notebook stand; None for a JSON document.
    """

    notebook: Notebook
    text: str = field(repr=False)
    raw: Mapping[str, Any] | None = field(default=None, repr=False)
    written: TextNotebook | None = field(default=None, repr=False)

    def student(self, cells: Sequence[StudentCell]) -> str:
        """The text of a student's version."""
        if self.written is not None:
            return student_text(self.text, self.written, cells)
        return student_notebook(self.text, tuple(cells))

    def placed(self, problem: Problem) -> Problem:
        """A problem with the line of the file where that is what people see."""
        return problem if self.written is None else self.written.placed(problem)


def open_document(path: Path, called: str) -> Document | None:
    """The notebook in a file; None where a text file is no notebook.

    Args:
        path: The file.
        called: What the notebook is called in its course.

    Raises:
        NotebookUnreadableError: It can't be read.
        NotebookTooLargeError: It is larger than we read, or holds too many cells.
    """
    found = document_of(read_text(path, called), called)
    return found and replace(found, notebook=with_tests_beside(found.notebook, path))


def document_of(text: str, called: str) -> Document | None:
    """The notebook that a file's text holds; as `open_document` has it."""
    if not called.endswith(NOTEBOOK):
        if not is_text_notebook(text, called):
            return None
        written = read_text_notebook(text, called)
        return Document(written.notebook, text, written=written)
    raw = parsed(text, called)
    if _OLD_FORMAT.search(text):
        text = json.dumps(raw, indent=1, ensure_ascii=False) + "\n"
    return Document(notebook_in(raw, called), text, raw)
