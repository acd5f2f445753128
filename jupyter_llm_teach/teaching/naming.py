"""What the message of an exception names, and which of several sentences fits it."""

from __future__ import annotations

import ast
import re

from jupyter_llm_teach.teaching.facts.fact import ErrorFact
from jupyter_llm_teach.teaching.quoting import code_span

_QUOTED = re.compile(r"'([^'\n]{1,40})'")
# Of Python, and of numpy; an absolute path is a place of the sandbox, which helps nobody.
_PATH = re.compile(r"'([^'/\n][^'\n]{0,79})'|^([^/\n][^\n]{0,79}) not found\.$")
# In the words of CPython; what a group holds is what the sentence names.
_TYPE_ERRORS = (
    ("call", re.compile(r"'(\w+)' object is not callable")),
    ("element", re.compile(r"'(\w+)' object is not subscriptable")),
    ("iterate", re.compile(r"(?:'(\w+)' object is not iterable|cannot unpack non-iterable (\w+))")),
    ("operand", re.compile(r"unsupported operand .*: '(\w+)' and '(\w+)'")),
    ("operand", re.compile(r"'\W+' not supported between instances of '(\w+)' and '(\w+)'")),
    ("operand", re.compile(r"can only concatenate (\w+) \(not \"(\w+)\"\)")),
    ("arguments", re.compile(r"([\w.]+)\(\) (?:takes|missing|got)\b")),
    ("index", re.compile(r"\w+ (?:indices|index) must be")),
    ("fixed", re.compile(r"'(\w+)' object does not support item (?:assignment|deletion)")),
)


def named(error: ErrorFact) -> str:
    """The name, key or path that an exception's message tells, as inline code; empty where none."""
    if error.type == "KeyError":
        return _literal(error.message)
    if error.type == "FileNotFoundError":
        path = _PATH.search(error.message)
        return (path and code_span(path[1] or path[2])) or ""
    found = _QUOTED.findall(error.message)
    name = (found[-1] if error.type == "AttributeError" else found[0]) if found else ""
    return f"`{name}`" if name.replace(".", "_").isidentifier() else ""


def type_error(error: ErrorFact) -> tuple[str, str] | None:
    """Which types or function a ``TypeError`` is about: the narrower kind, and their names."""
    if error.type != "TypeError":
        return None
    for kind, pattern in _TYPE_ERRORS:
        match = pattern.match(error.message)
        if match is not None:
            return kind, ", ".join(f"`{name}`" for name in match.groups() if name)
    return None


def _literal(text: str) -> str:
    try:
        ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError):
        return ""
    return code_span(text) or ""
