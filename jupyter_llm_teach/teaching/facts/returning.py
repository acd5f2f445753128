"""Why nothing came back, and whether what a function was given is what changed."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from jupyter_llm_teach.teaching.exercise import Compare, Test
from jupyter_llm_teach.teaching.facts.equality import equal, literal
from jupyter_llm_teach.teaching.facts.fact import Difference, Kind
from jupyter_llm_teach.teaching.facts.source import bound, own_scope, parsed
from jupyter_llm_teach.teaching.run import Returned
from jupyter_llm_teach.teaching.value import Value

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_IN_PLACE = frozenset(
    "append extend insert remove sort reverse clear update add discard shuffle".split()  # noqa: SIM905
)


def refined(found: Difference, test: Test, result: Returned, code: str) -> Difference:
    """A difference as what the program's text and the test's own values make of it.

    Args:
        found: From the values alone.
        test: The test.
        result: What it gave.
        code: The learner's answer.
    """
    if found.kind is Kind.NOTHING_RETURNED:
        return replace(found, kind=_without_result(test, result, code))
    kind = _of_argument(test, result.value)
    return found if kind is None else replace(found, kind=kind)


def _without_result(test: Test, result: Returned, code: str) -> Kind:
    if result.changed:
        return Kind.CHANGED_NOT_RETURNED
    values = [each for function in _called(test, code) for each in _returns(function)]
    if not values:
        return Kind.NOTHING_RETURNED
    in_place = all(_changes_in_place(each) for each in values)
    return Kind.CHANGED_NOT_RETURNED if in_place else Kind.PATH_WITHOUT_RETURN


def _called(test: Test, code: str) -> list[ast.AST]:
    """The functions of the answer that a test calls, by their names."""
    tree, asked = parsed(code), parsed(f"{test.setup}\n{_expression(test)}")
    if tree is None or asked is None:
        return []
    names = {each.id for each in ast.walk(asked) if isinstance(each, ast.Name)}
    names |= {each.attr for each in ast.walk(asked) if isinstance(each, ast.Attribute)}
    functions = [each for each in ast.walk(tree) if isinstance(each, _FUNCTIONS)]
    return [each for each in functions if each.name in names]


def _expression(test: Test) -> str:
    return test.check.expression if isinstance(test.check, Compare) else ""


def _returns(function: ast.AST) -> Iterator[ast.expr]:
    """What a function hands back, on any way through it; not what functions inside it do."""
    for child in ast.iter_child_nodes(function):
        for each in own_scope(child):
            match each:
                case ast.Return(value=None | ast.Constant(value=None)):
                    continue
                case ast.Return(value=ast.expr() as value):
                    yield value
                case _:
                    continue


def _changes_in_place(value: ast.expr) -> bool:
    """Whether an expression is a call that changes something and gives nothing."""
    match value:
        case ast.Call(func=ast.Attribute(attr=name)):
            return name in _IN_PLACE
        case _:
            return False


def _of_argument(test: Test, got: Value) -> Kind | None:
    """Where a test looks at a value that it gave: whether that changed, or had to."""
    check = test.check
    tree = parsed(test.setup)
    if not isinstance(check, Compare) or not check.expression.isidentifier() or tree is None:
        return None
    binding = [each for each in tree.body if check.expression in bound(each)]
    given = _literal(binding[0]) if len(binding) == 1 else None
    expected = literal(check.expected)
    if given is None or expected is None:
        return None
    if equal(given, expected):
        return Kind.ARGUMENT_CHANGED
    return Kind.ARGUMENT_NOT_CHANGED if equal(given, got) else None


def _literal(node: ast.stmt) -> Value | None:
    match node:
        case ast.Assign(targets=[ast.Name()], value=value):
            return literal(ast.unparse(value))
        case _:
            return None
