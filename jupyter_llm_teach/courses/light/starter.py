"""What students find in the answer cell of our own light form."""

from __future__ import annotations

import ast
import copy
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from jupyter_llm_teach.courses.light.roles import is_french
from jupyter_llm_teach.courses.naming import slug
from jupyter_llm_teach.courses.python_cell import parsed
from jupyter_llm_teach.courses.regions import Fault, without
from jupyter_llm_teach.courses.stub import stub
from jupyter_llm_teach.teaching.notebook import Cell

MARK_LINE = re.compile(
    r"^[ \t]*(?:#+|//+|%+|;+)[ \t]*-{2,}[ \t]*(?:solution|corrig[ée]|correction)"
    r"[ \t]*-{2,}[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
_ANY_MARK = re.compile(r"^[ \t]*(?:#+|//+|%+|;+)[ \t]*-{2,}[ \t]*([^\W\d_]+)[ \t]*-{2,}[ \t]*$")
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_LONGEST_SIGNATURE = 20
_DEFINITIONS = (*_FUNCTIONS, ast.ClassDef)
_IMPORTS = (ast.Import, ast.ImportFrom)
_INDENT = "    "
_FRENCH = {"YOUR CODE HERE": "VOTRE CODE ICI", "YOUR ANSWER HERE": "VOTRE RÉPONSE ICI"}


@dataclass(frozen=True, slots=True)
class Part:
    """Lines of a cell from a line ``# --- solution ---`` to its end, counted from 1.

    Attributes:
        first: The line with the mark.
        last: The line ``# --- end ---``, or the cell's last line.
        is_ended: Whether there is such a line.
    """

    first: int
    last: int
    is_ended: bool


def parts(source: str) -> tuple[Part, ...] | Fault:
    """The parts of a cell that are marked as solution, or the first mark that is wrong."""
    found: list[Part] = []
    opened = 0
    lines = source.split("\n")
    for number, line in enumerate(lines, start=1):
        mark = _ANY_MARK.match(line)
        match _meaning(mark[1]) if mark else "":
            case "solution" if not opened:
                opened = number
            case "end" if opened:
                found.append(Part(opened, number, is_ended=True))
                opened = 0
            case "solution":
                return Fault(number, f'"{line.strip()}" stands below another one')
            case "end":
                return Fault(number, f'"{line.strip()}" has no "# --- solution ---" above it')
            case "misspelled":
                message = f'"{line.strip()}" looks like a misspelled "# --- solution ---"'
                return Fault(number, message, "tag_misspelled")
            case _:
                pass
    return (*found, Part(opened, len(lines), is_ended=False)) if opened else tuple(found)


def reference(cell: Cell) -> str:
    """The instructor's solution: the cell without the lines that mark a part."""
    found = _parts(cell.source)
    marks = {each.first for each in found} | {each.last for each in found if each.is_ended}
    return without(cell.source, frozenset(marks))


def starter(cell: Cell, language: str) -> str:
    """What students get of a solution cell.

    The ``starter`` of its ``teach`` block, where it has one. Else the cell with a stub for each
    marked part. Else, of Python, its imports, and the names, arguments and docstrings of its
    functions and classes; those whose name begins with an underscore are the solution's own. Else
    a stub.
    """
    if cell.teach is not None and cell.teach.starter is not None:
        return cell.teach.starter
    text = _in_french(stub(cell.kind, language)) if is_french(cell) else stub(cell.kind, language)
    found = _parts(cell.source)
    if found:
        return _with_stubs(cell.source, found, text)
    outlined = _outline(cell.source, text) if cell.kind == "code" and language == "python" else ""
    return outlined or text


def _in_french(text: str) -> str:
    for english, french in _FRENCH.items():
        text = text.replace(english, french)
    return text


def _meaning(word: str) -> Literal["solution", "end", "misspelled", ""]:
    match slug(word):
        case "solution" | "corrige" | "correction":
            return "solution"
        case "end" | "fin":
            return "end"
        case plain if len(plain) > 5 and _alike(plain):  # noqa: PLR2004 - too short to tell
            return "misspelled"
        case _:
            return ""


def _alike(plain: str) -> bool:
    return any(
        sorted(plain) == sorted(word) or (plain in _with_slip(word) or word in _with_slip(plain))
        for word in ("solution", "corrige", "correction")
    )


def _with_slip(word: str) -> frozenset[str]:
    """The word without one of its letters."""
    return frozenset(word[:place] + word[place + 1 :] for place in range(len(word)))


def _parts(source: str) -> tuple[Part, ...]:
    found = parts(source)
    return () if isinstance(found, Fault) else found


def _with_stubs(source: str, found: Sequence[Part], text: str) -> str:
    stubs = {each.first: text for each in found}
    removed = {line for each in found for line in range(each.first, each.last + 1)}
    kept: list[str] = []
    for number, line in enumerate(source.split("\n"), start=1):
        if number in stubs:
            indent = line[: len(line) - len(line.lstrip())]
            kept.extend(indent + each for each in stubs[number].split("\n"))
        elif number not in removed:
            kept.append(line)
    return "\n".join(kept)


def _outline(source: str, text: str) -> str:
    """The imports and the heads of functions and classes; empty where it is no Python."""
    written = parsed(source)
    if written is None:
        return ""
    lines = source.split("\n")
    imports = [ast.unparse(each) for each in written.body if isinstance(each, _IMPORTS)]
    heads = [_head(each, lines, text) for each in written.body if _is_given(each)]
    blocks = ["\n".join(imports)] if imports else []
    return "\n\n\n".join([*blocks, *(heads or [text])])


def _is_given(node: ast.stmt) -> bool:
    if not isinstance(node, _DEFINITIONS):
        return False
    return not node.name.startswith("_") or node.name.endswith("__")


def _head(node: ast.stmt, lines: Sequence[str], text: str) -> str:
    """A function or class with its docstring and a stub in place of what it does."""
    assert isinstance(node, _DEFINITIONS), "only definitions have heads"
    outer = _indent(lines[node.lineno - 1])
    inner = _indent(lines[node.body[0].lineno - 1])
    if len(inner) <= len(outer):
        inner = outer + _INDENT
    made = [*_signature(node, lines, outer), *_docstring(node, lines, inner)]
    methods = [each for each in node.body if _is_given(each)] if _is_class(node) else []
    if methods:
        space = "\n\n" if len(made) > 1 else "\n"
        heads = "\n\n".join(_head(each, lines, text) for each in methods)
        return "\n".join(made) + space + heads
    return "\n".join([*made, *(inner + each for each in text.split("\n"))])


def _is_class(node: ast.stmt) -> bool:
    return isinstance(node, ast.ClassDef)


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _signature(
    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef, lines: Sequence[str], outer: str
) -> Iterator[str]:
    """The decorators, and the lines with name and arguments, as written unless they hold more."""
    bare = copy.copy(node)
    bare.body = [ast.Pass()]
    *heads, last, _ = ast.unparse(bare).split("\n")
    yield from (outer + each for each in heads)
    written = lines[node.lineno - 1 : node.body[0].lineno - 1]
    ends = range(1, min(len(written), _LONGEST_SIGNATURE) + 1)
    yield next((text for end in ends if _is_whole(text := "\n".join(written[:end]))), outer + last)


def _is_whole(written: str) -> bool:
    """Whether a text is all there is between a definition's name and its body."""
    is_bare = written.endswith(":") and "#" not in written
    return is_bare and parsed(f"{written.lstrip()}\n{_INDENT}pass") is not None


def _docstring(
    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef, lines: Sequence[str], inner: str
) -> Sequence[str]:
    first = node.body[0]
    match first:
        case ast.Expr(value=ast.Constant(value=str())):
            pass
        case _:
            return []
    end = first.end_lineno or first.lineno
    if first.lineno == node.lineno or lines[end - 1].encode()[first.end_col_offset :].strip():
        return [inner + ast.unparse(first)]
    return lines[first.lineno - 1 : end]
