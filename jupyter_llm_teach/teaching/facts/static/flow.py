"""Code that is never reached, loops that end in their first turn, and paths without a result."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import pairwise

from jupyter_llm_teach.teaching.facts.code_fact import CodeFact, CodeKind
from jupyter_llm_teach.teaching.facts.fact import Facts
from jupyter_llm_teach.teaching.facts.roles import NO_RESULT
from jupyter_llm_teach.teaching.facts.source import parsed
from jupyter_llm_teach.teaching.facts.static.scopes import (
    LOOPS,
    Function,
    blocks,
    functions,
    has_value,
    is_stub,
    leaves,
    of_loop,
)


def flow(tree: ast.Module, facts: Facts) -> Iterator[CodeFact]:
    """What the order of a program's statements says.

    Args:
        tree: The program.
        facts: What its tests said.
    """
    yield from _unreachable(tree)
    yield from _first_turns(tree)
    empty = _without_result(facts)
    for each in tree.body:
        if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef)) and each.name in empty:
            yield from _no_result(each)
    for function in functions(tree):
        if function.name not in empty:
            yield from _missing_branch(function)


def _unreachable(tree: ast.Module) -> Iterator[CodeFact]:
    for block in blocks(tree):
        for before, after in pairwise(block):
            if leaves([before]) and not _idle(after):
                yield CodeFact(CodeKind.UNREACHABLE, after.lineno, (), "ast", 0.75)
                break


def _idle(node: ast.stmt) -> bool:
    """Whether a statement would do nothing there: a text, ``pass``, or leaving without a value."""
    match node:
        case ast.Pass() | ast.Break() | ast.Continue() | ast.Return(value=None):
            return True
        case ast.Expr(value=ast.Constant()) | ast.Return(value=ast.Constant(value=None)):
            return True
        case _:
            return False


def _first_turns(tree: ast.Module) -> Iterator[CodeFact]:
    for each in ast.walk(tree):
        if isinstance(each, LOOPS) and _ends_at_once(each):
            yield CodeFact(CodeKind.FIRST_TURN, each.body[-1].lineno, (), "ast", 0.85)


def _ends_at_once(loop: ast.stmt) -> bool:
    body = getattr(loop, "body", [])
    goes_on = any(isinstance(each, ast.Continue) for each in of_loop(loop))
    asks_again = isinstance(loop, ast.While) and isinstance(loop.test, ast.Constant)
    return leaves(body) and not goes_on and not asks_again and not _raises(body[-1])


def _raises(node: ast.stmt) -> bool:
    return isinstance(node, ast.Raise)


def _without_result(facts: Facts) -> frozenset[str]:
    """The functions that gave nothing back where a test called them."""
    found = [t for t in facts.tests if t.difference is not None and t.difference.kind in NO_RESULT]
    return frozenset(name for test in found for name in _called(test.call))


def _called(call: str) -> Iterator[str]:
    """The outermost function of a call."""
    tree = parsed(call)
    match tree.body if tree else []:
        case [ast.Expr(value=ast.Call(func=ast.Name(id=name)))]:
            yield name
        case _:
            pass


def _no_result(function: Function) -> Iterator[CodeFact]:
    last = function.body[-1]
    if is_stub(function):
        return
    if not has_value(function):
        yield CodeFact(CodeKind.NEVER_RETURNS, last.lineno, (function.name,), "tests", 0.95)
    elif not leaves(function.body):
        yield CodeFact(CodeKind.MISSING_BRANCH, last.lineno, (function.name,), "tests", 0.9)


def _missing_branch(function: Function) -> Iterator[CodeFact]:
    """A chain of conditions at the end of a function that always returns, but for the last case."""
    last = function.body[-1]
    chain = last
    while isinstance(chain, ast.If) and _gives(chain.body) and len(chain.orelse) == 1:
        chain = chain.orelse[0]
    if isinstance(chain, ast.If) and _gives(chain.body) and not chain.orelse:
        yield CodeFact(CodeKind.MISSING_BRANCH, last.lineno, (function.name,), "ast", 0.6)


def _gives(body: list[ast.stmt]) -> bool:
    return isinstance(body[-1], ast.Return) and body[-1].value is not None
