"""All that the text of an answer says, together with what its tests show."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from jupyter_llm_teach.teaching.facts.code_fact import CodeFact, CodeKind
from jupyter_llm_teach.teaching.facts.fact import Facts
from jupyter_llm_teach.teaching.facts.source import parsed, syntax_error, without_magics
from jupyter_llm_teach.teaching.facts.static.borders import borders
from jupyter_llm_teach.teaching.facts.static.conditions import assigned, conditions
from jupyter_llm_teach.teaching.facts.static.defining import defining
from jupyter_llm_teach.teaching.facts.static.dropped import dropped
from jupyter_llm_teach.teaching.facts.static.flakes import flakes
from jupyter_llm_teach.teaching.facts.static.flow import flow
from jupyter_llm_teach.teaching.facts.static.loops import loops

_UNBOUND = re.compile(r"'(\w+)'")


def code_facts(
    program: str, facts: Facts, known: frozenset[str] = frozenset()
) -> tuple[CodeFact, ...]:
    """What the text of an answer says, most certain first.

    Args:
        program: The answer.
        facts: What its tests said; some things count only where a failing test shows them.
        known: Names that earlier cells give.
    """
    tree = parsed(program)
    if tree is None:
        error = syntax_error(program)
        return () if error is None else tuple(assigned(without_magics(program), error))
    found = {(each.kind, each.line, each.names): each for each in _all(tree, facts, known)}
    return tuple(sorted(found.values(), key=lambda each: (-each.confidence, each.line or 0)))


def _all(tree: ast.Module, facts: Facts, known: frozenset[str]) -> Iterator[CodeFact]:
    yield from flakes(tree, known)
    yield from flow(tree, facts)
    yield from dropped(tree)
    yield from conditions(tree)
    yield from loops(tree)
    yield from defining(tree)
    yield from borders(tree, facts)
    yield from _unbound(facts)


def _unbound(facts: Facts) -> Iterator[CodeFact]:
    """Names that a failing test met before they had a value."""
    for test in facts.tests:
        error = test.error
        if error is not None and error.type == "UnboundLocalError":
            names = tuple(_UNBOUND.findall(error.message)[:1])
            yield CodeFact(CodeKind.BEFORE_ASSIGNMENT, error.line, names, "tests", 1.0)
