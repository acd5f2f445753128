"""What of the facts a learner may see."""

from __future__ import annotations

import builtins
import itertools
from dataclasses import replace

from jupyter_llm_teach.teaching.facts.fact import Difference, ErrorFact, Facts, TestFact
from jupyter_llm_teach.teaching.rung import Rung

_EXCEPTIONS = frozenset(
    name
    for name, each in vars(builtins).items()
    if isinstance(each, type) and issubclass(each, BaseException)
)


def shown(facts: Facts, rung: Rung | None) -> Facts:
    """The facts without what hidden tests hold, and without fault lines below ``locate``.

    Of a hidden test remain how it stands, the kind of difference, the kind of exception and whose
    code raised it, and that it depends on the time or the network. An exception class that the
    learner made could carry a hidden test's input in its name: it is called ``Exception``.

    Args:
        facts: All that is known.
        rung: The rung that is given; None for the fact card alone.
    """
    numbers = itertools.count(1)
    tests = tuple(test if test.visible else _hidden(test, next(numbers)) for test in facts.tests)
    located = rung is not None and rung >= Rung.LOCATE
    return replace(facts, tests=tests, lines=facts.lines if located else ())


def _hidden(test: TestFact, number: int) -> TestFact:
    return TestFact(
        name=f"hidden test {number}",
        visible=False,
        state=test.state,
        call="",
        difference=test.difference and Difference(test.difference.kind, "", ""),
        error=test.error and _bare(test.error),
        not_judged=test.not_judged,
        outside=test.outside,
        size=test.size,  # keeps their order, and goes nowhere else
    )


def _bare(error: ErrorFact) -> ErrorFact:
    known = error.stopped or error.type in _EXCEPTIONS
    kind = error.type if known else "Exception"
    return ErrorFact(kind, "", None, "", stopped=error.stopped, origin=error.origin)
