"""Writes the student's version of a notebook file: what does not change keeps its bytes."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from typing_extensions import assert_never

from jupyter_llm_teach.courses.json_spans import (
    Layout,
    Span,
    elements,
    layout_of,
    members,
    replaced,
)
from jupyter_llm_teach.courses.light.metadata import written
from jupyter_llm_teach.courses.notebook_file import mark_of, source_of
from jupyter_llm_teach.courses.reading import Added, Changed, Kept, StudentCell
from jupyter_llm_teach.teaching.notebook import NbgraderMark

_SCHEMA_VERSION = 3
_HAS_IDS = re.compile(r'"nbformat_minor"\s*:\s*(?:[5-9]|\d\d)')
_MADE_BY_RUNNING = ("widgets", "celltoolbar", "papermill")
_CELL_DEPTH = 2
_MEMBER_DEPTH = 3


def student_notebook(text: str, cells: tuple[StudentCell, ...]) -> str:
    """The text of a student's notebook.

    Outputs and what else running made are gone; nbgrader's metadata of a cell that changes is that
    of its version 3. Every other byte of what students keep stays.

    Args:
        text: The instructor's notebook, in format 4.
        cells: What students get.
    """
    layout = layout_of(text)
    top = members(text)
    places = [each for each in elements(text, top["cells"].start) if text[each.start] == "{"]
    changes = [(top["cells"], _array(text, top["cells"], places, cells, layout))]
    held = top.get("metadata", Span(0, 0))
    about = json.loads(text[held.start : held.end] or "null", strict=False)
    if isinstance(about, dict) and any(key in about for key in _MADE_BY_RUNNING):
        kept = {key: each for key, each in about.items() if key not in _MADE_BY_RUNNING}
        changes.append((held, layout.written(kept, 1)))
    return replaced(text, changes)


def checksum(raw: Mapping[str, Any], mark: NbgraderMark) -> str:
    """The checksum that nbgrader gives a cell, by which it sees whether a student changed it.

    Source: `compute_checksum` in https://github.com/jupyter/nbgrader/blob/main/nbgrader/utils.py
    """
    parts = [source_of(raw), str(raw.get("cell_type")), str(mark.grade), str(mark.solution)]
    parts += [str(mark.locked), mark.grade_id, str(mark.points) if mark.grade else ""]
    return hashlib.md5("".join(parts).encode(), usedforsecurity=False).hexdigest()


def _array(
    text: str, array: Span, places: list[Span], cells: tuple[StudentCell, ...], layout: Layout
) -> str:
    """The array of cells; what stands between two cells that stay neighbours stays."""
    if not (cells and places):
        added = enumerate(each for each in cells if isinstance(each, Added))
        return layout.written([_new(each, _id(text, n, each)) for n, each in added], 1)
    start = text[array.start : places[0].start]
    end = text[places[-1].end : array.end]
    between = "," + start.removeprefix("[")
    parts = [start]
    for index, each in enumerate(cells):
        if index:
            parts.append(_between(text, places, cells[index - 1], each) or between)
        parts.append(
            layout.written(_new(each, _id(text, index, each)), _CELL_DEPTH)
            if isinstance(each, Added)
            else _taken(text, places[each.cell], each, layout)
        )
    return "".join([*parts, end])


def _between(text: str, places: list[Span], one: StudentCell, other: StudentCell) -> str:
    if isinstance(one, Added) or isinstance(other, Added) or other.cell != one.cell + 1:
        return ""
    return text[places[one.cell].end : places[other.cell].start]


def _taken(text: str, place: Span, cell: Kept | Changed, layout: Layout) -> str:
    match cell:
        case Kept():
            return _copied(text[place.start : place.end], None, layout)
        case Changed():
            return _copied(text[place.start : place.end], cell, layout)
        case _:
            assert_never(cell)


def _id(text: str, place: int, cell: Added) -> dict[str, str]:
    """The id of a new cell, always the same, where the notebook's format has ids."""
    if not _HAS_IDS.search(text):
        return {}
    return {"id": hashlib.sha256(f"{place} {cell.source}".encode()).hexdigest()[:8]}


