from __future__ import annotations

from dataclasses import replace

import pytest

from jupyter_llm_teach.teaching.data_file import DataFile
from jupyter_llm_teach.teaching.exercise import Answer, Check, Compare, Holds, Runs, Test
from jupyter_llm_teach.teaching.facts.judging.trial import AsItIs, Replay, Trial, trials
from jupyter_llm_teach.teaching.facts.judging.verdict import judged, judging_jobs, opaque
from jupyter_llm_teach.teaching.run import (
    Evaluate,
    Execute,
    Outcome,
    Raised,
    Result,
    Returned,
    StopCause,
    Stopped,
)
from jupyter_llm_teach.teaching.value import Items, Opaque, Scalar, Value
from tests.teaching.facts.builders import check, exercise, outcome, returned, value

LOOP = Runs("for x, want in [(1, 2), (2, 4)]:\n    assert f(x) == want, want")
RAISES = Runs("with pytest.raises(KeyError, match='no'):\n    f(0)")
TRUE = returned("True")
CAT = Opaque("Cat", "<Cat>")


def trial_of(kind: Check, setup: str = "", code: str = "") -> Trial:
    (found,) = trials(exercise(check(kind, setup)), Answer(code))
    return found


def probes(trial: Trial, result: Result) -> list[Evaluate | Execute]:
    return [probe for each in judging_jobs([trial], [result], ()) for probe in each.job.probes]


def after(trial: Trial, result: Result, verdict: Result | None = None) -> Result:
    verdicts = {} if verdict is None else {0: verdict}
    return judged([trial], outcome(result), verdicts).results[0]


def several(*values: Value) -> Returned:
    return Returned(Items("tuple", values))


def test_only_what_needs_the_program_runs_with_it() -> None:
    setup = "import math\nexpected = [1, 2]\nxs = [3]\nrandom.seed(0)\ny = g(xs)"

    found = trial_of(Holds("f(xs) == expected and y < math.pi"), setup)

    assert found.probe == Evaluate(
        "(f(xs), y)", "xs = [3]\nrandom.seed(0)\ny = g(xs)", ("xs", "y"), drained=True
    )


def test_each_turn_of_a_loop_is_a_step() -> None:
    assert trial_of(LOOP).probe == Evaluate(
        "f(x)", "x = 2", earlier=(("x = 1", "f(x)"),), drained=True
    )


def test_a_function_of_the_test_is_not_shown_to_the_program() -> None:
    found = trial_of(Runs("check(1, 2)"), "def check(x, want):\n    assert f(x) == want")

    assert isinstance(found.probe, Evaluate)
    assert found.probe.setup == "check_1_x = 1"


def test_the_values_are_put_in_where_the_test_is_judged() -> None:
    trial = trial_of(Holds("f(1) == [1, math.pi]"), code="import math")
    (job,) = judging_jobs([trial], [returned("[1]")], (DataFile("a.csv", "", b""),))

    assert job.job.probes == (
        Evaluate("learners_1 == [1, math.pi]", "import math\nlearners_1 = [1]"),
    )
    assert [each.path for each in job.job.files] == ["a.csv"]


def test_the_steps_of_a_loop_are_judged_in_order() -> None:
    assert probes(trial_of(LOOP), several(value("2"), value("3"))) == [
        Execute(
            "want = 2\nlearners_1 = 2\nassert learners_1 == want, want\n"
            "want = 4\nlearners_2 = 3\nassert learners_2 == want, want"
        )
    ]


def test_an_exception_in_a_later_step_does_not_hide_an_earlier_failure() -> None:
    error = Raised("KeyError", "", 3, seen=(value("3"),))
    failed = Raised("AssertionError", "2", None)

    assert probes(trial_of(LOOP), error) == [
        Execute("want = 2\nlearners_1 = 3\nassert learners_1 == want, want")
    ]
    assert after(trial_of(LOOP), error, failed) == failed
    assert after(trial_of(LOOP), error, TRUE) == error
    assert after(trial_of(LOOP), replace(error, seen=())) == error


@pytest.mark.parametrize(
    "result", [Stopped(StopCause.TIME), Raised("KeyError", "", 3), several(), returned("3")]
)
def test_without_all_values_nothing_is_judged(result: Result) -> None:
    assert probes(trial_of(Holds("f(1) == g(2)")), result) == []


def test_a_process_that_gives_other_values_than_asked_has_crashed() -> None:
    forged = returned("True")

    assert after(trial_of(Holds("f(1) == g(2)")), forged) == Stopped(StopCause.CRASH)
    assert after(trial_of(LOOP), several(value("2"))) == Stopped(StopCause.CRASH)


def test_a_verdict_keeps_what_is_known_of_the_run() -> None:
    trial = trial_of(Holds("f(1) == 2"))
    result = replace(returned("2", "said", [1, 2]), changed=("xs",))

    assert after(trial, result, TRUE) == replace(result, value=Scalar("bool", value=True))
    assert after(trial, result, Raised("TypeError", "no", 9)) == Raised(
        "TypeError", "no", None, "said", frozenset({1, 2})
    )
    assert after(trial, result, Stopped(StopCause.TIME)) == Stopped(StopCause.TIME, "said")
    assert after(trial, Stopped(StopCause.EXIT), TRUE) == Stopped(StopCause.EXIT)


