"""Which lines of an answer may hold its fault: all the evidence together.

Three kinds of evidence are added up: which tests ran a line and where an exception came from
(`lines.suspicious_lines`), where the nearest accepted programs differ (`nearest.different_lines`),
and what the text of a line says (`static`). What is given out is lines of the learner's own
program, scores and the source of the strongest evidence: never anything of an accepted program.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from jupyter_llm_teach.teaching.facts.code_fact import RULES
from jupyter_llm_teach.teaching.facts.fact import Facts, FaultLine
from jupyter_llm_teach.teaching.facts.lines import suspicious_lines
from jupyter_llm_teach.teaching.facts.nearest import different_lines
from jupyter_llm_teach.teaching.run import Outcome

MOST = 3
_WEIGHTS = {"reference": 1.5, "static": 0.6, "exception": 0.7, "spectrum": 0.5, "result": 0.5}


def candidates(
    program: str, facts: Facts, outcome: Outcome, accepted: Sequence[str]
) -> tuple[FaultLine, ...]:
    """At most three lines of the answer, most suspicious first.

    Args:
        program: The learner's answer.
        facts: What its tests and its text say.
        outcome: Of the same answer, run with ``traced``.
        accepted: Programs that pass all tests: references, and answers of learners where the
            instructor agreed. Nothing of them leaves this function.
    """
    source = program.splitlines()
    evidence = [
        *(
            (each.line, each.reason, each.score)
            for each in suspicious_lines(program, facts, outcome)
        ),
        *((line, "reference", score) for line, score in different_lines(program, accepted).items()),
        *_static(facts),
    ]
    scores = _added(evidence)
    # Among equals, the order in which the tests point to them stays.
    order = sorted(scores, key=lambda line: -scores[line][0])
    most = max([1.0, *(score for score, _ in scores.values())])
    return tuple(
        FaultLine(line, source[line - 1].strip(), scores[line][0] / most, scores[line][1])
        for line in order
        if 1 <= line <= len(source)
    )[:MOST]


def _static(facts: Facts) -> list[tuple[int, str, float]]:
    return [
        (each.line, "static", each.confidence)
        for each in facts.code
        if each.line is not None and each.kind not in RULES
    ]


def _added(evidence: Sequence[tuple[int, str, float]]) -> Mapping[int, tuple[float, str]]:
    """By line the sum of the strongest evidence of each source, and the source that gives most."""
    strongest: dict[int, dict[str, float]] = {}
    for line, source, score in evidence:
        of_line = strongest.setdefault(line, {})
        of_line[source] = max(of_line.get(source, 0.0), score * _WEIGHTS[source])
    return {
        line: (sum(found.values()), max(found, key=lambda source: found[source]))
        for line, found in strongest.items()
    }
