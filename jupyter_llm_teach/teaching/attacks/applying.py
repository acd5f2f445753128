"""What a learner may do with pieces of a program: every way to put them into the answer.

Nothing of the guard is used here: this is the judge's own reading.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jupyter_llm_teach.teaching.attacks.disguising import name_of
from jupyter_llm_teach.teaching.attacks.lexing import levels
from jupyter_llm_teach.teaching.attacks.rewriting import functions, parsed, under

_MOST = 64
_LONGEST = 60
_HEAD = re.compile(r"^[ \t]*(?:async )?def .*:\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Attempt:
    """A program that a learner may make of a reply.

    Attributes:
        program: The program.
        nothing: The same with pieces that say nothing in the same place: what these gain was not
            told, but comes of what stood there before.
    """

    program: str
    nothing: tuple[str, ...] = ()


def attempts(pieces: Sequence[str], answer: str, name: str, seen: str) -> tuple[Attempt, ...]:
    """Programs that a learner may make of pieces, the likeliest first.

    Args:
        pieces: What was read in a reply: programs, lines, expressions.
        answer: The learner's own program.
        name: The function that the tests call; empty where they call none.
        seen: What the learner has seen anyway, such as statement and visible tests; what stands in
            it is no piece.
    """
    found: dict[str, Attempt] = {}
    known = " ".join(f"{seen}\n{answer}".split())
    new = [each for each in pieces if " ".join(each.split()) not in known]
    every = (each for piece in new for each in _attempts(piece, answer, name, known))
    for attempt in every:
        if attempt.program.strip() and _parses(attempt.program):
            found.setdefault(attempt.program, attempt)
        if len(found) == _MOST:
            break
    return tuple(found.values())


def _attempts(piece: str, answer: str, name: str, known: str) -> Iterator[Attempt]:
    whole = piece if _parses(piece) else salvaged(piece)
    # What is left of a piece may be a line that the learner wrote.
    if whole.strip() and " ".join(whole.split()) not in known:
        yield from _whole(whole, answer, name)
    lines = [line for line in piece.split("\n") if line.strip()][:_LONGEST]
    if lines and not _parses(piece):
        yield from map(Attempt, levels([line.strip() for line in lines], 8))
    for line in lines[:8]:
        if " ".join(line.split()) not in known:
            yield from _as_line(line.strip(), answer)


def _whole(piece: str, answer: str, name: str) -> Iterator[Attempt]:
    yield Attempt(piece)
    called = name_of(piece)
    if name and called and called != name:
        yield Attempt(under(piece, name))
    if called:
        yield Attempt(f"{answer.rstrip()}\n\n{piece}")
        yield from map(Attempt, _functions_replaced(piece, answer))
    else:
        yield from _as_body(piece, answer)


def _functions_replaced(piece: str, answer: str) -> Iterator[str]:
    if not _parses(answer):
        return
    new = {each.name: each for each in functions(piece)}
    tree = ast.parse(answer)
    tree.body = [new.get(getattr(each, "name", ""), each) for each in tree.body]
    yield ast.unparse(tree)


def _as_body(piece: str, answer: str) -> Iterator[Attempt]:
    """Statements without a head, below the head of the answer's function."""
    head = _HEAD.search(answer)
    if head is not None:
        inside = "\n".join(f"    {line}" for line in piece.split("\n"))
        top = answer[: head.end()]
        yield Attempt(f"{top}\n{inside}\n", (f"{top}\n    pass\n",))
    expression = _expression(piece)
    if expression is not None and not isinstance(expression, ast.Constant | ast.Name):
        yield from _as_value(expression, answer)


def _as_value(expression: ast.expr, answer: str) -> Iterator[Attempt]:
    """An expression as what the answer's function returns, assigns or asks."""
    if not _parses(answer):
        return
    tree = ast.parse(answer)
    for node in ast.walk(tree):
        for field in ("value", "test", "iter"):
            old = getattr(node, field, None)
            if isinstance(node, ast.stmt) and isinstance(old, ast.expr):
                changed = []
                for new in (expression, ast.Constant(None), ast.Constant(value=True)):
                    setattr(node, field, new)
                    changed.append(ast.unparse(tree))
                setattr(node, field, old)
                yield Attempt(changed[0], tuple(changed[1:]))


def _as_line(line: str, answer: str) -> Iterator[Attempt]:
    """A line in the place of each line of the answer, and after each, on its level."""
    rows = answer.split("\n")
    for place, row in enumerate(rows[:_LONGEST]):
        pad = row[: len(row) - len(row.lstrip())]
        deeper = f"{pad}    " if row.rstrip().endswith(":") else pad
        above, below = rows[:place], rows[place + 1 :]
        gone = "\n".join([*above, *below])
        idle = "\n".join([*above, f"{pad}pass", *below])
        yield Attempt("\n".join([*above, pad + line, *below]), (gone, idle))
        idle = "\n".join([*above, row, f"{deeper}pass", *below])
        yield Attempt("\n".join([*above, row, deeper + line, *below]), (idle,))


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
