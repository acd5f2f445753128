"""A leak is something that runs: the programs a learner could make of a reply by copying."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from jupyter_llm_teach.teaching.exercise import normalised
from jupyter_llm_teach.teaching.facts.fact import Facts, State
from jupyter_llm_teach.teaching.guard.plain import plain, showable
from jupyter_llm_teach.teaching.guard.prose import is_statement, without_blocks
from jupyter_llm_teach.teaching.guard.secrets import FENCE, SPAN

_MOST = 12
_DEFINED = re.compile(r"^\s*def\s+(\w+)", re.MULTILINE)
_BULLET = re.compile(r"^\s*(?:[-*+•>]+\s+|\d{1,2}[.)]\s+)*")
_Function = ast.FunctionDef | ast.AsyncFunctionDef


def programs(reply: str, answer: str, names: Sequence[str] = ()) -> tuple[str, ...]:
    """Programs made of the code of a reply and the learner's cell, the likeliest first.

    The code takes the place of the function of the same name, stands alone, stands alone under
    an expected name, follows the cell, or becomes what the cell's functions return.

    Args:
        reply: What would be shown.
        answer: The learner's code.
        names: Functions and variables that the tests call for; else those the cell defines.
    """
    text = plain(showable(reply)).text
    wanted = tuple(names) or tuple(_DEFINED.findall(answer))
    found: dict[str, str] = {}
    for program in _candidates(text, answer, wanted):
        if _parsed(program) is not None:
            found.setdefault(normalised(program), program)
    found.pop(normalised(answer), None)
    return tuple(found.values())[:_MOST]


def newly_passing(before: Facts, after: Facts) -> tuple[str, ...]:
    """Names of the tests that pass after and did not pass before."""
    already = {test.name for test in before.tests if test.state is State.PASSED}
    passing = (test.name for test in after.tests if test.state is State.PASSED)
    return tuple(name for name in passing if name not in already)


def _candidates(text: str, answer: str, names: tuple[str, ...]) -> Iterator[str]:
    pieces = _pieces(text)
    for piece in pieces:
        yield from _replaced(piece, answer)
        yield piece
        yield from _renamed(piece, names)
    for piece in pieces:
        yield f"{answer.rstrip()}\n\n{piece}\n"
    for expression in _expressions(text):
        yield from _returned(expression, answer)


def _pieces(text: str) -> tuple[str, ...]:
    blocks = [match[2] for match in FENCE.finditer(text)]
    rest = without_blocks(text)
    spans = [match[2].strip() for match in SPAN.finditer(rest)]
    lines = [_BULLET.sub("", line) for line in SPAN.sub(" ", rest).split("\n")]
    loose = [line for line in lines if line.strip() and is_statement(line.strip())]
    gathered = ["\n".join(blocks), "\n".join(each for each in spans if _is_code(each))]
    several = [*blocks, *gathered, "\n".join(loose), *_indented(rest)]
    return tuple(dict.fromkeys(each for each in several if each.strip()))


def _indented(text: str) -> Iterator[str]:
    """Lines of prose as they stand, without the words around: code pasted without a fence."""
    kept = [line for line in text.split("\n") if line.startswith((" ", "\t")) or _header(line)]
    yield "\n".join(kept)


def _header(line: str) -> bool:
    return line.rstrip().endswith(":") and is_statement(line.strip())


def _is_code(span: str) -> bool:
    return is_statement(span)


def _expressions(text: str) -> Iterator[str]:
    for match in SPAN.finditer(without_blocks(text)):
        content = match[2].strip().removeprefix("return ")
        if is_statement(content) and _is_expression(content):
            yield content


def _is_expression(content: str) -> bool:
    tree = _parsed(content)
    return tree is not None and len(tree.body) == 1 and isinstance(tree.body[0], ast.Expr)


def _replaced(piece: str, answer: str) -> Iterator[str]:
    """The answer with its functions replaced by those of the same name in the piece."""
    tree, new = _parsed(answer), _parsed(piece)
    if tree is None or new is None:
        return
    by_name = {node.name: node for node in new.body if isinstance(node, _Function)}
    body = [by_name.get(getattr(node, "name", ""), node) for node in tree.body]
    if body != tree.body:
        yield ast.unparse(ast.Module(body, []))


def _renamed(piece: str, names: tuple[str, ...]) -> Iterator[str]:
    """The piece with its last function under an expected name."""
    defined = _DEFINED.findall(piece)
    for name in names:
        if defined and name not in defined:
            yield re.sub(rf"\b{re.escape(defined[-1])}\b", name, piece)


def _returned(expression: str, answer: str) -> Iterator[str]:
    tree = _parsed(answer)
    if tree is None:
        return
    new = ast.parse(expression, mode="eval").body
    for node in ast.walk(tree):
        if isinstance(node, ast.Return | ast.Assign):
            old, node.value = node.value, new
            yield ast.unparse(tree)
            node.value = old


def _parsed(text: str) -> ast.Module | None:
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
