"""What a code cell without marks is: something to complete, tests, or neither."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from jupyter_llm_teach.courses.doctests import docstrings, has_examples
from jupyter_llm_teach.courses.names import asserts, bound, called, loaded
from jupyter_llm_teach.courses.plain.words import asks_for_code, speaks_to_learners
from jupyter_llm_teach.courses.python_cell import parsed

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_DEFINITIONS = (*_FUNCTIONS, ast.ClassDef)
_IMPORTS = (ast.Import, ast.ImportFrom)
_BLOCKS = (ast.For, ast.While, ast.If, ast.With, ast.Try)
_SIMPLE = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Pass)
_TEST_NAME = re.compile(r"_|test|check|verif", re.IGNORECASE)
_RUNS_DOCTESTS = ("testmod", "run_docstring_examples")
_DEFINED = re.compile(r"^(?:async +def|def|class) +(\w+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class CodeCell:
    """A code cell, looked at.

    Attributes:
        names: What it defines at its top level.
        functions: Those of the names that are functions and classes.
        reads: The names that it reads.
        has_hole: Whether something in it is not written yet: a function that does nothing, a
            value that is ``...``, a gap of underscores.
        asks: Whether a comment asks to write something.
        is_test: Whether it does nothing but test.
        to_learners: Whether it speaks to those whose answer it tests.
        has_examples: Whether its docstrings hold doctests.
    """

    names: frozenset[str] = frozenset()
    functions: frozenset[str] = frozenset()
    reads: frozenset[str] = frozenset()
    has_hole: bool = False
    asks: bool = False
    is_test: bool = False
    to_learners: bool = False
    has_examples: bool = False


@lru_cache(maxsize=256)  # a notebook is read at every key; one cell of it is new
def code_cell(source: str) -> CodeCell:
    """What a code cell is."""
    asks = asks_for_code(source)
    written = parsed(source)
    if written is None:
        return _unparsable(source, asks=asks)
    names = frozenset(name for each in written.body for name in _own(each))
    defined = [each for each in written.body if isinstance(each, _DEFINITIONS)]
    hole = any(_has_hole(each) for each in written.body)
    test = not (hole or asks) and _is_test(written.body)
    return CodeCell(
        names=names,
        functions=frozenset(each.name for each in defined),
        reads=frozenset(name for each in written.body for name in loaded(each)),
        has_hole=hole,
        asks=asks,
        is_test=test,
        to_learners=speaks_to_learners(source),
        has_examples=bool(docstrings(source)),
    )


def unknown(cell: CodeCell, known: Sequence[CodeCell]) -> frozenset[str]:
    """The names that a cell reads and that neither it nor cells before it define."""
    before = frozenset[str]().union(*(each.names for each in known))
    return cell.reads - cell.names - before - frozenset(dir(builtins))


def _unparsable(source: str, *, asks: bool) -> CodeCell:
    names = frozenset(_DEFINED.findall(source))
    if has_examples(source) and not names:
        reads = frozenset(re.findall(r"[^\W\d]\w*", source))
        return CodeCell(reads=reads, is_test=not asks)
    return CodeCell(
        names=names,
        functions=names,
        has_hole=bool(names) and asks,
        asks=asks,
        has_examples=bool(docstrings(source)),
    )


def _own(node: ast.stmt) -> frozenset[str]:
    """The names that a statement binds for the cells below."""
    return frozenset({node.name}) if isinstance(node, _DEFINITIONS) else bound(node)


def _has_hole(node: ast.stmt) -> bool:
    """Whether a part of a statement is left to be written."""
    match node:
        case ast.FunctionDef(body=body) | ast.AsyncFunctionDef(body=body):
            return _is_empty(body) or any(_is_gap(each) for each in body)
        case ast.ClassDef(body=body):
            return (_is_empty(body) and not node.bases) or any(map(_has_hole, body))
        case _:
            return _is_gap(node)


def _is_empty(body: Sequence[ast.stmt]) -> bool:
    """Whether a body does nothing beyond its docstring."""
    rest = [each for each in body if not _is_text(each)]
    return all(isinstance(each, ast.Pass) or _returns_nothing(each) for each in rest)


def _returns_nothing(node: ast.stmt) -> bool:
    match node:
        case ast.Return(value=None) | ast.Return(value=ast.Constant(value=None)):
            return True
        case _:
            return False


def _is_text(node: ast.stmt) -> bool:
    match node:
        case ast.Expr(value=ast.Constant(value=str())):
            return True
        case _:
            return False


def _is_gap(node: ast.stmt) -> bool:
    match node:
        case ast.Raise(exc=ast.Name(id=name)) | ast.Raise(exc=ast.Call(func=ast.Name(id=name))):
            return name == "NotImplementedError"
        case ast.Expr(value=value) | ast.Return(value=ast.expr() as value):
            return _is_blank(value)
        case ast.Assign(value=value) | ast.AnnAssign(value=ast.expr() as value):
            return _is_blank(value)
        case _:
            return False


def _is_blank(value: ast.expr) -> bool:
    """Whether an expression is ``...``, or has a gap of underscores in it."""
    if isinstance(value, ast.Constant):
        return value.value is ...
    return any(isinstance(each, ast.Name) and _is_underscores(each.id) for each in ast.walk(value))


def _is_underscores(name: str) -> bool:
    return len(name) > 1 and not name.strip("_")


def _is_test(body: Sequence[ast.stmt]) -> bool:
    """Whether statements do nothing but test, and do test."""
    return all(_belongs(each) for each in body) and any(_tests(each) for each in body)


def _belongs(node: ast.stmt) -> bool:
    """Whether a statement may stand among tests."""
    if isinstance(node, _DEFINITIONS):
        return _tests(node) or _TEST_NAME.match(node.name) is not None
    if isinstance(node, _BLOCKS):
        return _tests(node) or not any(isinstance(each, _DEFINITIONS) for each in ast.walk(node))
    return isinstance(node, (ast.Assert, ast.Expr, *_SIMPLE, *_IMPORTS))


def _tests(node: ast.stmt) -> bool:
    """Whether a statement tests something, or defines what does."""
    if isinstance(node, ast.ClassDef):
        return node.name.startswith("Test") or any("TestCase" in ast.unparse(b) for b in node.bases)
    if isinstance(node, _FUNCTIONS):
        named = _TEST_NAME.match(node.name) is not None and not node.name.startswith("_")
        return named and any(_asserts(each) for each in node.body)
    return _asserts(node) or any(name in _RUNS_DOCTESTS for name in _called(node))


def _asserts(node: ast.stmt) -> bool:
    return not isinstance(node, ast.Raise) and asserts(node)


def _called(node: ast.stmt) -> Iterator[str]:
    return (called(each) for each in ast.walk(node) if isinstance(each, ast.Call))
