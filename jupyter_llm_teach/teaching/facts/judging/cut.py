"""Cuts an expression: what needs the learner's program, and what is left to judge its values by."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from jupyter_llm_teach.teaching.facts.judging.known import Names
from jupyter_llm_teach.teaching.facts.judging.shapes import (
    PLAIN_CALLS,
    answer_of_helper,
    asks_in_turn,
    compares_values,
    has_new_calls,
    is_plain,
    may_skip,
)
from jupyter_llm_teach.teaching.facts.source import read

VALUE = "learners_{}"
_METHODS = frozenset(
    name for kind in (str, list, dict, set, tuple, bytes, int, float) for name in dir(kind)
) - {"__class__"}
_PARTS = (
    ast.BinOp,
    ast.UnaryOp,
    ast.BoolOp,
    ast.Compare,
    ast.IfExp,
    ast.Tuple,
    ast.List,
    ast.Set,
    ast.Dict,
    ast.Subscript,
    ast.Slice,
    ast.Starred,
    ast.JoinedStr,
    ast.FormattedValue,
    ast.keyword,
)
_COMPREHENSIONS = (ast.GeneratorExp, ast.ListComp, ast.SetComp, ast.DictComp)
_JUDGING = (ast.Compare, ast.BoolOp, ast.Not, ast.Assert)
# What these say depends on more than a value that can be put in.
_VERDICTS = frozenset(["callable", "delattr", "hasattr", "issubclass", "setattr"])
# These show a part of an array or table, or what it is made of.
_VIEWS = frozenset(["at", "dt", "dtype", "dtypes", "iat", "iloc", "loc", "str"])
_OF_OBJECTS = frozenset(["dir", "filter", "getattr", "id", "iter", "map", "next", "super", "vars"])


@dataclass(slots=True)
class Cut:
    """An expression in two.

    Attributes:
        rest: The expression with names in the place of what needs the learner's program.
        parts: What needs it, in the order of evaluation; the first is called ``learners_1``.
        weak: Whether some part is a verdict itself, such as the ``==`` of a learner's class, or
            can't be told from one.
    """

    rest: ast.expr
    parts: tuple[ast.expr, ...]
    weak: bool

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left to judge by: the value is asked for as it is."""
        return isinstance(self.rest, ast.Name) and len(self.parts) == 1

    @property
    def is_plain(self) -> bool:
        """Whether what is left tells nothing of the value that is expected."""
        return is_plain(self.rest)


def cut(node: ast.expr, names: Names, first: int = 1) -> Cut:
    """Cut an expression.

    Args:
        node: The expression; it is left as it is.
        names: The names before it.
        first: The number of the first part.
    """
    found = _cut(node, names, first)
    given = {name for part in found.parts for name in _given(part)} & names.changeable
    if given.isdisjoint(read(found.rest)):
        return found
    touched = names.copied()
    touched.touch(given)
    again = _cut(node, touched, first)
    return replace(again, weak=again.weak or _looks_before(again.parts, given))


def _given(part: ast.expr) -> frozenset[str]:
    """The names whose values a part may hand to the learner's program."""
    if isinstance(part, ast.ListComp):
        targets = {
            each.id for each in ast.walk(part.generators[0].target) if isinstance(each, ast.Name)
        }
        return read(part.elt) - targets
    return read(part)


def _cut(node: ast.expr, names: Names, first: int) -> Cut:
    cutter = _Cutter(names, first)
    rest = cutter.cut(copy.deepcopy(node))
    return Cut(rest, tuple(cutter.parts), cutter.weak)


