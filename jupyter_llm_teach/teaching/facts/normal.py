"""A program in a normal form: statements as words, so that only what they do makes a difference.

Comments, docstrings, annotations, brackets and layout are gone; simple forms that mean the same
are one: an augmented assignment and a plain one, ``a > b`` and ``b < a``, ``range(0, n)`` and
``range(n)``. Names that the program gives are marked, so that they can be matched with those of
another one.
"""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jupyter_llm_teach.teaching.facts.source import parsed

FREE = "\x01"
"""Stands before every word that is a name which the program gives."""
_WORD = re.compile(
    r"""\x01\w+|[rbfRBF]{0,2}(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|\d+\.\d+|\w+"""
    r"""|[<>=!]=|\*\*|//|[^\w\s]"""
)
_TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {ast.Gt: ast.Lt, ast.GtE: ast.LtE}
_DENIED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.Lt: ast.GtE,
    ast.LtE: ast.Gt,
    ast.Gt: ast.LtE,
    ast.GtE: ast.Lt,
}
_OWN = frozenset(dir(builtins))
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement without what is inside it: of a loop or a condition, its header alone.

    Attributes:
        line: Its first line, from 1.
        words: Its depth, then its words.
    """

    line: int
    words: tuple[str, ...]

    @property
    def shape(self) -> tuple[str, ...]:
        """The words, with all names that the program gives alike."""
        return tuple(FREE if word[0] == FREE else word for word in self.words)


def statements(source: str) -> tuple[Statement, ...]:
    """The statements of a program in normal form, in order; none where it does not parse."""
    tree = parsed(source)
    if tree is None:
        return ()
    tree = ast.fix_missing_locations(_Plainer(_given(tree)).visit(tree))
    return tuple(_all(tree.body, 0))


def _given(tree: ast.Module) -> frozenset[str]:
    """The names that are its author's choice, those that were never given a value included.

    Left out are Python's own, what is imported, and functions and classes at the outermost level.
    """
    outer = {each.name for each in tree.body if isinstance(each, (*_FUNCTIONS, ast.ClassDef))}
    outer |= {each.asname or each.name for each in ast.walk(tree) if isinstance(each, ast.alias)}
    found: set[str] = set()
    for each in ast.walk(tree):
        match each:
            case ast.Name(id=name, ctx=ast.Load()) if name in _OWN:
                pass
            case ast.Name(id=name) | ast.arg(arg=name):
                found.add(name)
            case ast.FunctionDef(name=name) | ast.ExceptHandler(name=str(name)):
                found.add(name)
            case _:
                pass
    return frozenset(found - outer)


class _Plainer(ast.NodeTransformer):
    """Turns a tree into its normal form."""

    def __init__(self, given: frozenset[str]) -> None:
        self._given = given

    def visit_Name(self, node: ast.Name) -> ast.expr:
        if node.id in self._given:
            node.id = FREE + node.id
        return node

    def visit_arg(self, node: ast.arg) -> ast.arg:
        return ast.arg(arg=FREE + node.arg)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        if node.name in self._given:
            node.name = FREE + node.name
        node.returns = None
        self.generic_visit(node)
        if len(node.body) > 1 and _is_text(node.body[0]):
            node.body = node.body[1:]
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        self.generic_visit(node)
        if node.value is None:
            return ast.copy_location(ast.Pass(), node)
        return ast.copy_location(ast.Assign(targets=[node.target], value=node.value), node)

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.AST:
        self.generic_visit(node)
        if not isinstance(node.target, ast.Name):
            return node
        value = ast.BinOp(left=ast.Name(node.target.id), op=node.op, right=node.value)
        return ast.copy_location(ast.Assign(targets=[node.target], value=value), node)

    def visit_Compare(self, node: ast.Compare) -> ast.expr:
        self.generic_visit(node)
        if len(node.ops) == 1 and type(node.ops[0]) in _TURNED:
            turned = _TURNED[type(node.ops[0])]()
            return ast.Compare(left=node.comparators[0], ops=[turned], comparators=[node.left])
        if (
            len(node.ops) == 1
            and isinstance(node.ops[0], ast.Eq)
            and _is(node.comparators[0], "True")
        ):
            return node.left
        return node

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.expr:
        inner = node.operand
        if isinstance(node.op, ast.Not) and isinstance(inner, ast.Compare) and len(inner.ops) == 1:
            denied = _DENIED[type(inner.ops[0])]()
            positive = ast.Compare(left=inner.left, ops=[denied], comparators=inner.comparators)
            return self.visit_Compare(positive)
        self.generic_visit(node)
        return node

    def visit_Call(self, node: ast.Call) -> ast.expr:
        self.generic_visit(node)
        match node:
            case ast.Call(func=ast.Name(id="range"), args=[start, end]) if _is(start, "0"):
                node.args = [end]
            case ast.Call(
                func=ast.Name(id="list" | "dict" | "tuple" as name), args=[], keywords=[]
            ):
                empty = {"list": ast.List([]), "dict": ast.Dict([], []), "tuple": ast.Tuple([])}
                return empty[name]
            case _:
                pass
        return node


def _is(node: ast.expr, text: str) -> bool:
    """Whether an expression is a constant that is written so."""
    return isinstance(node, ast.Constant) and repr(node.value) == text


def _is_text(node: ast.stmt) -> bool:
    match node:
        case ast.Expr(value=ast.Constant(value=str())):
            return True
        case _:
            return False


def _all(body: Sequence[ast.stmt], depth: int) -> Iterator[Statement]:
    for each in body:
        yield from _with_parts(each, depth)


def _with_parts(node: ast.stmt, depth: int, word: str = "") -> Iterator[Statement]:
    """A statement and what is inside it."""
    yield _statement(node, depth, word)
    inner = getattr(node, "body", [])
    yield from _all(inner, depth + 1)
    for handler in getattr(node, "handlers", []):
        yield _made(handler.lineno, depth, f"except {_text(handler.type)}")
        yield from _all(handler.body, depth + 1)
    for case in getattr(node, "cases", []):
        yield _made(case.pattern.lineno, depth, f"case {ast.unparse(case.pattern)}")
        yield from _all(case.body, depth + 1)
    yield from _otherwise(getattr(node, "orelse", []), depth)
    final = getattr(node, "finalbody", [])
    if final:
        yield _made(final[0].lineno, depth, "finally")
        yield from _all(final, depth + 1)


def _otherwise(orelse: Sequence[ast.stmt], depth: int) -> Iterator[Statement]:
    match orelse:
        case []:
            return
        case [ast.If() as chained]:
            yield from _with_parts(chained, depth, "el")
        case _:
            yield _made(orelse[0].lineno, depth, "else")
            yield from _all(orelse, depth + 1)


def _statement(node: ast.stmt, depth: int, word: str) -> Statement:
    match node:
        case ast.FunctionDef(name=name, args=arguments):
            text = f"def {name}({ast.unparse(arguments)})"
        case ast.If(test=test):
            text = f"{word}if {ast.unparse(test)}"
        case ast.While(test=test):
            text = f"while {ast.unparse(test)}"
        case ast.For(target=target, iter=iterated):
            text = f"for {ast.unparse(target)} in {ast.unparse(iterated)}"
        case ast.Return(value=None):
            text = "return None"
        case _:
            text = ast.unparse(node).split("\n", 1)[0]
    return _made(node.lineno, depth, text)


def _made(line: int, depth: int, text: str) -> Statement:
    return Statement(line, (f"depth{depth}", *_WORD.findall(text)))


def _text(node: ast.expr | None) -> str:
    return "" if node is None else ast.unparse(node)