def test_the_wanted_exception_passes() -> None:
    trial = trial_of(RAISES)
    wanted = Raised("Missing", "no such key", 3, bases=("Missing", "KeyError", "Exception"))

    (probe,) = probes(trial, wanted)
    assert isinstance(probe, Execute)
    assert probe.code.startswith("learners_message = 'no such key'\nlearners_kind = 'Missing'\n")
    assert after(trial, wanted, TRUE) == Returned(Scalar("bool", value=True))
    assert after(trial_of(Runs("assert_raises(KeyError, f)")), wanted) == returned("None")


def test_another_exception_or_none_does_not_pass() -> None:
    trial = trial_of(RAISES)
    other = Raised("TypeError", "no", 3, bases=("TypeError", "Exception"))

    assert probes(trial, other) == []
    assert after(trial, other) == other
    assert after(trial, Stopped(StopCause.TIME)) == Stopped(StopCause.TIME)
    assert after(trial, returned("1", "said")) == Raised(
        "AssertionError", "KeyError was not raised", None, "said"
    )


def test_what_can_not_be_put_in_as_it_was_is_told() -> None:
    tried = [trial_of(Holds("f(1) == 2")), trial_of(Holds("f(1)")), trial_of(RAISES)]

    assert opaque(tried, [Returned(CAT)] * 3) == {0}
    assert opaque(tried, [returned("1")] * 3) == frozenset()


def test_whether_there_is_a_value_can_be_told_of_any() -> None:
    tried = [trial_of(Holds("f(1) is not None")), trial_of(Runs("test()"), TESTED)]

    assert opaque(tried, [Returned(CAT)] * 2) == frozenset()


TESTED = "def test():\n    assert f(1) is None"


def test_many_large_values_are_judged_in_several_jobs() -> None:
    trial = trial_of(Holds("f(1) == 2"))
    large = Returned(Scalar("str", "a" * 600_000))

    found = judging_jobs([trial] * 3, [large, large, returned("1")], ())

    assert [each.tests for each in found] == [(0,), (1, 2)]


def test_libraries_of_the_values_are_loaded_first() -> None:
    series = Items("Series", (), about=(("dtype", Scalar("str", "int64")),))
    (job,) = judging_jobs([trial_of(Holds("f(1).x == 2 and len(g(1)) == 0"))], [RESULT], ())

    assert job.job.program.startswith("import pandas\n")
    assert series in RESULT.value.items  # type: ignore[union-attr]


RESULT = several(value("1"), Items("Series", (), about=(("dtype", Scalar("str", "int64")),)))


@pytest.mark.parametrize(
    ("kind", "inside"),
    [
        (Compare("f(1)", "2"), False),
        (Compare("len(f(1))", "2"), False),
        (Holds("f(1)"), False),
        (Runs("f(1)"), False),
        (Holds("f(1) is f(1)"), True),
        (Compare("a ==", "1"), True),
        (Compare("a = 1", "1"), True),
        (Holds("1 < 2"), True),
        (Runs("if f(1):\n    assert f(2)"), True),
        (Runs("(("), True),
        (Runs("assert Point(1) == Point(1)"), True),
    ],
)
def test_what_is_left_as_it_is_says_whose_verdict_it_is(kind: Check, inside: bool) -> None:  # noqa: FBT001
    found = trial_of(kind, code="class Point: ...")

    assert found.judging == AsItIs(inside=inside)
    assert judged([found], outcome(TRUE), {}).inside == frozenset({0} if inside else ())


def test_a_setup_that_is_no_python_leaves_the_test_to_the_program() -> None:
    assert trial_of(Holds("f(1) == 2"), "x = = 1").judging == AsItIs(inside=True)


def test_tests_may_be_left_to_the_program() -> None:
    task = exercise(check(Holds("f(1) == 2")), check(Holds("f(2) == 2")))

    first, second = trials(task, Answer(""), frozenset({1}))

    assert isinstance(first.judging, Replay)
    assert second == Trial(Evaluate("f(2) == 2"), AsItIs(inside=True))


def test_a_builtin_of_the_learners_counts_for_what_it_spoils() -> None:
    trial = trial_of(Holds("len(f(1)) == 1"), code="len = 3")
    both = several(value("[1]"), value("False"))

    assert trial.probe == Evaluate("len(f(1)) == 1", earlier=(("", "f(1)"),), drained=True)
    assert after(trial, both, TRUE) == replace(both, value=Scalar("bool", value=False))
    assert after(trial, both, returned("False")) == replace(both, value=value("False"))
    spoiled = Raised("TypeError", "'int' object is not callable", None, seen=(value("[1]"),))
    assert after(trial, spoiled, TRUE) == spoiled


def test_statements_run_again_where_a_builtin_is_the_learners() -> None:
    trial = trial_of(Runs("for n in [1]:\n    assert len(f(n)) == 1"), code="len = 3")

    assert isinstance(trial.probe, Evaluate)
    assert trial.probe.expression == "None"
    assert trial.probe.setup.endswith("assert len(f(n)) == 1")


def test_a_message_that_needs_the_program_is_left_out() -> None:
    trial = trial_of(Runs("for n in [1]:\n    assert f(n) == 1, f(n)"))

    assert probes(trial, returned("2")) == [Execute("learners_1 = 2\nassert learners_1 == 1")]


def test_hidden_results_stand_where_they_stood() -> None:
    tried = trials(
        exercise(
            Test("a", visible=False, check=Holds("f(1) == 2")),
            Test("b", visible=True, check=Compare("f(1)", "2")),
        ),
        Answer(""),
    )
    ran = Outcome(returned("None"), (returned("2"), returned("2")), 0.1)

    assert judged(tried, ran, {0: TRUE}).results == (TRUE, returned("2"))
