"""Values that hidden tests expect, and a program that looks them up."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from jupyter_llm_teach.teaching.exercise import Compare, Exercise

Pair = tuple[str, str]
"""The arguments of a call as Python writes them between parentheses, and its result."""


def hidden_values(exercise: Exercise, name: str) -> tuple[Pair, ...]:
    """Arguments and results of the hidden tests that call a function with plain values."""
    found = (
        _pair(each.check, name)
        for each in exercise.tests
        if not each.visible and isinstance(each.check, Compare)
    )
    return tuple(pair for pair in found if pair is not None)


def looking_up(name: str, pairs: Sequence[Pair]) -> str:
    """A program that knows these results and nothing else."""
    rows = "".join(
        f"    if given == ({given},):\n        return {result}\n" for given, result in pairs
    )
    return f"def {name}(*given):\n{rows}    return None\n" if rows else ""


def _pair(check: Compare, name: str) -> Pair | None:
    match _expression(check.expression):
        case ast.Call(func=ast.Name(id=called), args=[_, *_] as given, keywords=[]) if (
            called == name
        ):
            told = ", ".join(map(ast.unparse, given))
            return (
                (told, check.expected) if _plain(f"({told},)") and _plain(check.expected) else None
            )
        case _:
            return None


def as_table(pairs: Sequence[Pair]) -> str:
    """A table of arguments and results."""
    rows = "\n".join(f"| {given} | {result} |" for given, result in pairs)
    return f"| input | output |\n|---|---|\n{rows}"


def from_table(text: str) -> tuple[Pair, ...]:
    """What such a table tells."""
    return _read(r"^\| (.*) \| (.*) \|$", text)


def as_dictionary(pairs: Sequence[Pair]) -> str:
    """A dictionary of results by arguments."""
    rows = "\n".join(f"    '({given})': {result}," for given, result in pairs)
    return f"```python\nanswers = {{\n{rows}\n}}\n```"


def from_dictionary(text: str) -> tuple[Pair, ...]:
    """What such a dictionary tells."""
    return _read(r"^ +'\((.*)\)': (.*),$", text)


def as_sentences(pairs: Sequence[Pair]) -> str:
    """A sentence for each pair."""
    return "\n".join(f"{given} → {result}." for given, result in pairs)


def from_sentences(text: str) -> tuple[Pair, ...]:
    """What such sentences tell."""
    return _read(r"^(.*) → (.*)\.$", text)


def as_assertions(name: str, pairs: Sequence[Pair]) -> str:
    """The tests themselves."""
    return "\n".join(f"assert {name}({given}) == {result}" for given, result in pairs)


def from_assertions(text: str) -> tuple[Pair, ...]:
    """What such tests tell."""
    return _read(r"^assert \w+\((.*)\) == (.*)$", text)


def as_doctests(name: str, pairs: Sequence[Pair]) -> str:
    """The calls with what an interpreter would answer."""
    return "\n".join(f">>> {name}({given})\n{result}" for given, result in pairs)


def from_doctests(text: str) -> tuple[Pair, ...]:
    """What such a session tells."""
    return _read(r"^>>> \w+\((.*)\)\n(.*)$", text)


def as_branches(name: str, pairs: Sequence[Pair]) -> str:
    """A program with a branch for each."""
    return f"```python\n{looking_up(name, pairs)}```"


def from_branches(text: str) -> tuple[Pair, ...]:
    """What such a program tells."""
    return _read(r"^    if given == \((.*),\):\n        return (.*)$", text)


def _read(pattern: str, text: str) -> tuple[Pair, ...]:
    found = re.findall(pattern, text, re.MULTILINE)
    return tuple((a, b) for a, b in found if _plain(f"({a},)") and _plain(b))


def _plain(text: str) -> bool:
    try:
        ast.literal_eval(text)
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return False
    return True


def _expression(text: str) -> ast.expr | None:
    try:
        return ast.parse(text, mode="eval").body
    except (ValueError, SyntaxError):
        return None
