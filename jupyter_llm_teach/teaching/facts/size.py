"""How large the input of a test is: small ones are easier to follow by hand."""

from __future__ import annotations

import ast

from typing_extensions import assert_never

from jupyter_llm_teach.teaching.exercise import Compare, Holds, Runs, Test
from jupyter_llm_teach.teaching.facts.source import parsed

_UNREADABLE = 10_000
_NESTED = (ast.List, ast.Tuple, ast.Set, ast.Dict)


def size(test: Test) -> int:
    """The size of what a test gives to the learner's code.

    Every value counts one; a number also its binary digits, a text its characters, and what stands
    inside a list, tuple, set or mapping once more for each level. What does not parse is large.
    """
    match test.check:
        case Compare(expression=text) | Holds(expression=text) | Runs(code=text):
            trees = [parsed(test.setup), parsed(text)]
        case _:
            assert_never(test.check)
    return sum(_UNREADABLE if tree is None else _size(tree, 0) for tree in trees)


def _size(node: ast.AST, depth: int) -> int:
    match node:
        case ast.Constant(value=value):
            return 1 + depth + _magnitude(value)
        case ast.Import() | ast.ImportFrom():
            return 0
        case _:
            inner = depth + isinstance(node, _NESTED)
            own = isinstance(node, (*_NESTED, ast.Call))
            return own + sum(_size(each, inner) for each in ast.iter_child_nodes(node))


def _magnitude(value: object) -> int:
    match value:
        case bool() | None:
            return 0
        case int():
            return value.bit_length()
        case float():
            return 1 + min(abs(int(value)).bit_length() if abs(value) < 1e300 else 1000, 1000)  # noqa: PLR2004
        case str() | bytes():
            return len(value)
        case _:
            return 1
