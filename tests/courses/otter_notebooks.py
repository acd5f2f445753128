"""Small notebooks for Otter-Grader, as JSON documents and read."""

from __future__ import annotations

from pathlib import Path

from jupyter_llm_teach.courses.documents import Document as Opened
from jupyter_llm_teach.courses.documents import open_document
from jupyter_llm_teach.courses.otter.dialect import source
from jupyter_llm_teach.courses.reading import Source
from tests.courses.notebooks import Document, code, markdown, write

SOLVED = "def double(n):\n    # BEGIN SOLUTION\n    return 2 * n\n    # END SOLUTION"


def raw(text: str) -> Document:
    return {"cell_type": "raw", "metadata": {}, "source": text}


def shown(text: str, result: str) -> Document:
    """A code cell that ended with a value."""
    output = {"output_type": "execute_result", "data": {"text/plain": [result]}, "metadata": {}}
    return {**code(text), "outputs": [output]}


def silent(text: str) -> Document:
    """A code cell that showed nothing."""
    return {**code(text), "outputs": []}


def question(
    *inside: Document, config: str = "name: double", solution: str = SOLVED
) -> list[Document]:
    """The cells of a question; those inside stand between its solution and its end."""
    return [
        raw(f"# BEGIN QUESTION\n{config}"),
        markdown("## Double it\n\nWrite `double(n)`."),
        raw("# BEGIN SOLUTION"),
        silent(solution),
        raw("# END SOLUTION"),
        *inside,
        raw("# END QUESTION"),
    ]


def in_tests(*cells: Document) -> list[Document]:
    """A block of tests."""
    return [raw("# BEGIN TESTS"), *cells, raw("# END TESTS")]


def opened(path: Path) -> Opened:
    found = open_document(path, path.name)
    assert found is not None
    return found


def read(folder: Path, *cells: Document) -> Source:
    """What is read from an instructor's notebook of these cells."""
    return source(opened(write(folder / "a.ipynb", *cells)).notebook)
