from __future__ import annotations

import pytest

from jupyter_llm_teach.teaching.exercise import Answer, Holds, Runs
from jupyter_llm_teach.teaching.facts.fact import (
    Difference,
    ErrorFact,
    Facts,
    Kind,
    Source,
    State,
    TestFact,
)
from jupyter_llm_teach.teaching.facts.results import facts, not_run
from jupyter_llm_teach.teaching.run import Outcome, Raised, Returned, StopCause, Stopped
from jupyter_llm_teach.teaching.value import Opaque
from tests.teaching.facts.builders import (
    check,
    compare,
    exercise,
    only_fact,
    outcome,
    returned,
)

_CODE = "def f(x):\n    return x / 0"


def test_a_right_value_passes() -> None:
    assert only_fact(compare("f(1)", "2"), returned("2.0")) == TestFact(
        "f(1)", visible=True, state=State.PASSED, call="f(1)", expected="2", got="2.0"
    )


def test_a_wrong_value_fails_with_its_difference() -> None:
    assert only_fact(compare("f(x)", "2", setup="x = 1"), returned("3")) == TestFact(
        "f(x)",
        visible=True,
        state=State.FAILED,
        call="f(1)",
        expected="2",
        got="3",
        difference=Difference(Kind.OFF_BY_ONE, "int", "int", confidence=0.8),
    )


def test_what_was_printed_counts() -> None:
    fact = only_fact(compare("f(1)", "2"), returned("None", printed="2\n"))

    assert fact.difference == Difference(
        Kind.PRINTED_NOT_RETURNED, "int", "NoneType", confidence=0.95
    )


def test_an_expression_that_holds_passes() -> None:
    assert only_fact(check(Holds("f(1) > 0")), returned("True")).state is State.PASSED


def test_an_expression_that_does_not_hold_fails() -> None:
    assert only_fact(check(Holds("f(1) > 0"), message="Positive!"), returned("False")) == TestFact(
        "test",
        visible=True,
        state=State.FAILED,
        call="f(1) > 0",
        got="False",
        message="Positive!",
    )


def test_statements_that_end_well_pass() -> None:
    assert only_fact(check(Runs("f(1)")), returned("None")).state is State.PASSED


def test_the_tests_own_assertion_fails_with_its_message() -> None:
    raised = Raised("AssertionError", "f(1) must be 2", line=None)

    assert only_fact(check(Runs("assert f(1) == 2")), raised) == TestFact(
        "test",
        visible=True,
        state=State.FAILED,
        call="assert f(1) == 2",
        message="f(1) must be 2",
    )


def test_the_instructors_message_goes_before_the_assertions() -> None:
    raised = Raised("AssertionError", "", line=None)

    fact = only_fact(check(Runs("assert f(1) == 2"), message="Think of 1"), raised)

    assert fact.message == "Think of 1"


def test_an_assertion_in_the_learners_own_program_is_an_error() -> None:
    fact = only_fact(check(Runs("f(1)")), Raised("AssertionError", "", line=1))

    assert (fact.state, fact.error and fact.error.line) == (State.ERROR, 1)


def test_an_exception_is_an_error_with_its_line() -> None:
    raised = Raised("ZeroDivisionError", "division by zero", line=2)

    assert only_fact(compare("f(1)", "2"), raised, _CODE) == TestFact(
        "f(1)",
        visible=True,
        state=State.ERROR,
        call="f(1)",
        expected="2",
        error=ErrorFact("ZeroDivisionError", "division by zero", 2, "return x / 0"),
    )


def test_a_stopped_run_is_an_error_with_its_cause() -> None:
    fact = only_fact(compare("f(1)", "2"), Stopped(StopCause.TIME, line=99))

    assert (fact.state, fact.error) == (State.ERROR, ErrorFact("time", "", 99, "", stopped=True))


def test_all_tests_passed_is_passed() -> None:
    task = exercise(compare("f(1)", "1"), compare("f(2)", "2"))

    found = facts(task, Answer(_CODE), outcome(returned("1"), returned("2")), None)

    assert (found.state, found.passed, found.unchanged) == (State.PASSED, 2, False)


def test_one_failing_test_is_failed() -> None:
    task = exercise(compare("f(1)", "1"), compare("f(2)", "2"))

    found = facts(task, Answer(_CODE), outcome(returned("1"), returned("9")), None)

    assert (found.state, found.passed) == (State.FAILED, 1)


