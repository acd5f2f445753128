"""What a test cell needs of the cells before it that are neither prelude nor answer."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from jupyter_llm_teach.courses.names import asserts, loaded, needed, only_binding
from jupyter_llm_teach.courses.python_cell import parsed


@dataclass(frozen=True, slots=True)
class Before:
    """A cell before a test cell.

    Attributes:
        role: What it is for, whatever exercise it belongs to.
        source: Its Python without hidden lines; empty for a text.
    """

    role: Literal["answer", "tests", "other"]
    source: str


def carried_statements(before: Sequence[Before], answer: int, source: str) -> tuple[str, ...]:
    """Imports, definitions and assignments that a test cell takes from earlier cells, in order.

    They come from earlier test cells and from the plain cells between the answer and the tests;
    what stands before the answer is the answer's own prelude. Nothing hidden is carried.

    Args:
        before: All cells before the test cell.
        answer: The place of the exercise's answer cell among them.
        source: The test cell's Python.
    """
    kept = tuple(
        each.source
        for place, each in enumerate(before)
        if (each.role == "tests" or (each.role == "other" and place > answer))
        and _binding(each.source)
    )
    return _carried(kept, source)


@lru_cache(maxsize=256)  # a notebook is read at every key; these cells stay as they are
def _carried(kept: tuple[str, ...], source: str) -> tuple[str, ...]:
    written = parsed(source)
    if written is None:
        return ()
    wanted = frozenset(name for each in written.body for name in loaded(each))
    found = [statement for each in kept for statement in _binding(each)]
    return tuple(ast.unparse(each) for each in needed(found, wanted))


@lru_cache(maxsize=16_384)  # more than the cells of a notebook: each is asked by all below it
def _binding(source: str) -> tuple[ast.stmt, ...]:
    written = parsed(source)
    bare = only_binding(written.body) if written is not None else []
    return tuple(each for each in bare if isinstance(each, ast.FunctionDef) or not asserts(each))
