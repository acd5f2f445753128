"""Recognises the cell with which a tagged notebook makes its own student's version."""

from __future__ import annotations

import re

from jupyter_llm_teach.courses.twin_names import student_path
from jupyter_llm_teach.teaching.notebook import Cell, Notebook

_TAG = re.compile(
    r"<[^<>\n]{0,12}(?i:corr|solution)|[\"'][^\"'\n]{0,30}(?:CORRECTION|CORRIG|SOLUTION)"
)
_NOTEBOOK = re.compile(r"\.ipynb\b|\bnbformat\b|[\"']cells[\"']|notebook_name")
_WRITES = re.compile(
    r"\bnbformat\.write\b|\bjson\.dumps?\b|\.write(?:_text|lines|f)?\(|\bopen\([^)\n]*[\"'][wax]"
    r"|\bnbconvert\b|^\s*[!%]|\bsubprocess\b|\bos\.system\b",
    re.MULTILINE,
)
_CONVERTS = re.compile(
    r"\b\w*(?:conver|genere|generate|student|etudiant|eleve)\w*\(", re.IGNORECASE
)


def is_converter(cell: Cell, notebook: Notebook) -> bool:
    """Whether a code cell reads its own notebook and writes the student's version of it.

    It names notebooks, it writes or runs something, and it speaks of the tags or of its own
    notebook, where that is an instructor's by its name. Nothing is executed.
    """
    source = cell.source
    if cell.kind != "code" or not _NOTEBOOK.search(source):
        return False
    if not (_WRITES.search(source) or _CONVERTS.search(source)):
        return False
    names_itself = student_path(notebook.path) is not None and notebook.name in source
    return names_itself or _TAG.search(source) is not None
