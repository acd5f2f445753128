"""Makes the student's version of a notebook out of the instructor's."""

from __future__ import annotations

import copy
import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from jupyter_llm_teach.courses.marked import Marked, source_cells
from jupyter_llm_teach.courses.notebook_file import mark_of, notebook_in, source_of
from jupyter_llm_teach.courses.regions import Kind, of_kind
from jupyter_llm_teach.courses.stub import is_unsolved, stub, with_stubs
from jupyter_llm_teach.errors import CourseUnreadableError
from jupyter_llm_teach.teaching.notebook import NbgraderMark

_SCHEMA_VERSION = 3
_SHORTEST_SECRET = 6
_MADE_BY_RUNNING = ("widgets", "celltoolbar", "papermill")


@dataclass(frozen=True, slots=True)
class Released:
    """A student's version of a notebook.

    Attributes:
        document: The notebook, in format 4.
        secrets: Lines that must not be in it.
    """

    document: dict[str, Any]
    secrets: frozenset[str] = field(repr=False)


def released(document: Mapping[str, Any], called: str) -> Released:
    """A student's version of a format 4 document.

    Solutions are replaced by stubs; hidden tests, mark schemes and outputs are gone; nbgrader's
    metadata is that of its version 3. Nothing else changes.

    Args:
        document: The instructor's notebook.
        called: Its path in the course, for errors.

    Raises:
        CourseUnreadableError: A marker is wrong.
        NotebookTooLargeError: It has too many cells.
    """
    notebook = notebook_in(document, called)
    marked = source_cells(notebook)
    made = copy.deepcopy(dict(document))
    made["cells"] = [each for each in made["cells"] if isinstance(each, dict)]
    for raw, each in zip(made["cells"], marked, strict=True):
        _release(raw, each, notebook.language)
    if isinstance(made.get("metadata"), dict):
        for key in _MADE_BY_RUNNING:
            made["metadata"].pop(key, None)
    return Released(made, secrets(marked, notebook.language))


def secrets(cells: tuple[Marked, ...], language: str) -> frozenset[str]:
    """The lines of solutions, hidden tests and mark schemes that stand nowhere in the open.

    Spaces don't count; very short lines, such as ``else:``, are no secret.
    """
    hidden: set[str] = set()
    shown: set[str] = set()
    for each in cells:
        public = _public(each, language).split("\n")
        shown.update(_lines("\n".join(public)))
        if public != each.cell.source.split("\n"):
            hidden.update(_lines(each.cell.source))
    return frozenset(line for line in hidden - shown if len(line) >= _SHORTEST_SECRET)


def checksum(raw: Mapping[str, Any], mark: NbgraderMark) -> str:
    """The checksum that nbgrader gives a cell, by which it sees whether a student changed it.

    Source: `compute_checksum` in https://github.com/jupyter/nbgrader/blob/main/nbgrader/utils.py
    """
    parts = [source_of(raw), str(raw.get("cell_type")), str(mark.grade), str(mark.solution)]
    parts += [str(mark.locked), mark.grade_id, str(mark.points) if mark.grade else ""]
    return hashlib.md5("".join(parts).encode(), usedforsecurity=False).hexdigest()


def _release(raw: dict[str, Any], marked: Marked, language: str) -> None:
    source = _public(marked, language)
    changed = source != marked.cell.source
    if changed:
        lines = isinstance(raw.get("source"), list)
        raw["source"] = source.splitlines(keepends=True) if lines else source
        _drop_unused_attachments(raw, source)
    if raw.get("cell_type") == "code":
        raw["outputs"] = []
        raw["execution_count"] = None
    metadata = raw.get("metadata")
    mark = mark_of(raw)
    if isinstance(metadata, dict):
        metadata.pop("execution", None)
        if mark is not None:
            _upgrade(metadata["nbgrader"], raw, mark, changed=changed)


def _public(marked: Marked, language: str) -> str:
    cell = marked.cell
    text = stub(cell.kind, language)
    public = with_stubs(cell.source, marked.regions, text)
    whole = cell.mark is not None and cell.mark.solution
    if not whole or of_kind(marked.regions, Kind.SOLUTION):
        return public
    return public if is_unsolved(public, cell.kind, language) else text


def _upgrade(
    metadata: dict[str, Any], raw: Mapping[str, Any], mark: NbgraderMark, *, changed: bool
) -> None:
    metadata.update(grade=mark.grade, solution=mark.solution, schema_version=_SCHEMA_VERSION)
    metadata.setdefault("locked", mark.locked)
    metadata.setdefault("task", mark.task)
    metadata.pop("points", None)
    if mark.grade or mark.task:
        points = mark.points
        metadata["points"] = int(points) if points.is_integer() else points
    if changed or "checksum" not in metadata:
        metadata["checksum"] = checksum(raw, mark)
        metadata["cell_type"] = raw.get("cell_type")


def _drop_unused_attachments(raw: dict[str, Any], source: str) -> None:
    attachments = raw.get("attachments")
    if isinstance(attachments, dict):
        used = set(re.findall(r"attachment:([^)\s\"']+)", source))
        raw["attachments"] = {name: each for name, each in attachments.items() if name in used}


def refuse_secrets(made: Mapping[str, Any], hidden: frozenset[str], called: str) -> None:
    """Do nothing where a format 4 document holds no secret line and no marker.

    Raises:
        CourseUnreadableError: It holds one; the message names the cell, not the line.
    """
    for number, raw in enumerate(made["cells"], start=1):
        if hidden.intersection(_lines(_written(raw))) or _has_regions(source_of(raw)):
            raise CourseUnreadableError(
                f"{called}, cell {number}: a part of a solution or a hidden test would reach "
                "students.",
                "Remove it from the cell's text and metadata.",
            )
    about = made.get("metadata")
    about = about if isinstance(about, dict) else {}
    others = [each for key, each in about.items() if key not in ("kernelspec", "language_info")]
    if hidden.intersection(_lines(others)):
        raise CourseUnreadableError(
            f"{called}: the notebook's metadata holds a part of a solution or a hidden test.",
            "Remove it from the notebook's metadata.",
        )


def _written(raw: Mapping[str, Any]) -> list[object]:
    metadata = raw.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    free = [each for key, each in metadata.items() if key != "nbgrader"]
    return [source_of(raw), raw.get("outputs"), raw.get("attachments"), free]


def _has_regions(source: str) -> bool:
    return any(f"BEGIN {kind.value}" in source or f"END {kind.value}" in source for kind in Kind)


def _lines(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield from (" ".join(line.split()) for line in value.splitlines())
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from _lines(key)
            yield from _lines(each)
    elif isinstance(value, list):
        for each in value:
            yield from _lines(each)
