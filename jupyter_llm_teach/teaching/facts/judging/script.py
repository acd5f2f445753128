"""The statements of a test one after another: loops unrolled, its functions put in place."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from jupyter_llm_teach.teaching.facts.source import bound, read

_MOST = 120
_MOST_TURNS = 60
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
_LEAVING = (ast.Return, ast.Break, ast.Continue, ast.Global, ast.Nonlocal, ast.Raise, ast.Yield)
_DISPLAYS = (ast.List, ast.Tuple, ast.Set)


@dataclass(frozen=True, slots=True)
class Act:
    """A statement that gets something ready."""

    node: ast.stmt


@dataclass(frozen=True, slots=True)
class Ask:
    """A statement that fails where something is not as it must be."""

    node: ast.stmt


Line: TypeAlias = Act | Ask


class NotStraightError(Exception):
    """Statements that can't be written one after another without running them."""


@dataclass(slots=True)
class _Script:
    functions: dict[str, ast.FunctionDef] = field(default_factory=dict)
    values: dict[str, ast.expr] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    calls: int = 0

    def add(self, body: Iterable[ast.stmt]) -> None:
        for node in body:
            self._add(node)
            if len(self.lines) > _MOST:
                raise NotStraightError

    def _add(self, node: ast.stmt) -> None:
        match node:
            case ast.Assert():
                self.lines.append(Ask(node))
            case ast.For(orelse=[]):
                self._loop(node)
            case ast.Expr(value=ast.Constant()) | ast.Pass():
                return
            case ast.Expr(value=ast.Call(func=ast.Name(id=name)) as call) if self._asserts(name):
                self._call(self.functions[name], call)
            case ast.Expr(value=ast.Call() as call) if is_assertion(call):
                self.lines.append(Ask(node))
            case ast.FunctionDef(name=name):
                self.functions[name] = node
                self.lines.append(Act(node))
            case _ if _may_fail(node) or any(isinstance(n, _LEAVING) for n in _own(node)):
                raise NotStraightError
            case _:
                self._remember(node)

    def _remember(self, node: ast.stmt) -> None:
        for name in bound(node) | read(node):
            self.values.pop(name, None)
        for name in bound(node):
            self.functions.pop(name, None)
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                self.values[name] = value
            case _:
                pass
        self.lines.append(Act(node))

    def _asserts(self, name: str) -> bool:
        return name in self.functions and _may_fail(self.functions[name])

    def _loop(self, node: ast.For) -> None:
        if not _may_fail(node) and not any(self._asserts(n) for n in _called(node)):
            self._remember(node)
            return
        turns = _turns(node.iter, self.values)
        if len(turns) > _MOST_TURNS:
            raise NotStraightError
        for turn in turns:
            for statement in _given(node.target, turn):
                self._remember(statement)
            self.add(copy.deepcopy(node.body))

    def _call(self, function: ast.FunctionDef, call: ast.Call) -> None:
        self.calls += 1
        if self.calls > _MOST_TURNS:
            raise NotStraightError
        wanted = [each.arg for each in function.args.args]
        given = dict(zip(wanted, call.args, strict=False))
        given.update({each.arg: each.value for each in call.keywords if each.arg})
        simple = ast.unparse(function.args) == ", ".join(wanted) and not function.decorator_list
        if (
            not simple
            or set(given) != set(wanted)
            or len(call.args) + len(call.keywords) != len(given)
        ):
            raise NotStraightError
        local = {
            name: f"{function.name}_{self.calls}_{name}"
            for name in (*wanted, *(n for each in function.body for n in bound(each)))
        }
        for name in wanted:
            target = ast.Name(local[name], ast.Store())
            value = copy.deepcopy(given[name])
            self._remember(ast.Assign([target], value, lineno=function.lineno))
        self.add(Inner(local).visit(each) for each in copy.deepcopy(function.body))


