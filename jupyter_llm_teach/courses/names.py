"""Which names Python statements bind and need, and which expressions need none of a learner's."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable, Sequence

from jupyter_llm_teach.teaching.facts.literals import is_literal

_BUILTINS = frozenset(name for name in dir(builtins) if not name.startswith("_")) - {
    "breakpoint",
    "compile",
    "eval",
    "exec",
    "input",
    "open",
    "print",
}
_NEVER_VALUES = ("approx", "ANY", "raises")
_CHECKS = ("raises", "eq_", "ok_")
_TEST_TOOLS = ("pytest", "unittest", "mock", "hypothesis", "nose")
_BINDING = (
    ast.Assign,
    ast.AnnAssign,
    ast.Import,
    ast.ImportFrom,
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ClassDef,
)


def bound(node: ast.AST) -> frozenset[str]:
    """The names that a statement binds, at any depth."""
    found: set[str] = set()
    for each in ast.walk(node):
        match each:
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
                found.add(name)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                found.add(name)
            case ast.ClassDef(name=name) | ast.ExceptHandler(name=str(name)):
                found.add(name)
            case ast.alias(name=name, asname=other):
                found.add(other or name.split(".")[0])
            case ast.arg(arg=name):
                found.add(name)
            case _:
                pass
    return frozenset(found)


def loaded(node: ast.AST) -> frozenset[str]:
    """The names that a statement or expression reads."""
    return frozenset(
        each.id
        for each in ast.walk(node)
        if isinstance(each, ast.Name) and not isinstance(each.ctx, ast.Store)
    )


def needed(statements: Sequence[ast.stmt], wanted: Iterable[str]) -> list[ast.stmt]:
    """Those of the statements that wanted names depend on, in order.

    A statement that does more than bind names is always kept, for what it may change, unless it
    is a check itself.
    """
    names = set(wanted)
    kept: list[ast.stmt] = []
    for each in reversed(statements):
        star = isinstance(each, ast.ImportFrom) and each.names[0].name == "*"
        acts = star or not (isinstance(each, _BINDING) or asserts(each))
        if acts or not names.isdisjoint(bound(each)):
            kept.append(each)
            names |= loaded(each)
    return kept[::-1]


def asserts(node: ast.AST, checkers: frozenset[str] = frozenset()) -> bool:
    """Whether a node may fail on purpose, by itself or by calling one of some functions."""
    for each in ast.walk(node):
        if isinstance(each, (ast.Assert, ast.Raise)):
            return True
        if isinstance(each, ast.Call):
            name = called(each)
            if name in checkers or name in _CHECKS or name.startswith("assert"):
                return True
    return False


def called(call: ast.Call) -> str:
    """The last part of the name of what is called; empty where it has no name."""
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def only_binding(statements: Iterable[ast.stmt]) -> list[ast.stmt]:
    """Those of the statements that do nothing but bind names."""
    return [each for each in statements if isinstance(each, _BINDING)]


def modules(statements: Iterable[ast.stmt]) -> frozenset[str]:
    """The names under which statements import modules, or things of modules; no test tools."""
    found: set[str] = set()
    for each in statements:
        if isinstance(each, ast.Import):
            origins = [
                (alias.asname or alias.name.split(".")[0], alias.name) for alias in each.names
            ]
        elif isinstance(each, ast.ImportFrom) and not each.level:
            module = each.module or ""
            origins = [
                (alias.asname or alias.name, f"{module}.{alias.name}") for alias in each.names
            ]
        else:
            continue
        found |= {name for name, origin in origins if origin.split(".")[0] not in _TEST_TOOLS}
    return frozenset(found)


def literals(statements: Iterable[ast.stmt]) -> dict[str, ast.expr]:
    """The names that hold a literal after some statements, with that literal."""
    found: dict[str, ast.expr] = {}
    for each in statements:
        for name in bound(each) | loaded(each):
            found.pop(name, None)
        match each:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if is_literal(value):
                found[name] = value
    return found


def is_pure(node: ast.expr, imported: frozenset[str]) -> bool:
    """Whether an expression needs only literals, builtins and some imported names."""
    free = loaded(node) - bound(node)
    parts = list(ast.walk(node))
    odd = any(isinstance(each, (ast.Await, ast.Yield, ast.YieldFrom)) for each in parts)
    odd = odd or isinstance(node, ast.Name)
    spelled = {each.attr for each in parts if isinstance(each, ast.Attribute)} | free
    return not odd and free <= (_BUILTINS | imported) and spelled.isdisjoint(_NEVER_VALUES)
