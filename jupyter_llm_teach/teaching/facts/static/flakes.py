"""What pyflakes says: names that are undefined, unused or given twice, and `is` with literals."""

from __future__ import annotations

import ast
import builtins
import difflib
from collections.abc import Iterator

from jupyter_llm_teach.teaching.facts.code_fact import CodeFact, CodeKind
from jupyter_llm_teach.teaching.facts.source import bound
from jupyter_llm_teach.teaching.facts.static.scopes import functions

_NOTEBOOK = frozenset({"display", "get_ipython", "In", "Out", "exit", "quit", "_", "__"})
_KINDS = {
    "UndefinedName": (CodeKind.UNDEFINED_NAME, 0.95),
    "UndefinedLocal": (CodeKind.BEFORE_ASSIGNMENT, 0.9),
    "UnusedVariable": (CodeKind.UNUSED_NAME, 0.5),
    "RedefinedWhileUnused": (CodeKind.SHADOWED_NAME, 0.7),
    "ImportShadowedByLoopVar": (CodeKind.SHADOWED_NAME, 0.8),
    "IsLiteral": (CodeKind.IDENTITY, 0.9),
    "IfTuple": (CodeKind.ALWAYS_TRUE, 0.9),
}


def flakes(tree: ast.Module, known: frozenset[str]) -> Iterator[CodeFact]:
    """What pyflakes has against a program.

    Args:
        tree: The program.
        known: Names that earlier cells give.
    """
    from pyflakes.checker import Checker  # noqa: PLC0415 - not needed before the first check

    given = frozenset(bound(tree)) | known | _NOTEBOOK
    checker = Checker(tree, builtins=known | _NOTEBOOK)  # type: ignore[no-untyped-call]
    for message in checker.messages:
        found = _KINDS.get(type(message).__name__)
        if found is not None:
            yield _fact(tree, message.lineno, _names(message.message_args), found, given)


def _names(arguments: tuple[object, ...]) -> tuple[str, ...]:
    return tuple(each for each in arguments[:1] if isinstance(each, str))


def _fact(
    tree: ast.Module,
    line: int,
    names: tuple[str, ...],
    found: tuple[CodeKind, float],
    given: frozenset[str],
) -> CodeFact:
    kind, confidence = found
    if kind is CodeKind.UNDEFINED_NAME and names:
        local = _local(tree, line)
        if names[0] in local:
            return CodeFact(CodeKind.BEFORE_ASSIGNMENT, line, names, "pyflakes", 0.9)
        names += near(names[0], given | local)
    return CodeFact(kind, line, names, "pyflakes", confidence)


def _local(tree: ast.Module, line: int) -> frozenset[str]:
    """The names of the innermost function around a line."""
    around = [each for each in functions(tree) if each.lineno <= line <= (each.end_lineno or 0)]
    if not around:
        return frozenset()
    inner = max(around, key=lambda each: each.lineno)
    names = {arg.arg for arg in ast.walk(inner.args) if isinstance(arg, ast.arg)}
    return frozenset(names).union(*(bound(each) for each in inner.body))


def near(name: str, known: frozenset[str]) -> tuple[str, ...]:
    """The known name that looks most like another one, if any does."""
    every = sorted(known | frozenset(dir(builtins)))
    return tuple(difflib.get_close_matches(name, every, n=1, cutoff=0.75))
