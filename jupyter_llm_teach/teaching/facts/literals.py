"""Literals in a program's tree, and putting them in the place of the names that hold them."""

from __future__ import annotations

import ast
from collections.abc import Mapping


def is_literal(node: ast.expr) -> bool:
    """Whether an expression is made of literals alone."""
    try:
        ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return False
    return True


class Inlined(ast.NodeTransformer):
    """Puts literals in place of names.

    Args:
        values: The literal that each name holds.
    """

    def __init__(self, values: Mapping[str, ast.expr]) -> None:
        self._values = values

    def visit_Name(self, node: ast.Name) -> ast.expr:
        """A name, or the literal that it holds."""
        return self._values.get(node.id, node)
