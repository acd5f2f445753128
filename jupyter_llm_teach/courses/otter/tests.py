"""The tests of a question: as an instructor's cells hold them, and as tests of an exercise."""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from jupyter_llm_teach.courses.assertions import tests as assertions
from jupyter_llm_teach.courses.names import asserts, called, only_binding
from jupyter_llm_teach.courses.otter.settings import TestSettings, test_settings
from jupyter_llm_teach.courses.otter.spelling import comment_of, looks_like
from jupyter_llm_teach.courses.python_cell import parsed
from jupyter_llm_teach.courses.regions import Fault
from jupyter_llm_teach.teaching.exercise import Test
from jupyter_llm_teach.teaching.notebook import Cell

_BEGIN = re.compile(r'(?:.\s*=\s*)?""?"?\s*#\s*BEGIN\s*TEST\s*CONFIG', re.IGNORECASE)
_END = re.compile(r'""?"?\s*#\s*END\s*TEST\s*CONFIG', re.IGNORECASE)
_HIDDEN = re.compile(r"\bhidden\b", re.IGNORECASE)
_HIDDEN_ALONE = re.compile(r"\s*#+\s*hidden(?:\s+tests?)?\s*#*\s*$", re.IGNORECASE)
_MARKS = ("HIDDEN", "BEGIN TEST CONFIG", "END TEST CONFIG")
_NUMPY = re.compile(r"np\.(?:(?:float|int|uint)\d+\((.+)\)|(True|False)_)")
_TRUE = ("True", "np.True_")
_QUESTIONS = (ast.Compare, ast.BoolOp)


@dataclass(frozen=True, slots=True)
class Case:
    """A test of a question.

    Attributes:
        source: Its code, without marks and configuration.
        hidden: Whether students don't see it.
        cell: The id of its cell; empty where it comes from a file.
        printed: What it must print.
        result: The text of the value that it must end with.
        settings: What its configuration says.
    """

    source: str
    hidden: bool = False
    cell: str = ""
    printed: str = ""
    result: str = ""
    settings: TestSettings = field(default_factory=TestSettings)


def case_in(cell: Cell, source: str) -> tuple[Case, tuple[Fault, ...]]:
    """The test in an instructor's test cell, and what is wrong with its marks.

    Args:
        cell: The cell, for its id and outputs.
        source: Its text, or the part of it that counts.
    """
    lines = source.split("\n")
    hidden = lines[0].lstrip().startswith("#") and _HIDDEN.search(lines[0]) is not None
    start = 1 if hidden else 0
    settings, found = TestSettings(), list(_misplaced(lines))
    if _BEGIN.match(lines[0]):
        end = next((n for n, line in enumerate(lines) if _END.match(line)), None)
        if end is None:
            found.append(Fault(1, '"BEGIN TEST CONFIG" is never ended'))
        else:
            start = end + 1
            settings, faults = test_settings("\n".join(lines[1:end]), 2)
            found += faults
            hidden = hidden if settings.hidden is None else settings.hidden
    case = Case("\n".join(lines[start:]), hidden, cell.id, cell.printed, cell.result, settings)
    return case, tuple(found)


def exercise_tests(
    name: str, cases: Sequence[Case], *, ok_format: bool, carried: Sequence[str] = ()
) -> tuple[Test, ...]:
    """The tests of a question in Python, numbered the same with and without hidden ones.

    Args:
        name: The question's.
        cases: Its tests.
        ok_format: Whether they compare outputs; else each is a function that may raise.
        carried: Sources of cells between the answer and the tests.
    """
    made: list[Test] = []
    shown = [each for source in carried for each in _binding(source)]
    every = list(shown)
    numbers = {True: 0, False: 0}
    for case in cases:
        numbers[case.hidden] += 1
        text = asserted(case) if ok_format else called_function(case.source)
        lines = range(1, text.count("\n") + 2) if case.hidden else ()
        label = f"{name}.{'hidden' if case.hidden else ''}{numbers[case.hidden]}"
        found = assertions(text, label, lines, every if case.hidden else shown)
        message = case.settings.failure_message or ""
        made += [replace(each, message=each.message or message) for each in found]
        binding = _binding(case.source)
        every += binding
        shown += [] if case.hidden else binding
    return tuple(made)


