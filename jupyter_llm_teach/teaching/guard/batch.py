"""Many programs against the tests of an exercise in one run: each in a process of its own.

A probe loads a program and asks all tests about it, one after the other. What comes back is no
more than whether a reply leaks, so that hidden and visible tests may share a process here; a
program that ends the process, or does not end, is told apart and tried by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from typing_extensions import assert_never

from jupyter_llm_teach.teaching.exercise import Answer, Compare, Exercise, Holds, Runs, Test
from jupyter_llm_teach.teaching.facts.equality import complete, equal, literal
from jupyter_llm_teach.teaching.facts.fact import Facts, State
from jupyter_llm_teach.teaching.facts.plan import computed
from jupyter_llm_teach.teaching.facts.truth import truth
from jupyter_llm_teach.teaching.run import (
    Evaluate,
    Execute,
    Job,
    Limits,
    Outcome,
    Probe,
    Raised,
    Result,
    Returned,
    StopCause,
    Stopped,
)
from jupyter_llm_teach.teaching.value import Items, Scalar, Value

_ASKED = """

def __asked(checks, run=exec, ask=eval, names=globals()):
    found = []
    for setup, expression in checks:
        try:
            run(setup, names)
            found.append((True, ask(expression, names) if expression else None))
        except (Exception, SystemExit) as error:
            found.append((False, type(error).__name__))
    return found
"""
# Named in the program, a library is loaded before the clock starts.
_LIBRARY = re.compile(r"\b(?:numpy|pandas|random|matplotlib)\b")
SHORT = Limits(probe_seconds=0.6, total_seconds=2.5)
_FEW = 16  # programs that share this time; of more, each adds to it
LONG = Limits(probe_seconds=3.0, total_seconds=8.0)
_PAIR = 2
Passed = tuple[str, ...]


def open_tests(exercise: Exercise, before: Facts) -> Exercise:
    """The exercise with those tests alone that an answer does not pass."""
    passed = {test.name for test in before.tests if test.state is State.PASSED}
    return replace(exercise, tests=tuple(t for t in exercise.tests if t.name not in passed))


def batch(
    exercise: Exercise, programs: Sequence[str], prelude: tuple[str, ...], limits: Limits = SHORT
) -> Job:
    """The job that asks the tests of an exercise about programs, one probe for each."""
    checks = [_check(test) for test in exercise.tests]
    probes = [Evaluate(f"__asked({checks!r})", f"{each}{_ASKED}") for each in programs]
    libraries = {word for each in programs for word in _LIBRARY.findall(each)}
    mentioned = f"# {' '.join(sorted(libraries))}" if libraries else ""
    seconds = limits.total_seconds * max(1.0, len(programs) / _FEW)
    within = replace(limits, total_seconds=seconds)
    return Job(mentioned, tuple(probes), prelude, within, files=exercise.files)


def alone(exercise: Exercise, answer: Answer) -> Job:
    """The job that asks the tests about one program, each in a process of its own."""
    probes = tuple(_probe(*_check(test)) for test in exercise.tests)
    return Job(answer.code, probes, answer.prelude, SHORT, files=exercise.files)


def is_endless(result: Result) -> bool:
    """Whether a program was ended because it took too long, or was never reached for that."""
    return isinstance(result, Stopped) and result.cause in (StopCause.TIME, StopCause.NOT_REACHED)


def passed(exercise: Exercise, outcome: Outcome, expected: Outcome | None) -> Passed:
    """The names of the tests that a program alone passes.

    Args:
        exercise: With the tests that were asked.
        outcome: Of the job that `alone` made.
        expected: Of `expected_job`; None where every expected value is a literal.
    """
    if not isinstance(outcome.loaded, Returned):
        return ()
    return tuple(_passed(exercise, outcome.results, _expected(exercise, expected)))


def passed_by(exercise: Exercise, result: Result, expected: Outcome | None) -> Passed | None:
    """The same for a program of a batch, by what its probe gave.

    None where the program has to be tried alone: it ended its process, or gave too much.
    """
    if isinstance(result, Raised):
        return ()
    found = tuple(_results(result.value)) if isinstance(result, Returned) else ()
    if len(found) != len(exercise.tests):
        return None
    return tuple(_passed(exercise, found, _expected(exercise, expected)))


def _check(test: Test) -> tuple[str, str]:
    """The statements and the expression that a test asks."""
    match test.check:
        case Compare(expression=expression) | Holds(expression=expression):
            return test.setup, expression
        case Runs(code=code):
            return f"{test.setup}\n{code}", ""
        case _:
            assert_never(test.check)


def _probe(setup: str, expression: str) -> Probe:
    return Evaluate(expression, setup) if expression else Execute(setup)


def _results(value: Value) -> Iterator[Result]:
    """A result for each test; none for what was too much to be told."""
    for pair in value.items if isinstance(value, Items) else ():
        if isinstance(pair, Items) and len(pair.items) == _PAIR:
            ended, got = pair.items
            well = isinstance(ended, Scalar) and ended.value is True
            yield Returned(got) if well else Raised("Exception", "", None)


def _expected(exercise: Exercise, outcome: Outcome | None) -> dict[str, Value]:
    """By the name of a test, the value that it expects, where it is known."""
    given = outcome.results if outcome is not None else ()
    values = {
        test.name: result.value
        for (test, _), result in zip(computed(exercise), given, strict=False)
        if isinstance(result, Returned)
    }
    for test in exercise.tests:
        found = literal(test.check.expected) if isinstance(test.check, Compare) else None
        if found is not None:
            values[test.name] = found
    return values


def _passed(
    exercise: Exercise, results: Sequence[Result], expected: Mapping[str, Value]
) -> Iterator[str]:
    for test, result in zip(exercise.tests, results, strict=False):
        if isinstance(result, Returned) and _holds(test, result.value, expected):
            yield test.name


def _holds(test: Test, value: Value, expected: Mapping[str, Value]) -> bool:
    match test.check:
        case Compare():
            wanted = expected.get(test.name)
            return wanted is not None and equal(value, wanted) and complete(wanted)
        case Holds():
            return truth(value)
        case Runs():
            return True
        case _:
            assert_never(test.check)
