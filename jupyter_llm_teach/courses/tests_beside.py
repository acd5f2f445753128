"""Brings the test files that lie beside a student's Otter notebook, or stand in its metadata."""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from jupyter_llm_teach.teaching.notebook import Cell, Notebook

IN_METADATA = "metadata/otter.json"
CHECK = re.compile(r"""\b[A-Za-z_]\w*\.check\(\s*["']([\w][\w .-]{0,99})["']\s*\)""")
_MOST_FILES = 200
_MOST_BYTES = 200_000


def tests_in_metadata(metadata: object) -> tuple[tuple[str, str], ...]:
    """The tests that a notebook's own metadata holds, as one file in JSON."""
    own = metadata.get("otter") if isinstance(metadata, dict) else None
    if not isinstance(own, dict) or not isinstance(own.get("tests"), dict):
        return ()
    text = json.dumps(own)
    return ((IN_METADATA, text),) if len(text) <= _MOST_BYTES else ()


def with_tests_beside(notebook: Notebook, path: Path) -> Notebook:
    """A notebook with the files in ``tests/`` that its check cells name; unchanged where none are.

    Only regular files that really are in the notebook's own folder are read.

    Args:
        notebook: As it was read.
        path: Its file.
    """
    names = dict.fromkeys(name for each in notebook.cells for name in checked_in(each))
    if not names:
        return notebook
    known = dict(notebook.beside)
    found = _texts(path.parent, [each for each in names if _path(each) not in known][:_MOST_FILES])
    return replace(notebook, beside=(*notebook.beside, *found))


def checked_in(cell: Cell) -> tuple[str, ...]:
    """The questions that a code cell lets Otter check, in order."""
    if cell.kind != "code" or ".check(" not in cell.source:
        return ()
    return tuple(dict.fromkeys(CHECK.findall(cell.source)))


def _texts(folder: Path, names: list[str]) -> Iterator[tuple[str, str]]:
    root = os.path.realpath(folder)
    for name in names:
        called = _path(name)
        text = _text(folder / called, root)
        if text is not None:
            yield called, text


def _path(name: str) -> str:
    return f"tests/{name}.py"


def _text(path: Path, root: str) -> str | None:
    try:
        status = path.stat()
        inside = Path(os.path.realpath(path)).is_relative_to(root)
        if not (inside and stat.S_ISREG(status.st_mode) and status.st_size <= _MOST_BYTES):
            return None
        with path.open("rb") as file:
            return file.read(_MOST_BYTES).decode("utf-8-sig")
    except (OSError, ValueError):
        return None


def as_mapping(value: object) -> Mapping[str, Any]:
    """A value of a JSON document or literal that should be a mapping; empty where it is none."""
    return value if isinstance(value, dict) else {}
