"""Conditions that are not what they look like."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from jupyter_llm_teach.teaching.facts.code_fact import CodeFact, CodeKind
from jupyter_llm_teach.teaching.facts.static.scopes import functions, inside

_ASSIGNS = re.compile(
    r"^\s*(?:if|elif|while)\b[^=!<>:\"'#]*[^=!<>:\"'#]=(?!=)[^\"'#]*:?\s*(?:#.*)?$"
)
_NUMBERS = frozenset({"int", "float", "len", "abs", "sum", "round"})
_TEXTS = frozenset({"str", "input", "chr"})


def assigned(source: str, error: SyntaxError) -> Iterator[CodeFact]:
    """An assignment where a comparison is wanted: Python can't read ``if x = 3:``."""
    lines = source.splitlines()
    line = error.lineno or 0
    if 1 <= line <= len(lines) and _ASSIGNS.match(lines[line - 1]):
        yield CodeFact(CodeKind.ASSIGNED_NOT_COMPARED, line, (), "ast", 0.95)


def conditions(tree: ast.Module) -> Iterator[CodeFact]:
    """Conditions that are always true, and texts that are compared with numbers."""
    for scope in (tree, *functions(tree)):
        read_in = _texts_in(scope)
        for each in inside(scope):
            match each:
                case ast.BoolOp(op=ast.Or(), values=[ast.Compare(), *others]):
                    yield from _always_true(others)
                case ast.Compare(left=left, comparators=[right], ops=[op]) if not _contains(op):
                    kinds = {_kind(left, read_in), _kind(right, read_in)}
                    if kinds == {"text", "number"}:
                        yield CodeFact(CodeKind.TEXT_AND_NUMBER, each.lineno, (), "ast", 0.9)
                case _:
                    pass


def _always_true(others: list[ast.expr]) -> Iterator[CodeFact]:
    for each in others:
        match each:
            case ast.Constant(value=str() | int() | float() as value) if (
                value and value is not True
            ):
                yield CodeFact(CodeKind.ALWAYS_TRUE, each.lineno, (), "ast", 0.95)
                return
            case _:
                pass


def _contains(op: ast.cmpop) -> bool:
    return isinstance(op, (ast.In, ast.NotIn))


def _texts_in(scope: ast.AST) -> frozenset[str]:
    """Names that hold what was typed in, and nothing else."""
    texts: set[str] = set()
    others: set[str] = set()
    typed: set[int] = set()
    for each in inside(scope):
        match each:
            case ast.Assign(
                targets=[ast.Name(id=name) as target], value=ast.Call(func=ast.Name(id="input"))
            ):
                texts.add(name)
                typed.add(id(target))
            case ast.Name(id=name, ctx=ast.Store()):
                if id(each) not in typed:
                    others.add(name)
            case _:
                pass
    return frozenset(texts - others)


def _kind(node: ast.expr, texts: frozenset[str]) -> str:
    match node:
        case ast.Constant(value=bool()):
            return ""
        case ast.Constant(value=str()) | ast.JoinedStr():
            return "text"
        case ast.Constant(value=int() | float()):
            return "number"
        case ast.Call(func=ast.Name(id=name)):
            return "number" if name in _NUMBERS else "text" if name in _TEXTS else ""
        case ast.Name(id=name) if name in texts:
            return "text"
        case _:
            return ""
