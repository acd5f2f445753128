"""Comparisons that are wrong just at their border, as the visible tests show."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from jupyter_llm_teach.teaching.facts.code_fact import CodeFact, CodeKind
from jupyter_llm_teach.teaching.facts.fact import Facts, State, TestFact
from jupyter_llm_teach.teaching.facts.source import parsed
from jupyter_llm_teach.teaching.facts.static.scopes import (
    Function,
    functions,
    inside,
    parameters,
    stored,
)

_ORDERS = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
_LEAST_PASSING = 2


def borders(tree: ast.Module, facts: Facts) -> Iterator[CodeFact]:
    """The order comparisons at whose border all failing tests lie, and no passing one.

    A side of the comparison is a number, a parameter, or the length of one; a parameter that gets
    another value says nothing.
    """
    for function in functions(tree):
        bad, good = _inputs(function, facts)
        if not bad or len(good) < _LEAST_PASSING:
            continue
        changed = stored(function)
        for each in inside(function):
            if isinstance(each, ast.Compare) and len(each.ops) == 1 and _is_order(each.ops[0]):
                sides = (each.left, each.comparators[0])
                at_border = [_equal(sides, given, changed) for given in bad]
                beside = [_equal(sides, given, changed) for given in good]
                if all(found is True for found in at_border) and not any(
                    found is not False for found in beside
                ):
                    yield CodeFact(CodeKind.BORDER, each.lineno, (), "tests", 0.9)


def _is_order(op: ast.cmpop) -> bool:
    return isinstance(op, _ORDERS)


def _inputs(
    function: Function, facts: Facts
) -> tuple[list[Mapping[str, object]], list[Mapping[str, object]]]:
    """What the visible tests gave to a function: those that fail, and those that pass."""
    bad: list[Mapping[str, object]] = []
    good: list[Mapping[str, object]] = []
    for test in facts.tests:
        given = _given(function, test) if test.visible else None
        if given is not None and test.state is State.FAILED:
            bad.append(given)
        elif given is not None and test.state is State.PASSED:
            good.append(given)
    return bad, good


def _given(function: Function, test: TestFact) -> Mapping[str, object] | None:
    tree = parsed(test.call)
    match tree.body if tree else []:
        case [ast.Expr(value=ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]))]:
            return _values(parameters(function), arguments) if name == function.name else None
        case _:
            return None


def _values(names: tuple[str, ...], arguments: list[ast.expr]) -> Mapping[str, object] | None:
    try:
        return {name: ast.literal_eval(each) for name, each in zip(names, arguments, strict=False)}
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return None


def _equal(
    sides: tuple[ast.expr, ast.expr], given: Mapping[str, object], changed: frozenset[str]
) -> bool | None:
    """Whether both sides are the same for an input; None where that is not known."""
    left, right = (_value(each, given, changed) for each in sides)
    if left is None or right is None:
        return None
    return left == right


def _value(node: ast.expr, given: Mapping[str, object], changed: frozenset[str]) -> float | None:
    match node:
        case ast.Constant(value=int() | float() as value):
            return value
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as value)):
            return -value
        case ast.Name(id=name) if name not in changed:
            passed = given.get(name)
            return passed if isinstance(passed, (int, float)) else None
        case ast.Call(func=ast.Name(id="len"), args=[ast.Name(id=name)]) if name not in changed:
            found = given.get(name)
            return len(found) if isinstance(found, (str, list, tuple, dict, set)) else None
        case _:
            return None
