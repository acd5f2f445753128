"""A reference, or a hidden test, told again in its order, whatever stands for its signs.

Read aloud, as pseudo-code, in another language, a token a line or over several replies: the names
and numbers of a program stay, one after the other. So everything else is left out of what was said,
and what remains is compared with the same of the references. By chance, six of them in a row do not
come in one order.
"""

from __future__ import annotations

import ast
import keyword
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from jupyter_llm_teach.teaching.exercise import Compare, Exercise, Test, normalised
from jupyter_llm_teach.teaching.facts.equality import literal
from jupyter_llm_teach.teaching.guard.known import texts_of
from jupyter_llm_teach.teaching.guard.syntax import expression_of
from jupyter_llm_teach.teaching.guard.tokens import tokens, windows
from jupyter_llm_teach.teaching.guard.verdict import Finding

RUN = 6
# Varied runs are found with some other words of the program between.
_VARIED, _BETWEEN = 5, 2
_OPERAND = re.compile(r"[^\W\d]\w*|\d.*|\"[^\"]+\"")
_RELATION = re.compile(
    r"[\u2192\u27f6\u21d2\u21a6|:]|[-=]+>|=|\b(?:gives?|returns?|expected|becomes?|donne|renvoie|rend"
    r"|attendu)\b",
    re.IGNORECASE,
)
_VALUE = re.compile(r"-?\d+(?:\.\d+)?|\"[^\"\n]*\"|'[^'\n]*'|\b(?:True|False|None)\b")
_PLACE = re.compile(r"^\s*(?:[-*+•>|]+\s+|\d{1,3}[.)]\s+)+")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_MOST_WORDS = 4
_FEWEST_VALUES = 2


@dataclass(frozen=True, slots=True)
class _Order:
    """The operands of references.

    Attributes:
        words: All of them.
        runs: Runs of them that the learner does not see.
    """

    words: frozenset[str]
    runs: frozenset[tuple[str, ...]]


def retold(text: str, exercise: Exercise, answer: str, shown: Sequence[str]) -> Iterator[Finding]:
    """What the reply adds to the conversation that follows a reference or a hidden test.

    Args:
        text: The reply.
        exercise: The instructor's version.
        answer: The learner's code.
        shown: Earlier replies, oldest first.
    """
    order = _order(exercise, answer)
    if order.runs and _follows(text, order, shown):
        yield Finding("reference_run", 0, len(text))
    yield from _cases(text, _hidden_cases(exercise))


def _follows(text: str, order: _Order, shown: Sequence[str]) -> bool:
    new = _operands(text, order.words)
    if not new:
        return False
    earlier = [each for told in shown for each in _operands(told, order.words)]
    sequence = (*earlier[-(RUN - 1) :], *new)
    found = windows(sequence, RUN) | windows(sequence[::-1], RUN)
    if not found.isdisjoint(order.runs):
        return True
    loose = (*earlier[-(RUN + _BETWEEN - 1) :], *new)
    return any(_holds_in_order(loose, run) for run in order.runs if len(set(run)) >= _VARIED)


def _holds_in_order(sequence: Sequence[str], run: Sequence[str]) -> bool:
    """Whether a run comes in a sequence with a few others between."""
    for start, word in enumerate(sequence):
        if word == run[0]:
            left = iter(sequence[start : start + RUN + _BETWEEN])
            if all(each in left for each in run):
                return True
    return False


@lru_cache(maxsize=64)
def _order(exercise: Exercise, answer: str) -> _Order:
    references = [normalised(each) for each in exercise.references]
    words = frozenset(
        each
        for reference in references
        for each in tokens(reference)
        if _OPERAND.fullmatch(each) and not keyword.iskeyword(each)
    )
    visible = [text for test in exercise.tests if test.visible for text in texts_of(test)]
    seen = [answer, normalised(answer), exercise.starter, exercise.statement, *visible]
    runs = _runs(references, words) - _runs(seen, words)
    # A name again and again has no order of its own.
    return _Order(words, frozenset(each for each in runs if len(set(each)) > _FEWEST_VALUES))


def _runs(programs: Iterable[str], words: frozenset[str]) -> frozenset[tuple[str, ...]]:
    return frozenset().union(*(windows(_operands(each, words), RUN) for each in programs))


def _operands(text: str, words: frozenset[str]) -> tuple[str, ...]:
    return tuple(each for each in tokens(text) if each in words)


@lru_cache(maxsize=64)
def _hidden_cases(exercise: Exercise) -> frozenset[tuple[str, ...]]:
    """The values that hidden tests give to a function, each with what comes back."""
    visible = {each for test in exercise.tests if test.visible for each in _case(test)}
    return (
        frozenset(each for test in exercise.tests if not test.visible for each in _case(test))
        - visible
    )


def _case(test: Test) -> Iterator[tuple[str, ...]]:
    if not isinstance(test.check, Compare) or literal(test.check.expected) is None:
        return
    call = expression_of(test.check.expression)
    if not isinstance(call, ast.Call) or any(
        isinstance(node, ast.Name) for each in call.args for node in ast.walk(each)
    ):
        return
    given = ", ".join(ast.unparse(each) for each in call.args)
    values = (*_values(given), *_values(test.check.expected))
    if len(values) >= _FEWEST_VALUES:
        yield values


def _cases(text: str, hidden: frozenset[tuple[str, ...]]) -> Iterator[Finding]:
    """Lines that are little more than what a hidden test gives and expects."""
    offset = 0
    for line in text.split("\n") if hidden else ():
        body = _PLACE.sub("", line)
        if _RELATION.search(body) and len(_LETTERS.findall(_VALUE.sub("", body))) <= _MOST_WORDS:
            values = _values(body)
            if any(
                values[at : at + len(case)] == case
                for case in hidden
                for at in range(len(values) - len(case) + 1)
            ):
                yield Finding("hidden_test", offset, offset + len(line))
        offset += len(line) + 1


def _values(text: str) -> tuple[str, ...]:
    return tuple(each.replace("'", '"') for each in _VALUE.findall(text))
