"""Looks for what students must not get: lines of solutions and of hidden tests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from typing_extensions import assert_never

from jupyter_llm_teach.courses.documents import Document
from jupyter_llm_teach.courses.problem import Problem
from jupyter_llm_teach.courses.reading import Added, Changed, Dialect, Kept, Source
from jupyter_llm_teach.teaching.notebook import Notebook

_SHORTEST_SECRET = 6
_OF_THE_KERNEL = ("kernelspec", "language_info")


def secret_lines(notebook: Notebook, source: Source) -> frozenset[str]:
    """The lines of an instructor's notebook that its student's version does not hold.

    Spaces don't count; very short lines, such as ``else:``, are no secret.
    """
    given: dict[int, str] = {}
    shown: set[str] = set()
    for each in source.student.cells:
        match each:
            case Kept(cell=place):
                given[place] = notebook.cells[place].source
            case Changed(cell=place, source=text):
                given[place] = text
            case Added(source=text):
                shown.update(lines_in(text))
            case _:
                assert_never(each)
    hidden: set[str] = set()
    for place, cell in enumerate(notebook.cells):
        shown.update(lines_in(given.get(place, "")))
        if given.get(place) != cell.source:
            hidden.update(lines_in(cell.source))
    for file in source.student.files:
        shown.update(lines_in(file.text))
    return frozenset(line for line in hidden - shown if len(line) >= _SHORTEST_SECRET)


def leaks_in(
    document: Document, secrets: frozenset[str], dialect: Dialect | None
) -> Iterator[Problem]:
    """The places of a student's notebook that hold a secret line or an instructor's mark.

    The sentences name the cell, never the line itself: students may read them.

    Args:
        document: The student's notebook.
        secrets: Lines that must not be in it.
        dialect: Whose marks must not be in it.
    """
    called = document.notebook.path
    raws = document.raw["cells"] if document.raw is not None else []
    for place, cell in enumerate(document.notebook.cells):
        if not secrets.isdisjoint(lines_in(cell.source)):
            yield _leak("solution_in_student_version", called, place + 1, "text")
        if dialect is not None and dialect.leftovers.search(cell.source):
            yield _leak("tag_in_student_version", called, place + 1, "text")
        for code, where, held in _beside(raws[place] if raws else {}):
            if not secrets.isdisjoint(lines_in(held)):
                yield _leak(code, called, place + 1, where)
    about = document.raw.get("metadata") if document.raw is not None else None
    about = about if isinstance(about, dict) else {}
    others = [each for key, each in about.items() if key not in _OF_THE_KERNEL]
    if not secrets.isdisjoint(lines_in(others)):
        yield _leak("answer_in_metadata", called, None, "metadata")


def leaks_in_text(text: str, secrets: frozenset[str], called: str) -> Iterator[Problem]:
    """One leak where a file beside the notebooks holds a secret line."""
    if not secrets.isdisjoint(lines_in(text)):
        yield _leak("solution_in_student_version", called, None, "text")


def lines_in(value: object) -> Iterator[str]:
    """The lines of all texts in a JSON value, with single spaces."""
    if isinstance(value, str):
        yield from (" ".join(line.split()) for line in value.splitlines())
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from lines_in(key)
            yield from lines_in(each)
    elif isinstance(value, list):
        for each in value:
            yield from lines_in(each)


def _beside(cell: Mapping[str, Any]) -> Iterator[tuple[str, str, object]]:
    """What a cell holds beside its text."""
    metadata = cell.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    free = [each for key, each in metadata.items() if key != "nbgrader"]
    yield "answer_in_outputs", "outputs", cell.get("outputs")
    yield "answer_in_metadata", "metadata", [cell.get("attachments"), *free]


def _leak(code: str, called: str, cell: int | None, place: str) -> Problem:
    return Problem(
        code,
        called,
        "A part of a solution or a hidden test would reach students."
        if place == "text"
        else f"A part of a solution or a hidden test stands in the {place}.",
        f"Remove it from the {place} of the cell." if cell else f"Remove it from the {place}.",
        cell,
    )
