"""Parses the Python of a cell, IPython's own lines left out."""

from __future__ import annotations

import ast
import re
import warnings
from dataclasses import dataclass

PYTHON = ("", "python", "ipython", "python3")
"""What the language of a notebook in Python may be called; empty where nobody says."""
_MAGIC = re.compile(r"^(\s*)(?:[%!?]|\w[\w.]*\?{1,2}\s*$|[\w, ]+=\s*[%!])")
_LONGEST_MAGIC = 500
_PYTHON_CELL_MAGIC = re.compile(r"^\s*%%(?:time|timeit|capture|prun|python3?)\b")


@dataclass(frozen=True, slots=True)
class Written:
    """Parsed statements that still know how they were written."""

    lines: tuple[bytes, ...]
    body: tuple[ast.stmt, ...]

    def text(self, node: ast.stmt | ast.expr) -> str:
        """A node as it was written, or in standard layout.

        Standard layout is for what takes several lines or holds odd escapes.
        A node that was not written in this cell comes in standard layout as well.
        """
        end = node.end_lineno or node.lineno
        if node.lineno != end or end > len(self.lines) or getattr(node, "decorator_list", None):
            return ast.unparse(node)
        written = self.lines[end - 1][node.col_offset : node.end_col_offset].decode(
            errors="replace"
        )
        return written if _same(written, node) else ast.unparse(node)


def parsed(source: str) -> Written | None:
    """The statements of a cell, with their line numbers; None where it is not Python."""
    for text in (source, _without_magics(source)):
        body = _body(text)
        if body is not None:
            lines = tuple(line.encode() for line in text.split("\n"))
            return Written(lines, tuple(body))
    return None


def _body(text: str) -> list[ast.stmt] | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _without_magics(source: str) -> str:
    lines = source.split("\n")
    first = next((line for line in lines if line.strip()), "")
    if first.lstrip().startswith("%%") and not _PYTHON_CELL_MAGIC.match(first):
        return source
    return "\n".join(map(_without_magic, lines))


def _without_magic(line: str) -> str:
    return line if len(line) > _LONGEST_MAGIC else _MAGIC.sub(r"\1pass #", line, count=1)


def _same(written: str, node: ast.AST) -> bool:
    mode = "eval" if isinstance(node, ast.expr) else "exec"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            again = ast.parse(written, mode=mode)
    except (SyntaxError, ValueError, Warning):
        return False
    return ast.unparse(again) == ast.unparse(node)