def _new(cell: Added, id_: Mapping[str, str]) -> dict[str, object]:
    lines = cell.source.splitlines(keepends=True)
    if cell.kind != "code":
        return {"cell_type": cell.kind, **id_, "metadata": {}, "source": lines}
    return {
        "cell_type": "code",
        "execution_count": None,
        **id_,
        "metadata": {},
        "outputs": [],
        "source": lines,
    }


def _copied(text: str, change: Changed | None, layout: Layout) -> str:
    """The text of a cell without outputs, with another source and marks where there are any."""
    before = json.loads(text, strict=False)
    after = _released(before, None if change is None else change.source)
    if change is not None:
        _mark_anew(after, change)
    spans = members(text)
    changes = [
        (spans[key], layout.written(after[key], _MEMBER_DEPTH))
        for key in spans
        if after[key] != before[key]
    ]
    return replaced(text, changes)


def _released(before: Mapping[str, Any], source: str | None) -> dict[str, Any]:
    after = dict(before)
    if source is not None:
        after["source"] = _as_written(source, before.get("source"))
        _drop_unused_attachments(after, source)
    if after.get("cell_type") == "code":
        after.update(outputs=[], execution_count=None)
    metadata = after.get("metadata")
    if isinstance(metadata, dict):
        after["metadata"] = _without_rules(
            {key: each for key, each in metadata.items() if key != "execution"}
        )
        mark = mark_of(before)
        if mark is not None:
            changed = source is not None and source != source_of(before)
            nbgrader = _upgraded(metadata["nbgrader"], after, mark, changed=changed)
            after["metadata"]["nbgrader"] = nbgrader
    return after


def _without_rules(metadata: dict[str, Any]) -> dict[str, Any]:
    """Metadata without the rules of help, which are read from the instructor's notebook alone."""
    block = metadata.get("teach")
    if not isinstance(block, dict) or "policy" not in block:
        return metadata
    rest = {key: each for key, each in block.items() if key != "policy"}
    others = {key: each for key, each in metadata.items() if key != "teach"}
    return {**others, "teach": rest} if rest else others


def _mark_anew(raw: dict[str, Any], change: Changed) -> None:
    new: dict[str, object] = {}
    if change.tags is not None:
        new["tags"] = list(change.tags)
    if change.teach is not None:
        new["teach"] = written(change.teach)
    if new and isinstance(raw.get("metadata"), dict):
        made = {**raw["metadata"], **new}
        raw["metadata"] = {key: each for key, each in made.items() if each or key not in new}


def _as_written(source: str, before: object) -> str | list[str]:
    """A source as a text or as lines, and with the line ends, that it had before."""
    listed = isinstance(before, list)
    if "\r\n" in (str(before[0]) if isinstance(before, list) and before else str(before)):
        source = source.replace("\n", "\r\n")
    return source.splitlines(keepends=True) if listed else source


def _upgraded(
    metadata: Mapping[str, Any], raw: Mapping[str, Any], mark: NbgraderMark, *, changed: bool
) -> dict[str, Any]:
    made = {
        **metadata,
        "grade": mark.grade,
        "solution": mark.solution,
        "schema_version": _SCHEMA_VERSION,
    }
    made.setdefault("locked", mark.locked)
    made.setdefault("task", mark.task)
    points = made.pop("points", None)
    if mark.grade or mark.task:
        whole = int(mark.points) if mark.points.is_integer() else mark.points
        made["points"] = points if points == whole and points is not True else whole
    if changed or "checksum" not in made:
        made["checksum"] = checksum(raw, mark)
        made["cell_type"] = raw.get("cell_type")
    return made


def _drop_unused_attachments(raw: dict[str, Any], source: str) -> None:
    attachments = raw.get("attachments")
    if isinstance(attachments, dict):
        used = set(re.findall(r"attachment:([^)\s\"']+)", source))
        raw["attachments"] = {name: each for name, each in attachments.items() if name in used}