class Inner(ast.NodeTransformer):
    """Gives the names of a function's own scope names that nobody else uses."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names

    def visit_Name(self, node: ast.Name) -> ast.Name:
        """A name, or what it is called now."""
        return ast.copy_location(ast.Name(self._names.get(node.id, node.id), node.ctx), node)

    def visit_Lambda(self, node: ast.Lambda) -> ast.Lambda:
        """A function without a name may hide names of the scope."""
        taken = {each.arg for each in ast.walk(node.args) if isinstance(each, ast.arg)}
        if not taken.isdisjoint(self._names):
            raise NotStraightError
        self.generic_visit(node)
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        """A function inside of a function is not worth a guess."""
        raise NotStraightError(node.name)


def straight(setup: Sequence[ast.stmt], body: Sequence[ast.stmt]) -> tuple[Line, ...]:
    """The statements of a test, each once for each time that it is run.

    Raises:
        NotStraightError: what is run depends on what happens, or there is too much of it.
    """
    script = _Script()
    script.add(copy.deepcopy([*setup, *body]))
    return tuple(script.lines)


def is_assertion(call: ast.Call) -> bool:
    """Whether a call is one of a library's assertions, such as ``assert_allclose(a, b)``."""
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name.startswith("assert")
        case _:
            return False


def _may_fail(node: ast.AST) -> bool:
    """Whether a statement may fail on purpose."""
    every = list(ast.walk(node))
    calls = (each for each in every if isinstance(each, ast.Call))
    fails = any(isinstance(each, (ast.Assert, ast.Raise)) for each in every)
    return fails or any(map(is_assertion, calls))


def _called(node: ast.AST) -> Iterator[str]:
    for each in ast.walk(node):
        if isinstance(each, ast.Call) and isinstance(each.func, ast.Name):
            yield each.func.id


def _own(node: ast.AST) -> Iterator[ast.AST]:
    """A statement and what is below it, functions and classes left out."""
    if isinstance(node, _SCOPES):
        return
    yield node
    for each in ast.iter_child_nodes(node):
        yield from _own(each)


def _turns(node: ast.expr, values: Mapping[str, ast.expr]) -> list[ast.expr]:
    """What a loop goes through, where that is written down.

    Raises:
        NotStraightError: it is not.
    """
    match node:
        case ast.Name(id=name) if name in values and not isinstance(values[name], ast.Name):
            return _turns(values[name], values)
        case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Set(elts=parts):
            if any(isinstance(each, ast.Starred) for each in parts):
                raise NotStraightError
            return parts
        case ast.Call(func=ast.Attribute(value=inner, attr="items"), args=[]):
            return _entries(values.get(inner.id) if isinstance(inner, ast.Name) else inner)
        case ast.Call(func=ast.Name(id="zip"), args=args, keywords=[]):
            columns = [_turns(each, values) for each in args]
            return [ast.Tuple(list(row), ast.Load()) for row in zip(*columns, strict=False)]
        case ast.Call(func=ast.Name(id="enumerate"), args=[inner], keywords=[]):
            found = enumerate(_turns(inner, values))
            return [ast.Tuple([ast.Constant(n), each], ast.Load()) for n, each in found]
        case ast.Call(func=ast.Name(id="range"), args=args, keywords=[]):
            return [ast.Constant(number) for number in _numbers(args)]
        case _:
            raise NotStraightError


def _entries(node: ast.expr | None) -> list[ast.expr]:
    if not isinstance(node, ast.Dict):
        raise NotStraightError
    pairs = [(key, each) for key, each in zip(node.keys, node.values, strict=True) if key]
    if len(pairs) < len(node.keys):
        raise NotStraightError
    return [ast.Tuple([key, each], ast.Load()) for key, each in pairs]


def _numbers(args: Sequence[ast.expr]) -> Iterable[int]:
    try:
        found = range(*(int(ast.literal_eval(each)) for each in args))
    except (ValueError, TypeError, SyntaxError) as error:
        raise NotStraightError from error
    return found[: _MOST_TURNS + 1]


def _given(target: ast.expr, value: ast.expr) -> Iterator[ast.stmt]:
    """The assignments of one turn, each name by itself: the expected value is one of them."""
    pairs = [(target, value)]
    if isinstance(target, (ast.Tuple, ast.List)) and isinstance(value, _DISPLAYS):
        if len(target.elts) != len(value.elts):
            raise NotStraightError
        pairs = list(zip(target.elts, value.elts, strict=True))
    for one, other in pairs:
        nested = isinstance(one, (ast.Tuple, ast.List))
        if nested and isinstance(other, _DISPLAYS):
            yield from _given(one, other)
        else:
            yield ast.Assign([copy.deepcopy(one)], copy.deepcopy(other), lineno=1)