@dataclass(slots=True)
class _Cutter:
    names: Names
    first: int
    parts: list[ast.expr] = field(default_factory=list)
    weak: bool = False
    inner: frozenset[str] = frozenset()

    def cut(self, node: ast.expr) -> ast.expr:
        """What is left of an expression."""
        match node:
            case _ if not self.names.learners(node, self.inner):
                return node
            case ast.Name():
                return self._part(node)
            case ast.Attribute():
                return self._attribute(node)
            case ast.Call():
                return self._call(node)
            case ast.GeneratorExp() | ast.ListComp() | ast.SetComp() | ast.DictComp():
                return self._comprehension(node)
            case _:
                return self._operation(node)

    def _operation(self, node: ast.expr) -> ast.expr:
        same = isinstance(node, ast.Compare) and not compares_values(node)
        if isinstance(node, _PARTS) and not same and not self._has_objects(node):
            return self._inside(node)
        value = isinstance(node, (ast.BinOp, ast.Subscript))
        return self._part(node) if value else self._verdict(node)

    def _inside(self, node: ast.expr) -> ast.expr:
        """What is left of an operation whose operands are values."""
        always: set[str] = set()
        for name, value in ast.iter_fields(node):
            children = value if isinstance(value, list) else [value]
            made: list[object] = []
            for child in children:
                made.append(self._child(child))
                if isinstance(child, ast.expr):
                    always = always or {ast.unparse(each) for each in self.parts} | {""}
            setattr(node, name, made if isinstance(value, list) else made[0])
        self.weak = self.weak or (may_skip(node) and has_new_calls(self.parts, always))
        return node

    def _attribute(self, node: ast.Attribute) -> ast.expr:
        if self._is_learners(node.value) and node.attr not in _VIEWS:
            return self._part(node)
        node.value = self.cut(node.value)
        return node

    def _is_learners(self, node: ast.expr) -> bool:
        """Whether a value comes straight from the learner's program."""
        match node:
            case ast.Attribute(value=inner) | ast.Subscript(value=inner):
                return self._is_learners(inner)
            case ast.Call(func=inner):
                return self._is_learners(inner) or self.names.is_object(node)
            case ast.Name():
                return bool(self.names.learners(node, self.inner))
            case _:
                return self.names.is_object(node)

    def _child(self, value: object) -> object:
        if isinstance(value, ast.keyword):
            value.value = self.cut(value.value)
            return value
        return self.cut(value) if isinstance(value, ast.expr) else value

    def _call(self, node: ast.Call) -> ast.expr:
        match node.func:
            case ast.Attribute(value=owner, attr=name) if self.names.learners(owner, self.inner):
                if self._is_learners(owner) and self._is_own_method(owner, name):
                    return self._part(node)
                node.func.value = self.cut(owner)
            case _ if self.names.learners(node.func, self.inner):
                return self._called(node)
            case ast.Name(id=name) if name in _VERDICTS or self._asks_class(node):
                return self._verdict(node)
            case ast.Name(id=name) if name in _OF_OBJECTS or self._is_handed(node):
                return self._part(node) if self._is_value(node) else self._verdict(node)
            case ast.Name(id="any") if asks_in_turn(node):
                return self._any(node)
            case _:
                pass
        node.args = [self.cut(each) for each in node.args]
        node.keywords = [ast.keyword(each.arg, self.cut(each.value)) for each in node.keywords]
        return node

    def _called(self, node: ast.Call) -> ast.expr:
        """A call of a function of the learner, or of a function of the test that needs him."""
        if any(isinstance(each, _JUDGING) for each in ast.walk(node.func)):
            return self._verdict(node)
        helper = self.names.helpers.get(node.func.id) if isinstance(node.func, ast.Name) else None
        if helper is None:
            return self._part(node)
        answer = answer_of_helper(helper, node)
        if answer is not None:
            return self.cut(answer)
        judges = any(isinstance(each, _JUDGING) for each in ast.walk(helper))
        return self._verdict(node) if judges else self._part(node)

    def _any(self, node: ast.Call) -> ast.expr:
        """What stops at the first: a program that is run for every turn may not come that far."""
        before = len(self.parts)
        node.args = [self.cut(each) for each in node.args]
        turns = any(isinstance(each, ast.ListComp) for each in self.parts[before:])
        self.weak = self.weak or turns
        return node

    def _is_own_method(self, owner: ast.expr, name: str) -> bool:
        return name not in _METHODS or self.names.is_object(owner)

    def _is_handed(self, node: ast.Call) -> bool:
        """Whether a builtin gets an object, or an iterator that a learner's function feeds."""
        fed = (
            isinstance(each, ast.Call)
            and isinstance(each.func, ast.Name)
            and each.func.id in _OF_OBJECTS
            and self.names.learners(each, self.inner)
            for each in node.args
        )
        return any(map(self.names.is_object, node.args)) or any(fed)

    def _is_value(self, node: ast.Call) -> bool:
        known = isinstance(node.func, ast.Name) and node.func.id in PLAIN_CALLS | _OF_OBJECTS
        return known and not any(isinstance(each, _JUDGING) for each in ast.walk(node))

    def _comprehension(self, node: ast.expr) -> ast.expr:
        assert isinstance(node, _COMPREHENSIONS)
        generator = node.generators[0]
        generator.iter = self.cut(generator.iter)
        targets = frozenset(
            each.id
            for one in node.generators
            for each in ast.walk(one.target)
            if isinstance(each, ast.Name)
        )
        bodies = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
        later = [one.iter for one in node.generators[1:]]
        ifs = [each for one in node.generators for each in one.ifs]
        inner = self.inner | targets
        if not any(self.names.learners(each, inner) for each in (*bodies, *later, *ifs)):
            return node
        if len(node.generators) > 1 or ifs or self.inner or self._own(generator.iter):
            return self._verdict(node)
        made = self._each(generator, ast.Tuple(bodies, ast.Load()), targets)
        match node:
            case ast.DictComp():
                node.key, node.value = made
            case _:
                (node.elt,) = made
        return node

    def _own(self, node: ast.expr) -> bool:
        """Whether an expression holds values of the learner's already."""
        mine = {VALUE.format(self.first + number) for number in range(len(self.parts))}
        return not mine.isdisjoint(read(node))

    def _each(
        self, generator: ast.comprehension, element: ast.Tuple, targets: frozenset[str]
    ) -> list[ast.expr]:
        """A learner's values for each turn of a loop, beside which the loop is run again."""
        name = VALUE.format(self.first + len(self.parts))
        turn = _Cutter(self.names, 1, inner=self.inner | targets)
        rest = turn.cut(element)
        assert isinstance(rest, ast.Tuple)
        own = {VALUE.format(n + 1): f"{name}_{n + 1}" for n in range(len(turn.parts))}
        asked = turn.parts[0] if len(turn.parts) == 1 else ast.Tuple(list(turn.parts), ast.Load())
        loop = ast.comprehension(generator.target, copy.deepcopy(generator.iter), [], 0)
        self.parts.append(ast.ListComp(asked, [loop]))
        self.weak = self.weak or turn.weak
        stored: list[ast.expr] = [ast.Name(each, ast.Store()) for each in own.values()]
        values = stored[0] if len(stored) == 1 else ast.Tuple(stored, ast.Store())
        generator.target = ast.Tuple([generator.target, values], ast.Store())
        pairs: list[ast.expr] = [generator.iter, ast.Name(name, ast.Load())]
        generator.iter = ast.Call(ast.Name("zip", ast.Load()), pairs, [])
        return [_Renamed(own).visit(each) for each in rest.elts]

    def _part(self, node: ast.expr) -> ast.expr:
        name = VALUE.format(self.first + len(self.parts))
        self.parts.append(node)
        return ast.Name(name, ast.Load())

    def _verdict(self, node: ast.expr) -> ast.expr:
        self.weak = True
        return self._part(node)

    def _has_objects(self, node: ast.AST) -> bool:
        below = (each for each in ast.iter_child_nodes(node) if isinstance(each, ast.expr))
        shown = isinstance(node, (ast.Tuple, ast.List, ast.Set, ast.Dict))
        return not shown and any(map(self.names.is_object, below))

    def _asks_class(self, node: ast.Call) -> bool:
        """Whether something is asked about the learner's own classes or functions."""
        match node:
            case ast.Call(func=ast.Name(id="isinstance"), args=[_, kind]):
                return bool(self.names.learners(kind, self.inner))
            case ast.Call(func=ast.Name(id="type")):
                return any(map(self.names.is_object, node.args))
            case _:
                return False


class _Renamed(ast.NodeTransformer):
    def __init__(self, names: dict[str, str]) -> None:
        self._names = names

    def visit_Name(self, node: ast.Name) -> ast.Name:
        """A name, or what it is called in here."""
        return ast.Name(self._names.get(node.id, node.id), node.ctx)


def _looks_before(parts: tuple[ast.expr, ...], given: frozenset[str] | set[str]) -> bool:
    """Whether a name is looked at and then given to a call that may change its value."""
    for number, part in enumerate(parts):
        if isinstance(part, ast.Name) and part.id in given:
            later = (read(each) for each in parts[number + 1 :] if not isinstance(each, ast.Name))
            if any(part.id in names for names in later):
                return True
    return False


def names_of(parts: tuple[ast.expr, ...], first: int = 1) -> Iterator[str]:
    """What the parts of a cut are called."""
    return (VALUE.format(first + number) for number in range(len(parts)))
