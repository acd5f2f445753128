"""What students get of a code cell without its corrections, with a stub where nothing is left."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from jupyter_llm_teach.courses.plain.words import asks_for_code
from jupyter_llm_teach.courses.python_cell import parsed
from jupyter_llm_teach.courses.regions import (
    Kind,
    Region,
    blanked,
    lines_of,
    markers_of,
    of_kind,
    without,
)
from jupyter_llm_teach.courses.stub import stub
from jupyter_llm_teach.teaching.notebook import Notebook

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_OTHERWISE = re.compile(r"\s*(?:else|finally|elif|except|case)\b")
_FRENCH = re.compile(
    r"\b(?:le|les|une|des|du|est|et|dans|pour|avec|sur|vous|qui|que|fonction|exercice)\b"
)
_ENGLISH = re.compile(
    r"\b(?:the|an|of|is|and|in|for|with|on|you|that|which|function|exercise|write)\b"
)
_FRENCH_TAG = re.compile(r"<\s*corr", re.IGNORECASE)
_ASKED = {"en": "YOUR CODE HERE", "fr": "VOTRE CODE ICI"}

Language = Literal["en", "fr"]


@dataclass(frozen=True, slots=True)
class Hole:
    """Where the removal leaves nothing.

    Attributes:
        region: The first line of the region that a stub stands for.
        indent: The spaces before it.
        statement: What has to stand there for the cell to be a program; may be empty.
    """

    region: int
    indent: str
    statement: str


def human_language(notebook: Notebook) -> Language:
    """The language in which a notebook speaks to people."""
    text = "\n".join(each.source for each in notebook.cells if each.kind == "markdown").lower()
    french, english = len(_FRENCH.findall(text)), len(_ENGLISH.findall(text))
    if french == english:
        tags = any(_FRENCH_TAG.search(each.source) for each in notebook.cells)
        return "fr" if tags else "en"
    return "fr" if french > english else "en"


def students_code(
    source: str, found: Sequence[Region], programming: str, language: Language
) -> str:
    """A code cell without its regions, with a stub where a body or the whole cell would be empty.

    Args:
        source: The instructor's cell.
        found: Its regions.
        programming: The language of the cell.
        language: The language of the stub.
    """
    comment = stub("code", programming).split("\n")[0].replace(_ASKED["en"], _ASKED[language])
    removed = lines_of(found)
    if not of_kind(found, Kind.SOLUTION):
        return without(source, removed)
    holes = {each.region: each for each in _holes(source, found, programming)}
    kept: list[str] = []
    for number, line in enumerate(source.split("\n"), start=1):
        if number in holes:
            if not (kept and asks_for_code(kept[-1])):
                kept.append(holes[number].indent + comment)
            if holes[number].statement:
                kept.append(holes[number].indent + holes[number].statement)
        if number not in removed:
            kept.append(line)
    return "\n".join(kept)


def is_broken(source: str, found: Sequence[Region], made: str) -> bool:
    """Whether a cell that is Python with its corrections is none in the students' version."""
    return parsed(blanked(source, markers_of(found))) is not None and parsed(made) is None


def _holes(source: str, found: Sequence[Region], programming: str) -> Iterator[Hole]:
    if not without(source, lines_of(found)).strip():
        yield Hole(found[0].first, "", "")
        return
    if programming in ("", "python"):
        written = parsed(blanked(source, markers_of(found)))
        if written is not None:
            yield from _python_holes(source, written.body, found)
            return
    yield from _text_holes(source, found, programming)


def _python_holes(source: str, body: Sequence[ast.stmt], found: Sequence[Region]) -> Iterator[Hole]:
    """The bodies of which every statement is removed, but not what they belong to."""
    lines = source.split("\n")
    removed = lines_of(found)
    gone = all(_is_removed(each, removed) for each in body)
    if body and gone and not asks_for_code(without(source, removed)):
        yield Hole(_region_of(body[0], found), "", "")
    for each in body:
        for node in ast.walk(each):
            if _line(node) in removed:
                continue
            statement = "raise NotImplementedError()" if isinstance(node, _FUNCTIONS) else "pass"
            for inner in _bodies(node):
                rest = inner[1:] if _is_text(inner[0]) else inner
                if rest and all(_is_removed(one, removed) for one in rest):
                    region = _region_of(rest[0], found)
                    if not any(map(_OTHERWISE.match, lines[region : rest[0].lineno])):
                        yield Hole(region, _indent(lines, rest[0]), statement)


def _bodies(node: ast.AST) -> Iterator[list[ast.stmt]]:
    for name in ("body", "orelse", "finalbody"):
        inner = getattr(node, name, None)
        if isinstance(inner, list) and inner:
            yield inner


def _line(node: ast.AST) -> int:
    line = getattr(node, "lineno", None)
    pattern = getattr(node, "pattern", None)
    return line if isinstance(line, int) else getattr(pattern, "lineno", 0)


def _is_removed(node: ast.stmt, removed: frozenset[int]) -> bool:
    return node.lineno in removed and (node.end_lineno or node.lineno) in removed


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _region_of(node: ast.stmt, found: Sequence[Region]) -> int:
    return next(each.first for each in found if each.first <= node.lineno <= each.last)


def _indent(lines: Sequence[str], node: ast.stmt) -> str:
    line = lines[node.lineno - 1]
    return line[: len(line) - len(line.lstrip())]


def _text_holes(source: str, found: Sequence[Region], programming: str) -> Iterator[Hole]:
    """The regions between what opens a block and what ends it, in any other language."""
    lines = source.split("\n")
    removed = lines_of(found)
    for region in found:
        kept = [line for n, line in enumerate(lines, 1) if n not in removed and line.strip()]
        before = [
            line
            for n, line in enumerate(lines, 1)
            if n < region.first and n not in removed and line.strip()
        ]
        after = kept[len(before) :]
        if before and _is_open(before[-1], after[0] if after else "", programming):
            inner = next((x for x in lines[region.first : region.last - 1] if x.strip()), "")
            yield Hole(region.first, inner[: len(inner) - len(inner.lstrip())], "")


def _is_open(before: str, after: str, programming: str) -> bool:
    if programming in ("", "python"):
        return before.rstrip().endswith(":")
    return before.rstrip().endswith("{") and after.lstrip().startswith("}")
