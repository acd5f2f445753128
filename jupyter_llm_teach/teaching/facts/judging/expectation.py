"""Tests that want an exception: which one came is a value, so it is judged outside."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Sequence
from dataclasses import dataclass

from jupyter_llm_teach.teaching.facts.source import read

_ENDING = ("BaseException", "SystemExit", "KeyboardInterrupt", "GeneratorExit", "MemoryError")
_NOT_RAISED = "{} was not raised"
MESSAGE = "learners_message"
KIND = "learners_kind"


@dataclass(frozen=True, slots=True)
class Expectation:
    """An exception must come.

    Attributes:
        code: The statements that must raise it.
        types: The names of the classes, one of which it must be of.
        missing: What is said where none comes.
        detail: Statements about ``learners_message``, the exception's text, and
            ``learners_kind``, the name of its class; may be empty.
    """

    code: str
    types: tuple[str, ...]
    missing: str
    detail: str = ""


def expected_exception(body: Sequence[ast.stmt]) -> Expectation | None:
    """The exception that the statements of a test want; None where they want something else."""
    *before, last = body or [ast.Pass()]
    if any(
        isinstance(each, (ast.Assert, ast.Raise, ast.Try)) for n in before for each in ast.walk(n)
    ):
        return None
    match last:
        case ast.Try(handlers=[handler]):
            return _tried(before, last, handler)
        case ast.With(items=[ast.withitem(context_expr=ast.Call() as call, optional_vars=None)]):
            return _with(before, call, last.body)
        case ast.Expr(value=ast.Call() as call):
            return _called(before, call)
        case _:
            return None


def _tried(
    before: Sequence[ast.stmt], node: ast.Try, handler: ast.ExceptHandler
) -> Expectation | None:
    body, missing = list(node.body), ""
    if node.orelse:
        missing = _failure(node.orelse[-1]) or ""
        if _failure(node.orelse[-1]) is None or len(node.orelse) > 1:
            return None
    elif _failure(body[-1]) is not None and len(body) > 1:
        missing = _failure(body.pop()) or ""
    else:
        return None
    types = _types(handler.type)
    own = not node.orelse and {"Exception", "AssertionError"} & set(types)
    detail = _detail(handler)
    if not types or own or detail is None or _checks((*body, *node.finalbody)):
        return None
    return Expectation(_text((*before, *body)), types, missing or _default(types), detail)


def _with(
    before: Sequence[ast.stmt], call: ast.Call, body: Sequence[ast.stmt]
) -> Expectation | None:
    match call:
        case ast.Call(
            func=ast.Name(id="raises" | "assertRaises")
            | ast.Attribute(attr="raises" | "assertRaises" | "assert_raises"),
            args=[kind],
            keywords=keywords,
        ):
            pattern = next((each.value for each in keywords if each.arg == "match"), None)
            known = len(keywords) == (pattern is not None)
        case ast.Call(func=ast.Attribute(attr="assertRaisesRegex"), args=[kind, pattern]):
            known = not call.keywords
        case _:
            return None
    types = _types(kind)
    if not types or not known or _checks(body) or (pattern is not None and read(pattern)):
        return None
    detail = "" if pattern is None else _search(pattern)
    return Expectation(_text((*before, *body)), types, _default(types), detail)


def _called(before: Sequence[ast.stmt], call: ast.Call) -> Expectation | None:
    match call:
        case ast.Call(
            func=ast.Name(id="raises" | "assertRaises" | "assert_raises")
            | ast.Attribute(attr="raises" | "assertRaises" | "assert_raises"),
            args=[kind, function, *args],
        ):
            types = _types(kind)
            if not types:
                return None
            asked = ast.Expr(ast.Call(function, args, call.keywords))
            return Expectation(_text((*before, asked)), types, _default(types))
        case _:
            return None


def _search(pattern: ast.expr) -> str:
    said = ast.Constant("the message of the exception is another one")
    found = ast.parse(f"__import__('re').search({ast.unparse(pattern)}, {MESSAGE})", mode="eval")
    return ast.unparse(ast.Assert(found.body, said))


def _types(kind: ast.expr | None) -> tuple[str, ...]:
    """The names of exception classes; none where they can't be told by their names."""
    named = kind.elts if isinstance(kind, ast.Tuple) else [kind]
    names = tuple(each.id for each in named if isinstance(each, ast.Name))
    if len(names) != len(named) or not set(names).isdisjoint(_ENDING):
        return ()
    return names


def _default(types: Sequence[str]) -> str:
    return _NOT_RAISED.format(" or ".join(types))


def _failure(node: ast.stmt) -> str | None:
    """What a statement says that always fails; None where it may go well."""
    match node:
        case ast.Raise(exc=ast.Name(id="AssertionError")):
            return ""
        case ast.Raise(exc=ast.Call(func=ast.Name(id="AssertionError"), args=args)):
            return _constant(args)
        case ast.Assert(test=ast.Constant(value=False | 0), msg=message):
            return _constant([] if message is None else [message])
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr="fail"), args=args)):
            return _constant(args)
        case _:
            return None


def _constant(args: Sequence[ast.expr]) -> str:
    match args:
        case [ast.Constant(value=str(text))]:
            return text
        case _:
            return ""


def _detail(handler: ast.ExceptHandler) -> str | None:
    """The assertions about the exception's text; None where the handler does something else."""
    own = handler.name or ""
    found: list[str] = []
    for node in handler.body:
        match node:
            case ast.Pass() | ast.Expr(value=ast.Constant()):
                continue
            case ast.Expr(value=ast.Call(func=ast.Name(id="print"))):
                continue
            case ast.Assert(test=asked, msg=message):
                text = ast.unparse(ast.Assert(_Told(own).visit(asked), message))
                names = read(ast.parse(text)) - {MESSAGE, KIND, "re"}
                if not names <= frozenset(dir(builtins)):
                    return None
                found.append(text if "re." not in text else f"import re\n{text}")
            case _:
                return None
    return "\n".join(found)


class _Told(ast.NodeTransformer):
    """Puts what is known of an exception in place of ``str(error)`` and of its class's name."""

    def __init__(self, name: str) -> None:
        self._name = name

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        """An attribute, or the name of the class."""
        match node:
            case ast.Attribute(
                value=ast.Call(func=ast.Name(id="type"), args=[ast.Name(id=name)]), attr="__name__"
            ) if name == self._name:
                return ast.Name(KIND, ast.Load())
            case _:
                self.generic_visit(node)
                return node

    def visit_Call(self, node: ast.Call) -> ast.expr:
        """A call, or the text."""
        match node:
            case ast.Call(func=ast.Name(id="str"), args=[ast.Name(id=name)]) if name == self._name:
                return ast.Name(MESSAGE, ast.Load())
            case _:
                self.generic_visit(node)
                return node


def _checks(body: Sequence[ast.stmt]) -> bool:
    every = (each for node in body for each in ast.walk(node))
    return any(isinstance(each, (ast.Assert, ast.Raise, ast.Return, ast.Try)) for each in every)


def _text(body: Sequence[ast.stmt]) -> str:
    return "\n".join(map(ast.unparse, body))
