"""What a test cell needs of the cells before it that are neither prelude nor answer."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from jupyter_llm_teach.courses.marked import Marked
from jupyter_llm_teach.courses.names import asserts, loaded, needed, only_binding
from jupyter_llm_teach.courses.python_cell import parsed
from jupyter_llm_teach.courses.regions import blanked, lines_of


def carried_statements(before: Sequence[Marked], answer: int, source: str) -> tuple[str, ...]:
    """Imports, definitions and assignments that a test cell takes from earlier cells, in order.

    They come from earlier test cells and from the plain cells between the answer and the tests;
    what stands before the answer is the answer's own prelude. Nothing hidden is carried.

    Args:
        before: All cells before the test cell.
        answer: The place of the exercise's answer cell among them.
        source: The test cell's Python.
    """
    written = parsed(source)
    if written is None:
        return ()
    wanted = frozenset(name for each in written.body for name in loaded(each))
    found: list[ast.stmt] = []
    for place, marked in enumerate(before):
        mark = marked.cell.mark
        if marked.cell.kind != "code" or (mark is not None and mark.solution):
            continue
        if place > answer or (mark is not None and mark.grade):
            found.extend(_binding(marked))
    return tuple(ast.unparse(each) for each in needed(found, wanted))


def _binding(marked: Marked) -> list[ast.stmt]:
    written = parsed(blanked(marked.cell.source, lines_of(marked.regions)))
    bare = only_binding(written.body) if written is not None else []
    return [each for each in bare if isinstance(each, ast.FunctionDef) or not asserts(each)]
