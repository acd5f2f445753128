"""What a test does, as a learner would type it."""

from __future__ import annotations

import ast

from typing_extensions import assert_never

from jupyter_llm_teach.teaching.exercise import Compare, Holds, Runs, Test
from jupyter_llm_teach.teaching.facts.literals import Inlined, is_literal
from jupyter_llm_teach.teaching.facts.source import parsed

_MOST_LINES = 6
_LONGEST = 100
_IMPORTS = (ast.Import, ast.ImportFrom)


def call_of(test: Test) -> str:
    """The expression or the statements of a test, after its setup; six lines at most.

    A literal that the setup gives a name is put in place of the name where that is read once and
    the line stays short: ``f(data)`` after ``data = [1, 2]`` is shown as ``f([1, 2])``. Imports
    are left out.
    """
    match test.check:
        case Compare(expression=text) | Holds(expression=text):
            return _inlined(test.setup, text) or _prefixed(test.setup, text)
        case Runs(code=code):
            return _prefixed(test.setup, code)
        case _:
            assert_never(test.check)


def _inlined(setup: str, expression: str) -> str:
    """The expression with the setup's literals in place; empty where that can't be done."""
    statements, asked = _statements(setup), parsed(expression)
    values = _literals(statements or [])
    if not values or asked is None or len(values) != len(statements or []):
        return ""
    names = [each.id for each in ast.walk(asked) if isinstance(each, ast.Name)]
    if any(names.count(name) != 1 for name in values):
        return ""
    text = ast.unparse(Inlined(values).visit(asked))
    return text if len(text) <= _LONGEST else ""


def _prefixed(setup: str, text: str) -> str:
    lines = text.strip("\n").splitlines()
    if len(lines) > _MOST_LINES:
        return "\n".join([*lines[: _MOST_LINES - 1], "…"])
    before = _setup_lines(setup)
    room = _MOST_LINES - len(lines)
    if len(before) > room:
        before = ["…", *before[len(before) - room + 1 :]] if room > 1 else []
    return "\n".join([*before, *lines])


def _setup_lines(setup: str) -> list[str]:
    statements = _statements(setup)
    if statements is None:
        return setup.splitlines()
    segments = [ast.get_source_segment(setup, each) or "" for each in statements]
    return [line for segment in segments for line in segment.splitlines()]


def _statements(setup: str) -> list[ast.stmt] | None:
    tree = parsed(setup)
    return None if tree is None else [n for n in tree.body if not isinstance(n, _IMPORTS)]


def _literals(statements: list[ast.stmt]) -> dict[str, ast.expr]:
    found: dict[str, ast.expr] = {}
    for node in statements:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if is_literal(value):
                found[name] = value
    return found
