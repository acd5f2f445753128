"""What is to be said of an exception: whose it is, the calls on the way, and the values there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from typing_extensions import assert_never

from jupyter_llm_teach.teaching.exercise import Answer
from jupyter_llm_teach.teaching.facts.fact import ErrorFact, FrameFact, NameFact, Origin, Source
from jupyter_llm_teach.teaching.facts.source import bound, parsed, syntax_error
from jupyter_llm_teach.teaching.facts.text import python_text
from jupyter_llm_teach.teaching.run import Held, Raised, Result, Returned, Step, Stopped

_CALLABLE = re.compile(r"function|type|method|builtin_function_or_method|ufunc|_ArrayFunction\w*")
_UNKNOWN = re.compile(r"name '(\w+)' is not defined")
_MODULE = "<module>"


@dataclass(frozen=True, slots=True)
class Ran:
    """A program that was run.

    Attributes:
        answer: What the learner wrote.
        failed: The earlier cells that ended with an exception.
    """

    answer: Answer
    failed: tuple[int, ...] = ()


def loading_error(result: Result, ran: Ran) -> ErrorFact | None:
    """What stopped a program from being loaded; None where nothing did."""
    return _error(result, ran, Origin.ANSWER)


def probe_error(result: Result, ran: Ran) -> ErrorFact | None:
    """What ended a test; None where nothing did. It is the test's own where no call was inside."""
    return _error(result, ran, Origin.TEST)


def static_error(code: str) -> ErrorFact | None:
    """What Python says against a program before it runs."""
    found = syntax_error(code)
    if found is None:
        return None
    line = found.lineno
    kind = type(found).__name__
    return ErrorFact(kind, found.msg, line, source_line(code, line), found_by=Source.STATIC)


def source_line(code: str, line: int | None) -> str:
    """The text of a line, without its indentation; empty where there is none."""
    lines = code.splitlines()
    return lines[line - 1].strip() if line is not None and 1 <= line <= len(lines) else ""


def _error(result: Result, ran: Ran, outside: Origin) -> ErrorFact | None:
    code = ran.answer.code
    match result:
        case Returned():
            return None
        case Raised(type=kind, message=message, line=line):
            fact = ErrorFact(kind, message, line, source_line(code, line))
            return replace(
                fact,
                origin=_origin(result, ran, outside),
                frames=_frames(result.steps, ran.answer),
                names=_names(result, code),
            )
        case Stopped(cause=cause, line=line):
            return ErrorFact(cause.value, "", line, source_line(code, line), stopped=True)
        case _:
            assert_never(result)


def _origin(result: Raised, ran: Ran, outside: Origin) -> Origin:
    missing = _UNKNOWN.fullmatch(result.message)
    if result.type == "NameError" and missing and _lost(missing[1], ran):
        return Origin.EARLIER_CELL
    if not result.steps:
        return outside if result.line is None else Origin.ANSWER
    return Origin.ANSWER if result.steps[-1].cell is None else Origin.EARLIER_CELL


def _lost(name: str, ran: Ran) -> bool:
    """Whether an earlier cell that failed should have given a name its value."""
    trees = [parsed(ran.answer.prelude[i]) for i in ran.failed if i < len(ran.answer.prelude)]
    return any(tree is not None and name in bound(tree) for tree in trees)


def _frames(steps: Sequence[Step], answer: Answer) -> tuple[FrameFact, ...]:
    """The calls, each turn of a recursion once."""
    return tuple(_frame(step, answer) for step, _ in groupby(steps))


def _frame(step: Step, answer: Answer) -> FrameFact:
    function = "" if step.function == _MODULE else step.function
    if step.cell is None:
        return FrameFact(function, step.line, source_line(answer.code, step.line))
    known = step.cell < len(answer.prelude)
    code = answer.prelude[step.cell] if known else ""
    return FrameFact(function, step.line, source_line(code, step.line), earlier=True)


def _names(result: Raised, code: str) -> tuple[NameFact, ...]:
    """The values of the names that the failing part of the line reads, in order."""
    own = [step for step in result.steps if step.cell is None]
    tree = parsed(code) if own else None
    if tree is None:
        return ()
    held = {each.name: each for each in result.names}
    found: dict[str, NameFact] = {}
    for name, called in _read(_failing(tree, own[-1])):
        value = held.get(name)
        if value is not None and not (called and _CALLABLE.fullmatch(value.value.type)):
            found.setdefault(name, _name(value))
    return tuple(found.values())


def _name(held: Held) -> NameFact:
    return NameFact(held.name, held.value.type, python_text(held.value), held.length)


def _failing(tree: ast.Module, step: Step) -> list[ast.AST]:
    """What failed: the part of the line that Python names, else all of its statement's own."""
    on_line = [each for each in ast.walk(tree) if getattr(each, "lineno", None) == step.line]
    for each in on_line:
        if isinstance(each, ast.expr) and (each.col_offset, each.end_col_offset) == step.columns:
            return [each]
    around = [each for each in ast.walk(tree) if isinstance(each, ast.stmt) and _holds(each, step)]
    if not around:
        return []
    inner = max(around, key=lambda each: (each.lineno, -(each.end_lineno or 0)))
    return [each for each in ast.iter_child_nodes(inner) if not isinstance(each, ast.stmt)]


def _holds(node: ast.stmt, step: Step) -> bool:
    return node.lineno <= step.line <= (node.end_lineno or node.lineno)


def _read(nodes: Sequence[ast.AST]) -> Iterator[tuple[str, bool]]:
    """The names and the attributes of names in some nodes, in order, and whether each is called."""
    parts = [each for node in nodes for each in ast.walk(node)]
    called = {id(each.func) for each in parts if isinstance(each, ast.Call)}
    placed = [each for each in parts if isinstance(each, (ast.Name, ast.Attribute))]
    for each in sorted(placed, key=lambda node: (node.lineno, node.end_col_offset or 0)):
        match each:
            case ast.Name(id=name, ctx=ast.Load()):
                yield name, id(each) in called
            case ast.Attribute(value=ast.Name(id=name), attr=attribute, ctx=ast.Load()):
                yield f"{name}.{attribute}", id(each) in called
            case _:
                continue
