"""Which lines of an answer may hold its fault, from its exceptions and from what the tests ran.

The score of a line is Ochiai's: the share of failing tests that ran it, against all tests that did
(Abreu, Zoeteweij and van Gemund, "On the accuracy of spectrum-based fault localization", 2007).
The reference is never looked at.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jupyter_llm_teach.teaching.facts.fact import Facts, FaultLine, State, TestFact
from jupyter_llm_teach.teaching.facts.roles import NO_RESULT, Program, likeliness, program_of
from jupyter_llm_teach.teaching.run import Outcome, Raised, Result, Returned

_BAD = (State.FAILED, State.ERROR)


@dataclass(frozen=True, slots=True)
class _Ran:
    """The lines, each the first of its statement, that a test ran, and whether it failed."""

    lines: frozenset[int]
    failed: bool


def suspicious_lines(program: str, facts: Facts, outcome: Outcome) -> tuple[FaultLine, ...]:
    """The lines of the answer that failing tests point to, most suspicious first.

    The line of an exception comes first; of a run that did not end, the loop around its last line.
    Then come the lines with the highest score. Equal scores are decided by what the difference
    makes likely (`roles.likeliness`), then by the line nearest to the end, where results are made.
    Where nothing was returned it is the other way round: what is missing was run by no test.
    Headers of functions, docstrings and imports are never suspected.

    Args:
        program: The learner's answer.
        facts: What its tests said.
        outcome: Of the same answer, run with ``traced``.
    """
    source = program.splitlines()
    read = program_of(program)
    first = _exception_line(facts, read)
    found = {} if first is None else {first: (1.0, "exception")}
    for line, score, reason in _ranked(facts, outcome, read):
        found.setdefault(line, (score, reason))
    return tuple(
        FaultLine(line, source[line - 1].strip(), score, reason)
        for line, (score, reason) in found.items()
        if 1 <= line <= len(source)
    )


def _exception_line(facts: Facts, program: Program) -> int | None:
    first = facts.first
    candidates = [facts.error, first.error if first else None, *(t.error for t in facts.tests)]
    for error in candidates:
        if error is not None and error.line is not None:
            return program.loop_around(error.line) if error.stopped else error.line
        if error is not None and error.stopped:
            return program.first_while
    return None


def _ranked(facts: Facts, outcome: Outcome, program: Program) -> Sequence[tuple[int, float, str]]:
    runs = _runs(facts, outcome, program)
    scores = _ochiai(runs)
    told = any(not run.failed for run in runs)
    first = facts.first
    kind = first.difference.kind if first and first.difference else None
    likely = {
        line: likeliness(program.statements[line], kind, last=line in program.ends)
        for line in scores
    }
    if kind in NO_RESULT:
        order = sorted(scores, key=lambda line: (likely[line], -scores[line], -line))
    else:
        order = sorted(scores, key=lambda line: (-scores[line], likely[line], -line))
    return [(line, scores[line], "spectrum" if told else "result") for line in order]


def _runs(facts: Facts, outcome: Outcome, program: Program) -> list[_Ran]:
    loaded = _lines(outcome.loaded, program)
    runs = [
        _Ran(_lines(result, program), test.state in _BAD)
        for test, result in zip(facts.tests, outcome.results, strict=False)
        if _counts(test, result)
    ]
    if not any(run.lines for run in runs):
        # A program without functions did its work while it was loaded.
        runs = [_Ran(loaded, run.failed) for run in runs]
    return runs


def _counts(test: TestFact, result: Result) -> bool:
    return test.state is not State.NOT_RUN and isinstance(result, (Returned, Raised))


def _lines(result: Result, program: Program) -> frozenset[int]:
    if not isinstance(result, (Returned, Raised)):
        return frozenset()
    return frozenset(program.heads[line] for line in result.lines if line in program.heads)


def _ochiai(runs: Sequence[_Ran]) -> Mapping[int, float]:
    failing = [run for run in runs if run.failed]
    suspects = frozenset[int]().union(*(run.lines for run in failing))
    scores: dict[int, float] = {}
    for line in suspects:
        failed = sum(line in run.lines for run in failing)
        all_of_them = sum(line in run.lines for run in runs)
        scores[line] = failed / math.sqrt(len(failing) * all_of_them)
    return scores
