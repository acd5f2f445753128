"""Cuts an expression: what needs the learner's program, and what is left to judge its values by."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from jupyter_llm_teach.teaching.facts.judging.known import Names
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
_OF_OBJECTS = frozenset(["dir", "filter", "getattr", "id", "iter", "map", "next", "super", "vars"])
# Wrapped around a learner's value these give another value, and tell nothing of what is expected.
_PLAIN_CALLS = frozenset(
    [
        "abs",
        "bytes",
        "dict",
        "enumerate",
        "float",
        "frozenset",
        "int",
        "len",
        "list",
        "max",
        "min",
        "repr",
        "reversed",
        "round",
        "set",
        "sorted",
        "str",
        "sum",
        "tuple",
        "zip",
    ]
)
_PLAIN_METHODS = frozenset(
    [
        "capitalize",
        "casefold",
        "copy",
        "items",
        "keys",
        "lower",
        "lstrip",
        "rstrip",
        "split",
        "splitlines",
        "strip",
        "swapcase",
        "title",
        "upper",
        "values",
    ]
)


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
        return _is_plain(self.rest)


def cut(node: ast.expr, names: Names, first: int = 1) -> Cut:
    """Cut an expression.

    Args:
        node: The expression; it is left as it is.
        names: The names before it.
        first: The number of the first part.
    """
    found = _cut(node, names, first)
    given = {name for part in found.parts for name in read(part)} & names.changeable
    if given.isdisjoint(read(found.rest)):
        return found
    touched = names.copied()
    touched.touch(given)
    again = _cut(node, touched, first)
    return replace(again, weak=again.weak or _looks_before(again.parts, given))


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
            case ast.Compare() if not _compares_values(node):
                return self._verdict(node)
            case ast.GeneratorExp() | ast.ListComp() | ast.SetComp() | ast.DictComp():
                return self._comprehension(node)
            case _ if isinstance(node, _PARTS) and not self._has_objects(node):
                return self._inside(node)
            case _ if isinstance(node, (ast.BinOp, ast.Subscript)):
                return self._part(node)
            case _:
                return self._verdict(node)

    def _inside(self, node: ast.expr) -> ast.expr:
        always = self.parts
        for name, value in ast.iter_fields(node):
            if isinstance(value, list):
                cut_off = [(self._child(each), tuple(self.parts)) for each in value]
                setattr(node, name, [each for each, _ in cut_off])
                always = list(cut_off[0][1]) if name == "values" else always
            else:
                setattr(node, name, self._child(value))
        if _may_skip(node):
            known = {ast.unparse(each) for each in always}
            self.weak = self.weak or _has_new_calls(self.parts[len(always) :], known)
        return node

    def _attribute(self, node: ast.Attribute) -> ast.expr:
        if self._is_learners(node.value):
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
                return False

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
                return self._verdict(node) if self._judges(node.func) else self._part(node)
            case ast.Name(id=name) if name in _VERDICTS or self._asks_class(node):
                return self._verdict(node)
            case ast.Name(id=name) if name in _OF_OBJECTS or self._is_handed(node):
                return self._part(node) if self._is_value(node) else self._verdict(node)
            case ast.Name(id="any") if _asks_in_turn(node):
                return self._verdict(node)
            case _:
                pass
        node.args = [self.cut(each) for each in node.args]
        node.keywords = [ast.keyword(each.arg, self.cut(each.value)) for each in node.keywords]
        return node

    def _is_own_method(self, owner: ast.expr, name: str) -> bool:
        return name not in _METHODS or self.names.is_object(owner)

    def _judges(self, function: ast.expr) -> bool:
        """Whether a function of the test compares what the learner's program gives."""
        helper = self.names.helpers.get(function.id) if isinstance(function, ast.Name) else None
        return helper is not None and any(isinstance(each, _JUDGING) for each in ast.walk(helper))

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
        known = isinstance(node.func, ast.Name) and node.func.id in _PLAIN_CALLS | _OF_OBJECTS
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
        bodies = [getattr(node, name, None) for name in ("elt", "key", "value")]
        later = [one.iter for one in node.generators[1:]]
        ifs = [each for one in node.generators for each in one.ifs]
        inner = self.inner | targets
        if not any(self.names.learners(each, inner) for each in (*bodies, *later, *ifs) if each):
            return node
        element = getattr(node, "elt", None)
        alone = len(node.generators) == 1 and not ifs and not self.inner
        if element is None or not alone or self._own(generator.iter):
            return self._verdict(node)
        return self._each(node, generator, element, targets)

    def _own(self, node: ast.expr) -> bool:
        """Whether an expression holds values of the learner's already."""
        mine = {VALUE.format(self.first + number) for number in range(len(self.parts))}
        return not mine.isdisjoint(read(node))

    def _each(
        self,
        node: ast.expr,
        generator: ast.comprehension,
        element: ast.expr,
        targets: frozenset[str],
    ) -> ast.expr:
        """A learner's values for each turn of a loop, beside which the loop is run again."""
        number = self.first + len(self.parts)
        turn = _Cutter(self.names, 1, inner=self.inner | targets)
        rest = turn.cut(element)
        own = {
            VALUE.format(n + 1): f"{VALUE.format(number)}_{n + 1}" for n in range(len(turn.parts))
        }
        asked = turn.parts[0] if len(turn.parts) == 1 else ast.Tuple(list(turn.parts), ast.Load())
        loop = ast.comprehension(generator.target, copy.deepcopy(generator.iter), [], 0)
        self.parts.append(ast.ListComp(asked, [loop]))
        self.weak = self.weak or turn.weak
        stored: list[ast.expr] = [ast.Name(name, ast.Store()) for name in own.values()]
        values = stored[0] if len(stored) == 1 else ast.Tuple(stored, ast.Store())
        generator.target = ast.Tuple([generator.target, values], ast.Store())
        pairs: list[ast.expr] = [generator.iter, ast.Name(VALUE.format(number), ast.Load())]
        generator.iter = ast.Call(ast.Name("zip", ast.Load()), pairs, [])
        setattr(node, "elt", _Renamed(own).visit(rest))  # noqa: B010 - of three kinds of nodes
        return node

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


