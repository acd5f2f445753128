"""Tests out of cells that print an answer's values beside comments that say what must come."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from jupyter_llm_teach.courses.names import loaded
from jupyter_llm_teach.courses.plain.cells import CodeCell
from jupyter_llm_teach.courses.python_cell import parsed

_EXPECTED = re.compile(
    r"#\s*(?:->|=>|\u2192|==|(?:doit|devrait) \w+|affiche|donne|vaut|rend|renvoie"
    r"|(?:r[ée]sultat )?attendu|should \w+|must \w+|prints?|gives?|returns?"
    r"|expected(?: output| result)?|output)?\s*:?\s*(?P<value>\S.*?)\s*$",
    re.IGNORECASE,
)
_BINDING = (ast.Assign, ast.AnnAssign, ast.Import, ast.ImportFrom)
_LONGEST = 300


def as_assertions(source: str, names: frozenset[str]) -> str:
    """A cell with an assertion in place of each line that prints, and says what must come.

    ``print(double(4))  # 8`` becomes ``assert double(4) == 8``, and so does ``double(4)  # 8``.
    Of the rest, assignments and imports stay. Empty where no line says what must come.

    Args:
        source: The cell's Python.
        names: What the answer defines; only what reads one of these names is a test.
    """
    written = parsed(source)
    if written is None:
        return ""
    lines = source.split("\n")
    made = [_asserting(each, lines, names) for each in written.body]
    if not any(made):
        return ""
    return "\n".join(_kept(written.body, made))


def printing(cell: CodeCell, source: str) -> bool:
    """Whether a cell may print what an answer gives, and is no test otherwise."""
    return not (cell.is_test or cell.has_hole or cell.asks) and "#" in source


def _kept(body: Sequence[ast.stmt], made: Sequence[str]) -> Iterator[str]:
    for each, text in zip(body, made, strict=True):
        if text:
            yield text
        elif isinstance(each, _BINDING):
            yield ast.unparse(each)


def _asserting(node: ast.stmt, lines: Sequence[str], names: frozenset[str]) -> str:
    match node:
        case ast.Expr(
            value=ast.Call(func=ast.Name(id="print"), args=[ast.expr() as value], keywords=[])
        ):
            pass
        case ast.Expr(value=value):
            pass
        case _:
            return ""
    if names.isdisjoint(loaded(value)) or not any(
        isinstance(each, ast.Call) for each in ast.walk(value)
    ):
        return ""
    end = node.end_lineno or node.lineno
    after = lines[end - 1].encode()[node.end_col_offset :].decode(errors="replace")
    said = _EXPECTED.fullmatch(after.strip()) if len(after) <= _LONGEST else None
    expected = _literal(said["value"]) if said else ""
    return f"assert {ast.unparse(value)} == {expected}" if expected else ""


def _literal(text: str) -> str:
    try:
        return repr(ast.literal_eval(text))
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return ""
