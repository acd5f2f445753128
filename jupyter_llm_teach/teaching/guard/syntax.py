"""A text as Python, where it is Python."""

from __future__ import annotations

import ast


def tree_of(code: str) -> ast.Module | None:
    """The parsed program, or None."""
    try:
        return ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
