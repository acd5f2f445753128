"""Functions: their parameters and defaults, the names they hide, and how they call themselves."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator

from jupyter_llm_teach.teaching.facts.code_fact import CodeFact, CodeKind
from jupyter_llm_teach.teaching.facts.static.scopes import (
    SCOPES,
    Function,
    functions,
    inside,
    parameters,
    reads,
    stored,
)

_BUILTINS = frozenset(name for name in dir(builtins) if name.islower() and name[0] != "_")
_CHANGE = frozenset({"append", "extend", "insert", "add", "update", "remove", "pop", "sort"})
_CHOICES = (ast.If, ast.IfExp, ast.While, ast.For, ast.Try, ast.Match, ast.BoolOp)


def defining(tree: ast.Module) -> Iterator[CodeFact]:
    """What is wrong with how a program's functions are made."""
    for scope in (tree, *functions(tree)):
        yield from _hidden(scope)
    for each in functions(tree):
        yield from _overwritten(each)
        yield from _defaults(each)
        yield from _recursion(each)


def _hidden(scope: ast.Module | Function) -> Iterator[CodeFact]:
    """Builtins that a name hides; sure where the hidden one is then called."""
    lines: dict[str, int] = {}
    if not isinstance(scope, ast.Module):
        lines.update((each, scope.lineno) for each in parameters(scope) if each in _BUILTINS)
    called: set[str] = set()
    for each in inside(scope):
        match each:
            case ast.Name(id=name, ctx=ast.Store()) if name in _BUILTINS:
                lines.setdefault(name, each.lineno)
            case ast.Call(func=ast.Name(id=name)):
                called.add(name)
            case _:
                pass
    for name, line in lines.items():
        confidence = 0.9 if name in called else 0.3
        yield CodeFact(CodeKind.SHADOWED_BUILTIN, line, (name,), "ast", confidence)


def _overwritten(function: Function) -> Iterator[CodeFact]:
    """Parameters that get another value before theirs is read."""
    for name in parameters(function):
        for each in function.body:
            if _sets(each, name):
                kind = CodeKind.OVERWRITTEN_PARAMETER
                yield CodeFact(kind, each.lineno, (name,), "ast", 0.85)
            if _sets(each, name) or reads(each, name) or isinstance(each, SCOPES):
                break


def _sets(node: ast.stmt, name: str) -> bool:
    match node:
        case ast.Assign(targets=[ast.Name(id=found)], value=before):
            return found == name and not reads(before, name)
        case ast.For(target=ast.Name(id=found), iter=before):
            return found == name and not reads(before, name)
        case _:
            return False


def _defaults(function: Function) -> Iterator[CodeFact]:
    """Defaults that are made once and then changed at each call."""
    arguments = function.args
    places = [*arguments.posonlyargs, *arguments.args]
    defaults = arguments.defaults
    start = len(places) - len(defaults)
    for argument, default in zip(places[start:], defaults, strict=True):
        if _is_mutable(default):
            confidence = 0.85 if _changes(function, argument.arg) else 0.4
            yield CodeFact(
                CodeKind.MUTABLE_DEFAULT, default.lineno, (argument.arg,), "ast", confidence
            )


def _is_mutable(node: ast.expr) -> bool:
    match node:
        case ast.List() | ast.Dict() | ast.Set():
            return True
        case ast.Call(func=ast.Name(id="list" | "dict" | "set")):
            return True
        case _:
            return False


def _changes(function: Function, name: str) -> bool:
    for each in inside(function):
        match each:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=found), attr=attr)):
                if found == name and attr in _CHANGE:
                    return True
            case ast.Subscript(value=ast.Name(id=found), ctx=ast.Store()) if found == name:
                return True
            case _:
                pass
    return False


def _recursion(function: Function) -> Iterator[CodeFact]:
    """Functions that call themselves for ever."""
    calls = list(_own_calls(function))
    if not calls:
        return
    given = list(parameters(function))
    kept = not stored(function) & set(given)
    for call in calls:
        passed = [each.id for each in call.args if isinstance(each, ast.Name)]
        same = passed == given and len(passed) == len(call.args) and not call.keywords
        if same and given and kept and not _changed_inside(function, given):
            names = (function.name,)
            yield CodeFact(CodeKind.SAME_ARGUMENT, call.lineno, names, "ast", 0.85)
            return
    if not any(isinstance(each, _CHOICES) for each in inside(function)):
        yield CodeFact(CodeKind.NO_BASE_CASE, calls[0].lineno, (function.name,), "ast", 0.95)


def _changed_inside(function: Function, given: list[str]) -> bool:
    return any(_changes(function, name) for name in given) or any(
        isinstance(each, ast.Attribute) and isinstance(each.ctx, ast.Store)
        for each in inside(function)
    )


def _own_calls(function: Function) -> Iterator[ast.Call]:
    for each in inside(function):
        match each:
            case ast.Call(func=ast.Name(id=name)) if name == function.name:
                yield each
            case _:
                pass
