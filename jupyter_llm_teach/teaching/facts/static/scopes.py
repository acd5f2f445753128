"""Functions, blocks and loops of a program, as the rules look at them."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import TypeAlias

Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef
Loop: TypeAlias = ast.For | ast.AsyncFor | ast.While
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
LOOPS = (ast.For, ast.AsyncFor, ast.While)
SCOPES = (*FUNCTIONS, ast.ClassDef, ast.Lambda)
LEAVES = (ast.Return, ast.Raise, ast.Break, ast.Continue)
_BLOCKS = ("body", "orelse", "finalbody")


def functions(tree: ast.AST) -> Iterator[Function]:
    """All functions of a program, methods and inner ones too."""
    for each in ast.walk(tree):
        if isinstance(each, FUNCTIONS):
            yield each


def blocks(tree: ast.AST) -> Iterator[Sequence[ast.stmt]]:
    """All blocks: statements that run one after the other."""
    for each in ast.walk(tree):
        for name in _BLOCKS:
            block = getattr(each, name, None)
            if isinstance(block, list) and block and isinstance(block[0], ast.stmt):
                yield block


def inside(node: ast.AST) -> Iterator[ast.AST]:
    """What is below a node, without what belongs to functions and classes inside it."""
    for child in ast.iter_child_nodes(node):
        yield child
        if not isinstance(child, SCOPES):
            yield from inside(child)


def leaves(block: Sequence[ast.stmt]) -> bool:
    """Whether a block never comes to its own end: it returns, raises, or leaves its loop's turn."""
    return bool(block) and _leaves(block[-1])


def _leaves(node: ast.stmt) -> bool:
    match node:
        case ast.Return() | ast.Raise() | ast.Break() | ast.Continue():
            return True
        case ast.If(body=body, orelse=orelse):
            return leaves(body) and leaves(orelse)
        case ast.With(body=body):
            return leaves(body)
        case ast.While(test=ast.Constant(value=value)) if value:
            return not any(isinstance(each, ast.Break) for each in of_loop(node))
        case _:
            return False


def of_loop(loop: ast.AST) -> Iterator[ast.AST]:
    """What belongs to a loop itself, and not to loops inside it."""
    for child in ast.iter_child_nodes(loop):
        yield child
        if not isinstance(child, (*SCOPES, *LOOPS)):
            yield from of_loop(child)


def parameters(function: Function) -> tuple[str, ...]:
    """The names of a function's parameters, in order."""
    given = function.args
    every = (*given.posonlyargs, *given.args, *given.kwonlyargs)
    return tuple(each.arg for each in every)


def names(node: ast.AST) -> Iterator[ast.Name]:
    """All names at or below a node."""
    for each in ast.walk(node):
        if isinstance(each, ast.Name):
            yield each


def stored(scope: ast.AST) -> frozenset[str]:
    """The names that get a value in a scope, its parameters apart."""
    return frozenset(
        each.id
        for each in inside(scope)
        if isinstance(each, ast.Name) and isinstance(each.ctx, (ast.Store, ast.Del))
    )


def reads(node: ast.AST, name: str) -> bool:
    """Whether a name is read at or below a node."""
    return any(each.id == name and isinstance(each.ctx, ast.Load) for each in names(node))


def has_value(function: Function) -> bool:
    """Whether a function gives something back: it returns a value, or yields."""
    return any(
        (isinstance(each, ast.Return) and each.value is not None)
        or isinstance(each, (ast.Yield, ast.YieldFrom))
        for each in inside(function)
    )


def is_stub(function: Function) -> bool:
    """Whether a function is still to be written."""
    return all(
        isinstance(each, (ast.Pass, ast.Raise))
        or (isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant))
        for each in function.body
    )
