from __future__ import annotations

import pytest

from jupyter_llm_teach.teaching.facts.fact import (
    Difference,
    ErrorFact,
    Facts,
    FaultLine,
    Kind,
    State,
    TestFact,
)
from jupyter_llm_teach.teaching.facts.lines import suspicious_lines
from jupyter_llm_teach.teaching.run import Raised, StopCause, Stopped
from tests.teaching.facts.builders import failing, outcome, returned

_COUNT = """\
import math

def count(xs, limit):
    \"\"\"How many are below.\"\"\"
    total = 0
    for i in range(len(xs) - 1):
        if xs[i] < limit:
            total += 1
    return total
"""
_ALL = range(4, 10)


def _test(kind: Kind | None = None, error: ErrorFact | None = None) -> TestFact:
    state = State.ERROR if error else State.FAILED
    difference = Difference(kind, "int", "int") if kind else None
    return TestFact("t", visible=True, state=state, call="f()", difference=difference, error=error)


_PASSED = TestFact("p", visible=True, state=State.PASSED, call="f()")
_NOT_RUN = TestFact("n", visible=True, state=State.NOT_RUN, call="f()")


def _lines(found: tuple[FaultLine, ...]) -> list[int]:
    return [each.line for each in found]


def test_the_line_of_an_exception_comes_first() -> None:
    error = ErrorFact("IndexError", "list index out of range", 7, "if xs[i] < limit:")
    raised = Raised("IndexError", "", 7, lines=frozenset({5, 6, 7}))

    found = suspicious_lines(_COUNT, failing(_test(error=error)), outcome(raised))

    assert found[0] == FaultLine(7, "if xs[i] < limit:", 1.0, "exception")
    assert _lines(found) == [7, 6, 5]


def test_a_program_that_cannot_be_loaded_shows_the_line_of_its_error() -> None:
    error = ErrorFact("SyntaxError", "expected ':'", 1, "def f()")

    found = suspicious_lines(
        "def f()\n    return 1",
        Facts(State.ERROR, (_test(error=error),), error=error),
        outcome(Stopped(StopCause.NOT_REACHED), loaded=Raised("SyntaxError", "", 1)),
    )

    assert found == (FaultLine(1, "def f()", 1.0, "exception"),)


def test_an_error_beyond_the_last_line_is_left_out() -> None:
    error = ErrorFact("SyntaxError", "unexpected end", 9, "")

    assert suspicious_lines("f(", failing(_test(error=error)), outcome()) == ()


def test_lines_that_only_failing_tests_run_come_before_others() -> None:
    facts = failing(_test(Kind.VALUE), _PASSED)
    results = outcome(returned("1", lines=_ALL), returned("1", lines={5, 6, 9}))

    found = suspicious_lines(_COUNT, facts, results)

    assert found[0] == FaultLine(8, "total += 1", 1.0, "spectrum")
    assert found[1] == FaultLine(7, "if xs[i] < limit:", 1.0, "spectrum")
    assert found[2].score == pytest.approx(0.7071, abs=1e-4)


@pytest.mark.parametrize(
    ("kind", "lines"),
    [
        (Kind.OFF_BY_ONE, [6, 7, 9]),
        (Kind.TOO_SHORT, [6, 7, 9]),
        (Kind.TOO_LONG, [6, 7, 9]),
        (Kind.OPPOSITE, [7, 9, 6]),
        (Kind.VALUE, [8, 9, 7]),
        (Kind.ELEMENT, [8, 9, 7]),
        (Kind.NOTHING_RETURNED, [9, 8, 7]),
        (None, [8, 9, 7]),
    ],
)
def test_where_only_failing_tests_ran_the_kind_of_difference_decides(
    kind: Kind | None, lines: list[int]
) -> None:
    found = suspicious_lines(_COUNT, failing(_test(kind)), outcome(returned("1", lines=_ALL)))

    assert (_lines(found)[:3], found[0].reason) == (lines, "result")


def test_a_printed_result_points_to_its_print() -> None:
    program = "def f(x):\n    y = x + 1\n    print(y)\n    y = 2"

    found = suspicious_lines(
        program,
        failing(_test(Kind.PRINTED_NOT_RETURNED)),
        outcome(returned("None", lines={2, 3, 4})),
    )

    assert _lines(found) == [3, 4, 2]


