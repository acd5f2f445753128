"""Notebook cells as plain Python: IPython's magics, shell lines and questions become `pass`."""

from __future__ import annotations

import builtins
import re

__builtins__ = dict(vars(builtins))  # type: ignore[assignment]  # a copy that stays as it is

_KEPT_CELL_MAGICS = ("%%time", "%%timeit", "%%capture", "%%prun")
_LINE = re.compile(
    r"^(?P<indent>[ \t]*)(?:"
    r"(?P<name>[A-Za-z_][\w, ]*?)\s*=\s*[%!].*"  # files = !ls
    r"|[%!].*"
    r"|\?{1,2}\s*[\w.*]+\s*"
    r"|[\w.*]+\?{1,2}\s*)$"
)
_match = _LINE.match


def plain(source: str) -> str:
    """The same program for plain Python, with the same line numbers.

    A cell that already is Python comes back unchanged, so that a `%` on a continuation line or
    inside a string is left alone.
    """
    if "%" not in source and "!" not in source and "?" not in source:
        return source
    if _compiles(source):
        return source
    first = source.lstrip().split(None, 1)[0]
    if first.startswith("%%") and first not in _KEPT_CELL_MAGICS:
        return "pass\n"
    return "\n".join([_plain_line(line) for line in source.split("\n")])


def _plain_line(line: str) -> str:
    found = _match(line)
    if found is None:
        return line
    name = found["name"]
    return f"{found['indent']}{name} = None" if name else f"{found['indent']}pass"


def _compiles(source: str) -> bool:
    try:
        compile(source, "<cell>", "exec", dont_inherit=True)
    except (SyntaxError, ValueError, MemoryError, RecursionError, OverflowError):
        return False
    return True
