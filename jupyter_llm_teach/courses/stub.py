"""What stands in place of a solution in a student's notebook."""

from __future__ import annotations

import ast
import builtins
import re
import warnings
from typing import Literal

from jupyter_llm_teach.courses.regions import Kind, Region, lines_of, of_kind, without

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_TEXT = "YOUR ANSWER HERE"
_PYTHON = "# YOUR CODE HERE\nraise NotImplementedError()"
_STUBS = {
    "python": _PYTHON,
    "": _PYTHON,
    "r": "# YOUR CODE HERE\nfail()",
    "matlab": "% YOUR CODE HERE\nerror('No Answer Given!')",
    "octave": "% YOUR CODE HERE\nerror('No Answer Given!')",
    "sas": "/* YOUR CODE HERE */\n %notImplemented;",
    "java": "// YOUR CODE HERE",
}
_SLASHED = (
    "c",
    "c++",
    "cpp",
    "javascript",
    "typescript",
    "rust",
    "go",
    "scala",
    "kotlin",
    "csharp",
)


def stub(kind: Literal["code", "markdown", "raw"], language: str) -> str:
    """The default stub of nbgrader for a kind of cell in a programming language."""
    if kind != "code":
        return _TEXT
    slashed = re.sub(r"\d+$", "", language) in _SLASHED
    return _STUBS.get(language, "// YOUR CODE HERE" if slashed else "# YOUR CODE HERE")


def with_stubs(source: str, found: tuple[Region, ...], text: str) -> str:
    """The source as students get it: a stub for each solution, no hidden tests, no mark scheme."""
    firsts = {region.first for region in of_kind(found, Kind.SOLUTION)}
    removed = lines_of(found)
    kept: list[str] = []
    for number, line in enumerate(source.split("\n"), start=1):
        if number in firsts:
            indent = line[: len(line) - len(line.lstrip())]
            kept.extend(indent + each for each in text.split("\n"))
        elif number not in removed:
            kept.append(line)
    return "\n".join(kept)


def solved(source: str, found: tuple[Region, ...]) -> str:
    """The source with its solutions, without markers, hidden tests and mark schemes."""
    solutions = of_kind(found, Kind.SOLUTION)
    markers = frozenset(n for region in solutions for n in (region.first, region.last))
    others = lines_of(of_kind(found, Kind.HIDDEN_TESTS, Kind.MARK_SCHEME))
    return without(source, markers | others)


def is_unsolved(source: str, kind: Literal["code", "markdown", "raw"], language: str) -> bool:
    """Whether a cell surely holds no solution: empty, a stub, or functions that do nothing."""
    if source.strip() in ("", stub(kind, language)):
        return True
    if kind != "code" or language not in ("", "python"):
        return False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            body = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return any(isinstance(each, _FUNCTIONS) or _is_hole(each) for each in body) and all(
        isinstance(each, (ast.Import, ast.ImportFrom)) or _is_empty(each) for each in body
    )


def _is_empty(statement: ast.stmt) -> bool:
    if not isinstance(statement, _FUNCTIONS):
        return _is_hole(statement)
    body = statement.body
    documented = isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant)
    return all(_is_hole(each) for each in (body[1:] if documented else body))


def _is_hole(statement: ast.stmt) -> bool:
    match statement:
        case ast.Pass() | ast.Expr(value=ast.Constant(value=builtins.Ellipsis)):
            return True
        case ast.Assign(value=ast.Constant(value=value)):
            return value is None or value is ...
        case ast.Raise(exc=ast.Name(id=name)) | ast.Raise(exc=ast.Call(func=ast.Name(id=name))):
            return name == "NotImplementedError"
        case _:
            return False