def _compares_values(node: ast.Compare) -> bool:
    """Whether a comparison asks about values and not about who is who."""
    operands = [node.left, *node.comparators]
    for left, operator, right in zip(operands, node.ops, operands[1:], strict=False):
        one_of_a_kind = any(map(_is_one_of_a_kind, (left, right)))
        if isinstance(operator, (ast.Is, ast.IsNot)) and not one_of_a_kind:
            return False
    return True


def _is_one_of_a_kind(node: ast.expr) -> bool:
    match node:
        case ast.Constant(value=None | bool()):
            return True
        case ast.Call(func=ast.Name(id="type")):
            return True
        case _:
            return False


def _may_skip(node: ast.expr) -> bool:
    """Whether not all parts of an expression are always evaluated, and it may hold all the same."""
    return isinstance(node, ast.IfExp) or (
        isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or)
    )


def _has_new_calls(parts: list[ast.expr], known: set[str]) -> bool:
    """Whether parts hold calls that did not come before: they may raise, or take long."""
    new = [each for each in parts if ast.unparse(each) not in known]
    return any(isinstance(each, ast.Call) for part in new for each in ast.walk(part))


def _asks_in_turn(node: ast.Call) -> bool:
    """Whether an argument is a loop: `any` stops at the first, whatever would come after."""
    return any(isinstance(each, ast.GeneratorExp) for each in node.args)


def _looks_before(parts: tuple[ast.expr, ...], given: frozenset[str] | set[str]) -> bool:
    """Whether a name is looked at and then given to a call that may change its value."""
    for number, part in enumerate(parts):
        if isinstance(part, ast.Name) and part.id in given:
            later = (read(each) for each in parts[number + 1 :] if not isinstance(each, ast.Name))
            if any(part.id in names for names in later):
                return True
    return False


def _is_plain(node: ast.expr) -> bool:
    match node:
        case ast.Name():
            return True
        case ast.Constant(value=int()):
            return True
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]):
            return name in _PLAIN_CALLS and all(map(_is_plain, args))
        case ast.Call(func=ast.Attribute(value=owner, attr=name), args=[], keywords=[]):
            return name in _PLAIN_METHODS and _is_plain(owner)
        case ast.Call(
            func=ast.Attribute(value=ast.Constant(value=str()), attr="join"), args=[each]
        ):
            return _is_plain(each)
        case ast.Subscript(value=owner, slice=place):
            return _is_plain(owner) and all(map(_is_place, ast.walk(place)))
        case ast.Tuple(elts=each) | ast.List(elts=each):
            return all(map(_is_plain, each))
        case _:
            return False


def _is_place(node: ast.AST) -> bool:
    return isinstance(node, (ast.Constant, ast.Slice, ast.UnaryOp, ast.USub, ast.Name, ast.Load))


def names_of(parts: tuple[ast.expr, ...], first: int = 1) -> Iterator[str]:
    """What the parts of a cut are called."""
    return (VALUE.format(first + number) for number in range(len(parts)))
