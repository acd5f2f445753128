"""Small notebooks for tests, as JSON documents and as files."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

Document = dict[str, object]
SOLVED = "def double(n):\n    ### BEGIN SOLUTION\n    return 2 * n\n    ### END SOLUTION"
TESTED = (
    "assert double(2) == 4\n### BEGIN HIDDEN TESTS\nassert double(5) == 10\n### END HIDDEN TESTS"
)


def markdown(source: str) -> Document:
    return {"cell_type": "markdown", "metadata": {}, "source": source}


def code(source: str) -> Document:
    return {
        "cell_type": "code",
        "metadata": {},
        "source": source,
        "outputs": [{"output_type": "stream", "name": "stdout", "text": "printed"}],
        "execution_count": 7,
    }


def answer(source: str, grade_id: str = "double") -> Document:
    mark = {"grade": False, "solution": True, "locked": False, "grade_id": grade_id}
    return {**code(source), "metadata": {"nbgrader": {**mark, "schema_version": 3, "task": False}}}


def graded(source: str, grade_id: str = "test_double") -> Document:
    mark = {"grade": True, "solution": False, "locked": True, "grade_id": grade_id, "points": 1}
    return {**code(source), "metadata": {"nbgrader": {**mark, "schema_version": 3, "task": False}}}


def document(*cells: Document) -> Document:
    metadata = {"kernelspec": {"name": "python3", "display_name": "P", "language": "python"}}
    return {"cells": list(cells), "metadata": metadata, "nbformat": 4, "nbformat_minor": 4}


def exercise(grade_id: str = "double") -> Sequence[Document]:
    """The cells of an instructor's exercise."""
    return (
        markdown(f"## Title of {grade_id}\n\nDo it."),
        answer(SOLVED, grade_id),
        graded(TESTED, f"test_{grade_id}"),
    )


def write(path: Path, *cells: Document) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document(*cells)), encoding="utf-8")
    return path
