"""What of the facts a learner may see."""

from __future__ import annotations

import builtins
import itertools
from dataclasses import replace

from jupyter_llm_teach.teaching.facts.code_fact import RULES, CodeFact, CodeKind
from jupyter_llm_teach.teaching.facts.fact import Difference, ErrorFact, Facts, TestFact
from jupyter_llm_teach.teaching.policy import ErrorHelp
from jupyter_llm_teach.teaching.rung import Rung

_EXCEPTIONS = frozenset(
    name
    for name, each in vars(builtins).items()
    if isinstance(each, type) and issubclass(each, BaseException)
)

_TELLS_WHERE = frozenset(
    {
        CodeKind.BORDER,
        CodeKind.FIRST_TURN,
        CodeKind.MISSING_BRANCH,
        CodeKind.NO_BASE_CASE,
        CodeKind.PAST_THE_END,
        CodeKind.SAME_ARGUMENT,
        CodeKind.UNUSED_LOOP_NAME,
    }
)
"""What is about the task and not about the language: whoever hears it knows where the fault is."""


def shown(facts: Facts, rung: Rung | None, error_help: ErrorHelp = ErrorHelp.SUGGESTION) -> Facts:
    """The facts without what hidden tests hold, and without fault lines below ``locate``.

    Below ``locate``, of what the text of the answer says remains what any editor would say of the
    language, without its line. The instructor's rules are always told.

    Of a hidden test remain how it stands, the kind of difference, the kind of exception and whose
    code raised it, and that it depends on the time or the network. An exception class that the
    learner made could carry a hidden test's input in its name: it is called ``Exception``.

    Args:
        facts: All that is known.
        rung: The rung that is given; None for the fact card alone.
        error_help: How far errors are explained below ``locate``: with the facts alone, nothing
            is said of the text of the answer or of what its names held; with the cause, no names
            that may be meant instead.
    """
    numbers = itertools.count(1)
    tests = tuple(test if test.visible else _hidden(test, next(numbers)) for test in facts.tests)
    located = rung is not None and rung >= Rung.LOCATE
    if located:
        return replace(facts, tests=tests)
    code = tuple(_unplaced(each) for each in facts.code if each.kind not in _TELLS_WHERE)
    return _explained(replace(facts, tests=tests, lines=(), code=code), error_help)


def _explained(facts: Facts, error_help: ErrorHelp) -> Facts:
    match error_help:
        case ErrorHelp.SUGGESTION:
            return facts
        case ErrorHelp.CAUSE:
            return replace(facts, code=tuple(_without_suggestion(each) for each in facts.code))
        case ErrorHelp.FACTS:
            tests = tuple(replace(each, error=_stripped(each.error)) for each in facts.tests)
            rules = tuple(each for each in facts.code if each.kind in RULES)
            return replace(facts, tests=tests, error=_stripped(facts.error), code=rules)


def _without_suggestion(fact: CodeFact) -> CodeFact:
    return fact if fact.kind in RULES else replace(fact, names=fact.names[:1])


def _stripped(error: ErrorFact | None) -> ErrorFact | None:
    return None if error is None else replace(error, names=())


def _unplaced(fact: CodeFact) -> CodeFact:
    return fact if fact.kind in RULES else replace(fact, line=None)


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
        judged=test.judged,
        size=test.size,  # keeps their order, and goes nowhere else
    )


def _bare(error: ErrorFact) -> ErrorFact:
    known = error.stopped or error.type in _EXCEPTIONS
    kind = error.type if known else "Exception"
    return ErrorFact(kind, "", None, "", stopped=error.stopped, origin=error.origin)
