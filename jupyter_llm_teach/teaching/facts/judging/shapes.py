"""What kinds of expressions tell, and what they leave open."""

from __future__ import annotations

import ast
import copy
from collections.abc import Mapping

from jupyter_llm_teach.teaching.facts.literals import Inlined

# Wrapped around a learner's value these give another value, and tell nothing of what is expected.
PLAIN_CALLS = frozenset(
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


def is_plain(node: ast.expr) -> bool:
    """Whether what is asked of a value tells nothing of what is expected of it."""
    match node:
        case ast.Name() | ast.Constant(value=int()):
            return True
        case ast.Call(func=function, args=args, keywords=[]):
            return _is_plain_call(function, args) and all(map(is_plain, args))
        case ast.Subscript(value=owner, slice=place):
            return is_plain(owner) and all(map(_is_place, ast.walk(place)))
        case ast.Tuple(elts=each) | ast.List(elts=each):
            return all(map(is_plain, each))
        case _:
            return False


def _is_plain_call(function: ast.expr, args: list[ast.expr]) -> bool:
    match function:
        case ast.Name(id=name):
            return name in PLAIN_CALLS
        case ast.Attribute(value=ast.Constant(value=str()), attr="join"):
            return True
        case ast.Attribute(value=owner, attr=name):
            return not args and name in _PLAIN_METHODS and is_plain(owner)
        case _:
            return False


def _is_place(node: ast.AST) -> bool:
    return isinstance(node, (ast.Constant, ast.Slice, ast.UnaryOp, ast.USub, ast.Name, ast.Load))


def compares_values(node: ast.Compare) -> bool:
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


def may_skip(node: ast.expr) -> bool:
    """Whether not all parts of an expression are always evaluated, and it may hold all the same."""
    return isinstance(node, ast.IfExp) or (
        isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or)
    )


def has_new_calls(parts: list[ast.expr], known: set[str]) -> bool:
    """Whether parts hold calls that did not come before: they may raise, or take long."""
    new = [each for each in parts if ast.unparse(each) not in known]
    return any(isinstance(each, ast.Call) for part in new for each in ast.walk(part))


def asks_in_turn(node: ast.Call) -> bool:
    """Whether an argument is a loop: `any` stops at the first, whatever would come after."""
    return any(isinstance(each, ast.GeneratorExp) for each in node.args)


def answer_of_helper(function: ast.FunctionDef, call: ast.Call) -> ast.expr | None:
    """What a function of one ``return`` gives for a call, as an expression; None where unclear."""
    body = [each for each in function.body if not _is_text(each)]
    wanted = [each.arg for each in function.args.args]
    plain = ast.unparse(function.args) == ", ".join(wanted) and not function.decorator_list
    match body:
        case [ast.Return(value=ast.expr() as answer)] if plain and len(call.args) == len(wanted):
            given = dict(zip(wanted, call.args, strict=True))
            if call.keywords or not _is_read_once(answer, given):
                return None
            found = Inlined(given).visit(copy.deepcopy(answer))
            assert isinstance(found, ast.expr)
            return found
        case _:
            return None


def _is_read_once(answer: ast.expr, given: Mapping[str, ast.expr]) -> bool:
    """Whether expressions can stand in place of names without being evaluated more often."""
    every = list(ast.walk(answer))
    read = [each.id for each in every if isinstance(each, ast.Name)]
    scopes = (ast.Lambda, ast.GeneratorExp, ast.ListComp, ast.SetComp, ast.DictComp)
    simple = all(
        isinstance(value, (ast.Constant, ast.Name)) or read.count(name) == 1
        for name, value in given.items()
    )
    return simple and not any(isinstance(each, scopes) for each in every)


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
