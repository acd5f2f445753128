"""What to run in the sandbox to know how an answer stands. Expected values are computed apart."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from jupyter_llm_teach.teaching.exercise import Answer, Compare, Exercise, Test
from jupyter_llm_teach.teaching.facts.equality import literal
from jupyter_llm_teach.teaching.facts.judging.trial import Trial, trial_inside
from jupyter_llm_teach.teaching.facts.source import bound, parsed, read
from jupyter_llm_teach.teaching.run import Evaluate, Job, Outcome, Returned


def answer_job(exercise: Exercise, answer: Answer) -> Job:
    """The job that runs an answer against whole tests in one process, a probe for each, in order.

    For programs that nobody wrote to deceive a test: the verdicts of tests that compare nothing
    are the process's own. The expected values of those that do are not in it.
    """
    return Job(
        program=answer.code,
        probes=tuple(trial_inside(test).probe for test in exercise.tests),
        prelude=answer.prelude,
        files=exercise.files,
    )


def answer_jobs(
    exercise: Exercise, answer: Answer, tried: Sequence[Trial], *, traced: bool = False
) -> tuple[Job, ...]:
    """The jobs that run an answer against its tests: visible ones first, and hidden ones apart.

    No expected value is in them: the program under test could read it. A program can look at all
    that is in its process. What it finds of the visible tests it may tell; it never runs in one
    process with a hidden test and one whose values are shown.

    Args:
        exercise: The instructor's version, hidden tests included.
        answer: What the learner wrote.
        tried: How each of the tests is tried; its probes come in the order of the tests.
        traced: Whether to report which lines each test executed.
    """
    every = list(zip(exercise.tests, tried, strict=True))
    parts = [tuple(t.probe for test, t in every if test.visible is seen) for seen in (True, False)]
    kept = [part for part in parts if part] or [()]
    return tuple(
        Job(
            program=answer.code,
            probes=part,
            prelude=answer.prelude,
            traced=traced,
            files=exercise.files,
        )
        for part in kept
    )


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
