"""What the lines of a program do, and which of them a kind of difference points to."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from jupyter_llm_teach.teaching.facts.fact import Kind
from jupyter_llm_teach.teaching.facts.source import parsed

_IGNORED = (
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ClassDef,
    ast.Import,
    ast.ImportFrom,
    ast.Global,
    ast.Nonlocal,
    ast.Pass,
)
_LOOPS = (ast.For, ast.AsyncFor, ast.While)
_LENGTH = (Kind.TOO_SHORT, Kind.TOO_LONG, Kind.OFF_BY_ONE)
_CHOICE = (
    Kind.OPPOSITE,
    Kind.MISSING_KEY,
    Kind.EXTRA_KEY,
    Kind.ORDER,
    Kind.REVERSED,
    Kind.REPEATED,
    Kind.REPEATS_LOST,
)
NO_RESULT = (
    Kind.NOTHING_RETURNED,
    Kind.PATH_WITHOUT_RETURN,
    Kind.PRINTED_NOT_RETURNED,
    Kind.CHANGED_NOT_RETURNED,
)


@dataclass(frozen=True, slots=True)
class Program:
    """A program as lines of statements.

    Attributes:
        statements: By first line, the statements that may hold a fault.
        heads: By any of its lines, the first line of the innermost such statement.
        ends: The first lines of the statements that end a function.
        whiles: By any of its lines, the header of the innermost loop.
    """

    statements: Mapping[int, ast.stmt]
    heads: Mapping[int, int]
    ends: frozenset[int]
    whiles: Mapping[int, int]

    def loop_around(self, line: int) -> int:
        """The header of the innermost loop that holds a line; the line itself where none does."""
        return self.whiles.get(line, line)

    @property
    def first_while(self) -> int | None:
        """The header of the first ``while`` loop; None where there is none."""
        found = (n for n, each in sorted(self.statements.items()) if isinstance(each, ast.While))
        return next(found, None)


def program_of(source: str) -> Program:
    """A program as lines of statements; none where it does not parse."""
    tree = parsed(source)
    statements = [] if tree is None else list(_statements(tree))
    heads: dict[int, int] = {}
    loops: dict[int, int] = {}
    ends: set[int] = set()
    suspects: dict[int, ast.stmt] = {}
    for each in statements:
        span = range(each.lineno, (each.end_lineno or each.lineno) + 1)
        if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef)):
            ends.add(each.body[-1].lineno)
        if isinstance(each, _LOOPS):
            loops.update(dict.fromkeys(span, each.lineno))
        if _is_suspect(each):
            suspects.setdefault(each.lineno, each)
            heads.update(dict.fromkeys(span, each.lineno))
        else:
            for line in span:
                heads.pop(line, None)
    return Program(suspects, heads, frozenset(ends), loops)


def likeliness(statement: ast.stmt, kind: Kind | None, *, last: bool) -> int:
    """How soon to suspect a statement among equals, from 0.

    A wrong length or a count that is off by one points to ranges, slices, loop headers and
    comparisons; a wrong yes or no, key or order to conditions; nothing returned to the end of the
    function and to ``print``; any other difference to what is returned, then to what is assigned.

    Args:
        statement: The statement.
        kind: How the value of the failing test differs; None where nothing was compared.
        last: Whether it ends its function.
    """
    if kind in NO_RESULT:
        return 0 if _prints(statement) else 1 if last else 2
    order: tuple[bool, ...]
    if kind in _LENGTH:
        order = (_bounds(statement), _loops(statement), _compares(statement), _returns(statement))
    elif kind in _CHOICE:
        order = (_compares(statement), _returns(statement), _loops(statement))
    else:
        order = (_computes(statement), _returns(statement), _compares(statement))
    return order.index(True) if True in order else len(order)


def _statements(tree: ast.Module) -> Iterator[ast.stmt]:
    """All statements, outer before inner."""
    return (each for each in ast.walk(tree) if isinstance(each, ast.stmt))


def _is_suspect(node: ast.stmt) -> bool:
    text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return not text and not isinstance(node, _IGNORED)


def _own(node: ast.stmt) -> Iterator[ast.AST]:
    """What stands on a statement's own line: of a loop or condition, its header alone."""
    for each in ast.iter_child_nodes(node):
        if isinstance(each, (ast.expr, ast.withitem)):
            yield from ast.walk(each)


def _bounds(node: ast.stmt) -> bool:
    return any(
        isinstance(each, ast.Slice)
        or (isinstance(each, ast.Name) and each.id in {"range", "len", "enumerate"})
        for each in _own(node)
    )


def _loops(node: ast.stmt) -> bool:
    return isinstance(node, _LOOPS) or any(isinstance(n, ast.comprehension) for n in _own(node))


def _compares(node: ast.stmt) -> bool:
    return isinstance(node, (ast.If, ast.While)) or any(
        isinstance(each, (ast.Compare, ast.BoolOp, ast.IfExp)) for each in _own(node)
    )


def _returns(node: ast.stmt) -> bool:
    return isinstance(node, ast.Return)


def _computes(node: ast.stmt) -> bool:
    """Whether a return or an assignment works something out."""
    if isinstance(node, ast.AugAssign):
        return True
    if not isinstance(node, (ast.Return, ast.Assign, ast.AnnAssign)):
        return False
    return any(isinstance(each, (ast.BinOp, ast.UnaryOp, ast.Subscript)) for each in _own(node))


def _prints(node: ast.stmt) -> bool:
    return any(isinstance(each, ast.Name) and each.id == "print" for each in _own(node))