def test_a_program_that_cannot_be_loaded_is_an_error_of_every_test() -> None:
    raised = Raised("NameError", "name 'y' is not defined", line=1)
    error = ErrorFact("NameError", "name 'y' is not defined", 1, "x = y")

    found = facts(exercise(compare("x", "1")), Answer("x = y"), outcome(loaded=raised), None)

    assert found == Facts(
        State.ERROR,
        (TestFact("x", visible=True, state=State.ERROR, call="x", error=error),),
        error=error,
    )


def test_an_untouched_starter_is_told_apart_from_its_exception() -> None:
    starter = "def f(x):\n    raise NotImplementedError  # your code"
    raised = Raised("NotImplementedError", "", line=2)

    found = facts(
        exercise(compare("f(1)", "1"), starter=starter),
        Answer("def f(x):\n\n    raise NotImplementedError\n"),
        outcome(raised),
        None,
    )

    assert (found.state, found.tests[0].state, found.unchanged) == (
        State.FAILED,
        State.ERROR,
        True,
    )


def test_expected_values_that_were_computed_are_used_in_order() -> None:
    task = exercise(compare("f(1)", "1"), compare("f(2)", "1 + 1"), compare("f(3)", "2 + 1"))
    answered = outcome(returned("1"), returned("2"), returned("9"))

    found = facts(task, Answer(_CODE), answered, outcome(returned("2"), returned("3")))

    assert [(test.state, test.expected) for test in found.tests] == [
        (State.PASSED, "1"),
        (State.PASSED, "2"),
        (State.FAILED, "3"),
    ]


@pytest.mark.parametrize("expected", [None, outcome(Raised("NameError", "x", None))])
def test_a_test_without_its_expected_value_is_not_judged(expected: Outcome | None) -> None:
    task = exercise(compare("f(1)", "1"), compare("f(2)", "x + 1"))

    found = facts(task, Answer(_CODE), outcome(returned("1"), returned("2")), expected)

    assert (found.state, found.not_run) == (State.NOT_RUN, "expected_unknown")
    assert (found.tests[1].state, found.tests[1].not_judged) == (State.NOT_RUN, "expected_unknown")


def test_values_that_are_too_large_to_compare_are_not_judged() -> None:
    cut = Returned(Opaque("list", "[0, 1, 2..."))

    found = facts(exercise(compare("f()", "g()")), Answer(_CODE), outcome(cut), outcome(cut))

    assert (found.state, found.not_run, found.tests[0].not_judged) == (
        State.NOT_RUN,
        "too_large",
        "too_large",
    )


def test_an_exception_is_told_even_without_the_expected_value() -> None:
    raised = Raised("TypeError", "no", line=1)

    found = facts(exercise(compare("f(2)", "x + 1")), Answer(_CODE), outcome(raised), None)

    assert (found.state, found.tests[0].state) == (State.FAILED, State.ERROR)


def test_a_test_that_was_not_reached_is_not_run() -> None:
    task = exercise(compare("f(1)", "1"), compare("f(2)", "2"), compare("f(3)", "3"))
    results = outcome(Stopped(StopCause.TIME), Stopped(StopCause.NOT_REACHED))

    found = facts(task, Answer(_CODE), results, None)

    assert [test.state for test in found.tests] == [State.ERROR, State.NOT_RUN, State.NOT_RUN]
    assert found.state is State.FAILED


def test_an_exercise_without_tests_is_not_run() -> None:
    assert facts(exercise(), Answer("x = 1"), outcome(), None) == Facts(
        State.NOT_RUN, (), not_run="no_tests"
    )


def test_what_cannot_be_run_still_shows_its_syntax_error() -> None:
    found = not_run(
        exercise(compare("f(1)", "1")), Answer("x = 1\nfor y in x\n"), "sandbox_unavailable"
    )

    assert found == Facts(
        State.NOT_RUN,
        (TestFact("f(1)", visible=True, state=State.NOT_RUN, call="f(1)"),),
        error=ErrorFact("SyntaxError", "expected ':'", 2, "for y in x", found_by=Source.STATIC),
        not_run="sandbox_unavailable",
    )


def test_a_starter_that_cannot_be_run_is_unchanged() -> None:
    found = not_run(exercise(starter="x = 1"), Answer("x = 1  # mine"), "sandbox_unavailable")

    assert (found.error, found.unchanged) == (None, True)


def test_another_language_is_not_read_as_python() -> None:
    found = not_run(exercise(language="r"), Answer("x <- function("), "other_language")

    assert found.error is None
