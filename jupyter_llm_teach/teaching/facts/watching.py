"""Which values a probe looks at before and after, to see whether the learner's code changes them.

A list that stands in a call gets a name, so that it can be looked at again: ``f([1, 2])`` is asked
as ``f(given_1)`` after ``given_1 = [1, 2]``.
"""

from __future__ import annotations

import ast

from jupyter_llm_teach.teaching.facts.literals import is_literal
from jupyter_llm_teach.teaching.facts.source import bound, parsed, read
from jupyter_llm_teach.teaching.run import Evaluate

_CHANGEABLE = (ast.List, ast.Dict, ast.Set)
_LATER = (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_NAME = "given_{}"


def watching(expression: str, setup: str) -> Evaluate:
    """The probe of an expression, with every value that it hands over watched."""
    asked, before = parsed(expression), parsed(setup)
    if asked is None or before is None:
        return Evaluate(expression, setup)
    named = _Named(read(asked) | bound(before) | read(before))
    text = ast.unparse(named.visit(asked)) if _calls(asked) else expression
    lines = [f"{name} = {ast.unparse(value)}" for name, value in named.values.items()]
    kept = _made(before) & read(asked)
    if not lines:
        text = expression
    return Evaluate(
        text, "\n".join(part for part in (setup, *lines) if part), (*sorted(kept), *named.values)
    )


def _calls(tree: ast.AST) -> bool:
    return any(isinstance(each, ast.Call) for each in ast.walk(tree))


def _made(tree: ast.Module) -> frozenset[str]:
    """The names that a setup gives a value by assignment."""
    assigned = [each for each in tree.body if isinstance(each, (ast.Assign, ast.AnnAssign))]
    return frozenset(name for each in assigned for name in bound(each))


class _Named(ast.NodeTransformer):
    """Gives names to the lists, dicts and sets of literals that calls are given.

    Args:
        taken: Names that are in use.
    """

    def __init__(self, taken: frozenset[str]) -> None:
        self._taken = taken
        self.values: dict[str, ast.expr] = {}

    def visit(self, node: ast.AST) -> ast.AST:
        """A node, with names in the place of values."""
        return node if isinstance(node, _LATER) else super().visit(node)

    def visit_Call(self, node: ast.Call) -> ast.Call:
        """A call, with names in the place of what can be changed."""
        node.args = [self._name(each) for each in node.args]
        for each in node.keywords:
            each.value = self._name(each.value)
        self.generic_visit(node)
        return node

    def _name(self, value: ast.expr) -> ast.expr:
        name = _NAME.format(len(self.values) + 1)
        if not isinstance(value, _CHANGEABLE) or name in self._taken or not is_literal(value):
            return value
        self.values[name] = value
        return ast.Name(name, ast.Load())
