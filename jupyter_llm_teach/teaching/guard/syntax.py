"""A text as Python, where it is Python."""

from __future__ import annotations

import ast
import warnings


def tree_of(code: str) -> ast.Module | None:
    """The parsed program, or None."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what is odd about a reply is not for the log
            return ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def expression_of(code: str) -> ast.expr | None:
    """The parsed expression, or None."""
    tree = tree_of(f"({code}\n)") if code.strip() else None
    if tree is None or len(tree.body) != 1 or not isinstance(tree.body[0], ast.Expr):
        return None
    return tree.body[0].value
