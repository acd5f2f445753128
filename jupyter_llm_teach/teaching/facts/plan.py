"""What to run in the sandbox to know how an answer stands. Expected values are computed apart."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import replace

from typing_extensions import assert_never

from jupyter_llm_teach.teaching.exercise import Answer, Compare, Exercise, Holds, Runs, Test
from jupyter_llm_teach.teaching.facts.equality import literal
from jupyter_llm_teach.teaching.facts.source import bound, parsed, read
from jupyter_llm_teach.teaching.facts.watching import watching
from jupyter_llm_teach.teaching.run import Evaluate, Execute, Job, Outcome, Probe, Returned


def answer_job(exercise: Exercise, answer: Answer, *, traced: bool = False) -> Job:
    """The job that runs an answer against the tests of its exercise, one probe for each, in order.

    No expected value is in it: the program under test could read it.

    Args:
        exercise: The instructor's version, hidden tests included.
        answer: What the learner wrote.
        traced: Whether to report which lines each test executed.
    """
    return Job(
        program=answer.code,
        probes=tuple(_probe(test) for test in exercise.tests),
        prelude=answer.prelude,
        traced=traced,
        files=exercise.files,
    )


def answer_jobs(exercise: Exercise, answer: Answer, *, traced: bool = False) -> tuple[Job, ...]:
    """The job of `answer_job` in two, visible tests first and hidden ones apart.

    A program can look at all that is in its process. What it finds of the visible tests it may
    tell; it never runs in one process with a hidden test and one whose values are shown.
    """
    parts = [tuple(t for t in exercise.tests if t.visible is seen) for seen in (True, False)]
    kept = [part for part in parts if part] or [()]
    return tuple(answer_job(replace(exercise, tests=part), answer, traced=traced) for part in kept)


def outcome_of(exercise: Exercise, outcomes: Sequence[Outcome]) -> Outcome:
    """What the jobs of `answer_jobs` gave, as if it had been one."""
    bad = [each.loaded for each in outcomes if not isinstance(each.loaded, Returned)]
    visible = [each.visible for each in exercise.tests]
    order = sorted(range(len(visible)), key=lambda number: not visible[number])
    results = [result for each in outcomes for result in each.results]
    placed = dict(zip(order, results, strict=False))
    return Outcome(
        loaded=bad[0] if bad else outcomes[0].loaded,
        results=tuple(placed[number] for number in sorted(placed)),
        seconds=max(each.seconds for each in outcomes),
        failed_prelude=outcomes[0].failed_prelude,
    )


def expected_job(exercise: Exercise) -> Job | None:
    """The job that computes the expected values that are no literals, in the order of their tests.

    Nothing of a learner is in it. None where every expected value is a literal.
    """
    probes = tuple(
        Evaluate(check.expected, _setup_for(check.expected, test.setup))
        for test, check in computed(exercise)
    )
    return Job(program="", probes=probes, files=exercise.files) if probes else None


def computed(exercise: Exercise) -> tuple[tuple[Test, Compare], ...]:
    """The tests whose expected value `expected_job` computes, in order."""
    comparing = [(test, test.check) for test in exercise.tests if isinstance(test.check, Compare)]
    return tuple((test, check) for test, check in comparing if literal(check.expected) is None)


def joined(*parts: str) -> str:
    """Pieces of a program below each other, empty ones left out."""
    return "\n".join(part for part in parts if part.strip())


def _probe(test: Test) -> Probe:
    match test.check:
        case Compare(expression=expression) | Holds(expression=expression):
            return watching(expression, test.setup)
        case Runs(code=code):
            return Execute(joined(test.setup, code))
        case _:
            assert_never(test.check)


def _setup_for(expression: str, setup: str) -> str:
    """The statements of a setup that an expression needs: others may call the learner's code."""
    tree, asked = parsed(setup), parsed(expression)
    if tree is None or asked is None:
        return setup
    wanted = set(read(asked))
    kept: list[str] = []
    for node in reversed(tree.body):
        if _is_star(node) or not wanted.isdisjoint(bound(node)):
            kept.append(ast.get_source_segment(setup, node) or "")
            wanted |= read(node)
    return "\n".join(reversed(kept))


def _is_star(node: ast.stmt) -> bool:
    return isinstance(node, ast.ImportFrom) and node.names[0].name == "*"
