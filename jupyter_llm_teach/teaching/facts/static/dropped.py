"""What is worked out and thrown away, or never called."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator

from jupyter_llm_teach.teaching.facts.code_fact import CodeFact, CodeKind
from jupyter_llm_teach.teaching.facts.source import bound
from jupyter_llm_teach.teaching.facts.static.scopes import blocks

_MAKE_NEW = frozenset(
    """
    capitalize casefold endswith isalpha isdigit islower isnumeric isspace isupper join lower
    lstrip rstrip split splitlines startswith strip swapcase title upper zfill
    """.split()  # noqa: SIM905 - a list that is read and reviewed as text
)
"""Methods of texts: they change nothing and give something back."""
_WITHOUT_ARGUMENTS = frozenset(
    """
    capitalize casefold isalpha isdigit islower isnumeric isspace isupper lower swapcase title upper
    """.split()  # noqa: SIM905
)
"""Those of them that take none: with some it is another object's, as in ``plt.title("Heat")``."""
_GIVE = frozenset(
    """
    abs all any bool enumerate filter len list map max min range reversed round set sorted str sum
    tuple zip
    """.split()  # noqa: SIM905
)
_CHANGE = frozenset({"append", "extend", "insert", "reverse", "sort"})
"""Methods of lists: they change the list and give None."""
_WORKED_OUT = (
    ast.Compare,
    ast.BinOp,
    ast.UnaryOp,
    ast.BoolOp,
    ast.Subscript,
    ast.List,
    ast.Dict,
    ast.Tuple,
)


def dropped(tree: ast.Module) -> Iterator[CodeFact]:
    """Comparisons, results and functions that stand alone, and None that is kept as a result."""
    own = frozenset(bound(tree)) | _methods(tree)
    shown = tree.body[-1] if tree.body else None
    checked = {id(one) for each in ast.walk(tree) if isinstance(each, ast.Try) for one in each.body}
    for block in blocks(tree):
        for each in block:
            if isinstance(each, ast.Expr) and each is not shown and id(each) not in checked:
                yield from _alone(each.value, own)
    for node in ast.walk(tree):
        yield from _not_called(node)
        yield from _none_kept(node)


def _alone(node: ast.expr, own: frozenset[str]) -> Iterator[CodeFact]:
    match node:
        case ast.Compare(ops=[ast.Eq()], left=ast.Name() | ast.Subscript() | ast.Attribute()):
            yield _fact(CodeKind.COMPARISON_DROPPED, node, 0.95)
        case ast.Call(func=ast.Attribute(attr=name)) if name in _MAKE_NEW - own and _fits(node):
            yield _fact(CodeKind.RESULT_DROPPED, node, 0.9, name)
        case ast.Call(func=ast.Name(id=name)) if name in _GIVE - own:
            yield _fact(CodeKind.RESULT_DROPPED, node, 0.9, name)
        case ast.Attribute(attr=name):
            yield _fact(CodeKind.NOT_CALLED, node, 0.9, name)
        case ast.Name(id=name):
            called = hasattr(builtins, name) and name not in own
            kind = CodeKind.NOT_CALLED if called else CodeKind.RESULT_DROPPED
            yield _fact(kind, node, 0.85, name)
        case _ if isinstance(node, _WORKED_OUT):
            yield _fact(CodeKind.RESULT_DROPPED, node, 0.9)
        case _:
            pass


def _methods(tree: ast.Module) -> frozenset[str]:
    """The names of functions that the program defines anywhere."""
    return frozenset(each.name for each in ast.walk(tree) if isinstance(each, ast.FunctionDef))


def _fits(call: ast.Call) -> bool:
    """Whether a text's method of that name takes these arguments."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    if name in _WITHOUT_ARGUMENTS:
        return not (call.args or call.keywords)
    match call.args:
        case [ast.Constant(value=int() | float())]:
            return name not in {"join", "split", "startswith", "endswith"}
        case []:
            return name not in {"join", "startswith", "endswith"}
        case _:
            return True


def _not_called(node: ast.AST) -> Iterator[CodeFact]:
    """Methods of texts, and `items` and the like of dictionaries, without their brackets."""
    places: list[ast.expr] = []
    match node:
        case ast.If(test=test) | ast.While(test=test) | ast.IfExp(test=test):
            places = [test, *(test.values if isinstance(test, ast.BoolOp) else ())]
        case (
            ast.Return(value=ast.Attribute() as value) | ast.Assign(value=ast.Attribute() as value)
        ):
            places = [value]
        case ast.Compare(left=left, comparators=others):
            places = [left, *others]
        case ast.For(iter=ast.Attribute() as iterated):
            places = [iterated]
        case _:
            pass
    for each in places:
        match each.operand if isinstance(each, ast.UnaryOp) else each:
            case ast.Attribute(attr=attr) as found if attr in _MAKE_NEW - {"title"}:
                yield _fact(CodeKind.NOT_CALLED, found, 0.9, attr)
            case _:
                pass


def _none_kept(node: ast.AST) -> Iterator[CodeFact]:
    """The result of a method that changes a list, kept or given back though it is None."""
    match node:
        case ast.Assign(
            targets=[ast.Name(id=kept)],
            value=ast.Call(func=ast.Attribute(value=ast.Name(id=changed), attr=attr)) as call,
        ) if _changes_a_list(attr, call):
            yield _fact(CodeKind.NONE_KEPT, call, 0.95 if kept == changed else 0.85, changed, attr)
        case ast.Return(
            value=ast.Call(func=ast.Attribute(value=ast.Name(id=changed), attr=attr)) as call
        ) if _changes_a_list(attr, call):
            yield _fact(CodeKind.NONE_KEPT, call, 0.85, changed, attr)
        case _:
            pass


def _changes_a_list(attr: str, call: ast.Call) -> bool:
    """Whether a list has that method with these arguments: another object's may give something."""
    return attr in _CHANGE and not (attr in {"sort", "reverse"} and call.args)


def _fact(kind: CodeKind, node: ast.expr, confidence: float, *names: str) -> CodeFact:
    return CodeFact(kind, node.lineno, names, "ast", confidence)
