"""Programs in other languages and pseudo-code, as Python well enough to be tried.

Blocks are taken from braces, from words that end them, or from indentation, whichever there is.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from jupyter_llm_teach.teaching.guard.extraction.expressions import counted_from_one
from jupyter_llm_teach.teaching.guard.extraction.statements import ENDS, statement
from jupyter_llm_teach.teaching.guard.syntax import tree_of

_STEP = "    "
_SAME_LEVEL = ("else:", "elif ")
_SHORTEST = 2
_ONE_BASED = re.compile(r"<-|\bend\b|\blength\(|\b1:|\blocal\b|\bpour\b|\bfrom 1\b|\bde 1\b")
_MOST = 6000


def from_other_language(text: str) -> Iterator[str]:
    """Python for a program in another language; none where it makes none."""
    if len(text) > _MOST:
        return
    lines = _by_braces(text) if "{" in text and "}" in text else _by_words(text)
    program = "\n".join(lines)
    if len(lines) < _SHORTEST and not program.startswith("def "):
        return
    for each in (program, counted_from_one(program) if _ONE_BASED.search(text) else ""):
        tree = tree_of(each)
        if tree is not None and tree.body:
            yield _giving_the_last(each, tree)


def _giving_the_last(program: str, tree: ast.Module) -> str:
    """A function without any `return` gives its last expression back, as in Ruby, R and Julia."""
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    silent = [each for each in functions if not any(isinstance(n, ast.Return) for n in each.body)]
    for each in silent:
        last = each.body[-1]
        if isinstance(last, ast.Expr):
            each.body[-1] = ast.Return(last.value)
    return ast.unparse(tree) if silent else program


def _by_braces(text: str) -> list[str]:
    found: list[str] = []
    depth = 0
    for sign, part in _parts(text):
        line = statement(part)
        if line is not None:
            if sign == "{" and not line.endswith(":"):
                line = f"{line}:"
            found.append(_STEP * depth + line)
        if sign == "{":
            depth += 1
        elif line is not None and line.endswith(":") and sign != "}":
            found.append(_STEP * (depth + 1) + "pass")
        if sign == "}":
            depth = max(depth - 1, 0)
    return _without_needless_pass(found)


def _without_needless_pass(lines: list[str]) -> list[str]:
    """A header without braces holds the next line: that takes the place of the `pass`."""
    found: list[str] = []
    for line in lines:
        if found and found[-1].strip() == "pass" and not _is_deeper_end(found[-1], line):
            indent = found.pop()[: -len("pass")]
            found.append(indent + line.strip())
        else:
            found.append(line)
    return found


def _is_deeper_end(holder: str, line: str) -> bool:
    """Whether the line stands further out than the header that waits for its body."""
    return _depth(line) < _depth(holder) - len(_STEP)


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip())


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """Statements and the sign that ends each: a brace, or nothing."""
    part = ""
    brackets = 0
    for character in text:
        if character in "([":
            brackets += 1
        elif character in ")]":
            brackets = max(brackets - 1, 0)
        if (character in "{}" and (brackets == 0 or character == "}")) or (
            character in ";\n" and brackets == 0
        ):
            yield character, part
            part = ""
        else:
            part += character
    yield "", part


def _by_words(text: str) -> list[str]:
    raw = [line for line in text.expandtabs(4).split("\n") if line.strip()]
    ends = any(ENDS.match(line.strip()) for line in raw)
    return _by_ends(raw) if ends else _by_indentation(raw)


def _by_ends(raw: list[str]) -> list[str]:
    found: list[str] = []
    depth = 0
    for each in raw:
        if ENDS.match(each.strip()):
            depth = max(depth - 1, 0)
            continue
        line = statement(each)
        if line is None:
            continue
        level = max(depth - 1, 0) if line.startswith(_SAME_LEVEL) else depth
        found.append(_STEP * level + line)
        depth = level + 1 if line.endswith(":") else depth
    return found


def _by_indentation(raw: list[str]) -> list[str]:
    """Line by line; where nothing is indented, a line below a header goes in."""
    least = min(_depth(line) for line in raw) if raw else 0
    lines = [(_depth(each) - least, statement(each)) for each in raw]
    if any(depth for depth, _ in lines):
        return [" " * depth + line for depth, line in lines if line is not None]
    found: list[str] = []
    depth = 0
    for _, line in lines:
        if line is None:
            continue
        level = max(depth - 1, 0) if line.startswith(_SAME_LEVEL) else depth
        found.append(_STEP * level + line)
        depth = level + 1 if line.endswith(":") else level
    return found
