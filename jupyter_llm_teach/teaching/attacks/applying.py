"""What a learner may do with pieces of a program: every way to put them into the answer.

Nothing of the guard is used here: this is the judge's own reading.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from jupyter_llm_teach.teaching.attacks.disguising import name_of
from jupyter_llm_teach.teaching.attacks.lexing import levels
from jupyter_llm_teach.teaching.attacks.rewriting import functions, parsed, under

_MOST = 64
_LONGEST = 60
_HEAD = re.compile(r"^[ \t]*(?:async )?def .*:\s*$", re.MULTILINE)


def applied(pieces: Sequence[str], answer: str, name: str, seen: str) -> tuple[str, ...]:
    """Programs that a learner may make of pieces, the likeliest first.

    Args:
        pieces: What was read in a reply: programs, lines, expressions.
        answer: The learner's own program.
        name: The function that the tests call; empty where they call none.
        seen: What the learner has seen anyway, such as statement and visible tests; what stands in
            it is no piece.
    """
    found: dict[str, None] = {}
    known = " ".join(f"{seen}\n{answer}".split())
    for piece in pieces:
        if " ".join(piece.split()) in known:
            continue
        for program in _programs(piece, answer, name, known):
            if _parses(program) and program.strip() != answer.strip():
                found.setdefault(program, None)
            if len(found) == _MOST:
                return tuple(found)
    return tuple(found)


def _programs(piece: str, answer: str, name: str, known: str) -> Iterator[str]:
    whole = piece if _parses(piece) else salvaged(piece)
    if whole.strip():
        yield from _whole(whole, answer, name)
    lines = [line for line in piece.split("\n") if line.strip()][:_LONGEST]
    if lines and not _parses(piece):
        stripped = [line.strip() for line in lines]
        yield from (each for each in levels(stripped, 8) if _parses(each))
    for line in lines[:8]:
        if " ".join(line.split()) not in known:
            yield from _as_line(line.strip(), answer)


def _whole(piece: str, answer: str, name: str) -> Iterator[str]:
    yield piece
    called = name_of(piece)
    if name and called and called != name:
        yield under(piece, name)
    if called:
        yield f"{answer.rstrip()}\n\n{piece}"
        yield from _functions_replaced(piece, answer)
    else:
        yield from _as_body(piece, answer)


def _functions_replaced(piece: str, answer: str) -> Iterator[str]:
    if not _parses(answer):
        return
    new = {each.name: each for each in functions(piece)}
    tree = ast.parse(answer)
    tree.body = [new.get(getattr(each, "name", ""), each) for each in tree.body]
    yield ast.unparse(tree)


def _as_body(piece: str, answer: str) -> Iterator[str]:
    """Statements without a head, below the head of the answer's function."""
    head = _HEAD.search(answer)
    if head is not None:
        inside = "\n".join(f"    {line}" for line in piece.split("\n"))
        yield f"{answer[: head.end()]}\n{inside}\n"
    expression = _expression(piece)
    if expression is not None and not isinstance(expression, ast.Constant | ast.Name):
        yield from _as_value(expression, answer)


def _as_value(expression: ast.expr, answer: str) -> Iterator[str]:
    """An expression as what the answer's function returns, assigns or asks."""
    if not _parses(answer):
        return
    tree = ast.parse(answer)
    for node in ast.walk(tree):
        for field in ("value", "test", "iter"):
            old = getattr(node, field, None)
            if isinstance(node, ast.stmt) and isinstance(old, ast.expr):
                setattr(node, field, expression)
                yield ast.unparse(tree)
                setattr(node, field, old)


def _as_line(line: str, answer: str) -> Iterator[str]:
    """A line in the place of each line of the answer, and after each, on its level."""
    rows = answer.split("\n")
    for place, row in enumerate(rows[:_LONGEST]):
        pad = row[: len(row) - len(row.lstrip())]
        yield "\n".join([*rows[:place], pad + line, *rows[place + 1 :]])
        deeper = "    " if row.rstrip().endswith(":") else ""
        yield "\n".join([*rows[: place + 1], pad + deeper + line, *rows[place + 1 :]])


def salvaged(piece: str) -> str:
    """The longest program in a text with other lines around and between."""
    rows = piece.split("\n")
    kept: list[str] = []
    for number, row in enumerate(rows):
        if not row.strip():
            continue
        rest = [row, *_below(rows[number + 1 :], row)]
        if (
            _parses("\n".join([*kept, *rest]))
            or _parses("\n".join([*kept, row]))
            or (row.rstrip().endswith(":") and _parses("\n".join([*kept, f"{row} pass"])))
        ):
            kept.append(row)
    while kept and not _parses("\n".join(kept)):
        kept.pop()
    return "\n".join(kept)


def _below(rows: Sequence[str], head: str) -> list[str]:
    if not head.rstrip().endswith(":"):
        return []
    pad = head[: len(head) - len(head.lstrip())]
    return [next((row for row in rows if row.startswith(pad + " ")), f"{pad}    pass")]


def _expression(text: str) -> ast.expr | None:
    try:
        return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _parses(text: str) -> bool:
    return parsed(text) is not None
