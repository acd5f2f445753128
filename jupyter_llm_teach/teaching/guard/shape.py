"""Programs that do the same in the same way, under whatever names and in whatever notation.

Names become numbers in the order in which they appear; ``a > b`` is ``b < a``; ``x += 1`` is
``x = x + 1``; what may be added or multiplied in any order stands in one order.
"""

from __future__ import annotations

import ast
from functools import lru_cache

from jupyter_llm_teach.teaching.guard.syntax import tree_of
from jupyter_llm_teach.teaching.guard.tokens import FIXED_NAMES

_TURNED = {ast.Gt: ast.Lt, ast.GtE: ast.LtE}
_FREE_ORDER = (ast.Add, ast.Mult)


@lru_cache(maxsize=512)
def shapes(code: str) -> frozenset[str]:
    """The shape of a program without imports, and that of each of its functions' bodies."""
    tree = tree_of(code)
    if tree is None:
        return frozenset()
    body = [node for node in tree.body if not isinstance(node, ast.Import | ast.ImportFrom)]
    found = {_shape(body)}
    found.update(_shape(n.body) for n in body if isinstance(n, ast.FunctionDef))
    return frozenset(found) - {""}


def same_shape(code: str, reference: str) -> bool:
    """Whether a program, or a function in it, is a reference under other names."""
    return not shapes(code).isdisjoint(shapes(reference))


def _shape(body: list[ast.stmt]) -> str:
    told = [node for node in body if not _is_docstring(node)]
    module = _Notation().visit(ast.parse(ast.unparse(ast.Module(told, []))))
    names = _Names()
    renamed = names.visit(module)
    return ast.unparse(renamed) if any(True for _ in ast.walk(renamed)) else ""


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


class _Notation(ast.NodeTransformer):
    """One way to write what can be written in two."""

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.AST:
        value = ast.parse(ast.unparse(node.target), mode="eval").body
        told = ast.Assign([node.target], ast.BinOp(value, node.op, node.value), lineno=0)
        self.generic_visit(told)
        return told

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        self.generic_visit(node)
        turned = _TURNED.get(type(node.ops[0]))
        if turned is not None and len(node.ops) == 1:
            return ast.Compare(node.comparators[0], [turned()], [node.left])
        return node

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        sides = [ast.unparse(node.left), ast.unparse(node.right)]
        if isinstance(node.op, _FREE_ORDER) and sides != sorted(sides):
            return ast.BinOp(node.right, node.op, node.left)
        return node


class _Names(ast.NodeTransformer):
    """Names as numbers in the order in which they are met."""

    def __init__(self) -> None:
        self.known: dict[str, str] = {}

    def _number(self, name: str) -> str:
        return name if name in FIXED_NAMES else self.known.setdefault(name, f"n{len(self.known)}")

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.name = self._number(node.name)
        node.returns = None
        self.generic_visit(node)
        return node

    def visit_arg(self, node: ast.arg) -> ast.AST:
        return ast.arg(self._number(node.arg))

    def visit_Name(self, node: ast.Name) -> ast.AST:
        return ast.Name(self._number(node.id), node.ctx)
