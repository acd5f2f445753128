"""Facts together with what the text of the answer says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from jupyter_llm_teach.teaching.exercise import Answer
from jupyter_llm_teach.teaching.facts.code_fact import CodeFact
from jupyter_llm_teach.teaching.facts.constructs import construct_facts
from jupyter_llm_teach.teaching.facts.fact import Facts, State
from jupyter_llm_teach.teaching.facts.nearest import different_lines
from jupyter_llm_teach.teaching.facts.source import bound, parsed
from jupyter_llm_teach.teaching.facts.static.check import code_facts
from jupyter_llm_teach.teaching.policy import Policy

_ELSEWHERE = 0.7
"""What is left of the confidence in something where no other evidence lies."""


def with_code(facts: Facts, answer: Answer, references: Sequence[str], policy: Policy) -> Facts:
    """The facts, and what the text of the answer says.

    Where a test fails, what lies neither on a line of an exception nor where an accepted program
    differs counts less: it may well be so, and explain nothing.

    Args:
        facts: What the tests of the answer said.
        answer: What the learner wrote.
        references: Programs that pass.
        policy: The instructor's rules of constructs are in it.
    """
    rules = construct_facts(answer.code, policy.avoid, policy.require)
    known = frozenset[str]().union(*(_names(each) for each in answer.prelude))
    found = code_facts(answer.code, facts, known)
    if facts.state in (State.FAILED, State.ERROR):
        found = _weighed(found, _suspects(facts, answer.code, references))
    return replace(facts, code=(*rules, *found))


def _names(cell: str) -> frozenset[str]:
    tree = parsed(cell)
    return frozenset() if tree is None else frozenset(bound(tree))


def _suspects(facts: Facts, program: str, references: Sequence[str]) -> frozenset[int]:
    return frozenset(
        [*different_lines(program, references), *(line for line in _of_exceptions(facts))]
    )


def _of_exceptions(facts: Facts) -> Iterator[int]:
    for error in (facts.error, *(test.error for test in facts.tests)):
        if error is not None and error.line is not None:
            yield error.line


def _weighed(found: Sequence[CodeFact], suspects: frozenset[int]) -> tuple[CodeFact, ...]:
    weighed = [
        each
        if not suspects or each.line in suspects
        else replace(each, confidence=each.confidence * _ELSEWHERE)
        for each in found
    ]
    return tuple(sorted(weighed, key=lambda each: -each.confidence))
