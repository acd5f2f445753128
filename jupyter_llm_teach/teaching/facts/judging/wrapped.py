"""Tests that are written as functions and classes: what is in them, as statements."""

from __future__ import annotations

import ast
import copy
from collections.abc import Sequence
from dataclasses import dataclass

from jupyter_llm_teach.teaching.facts.judging.script import Inner
from jupyter_llm_teach.teaching.facts.source import bound

_AROUND = frozenset(
    [
        "setUp",
        "tearDown",
        "setUpClass",
        "tearDownClass",
        "setup_method",
        "teardown_method",
        "setup_class",
    ]
)


@dataclass(frozen=True, slots=True)
class Opened:
    """The statements of a test.

    Attributes:
        setup: What comes before them.
        body: The statements themselves.
    """

    setup: tuple[ast.stmt, ...]
    body: tuple[ast.stmt, ...]


def opened(setup: Sequence[ast.stmt], body: Sequence[ast.stmt]) -> Opened:
    """The statements of the function or method that a test calls; else the test as it is.

    Raises:
        NotStraightError: the names of the function can't be told from others.
    """
    as_it_is = Opened(tuple(setup), tuple(body))
    match body:
        case [ast.Expr(value=ast.Call(func=ast.Name(id=name), args=[], keywords=[]))]:
            function = _named(setup, name, ast.FunctionDef)
            if not isinstance(function, ast.FunctionDef) or ast.unparse(function.args):
                return as_it_is
            return Opened(_without(setup, function), _statements(function, ""))
        case [ast.Expr(value=ast.Call(func=ast.Attribute(value=made, attr=name), args=[]))]:
            return _method(setup, made, name) or as_it_is
        case _:
            return as_it_is


def _method(setup: Sequence[ast.stmt], made: ast.expr, name: str) -> Opened | None:
    """The statements of ``TestF().test_a()`` and of ``TestF('test_a').debug()``."""
    match made:
        case ast.Call(func=ast.Name(id=kind), args=[ast.Constant(value=str(wanted))]):
            known = name == "debug"
        case ast.Call(func=ast.Name(id=kind), args=[]):
            known, wanted = True, name
        case _:
            return None
    found = _named(setup, kind, ast.ClassDef)
    if not known or not isinstance(found, ast.ClassDef) or len(found.bases) > 1:
        return None
    inside = {each.name: each for each in found.body if isinstance(each, ast.FunctionDef)}
    function = inside.get(wanted)
    if function is None or not _AROUND.isdisjoint(inside) or not _stands_alone(function):
        return None
    base = ast.unparse(found.bases[0]) if found.bases else ""
    if base not in ("", "TestCase", "unittest.TestCase"):
        return None
    return Opened(_without(setup, found), _statements(function, base))


def _stands_alone(function: ast.FunctionDef) -> bool:
    """Whether a method uses its object for assertions alone."""
    if ast.unparse(function.args) != "self" or function.decorator_list:
        return False
    every = list(ast.walk(function))
    reads = [each for each in every if isinstance(each, ast.Name) and each.id == "self"]
    asked = [
        each
        for each in every
        if isinstance(each, ast.Attribute)
        and isinstance(each.value, ast.Name)
        and each.value.id == "self"
        and each.attr.startswith(("assert", "fail"))
    ]
    return len(reads) == len(asked)


def _statements(function: ast.FunctionDef, base: str) -> tuple[ast.stmt, ...]:
    """The body, its names told from all others."""
    own = {name for each in function.body for name in bound(each)}
    names = {name: f"{function.name}_{name}" for name in (*own, *(["self"] if base else []))}
    renamed = [Inner(names).visit(each) for each in copy.deepcopy(function.body)]
    if not base:
        return tuple(renamed)
    first = ast.parse(f"{names['self']} = {base}()").body[0]
    return (first, *renamed)


def _named(setup: Sequence[ast.stmt], name: str, kind: type[ast.stmt]) -> ast.stmt | None:
    found = [each for each in setup if name in bound(each)]
    return found[0] if len(found) == 1 and isinstance(found[0], kind) else None


def _without(setup: Sequence[ast.stmt], node: ast.stmt) -> tuple[ast.stmt, ...]:
    return tuple(each for each in setup if each is not node)