def asserted(case: Case) -> str:
    """A test that compares its output, as Python whose assertions say the same."""
    written = parsed(case.source)
    if written is None or not written.body:
        return case.source
    body = list(written.body)
    if not (case.printed or case.result):
        return "\n".join(map(ast.unparse, body))
    before, last = body[:-1], body[-1]
    return "\n".join([*map(ast.unparse, before), *_last(last, case.printed, case.result)])


def called_function(source: str) -> str:
    """A test that is a function, followed by the call that Otter makes of it."""
    written = parsed(source)
    functions = [
        each for each in (written.body if written else ()) if isinstance(each, ast.FunctionDef)
    ]
    if written is None or not functions:
        return source
    last = functions[-1]
    names = [each.arg for each in (*last.args.posonlyargs, *last.args.args, *last.args.kwonlyargs)]
    given = (f"{name}={'globals()' if name == 'env' else name}" for name in names)
    kept = [each for each in written.body if not isinstance(each, ast.Expr)]
    return "\n".join([*map(ast.unparse, kept), f"{last.name}({', '.join(given)})"])


def value_of(text: str) -> str | None:
    """The value that Python shows so, as Python; None where it shows something else."""
    text = text.strip()
    numpy = _NUMPY.fullmatch(text)
    text = (numpy[1] or numpy[2]) if numpy else text
    try:
        ast.literal_eval(text)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return None
    return text


def _last(last: ast.stmt, printed: str, result: str) -> list[str]:
    expected = printed + (f"{result}\n" if result else "")
    if not isinstance(last, ast.Expr):
        return _shown(ast.unparse(last), expected)
    expression = ast.unparse(last.value)
    value = value_of(result) if result and not printed else None
    if value is None:
        return _shown(_displaying(last.value), expected)
    if result.strip() in _TRUE and (_asks(last.value) or result.strip() != "True"):
        return [f"assert {expression}"]
    return [f"assert ({expression}) == {value}"]


def _asks(node: ast.expr) -> bool:
    """Whether an expression is a question by its form, and not a call that answers one."""
    if isinstance(node, ast.UnaryOp):
        return isinstance(node.op, ast.Not)
    whole = isinstance(node, ast.Call) and called(node) in ("all", "any", "isinstance", "callable")
    return whole or isinstance(node, _QUESTIONS)


def _displaying(node: ast.expr) -> str:
    """Statements that print what running an expression in a cell shows."""
    expression = ast.unparse(node)
    if isinstance(node, ast.Call) and called(node) == "print":
        return expression
    return f"value = {expression}\nif value is not None:\n    print(repr(value))"


def _shown(statement: str, expected: str) -> list[str]:
    return [
        "from contextlib import redirect_stdout",
        "from io import StringIO",
        "output = StringIO()",
        "with redirect_stdout(output):",
        textwrap.indent(statement, "    "),
        f"assert output.getvalue() == {expected!r}",
    ]


def _binding(text: str) -> list[str]:
    written = parsed(text)
    bare = only_binding(written.body) if written is not None else []
    return [ast.unparse(e) for e in bare if isinstance(e, ast.FunctionDef) or not asserts(e)]


def _misplaced(lines: Sequence[str]) -> list[Fault]:
    found: list[Fault] = []
    for number, line in enumerate(lines, start=1):
        late = number > 1 and (_HIDDEN_ALONE.match(line) or _BEGIN.match(line))
        if late:
            message = f'"{line.strip()}" must be the first line of its cell'
            found.append(Fault(number, message, "tag_misplaced"))
        elif not (_BEGIN.match(line) or _END.match(line) or _HIDDEN.search(line)):
            wanted = looks_like(comment_of(line), _MARKS if number == 1 else _MARKS[1:])
            if wanted:
                message = f'"{line.strip()}" looks like a misspelled "# {wanted}"'
                found.append(Fault(number, message, "tag_misspelled"))
    return found
