"""Wrong answers made of a right one: the slips of beginners, one at a time."""

from __future__ import annotations

import ast
from collections.abc import Iterator

_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_COUNTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.Div: ast.FloorDiv,
}


def slips(reference: str) -> tuple[str, ...]:
    """Programs that differ from a reference in one place; whether they fail is not known.

    The kinds come in turn, so that the first few already differ in kind.
    """
    try:
        kinds = [list(kind(reference)) for kind in (_comparisons, _operators, _numbers, _lines)]
    except (SyntaxError, ValueError, RecursionError):
        return ()
    longest = max(map(len, kinds))
    found = (kind[i] for i in range(longest) for kind in kinds if i < len(kind))
    return tuple(dict.fromkeys(found))


def _comparisons(code: str) -> Iterator[str]:
    tree = ast.parse(code)
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare) and type(node.ops[0]) in _COMPARED:
            old = node.ops
            node.ops = [_COMPARED[type(old[0])](), *old[1:]]
            yield ast.unparse(tree)
            node.ops = old


def _operators(code: str) -> Iterator[str]:
    tree = ast.parse(code)
    for node in ast.walk(tree):
        if isinstance(node, ast.BinOp) and type(node.op) in _COUNTED:
            old = node.op
            node.op = _COUNTED[type(old)]()
            yield ast.unparse(tree)
            node.op = old


def _numbers(code: str) -> Iterator[str]:
    tree = ast.parse(code)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and type(node.value) is int:
            old = node.value
            node.value = old + 1
            yield ast.unparse(tree)
            node.value = old


def _lines(code: str) -> Iterator[str]:
    """The program without a statement, or with its last one a level deeper."""
    tree = ast.parse(code)
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list) and len(body) > 1 and not isinstance(node, ast.Module):
            for place in range(len(body) - 1, -1, -1):
                gone = body.pop(place)
                yield ast.unparse(tree)
                body.insert(place, gone)