def test_a_print_is_suspected_even_where_few_tests_run_it() -> None:
    program = "def f(x):\n    if x:\n        print(1)\n    else:\n        print(2)"

    found = suspicious_lines(
        program,
        failing(_test(Kind.PRINTED_NOT_RETURNED), _test(Kind.PRINTED_NOT_RETURNED)),
        outcome(returned("None", lines={2, 3}), returned("None", lines={2, 5})),
    )

    assert _lines(found) == [5, 3, 2]


def test_a_program_without_functions_counts_what_ran_when_it_was_loaded() -> None:
    found = suspicious_lines(
        "x = 1\ny = x + 1",
        failing(_test(Kind.OFF_BY_ONE)),
        outcome(returned("1"), loaded=returned("None", lines={1, 2})),
    )

    assert _lines(found) == [2, 1]


def test_a_statement_over_several_lines_is_told_by_its_first() -> None:
    program = "def f(x):\n    return (\n        x +\n        1\n    )"

    found = suspicious_lines(
        program, failing(_test(Kind.VALUE)), outcome(returned("1", lines={3, 4}))
    )

    assert found == (FaultLine(2, "return (", 1.0, "result"),)


_ENDLESS = "def f(n):\n    while n > 0:\n        n = n + 1\n    return n"


def test_a_run_without_end_points_to_the_loop_around_its_last_line() -> None:
    error = ErrorFact("time", "", 3, "n = n + 1", stopped=True)

    found = suspicious_lines(
        _ENDLESS, failing(_test(error=error)), outcome(Stopped(StopCause.TIME, line=3))
    )

    assert found == (FaultLine(2, "while n > 0:", 1.0, "exception"),)


def test_a_program_that_was_stopped_while_it_was_loaded_points_to_its_loop() -> None:
    error = ErrorFact("time", "", 2, "pass", stopped=True)
    results = outcome(loaded=Stopped(StopCause.TIME, line=2))

    found = suspicious_lines(
        "while True:\n    pass", Facts(State.ERROR, (_test(error=error),), error), results
    )

    assert found == (FaultLine(1, "while True:", 1.0, "exception"),)


def test_a_run_that_was_stopped_outside_a_loop_points_to_its_line() -> None:
    error = ErrorFact("exit", "", 1, "exit()", stopped=True)

    found = suspicious_lines("exit()", failing(_test(error=error)), outcome())

    assert _lines(found) == [1]


def test_a_run_that_was_stopped_somewhere_points_to_the_first_while() -> None:
    error = ErrorFact("time", "", None, "", stopped=True)

    found = suspicious_lines(
        _ENDLESS, failing(_test(error=error)), outcome(Stopped(StopCause.TIME))
    )

    assert _lines(found) == [2]


def test_a_run_that_was_stopped_somewhere_without_loops_points_nowhere() -> None:
    error = ErrorFact("memory", "", None, "", stopped=True)

    found = suspicious_lines("x = 1", failing(_test(error=error)), outcome())

    assert found == ()


def test_an_exception_outside_the_answer_points_to_what_ran() -> None:
    error = ErrorFact("TypeError", "f() takes 1 argument", None, "")
    raised = Raised("TypeError", "", None, lines=frozenset({5}))

    found = suspicious_lines(_COUNT, failing(_test(error=error)), outcome(raised))

    assert found == (FaultLine(5, "total = 0", 1.0, "result"),)


def test_tests_that_did_not_run_say_nothing() -> None:
    results = outcome(returned("1", lines={5}), returned("1", lines={9}))

    assert suspicious_lines(_COUNT, failing(_NOT_RUN, _PASSED), results) == ()


def test_definitions_docstrings_and_imports_are_never_suspected() -> None:
    lines = {1, 3, 4, 5}

    found = suspicious_lines(
        _COUNT, failing(_test(Kind.VALUE)), outcome(returned("1", lines=lines))
    )

    assert _lines(found) == [5]


def test_slices_and_comprehensions_are_ends_and_loops() -> None:
    program = "def f(xs):\n    a = [x for x in xs]\n    b = a[1:]\n    c = a\n    return a"

    found = suspicious_lines(
        program, failing(_test(Kind.TOO_SHORT)), outcome(returned("1", lines={2, 3, 4, 5}))
    )

    assert _lines(found)[:3] == [3, 2, 5]


def test_of_two_lines_alike_the_later_comes_first() -> None:
    program = "def f(x):\n    g(x)\n    h(x)\n    i(x); j(x)"

    found = suspicious_lines(
        program, failing(_test(Kind.VALUE)), outcome(returned("1", lines={2, 3, 4}))
    )

    assert _lines(found) == [4, 3, 2]
