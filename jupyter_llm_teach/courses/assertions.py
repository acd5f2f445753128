"""Turns the Python of a test cell into tests."""

from __future__ import annotations

import ast
import copy
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from jupyter_llm_teach.courses.names import (
    asserts,
    called,
    is_pure,
    literals,
    loaded,
    modules,
    needed,
)
from jupyter_llm_teach.courses.python_cell import Written, parsed
from jupyter_llm_teach.teaching.exercise import Check, Compare, Holds, Runs, Test
from jupyter_llm_teach.teaching.facts.literals import Inlined

_EQUALITY = ("assert_equal", "assert_equals", "assertEqual", "assertEquals", "eq_")
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_MOST_STATEMENTS = 400


@dataclass(slots=True)
class _Reading:
    """The tests of a cell as they are found, and the statements that came before."""

    written: Written
    cell: str
    hidden: frozenset[int]
    carried: tuple[ast.stmt, ...]
    shown: list[ast.stmt] = field(default_factory=list)
    every: list[ast.stmt] = field(default_factory=list)
    tests: list[Test] = field(default_factory=list)

    def is_hidden(self, node: ast.stmt) -> bool:
        return any(line in self.hidden for line in range(node.lineno, (node.end_lineno or 0) + 1))

    def before(self, node: ast.stmt) -> list[ast.stmt]:
        return [*self.carried, *(self.every if self.is_hidden(node) else self.shown)]

    def remember(self, node: ast.stmt) -> None:
        self.every.append(node)
        if not self.is_hidden(node):
            self.shown.append(node)

    def add(self, node: ast.stmt, check: Check, used: ast.AST, message: str) -> None:
        setup = needed(self.before(node), loaded(used))
        self.tests.append(
            Test(
                name=f"{self.cell} {len(self.tests) + 1}",
                visible=not self.is_hidden(node),
                check=check,
                setup="\n".join(self.written.text(each) for each in setup),
                message=message,
            )
        )


def tests(
    source: str,
    cell: str,
    hidden_lines: Collection[int],
    carried: Sequence[str] = (),  # noqa: PT028 - a function about tests, not a test
) -> tuple[Test, ...]:
    """The checks that a test cell makes.

    The expected value of a `Compare` may use modules that its test's setup imports. A test that
    students see has nothing of the hidden lines in its setup.

    Args:
        source: The cell's Python; lines of IPython's own are left out.
        cell: The cell's id, which names its tests.
        hidden_lines: The lines, from 1, that students don't see.
        carried: Statements of earlier cells that tests may need, each one parsable.
    """
    return _tests(source, cell, frozenset(hidden_lines), tuple(carried))


@lru_cache(maxsize=256)  # a notebook is read at every key; its tests stay as they are
def _tests(
    source: str, cell: str, hidden_lines: frozenset[int], carried: tuple[str, ...]
) -> tuple[Test, ...]:
    written = parsed(source)
    if written is None:
        return (Test(f"{cell} 1", not hidden_lines, Runs(source)),) if source.strip() else ()
    body = [each for each in written.body if not _is_text(each)]
    earlier = tuple(each for text in carried for each in ast.parse(text).body)
    reading = _Reading(written, cell, hidden_lines, earlier)
    if len(body) <= _MOST_STATEMENTS:
        for each in body:
            _read(each, reading)
    if not reading.tests and any(
        not isinstance(each, (ast.Import, ast.ImportFrom)) for each in body
    ):
        setup = "\n".join(ast.unparse(each) for each in earlier)
        return (Test(f"{cell} 1", not hidden_lines, Runs(source), setup),)
    return tuple(reading.tests)


def _read(node: ast.stmt, reading: _Reading) -> None:
    match node:
        case ast.Assert(test=test, msg=text):
            check = _check(test, node, reading)
            reading.add(node, check, _used(check, node), _plain(text))
            for each in _acts(test, reading.every):
                reading.remember(each)
        case ast.Expr(value=ast.Call() as call) if called(call) in _EQUALITY:
            check = _equality(call, node, reading)
            message = next(iter(call.args[2:]), None)
            reading.add(node, check, _used(check, node), _plain(message))
        case _ if _checks(node, reading.before(node)):
            reading.add(node, Runs(reading.written.text(node)), node, "")
            if asserts(node):
                reading.remember(node)
        case _:
            reading.remember(node)


def _check(test: ast.expr, node: ast.stmt, reading: _Reading) -> Check:
    match test:
        case ast.Compare(left=left, ops=[ast.Eq()], comparators=[right]):
            found = _compare(left, right, node, reading)
        case ast.Compare(left=left, ops=[ast.Is()], comparators=[ast.Constant() as right]):
            found = _compare(left, right, node, reading)
        case _:
            found = None
    return found or Holds(reading.written.text(test))


def _equality(call: ast.Call, node: ast.stmt, reading: _Reading) -> Check:
    numpy = isinstance(call.func, ast.Attribute) and "testing" in ast.unparse(call.func)
    match call.args:
        case [one, other, *_] if not numpy:
            found = _compare(one, other, node, reading)
        case _:
            found = None
    return found or Runs(reading.written.text(node))


def _compare(left: ast.expr, right: ast.expr, node: ast.stmt, reading: _Reading) -> Compare | None:
    before = reading.before(node)
    imported, known = modules(before), literals(before)
    for one, other in ((left, right), (right, left)):
        names = loaded(other) & known.keys()
        value = Inlined(known).visit(copy.deepcopy(other)) if names else other
        if is_pure(value, imported):
            text = ast.unparse(value) if names else reading.written.text(value)
            return Compare(reading.written.text(one), text)
    return None


def _acts(test: ast.expr, before: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    """What a test may change for later ones: calls of methods of an object that its cell made."""
    made = {
        target.id
        for each in before
        if isinstance(each, ast.Assign) and isinstance(each.value, ast.Call)
        for target in each.targets
        if isinstance(target, ast.Name)
    }
    for each in ast.walk(test):
        match each:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name))) if name in made:
                yield ast.copy_location(ast.Expr(each), each)
            case _:
                pass


def _used(check: Check, node: ast.stmt) -> ast.AST:
    """What the sandbox and the judge of the value need: a literal that was put in, they don't."""
    if not isinstance(check, Compare):
        return node
    return ast.parse(f"({check.expression}, {check.expected})", mode="eval")


def _checks(node: ast.stmt, before: Sequence[ast.stmt]) -> bool:
    """Whether a statement may fail on purpose, by itself or through a function defined before."""
    if isinstance(node, _DEFINITIONS):
        return False
    checkers = {each.name for each in before if isinstance(each, _DEFINITIONS) and asserts(each)}
    return asserts(node, frozenset(checkers))


def _plain(message: ast.expr | None) -> str:
    text = message.value if isinstance(message, ast.Constant) else ""
    return text if isinstance(text, str) else ""


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Pass) or (
        isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    )
