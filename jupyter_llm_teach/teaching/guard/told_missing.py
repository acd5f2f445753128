"""What an answer lacks of a reference, and has too much: the difference that a reply may not tell.

Both programs become bags of features (operators, comparisons, numbers, calls, names, statements and
where these stand), and the bags are subtracted. What only one of them has is what a learner would
have to change.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from keyword import kwlist

from jupyter_llm_teach.teaching.exercise import Exercise

_LOOPS = (ast.For, ast.While, ast.comprehension)
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_MOST_FEATURES_NEAR = 8
_SMALLEST_PROGRAM = 3
_FOLLOWS = {
    "group": frozenset({"operator"}),
    "pair": frozenset({"operator", "form", "call", "number", "empty"}),
}
_NAME = re.compile(r"[^\W\d]\w*")
_PLACES = ("order:", "depth:", "pair:", "group:", "arguments:", "border:")


@dataclass(frozen=True, slots=True)
class Missing:
    """The difference between an answer and a reference.

    Attributes:
        lacks: Features that the answer needs more of.
        surplus: Features that it has too many of.
        near: Whether the answer is a program that a small change would repair.
        names: The names that the answer uses.
    """

    lacks: frozenset[str]
    surplus: frozenset[str]
    near: bool
    names: frozenset[str]


@lru_cache(maxsize=256)
def missing(exercise: Exercise, answer: str) -> tuple[Missing, ...]:
    """The difference from each reference of an exercise that can be read."""
    own, names = _features(answer), frozenset(_NAME.findall(answer)) - frozenset(kwlist)
    return tuple(
        _difference(own, theirs, names) for theirs in map(_features, exercise.references) if theirs
    )


def _difference(own: Counter[str], theirs: Counter[str], names: frozenset[str]) -> Missing:
    surplus = frozenset(own - theirs)
    lacks = _telling(frozenset(theirs - own), surplus, names)
    changes = [each for each in lacks if not each.startswith(_PLACES)]
    near = len(own) >= _SMALLEST_PROGRAM and len(changes) <= _MOST_FEATURES_NEAR
    return Missing(lacks, surplus, near, names)


def _telling(
    lacks: frozenset[str], surplus: frozenset[str], names: frozenset[str]
) -> frozenset[str]:
    """What is lacking, without what only follows from something else that is lacking."""
    kinds = {each.partition(":")[0] for each in lacks | surplus}
    return frozenset(
        each
        for each in lacks
        if not _is_another_name(each, names) and not _follows(each, lacks, kinds)
    )


def _follows(feature: str, lacks: frozenset[str], kinds: set[str]) -> bool:
    """Whether a place or an order differs only because what stands there does."""
    kind, _, rest = feature.partition(":")
    if kind in _FOLLOWS and _FOLLOWS[kind] & kinds:
        return True
    if kind == "order":
        return "form:if" in lacks
    return kind == "depth" and rest.startswith("return") and "form:return" in lacks


def _is_another_name(feature: str, names: frozenset[str]) -> bool:
    """Whether a feature is about a name that the answer, which chose its own, does not use."""
    kind, _, rest = feature.partition(":")
    match kind:
        case "name":
            return rest not in names
        case "depth" if rest.startswith("assign"):
            return rest.split(":")[1] not in names
        case _:
            return False


def _features(code: str) -> Counter[str]:
    tree = _parsed(code)
    trees = [tree] if tree is not None else list(_readable_lines(code))
    return Counter(feature for each in trees for feature in _of_tree(each))


def _readable_lines(code: str) -> Iterator[ast.Module]:
    """The lines of a program with a syntax error that can be read alone."""
    for line in code.splitlines():
        text = line.strip()
        tree = _parsed(f"{text} pass" if text.endswith(":") else text)
        if tree is not None:
            yield tree


def _parsed(code: str) -> ast.Module | None:
    try:
        return ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _of_tree(tree: ast.Module) -> Iterator[str]:
    told = _told_otherwise(tree)
    for node in ast.walk(tree):
        if id(node) not in told:
            yield from _of_node(node)
    yield from _places(tree)


def _told_otherwise(tree: ast.Module) -> set[int]:
    """The nodes that a feature of the node around them names already."""
    inner: set[int] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Raise():
                inner |= {id(each) for each in ast.walk(node)}
            case ast.Call(func=function):
                inner.add(id(function))
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant() as operand):
                inner.add(id(operand))
            case _:
                pass
    return inner


def _of_node(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Constant(value=value):
            yield from _of_constant(value)
        case ast.Call():
            yield from _of_call(node)
        case ast.Name(id=name, ctx=ast.Load()) | ast.arg(arg=name):
            yield f"name:{name}"
        case ast.Attribute(attr=name):
            yield f"attribute:{name}"
        case _:
            yield from (*_of_operation(node), *_of_form(node))


def _of_operation(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as value)):
            yield f"number:-{value}"
        case ast.UnaryOp(op=ast.Not()):
            yield "word:not"
        case ast.BinOp(op=operator) | ast.AugAssign(op=operator):
            yield f"operator:{type(operator).__name__}"
        case ast.Compare(ops=operators):
            yield from (f"compare:{type(each).__name__}" for each in operators)
        case ast.BoolOp(op=word):
            yield f"word:{type(word).__name__.lower()}"
        case _:
            return


def _of_constant(value: object) -> Iterator[str]:
    if isinstance(value, bool) or value is None or value is ...:
        return
    if isinstance(value, str):
        yield f"text:{value}" if value else "empty:text"
    elif isinstance(value, int | float):
        yield f"number:{value}"


def _of_call(node: ast.Call) -> Iterator[str]:
    match node.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            yield f"call:{name}"
            yield f"arguments:{name}:{len(node.args)}"
            if name == "range":
                borders = [each for each in node.args if isinstance(each, ast.BinOp)]
                yield from (f"border:{ast.unparse(each)}" for each in borders)
            yield from (f"keyword:{each.arg}" for each in node.keywords)
        case _:
            return


def _of_form(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.List(elts=[]):
            yield "empty:list"
        case ast.Dict(keys=[]):
            yield "empty:dict"
        case ast.Subscript(slice=ast.Slice()):
            yield "form:slice"
        case ast.Subscript():
            yield "form:index"
        case ast.If() | ast.IfExp():
            yield "form:if"
        case ast.For() | ast.While() | ast.comprehension():
            yield "form:loop"
        case ast.Return():
            yield "form:return"
        case _:
            return


def _places(tree: ast.Module) -> Iterator[str]:
    """Where statements stand, in which order conditions are asked, and how sums are grouped."""
    yield from _depths(tree, 0)
    tests = [ast.unparse(node.test) for node in ast.walk(tree) if isinstance(node, ast.If)]
    yield from (f"order:{before}<{after}" for before, after in pairwise(tests))
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=[ast.Subscript(slice=key)], value=value):
                yield f"pair:{ast.unparse(key)}={ast.unparse(value)}"
            case ast.BinOp(op=operator, left=left, right=right):
                yield f"group:{type(operator).__name__}({_inner(left)},{_inner(right)})"
            case _:
                pass


def _inner(side: ast.expr) -> str:
    return type(side.op).__name__ if isinstance(side, ast.BinOp) else ""


def _depths(node: ast.AST, depth: int) -> Iterator[str]:
    for child in ast.iter_child_nodes(node):
        match child:
            case ast.Return():
                yield f"depth:return:{depth}"
            case ast.Assign(targets=[ast.Name(id=name)]):
                yield f"depth:assign:{name}:{depth}"
            case _:
                pass
        inner = isinstance(child, _LOOPS)
        yield from _depths(child, 0 if isinstance(child, _DEFINITIONS) else depth + inner)
