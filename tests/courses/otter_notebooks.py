"""Small notebooks for Otter-Grader, as JSON documents."""

from __future__ import annotations

from tests.courses.notebooks import Document, code, markdown

SOLVED = "def double(n):\n    # BEGIN SOLUTION\n    return 2 * n\n    # END SOLUTION"


def raw(source: str) -> Document:
    return {"cell_type": "raw", "metadata": {}, "source": source}


def shown(source: str, result: str) -> Document:
    """A code cell that ended with a value."""
    output = {"output_type": "execute_result", "data": {"text/plain": [result]}, "metadata": {}}
    return {**code(source), "outputs": [output]}


def silent(source: str) -> Document:
    """A code cell that showed nothing."""
    return {**code(source), "outputs": []}


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
