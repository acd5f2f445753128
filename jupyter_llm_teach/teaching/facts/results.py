"""Facts from what the sandbox gave."""

from __future__ import annotations

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
from jupyter_llm_teach.teaching.facts.fact import ErrorFact, Facts, State, TestFact
from jupyter_llm_teach.teaching.facts.plan import computed
from jupyter_llm_teach.teaching.facts.source import syntax_error
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
_NO_EXPECTED_MESSAGE = "The expected value of this test could not be computed."
_TOO_LARGE_MESSAGE = "The value of this test is too large to be compared."
_NOT_REACHED = Stopped(StopCause.NOT_REACHED)


def facts(exercise: Exercise, answer: Answer, outcome: Outcome, expected: Outcome | None) -> Facts:
    """What the results of an answer say.

    A test that could not be judged is ``NOT_RUN``: its expected value could not be computed or is
    too large to be compared, or the time for all tests was used up before it. The answer is then
    ``NOT_RUN`` as well unless another test fails: nobody is told that everything passes before it
    is known.

    Args:
        exercise: The instructor's version.
        answer: What was run.
        outcome: Of the job that `answer_job` made.
        expected: Of the job that `expected_job` made; None where it made none or it could not run.
    """
    if not exercise.tests:
        return not_run(exercise, answer, "no_tests")
    unchanged = normalised(answer.code) == normalised(exercise.starter)
    error = _error(outcome.loaded, answer.code)
    if error is not None:
        tests = tuple(
            replace(_bare(each), state=State.ERROR, error=error) for each in exercise.tests
        )
        return Facts(State.ERROR, tests, error=error, unchanged=unchanged)
    values = _expected_values(exercise, expected)
    results = chain(outcome.results, repeat(_NOT_REACHED))
    tests = tuple(
        _judged(test, result, values.get(test.name), answer.code)
        for test, result in zip(exercise.tests, results, strict=False)
    )
    state = _state(tests)
    reason = NO_EXPECTED if state is State.NOT_RUN else ""
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
        error=_static_error(answer.code) if python else None,
        unchanged=normalised(answer.code) == normalised(exercise.starter),
        not_run=code,
    )


def _static_error(code: str) -> ErrorFact | None:
    found = syntax_error(code)
    if found is None:
        return None
    return ErrorFact(type(found).__name__, found.msg, found.lineno, _source(code, found.lineno))


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
        test.name, test.visible, State.NOT_RUN, call=call_of(test), message=test.message
    )


def _judged(test: Test, result: Result, expected: Value | None, code: str) -> TestFact:
    fact = _bare(test)
    if expected is not None:
        fact = replace(fact, expected=python_text(expected))
    if isinstance(result, Returned):
        return _returned(test, result, expected, fact)
    if result == _NOT_REACHED:
        return fact
    if isinstance(result, Raised) and result.type == "AssertionError" and result.line is None:
        return replace(fact, state=State.FAILED, message=test.message or result.message)
    return replace(fact, state=State.ERROR, error=_error(result, code))


def _returned(test: Test, result: Returned, expected: Value | None, fact: TestFact) -> TestFact:
    match test.check:
        case Runs():
            return replace(fact, state=State.PASSED)
        case Holds():
            state = State.PASSED if truth(result.value) else State.FAILED
            return replace(fact, state=state, got=python_text(result.value))
        case Compare():
            fact = replace(fact, got=python_text(result.value))
            return _compared(result, expected, fact)
        case _:
            assert_never(test.check)


def _compared(result: Returned, expected: Value | None, fact: TestFact) -> TestFact:
    if expected is None:
        return replace(fact, message=_NO_EXPECTED_MESSAGE)
    same = equal(result.value, expected)
    if same and not complete(expected):
        return replace(fact, message=_TOO_LARGE_MESSAGE)
    if same:
        return replace(fact, state=State.PASSED)
    found = difference(result.value, expected, result.printed)
    return replace(fact, state=State.FAILED, difference=found)


def _error(result: Result, code: str) -> ErrorFact | None:
    match result:
        case Returned():
            return None
        case Raised(type=kind, message=message, line=line):
            return ErrorFact(kind, message, line, _source(code, line))
        case Stopped(cause=cause, line=line):
            return ErrorFact(cause.value, "", line, _source(code, line), stopped=True)
        case _:
            assert_never(result)


def _source(code: str, line: int | None) -> str:
    lines = code.splitlines()
    return lines[line - 1].strip() if line is not None and 1 <= line <= len(lines) else ""
