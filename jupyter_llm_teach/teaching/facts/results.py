"""Facts from what the sandbox gave."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain, repeat

from typing_extensions import assert_never

from jupyter_llm_teach.teaching.exercise import (
    Answer,
    Compare,
    Exercise,
    Holds,
    Runs,
    Test,
    normalised,
)
from jupyter_llm_teach.teaching.facts.calls import call_of
from jupyter_llm_teach.teaching.facts.difference import difference
from jupyter_llm_teach.teaching.facts.equality import complete, equal, literal
from jupyter_llm_teach.teaching.facts.exceptions import (
    Ran,
    loading_error,
    probe_error,
    static_error,
)
from jupyter_llm_teach.teaching.facts.fact import Facts, Outside, Place, State, TestFact
from jupyter_llm_teach.teaching.facts.outside import missed_network, outside
from jupyter_llm_teach.teaching.facts.plan import computed
from jupyter_llm_teach.teaching.facts.returning import refined
from jupyter_llm_teach.teaching.facts.scientific import said
from jupyter_llm_teach.teaching.facts.size import size
from jupyter_llm_teach.teaching.facts.text import python_text
from jupyter_llm_teach.teaching.facts.truth import truth
from jupyter_llm_teach.teaching.run import (
    Outcome,
    Raised,
    Result,
    Returned,
    StopCause,
    Stopped,
)
from jupyter_llm_teach.teaching.value import Value

NO_EXPECTED = "expected_unknown"
TOO_LARGE = "too_large"
NO_NETWORK = "network"
NO_TIME = "not_reached"
_NOT_REACHED = Stopped(StopCause.NOT_REACHED)


def facts(exercise: Exercise, answer: Answer, outcome: Outcome, expected: Outcome | None) -> Facts:
    """What the results of an answer say.

    A test that could not be judged is ``NOT_RUN``: its expected value could not be computed or is
    too large to be compared, it needs a network, or the time for all tests was used up before it.
    The answer is then ``NOT_RUN`` as well unless another test fails: nobody is told that everything
    passes before it is known.

    Args:
        exercise: The instructor's version.
        answer: What was run.
        outcome: A result for each test, as `judging.verdict.judged` gives them.
        expected: Of the job that `expected_job` made; None where it made none or it could not run.
    """
    if not exercise.tests:
        return not_run(exercise, answer, "no_tests")
    unchanged = normalised(answer.code) == normalised(exercise.starter)
    ran = Ran(answer, outcome.failed_prelude)
    error = loading_error(outcome.loaded, ran)
    if error is not None:
        tests = tuple(
            replace(_bare(each), state=State.ERROR, error=error) for each in exercise.tests
        )
        return Facts(State.ERROR, tests, error=error, unchanged=unchanged)
    values = _expected_values(exercise, expected)
    results = chain(outcome.results, repeat(_NOT_REACHED))
    places = (Place.INSIDE if n in outcome.inside else Place.OUTSIDE for n in itertools.count())
    tests = tuple(
        replace(_judged(test, result, values.get(test.name), ran), judged=place)
        for test, result, place in zip(exercise.tests, results, places, strict=False)
    )
    state = _state(tests)
    reasons = [test.not_judged for test in tests if test.not_judged]
    reason = reasons[0] if state is State.NOT_RUN else ""
    return Facts(state, tests, unchanged=unchanged, not_run=reason)


def not_run(exercise: Exercise, answer: Answer, code: str) -> Facts:
    """What is known of an answer that could not be run.

    Args:
        exercise: The instructor's version.
        answer: What the learner wrote.
        code: Why, as an error code such as ``sandbox_unavailable``.
    """
    python = exercise.language in ("", "python")
    return Facts(
        State.NOT_RUN,
        tuple(_bare(test) for test in exercise.tests),
        error=static_error(answer.code) if python else None,
        unchanged=normalised(answer.code) == normalised(exercise.starter),
        not_run=code,
    )


def _expected_values(exercise: Exercise, expected: Outcome | None) -> Mapping[str, Value]:
    """By the name of a test, the value that it expects, where it is known."""
    given = expected.results if expected is not None else ()
    values = {
        test.name: result.value
        for (test, _), result in zip(computed(exercise), given, strict=False)
        if isinstance(result, Returned)
    }
    return values | dict(_literals(exercise))


def _literals(exercise: Exercise) -> Iterator[tuple[str, Value]]:
    for test in exercise.tests:
        value = literal(test.check.expected) if isinstance(test.check, Compare) else None
        if value is not None:
            yield test.name, value


def _state(tests: tuple[TestFact, ...]) -> State:
    states = {test.state for test in tests}
    if states & {State.FAILED, State.ERROR}:
        return State.FAILED
    return State.NOT_RUN if State.NOT_RUN in states else State.PASSED


def _bare(test: Test) -> TestFact:
    """A test before anything is known of its result."""
    return TestFact(
        test.name,
        test.visible,
        State.NOT_RUN,
        call=call_of(test),
        message=test.message,
        size=size(test),
    )


def _judged(test: Test, result: Result, expected: Value | None, ran: Ran) -> TestFact:
    fact = _bare(test)
    if expected is not None:
        fact = replace(fact, expected=python_text(expected))
    if result == _NOT_REACHED:
        return replace(fact, not_judged=NO_TIME)
    judged = _of_result(test, result, expected, fact, ran)
    if judged.state is State.PASSED:
        return judged
    asked = outside(test, ran.answer.code)
    if missed_network(result, asked):
        return replace(fact, not_judged=NO_NETWORK, outside=Outside.NETWORK)
    return replace(judged, outside=asked)


def _of_result(
    test: Test, result: Result, expected: Value | None, fact: TestFact, ran: Ran
) -> TestFact:
    if isinstance(result, Returned):
        return _returned(test, result, expected, fact, ran)
    if isinstance(result, Raised) and result.type == "AssertionError" and result.line is None:
        known = said(result.message)
        message = test.message or ("" if known else result.message)
        return replace(fact, state=State.FAILED, difference=known, message=message)
    return replace(fact, state=State.ERROR, error=probe_error(result, ran))


def _returned(
    test: Test, result: Returned, expected: Value | None, fact: TestFact, ran: Ran
) -> TestFact:
    match test.check:
        case Runs():
            return replace(fact, state=State.PASSED)
        case Holds():
            state = State.PASSED if truth(result.value) else State.FAILED
            fact = replace(fact, state=state, got=python_text(result.value))
        case Compare():
            fact = replace(fact, got=python_text(result.value))
            fact = _compared(test, result, expected, fact, ran)
        case _:
            assert_never(test.check)
    failed = fact.state is State.FAILED
    return replace(fact, changes_argument=failed and bool(result.changed))


def _compared(
    test: Test, result: Returned, expected: Value | None, fact: TestFact, ran: Ran
) -> TestFact:
    if expected is None:
        return replace(fact, not_judged=NO_EXPECTED)
    same = equal(result.value, expected)
    if same and not complete(expected):
        return replace(fact, not_judged=TOO_LARGE)
    if same:
        return replace(fact, state=State.PASSED)
    found = difference(result.value, expected, result.printed)
    found = refined(found, test, result, ran.answer.code)
    return replace(fact, state=State.FAILED, difference=found)
