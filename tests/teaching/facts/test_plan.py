from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from jupyter_llm_teach.teaching.exercise import Answer, Compare, Exercise, Holds, Runs, Test
from jupyter_llm_teach.teaching.facts.judging.trial import trials
from jupyter_llm_teach.teaching.facts.plan import answer_job, answer_jobs, expected_job, outcome_of
from jupyter_llm_teach.teaching.run import Evaluate, Execute, Job, Raised
from tests.teaching.facts.builders import check, compare, exercise, outcome, returned


def jobs(task: Exercise, answer: Answer, *, traced: bool = False) -> tuple[Job, ...]:
    return answer_jobs(task, answer, trials(task, answer), traced=traced)


def test_every_whole_test_becomes_a_probe_in_order() -> None:
    task = exercise(
        compare("f(x)", "2", setup="x = 1"),
        check(Holds("f(2) > 3"), setup="y = 0"),
        check(Runs("assert f(1)"), setup="import math"),
        check(Runs("assert f(1)")),
    )

    assert answer_job(task, Answer("def f(x): ...", ("import numpy",))) == Job(
        program="def f(x): ...",
        probes=(
            Evaluate("f(x)", "x = 1", ("x",)),
            Evaluate("f(2) > 3", "y = 0"),
            Execute("import math\nassert f(1)"),
            Execute("assert f(1)"),
        ),
        prelude=("import numpy",),
    )


def test_literals_need_no_job() -> None:
    assert expected_job(exercise(compare("f(1)", "[1, 2]"), check(Holds("f(1)")))) is None


def test_other_expected_values_are_computed_without_the_learners_program() -> None:
    task = exercise(
        compare("f(1)", "2"),
        compare("f(2)", "{1, 2} | {3}"),
        compare("f(3)", "math.pi", setup="import math\nx = f(3)\nfrom os.path import *"),
    )

    assert expected_job(task) == Job(
        program="",
        probes=(
            Evaluate("{1, 2} | {3}"),
            Evaluate("math.pi", "import math\nfrom os.path import *"),
        ),
    )


def test_what_the_setup_of_an_expected_value_needs_is_kept() -> None:
    setup = "import math\nradius = 2\narea = math.pi * radius\nunused = f(1)"

    assert expected_job(exercise(compare("f(2)", "area + 1", setup))) == Job(
        program="",
        probes=(Evaluate("area + 1", "import math\nradius = 2\narea = math.pi * radius"),),
    )


def test_a_setup_that_is_no_python_is_kept_whole() -> None:
    job = expected_job(exercise(compare("f(2)", "x + 1", "x = = 1")))

    assert job == Job(program="", probes=(Evaluate("x + 1", "x = = 1"),))


def test_an_expected_value_that_is_no_python_keeps_the_whole_setup() -> None:
    job = expected_job(exercise(compare("f(2)", "x +", "x = 1")))

    assert job == Job(program="", probes=(Evaluate("x +", "x = 1"),))


_SECRETS = st.text("0123456789", min_size=12, max_size=12)


@given(st.lists(_SECRETS, min_size=1, max_size=4), st.booleans())
def test_no_expected_value_is_in_the_job_of_an_answer(
    secrets: list[str],
    traced: bool,  # noqa: FBT001 - drawn by hypothesis
) -> None:
    tests = [compare(f"f({n})", f"int('{s}')", "import math") for n, s in enumerate(secrets)]
    task = replace(exercise(*tests), references=tuple(secrets))

    found = jobs(task, Answer("def f(x): ..."), traced=traced)

    assert not [secret for secret in secrets if secret in repr(found)]


def test_an_expected_text_in_the_call_itself_stays() -> None:
    job = answer_job(exercise(Test("t", True, Compare("f(3)", "3"))), Answer(""))  # noqa: FBT003

    assert job.probes == (Evaluate("f(3)"),)


_MIXED = exercise(
    compare("f(1)", "1", visible=False),
    compare("f(2)", "2"),
    compare("f(3)", "3", visible=False),
)
_ANSWER = Answer("def f(x): ...")


def test_hidden_tests_are_in_no_job_with_visible_ones() -> None:
    shown, hidden = jobs(_MIXED, _ANSWER, traced=True)

    assert [probe.expression for probe in shown.probes if isinstance(probe, Evaluate)] == ["f(2)"]
    assert "f(2)" not in repr(hidden)
    assert shown.traced
    assert hidden.traced


def test_one_job_is_enough_for_tests_of_one_sort() -> None:
    task = exercise(compare("f(1)", "1"))

    assert jobs(task, _ANSWER) == (answer_job(task, _ANSWER),)
    assert jobs(exercise(), _ANSWER) == (answer_job(exercise(), _ANSWER),)


def test_the_results_of_two_jobs_stand_in_the_order_of_the_tests() -> None:
    shown, hidden = outcome(returned("2")), outcome(returned("1"), returned("3"))

    found = outcome_of(_MIXED, (shown, hidden))

    assert found.results == (returned("1"), returned("2"), returned("3"))
    assert found.loaded == shown.loaded


def test_a_program_that_failed_once_to_load_is_not_loaded() -> None:
    broken = outcome(loaded=Raised("KeyError", "'a'", 1))

    found = outcome_of(_MIXED, (outcome(returned("2")), broken))

    assert found.loaded == broken.loaded
    assert len(found.results) == 1
