from __future__ import annotations

from dataclasses import replace

import pytest

from jupyter_llm_teach.sandbox.refuse import RefuseSandbox
from jupyter_llm_teach.teaching.exercise import Answer, Compare, Test
from jupyter_llm_teach.teaching.facts.code_fact import CodeKind
from jupyter_llm_teach.teaching.facts.fact import Facts, State
from jupyter_llm_teach.teaching.policy import Policy
from jupyter_llm_teach.tutor.tests import TestRunner
from jupyter_llm_teach.tutor.work import Work
from tests.tutor.bench import Bench

pytestmark = pytest.mark.anyio

WRONG = "def total(xs):\n    found = 1\n    for x in xs:\n        found += x\n    return found"
PASSING = Answer("def total(vs):\n    s = 0\n    for v in vs:\n        s += v\n    return s")
FAILING = Answer("def total(values):\n    return values[0]")
ENDLESS = Answer("def total(values):\n    while True:\n        pass")
REFERENCE = "def total(xs):\n    return sum(xs)"


def work_with(bench: Bench, code: str, policy: Policy | None = None) -> Work:
    tests = tuple(
        Test(f"t{n}", visible=True, check=Compare(f"total({xs})", str(sum(xs))))
        for n, xs in enumerate([[1, 2], [], [3]])
    )
    found = bench.work(policy)
    exercise = replace(found.exercise, tests=tests, references=(REFERENCE,))
    return replace(found, exercise=exercise, answer=Answer(code))


async def first_line(runner: TestRunner, work: Work, *others: Answer) -> tuple[int, str]:
    facts = await runner.located(work, await runner.facts(work), others)
    return facts.lines[0].line, facts.lines[0].reason


async def test_answers_that_pass_are_compared_with_and_others_are_not(bench: Bench) -> None:
    runner, work = TestRunner(bench.sandbox), work_with(bench, WRONG)

    assert await first_line(runner, work, FAILING, ENDLESS, PASSING) == (2, "reference")
    assert await runner._passing(work.exercise, (FAILING, ENDLESS, PASSING)) == [PASSING.code]


async def test_without_a_sandbox_no_answer_is_known_to_pass(bench: Bench) -> None:
    runner = TestRunner(RefuseSandbox())

    assert await runner._passing(work_with(bench, WRONG).exercise, (PASSING,)) == []


async def test_an_answer_that_uses_what_is_avoided_passes_and_says_so(bench: Bench) -> None:
    work = work_with(bench, REFERENCE, Policy(avoid=("sum",)))

    facts = await TestRunner(bench.sandbox).facts(work)

    assert facts.state is State.PASSED
    assert [(each.kind, each.line) for each in facts.code] == [(CodeKind.AVOIDED, 2)]


async def test_nothing_is_said_of_the_text_of_another_language(bench: Bench) -> None:
    work = work_with(bench, "x = ", Policy(require=("for",)))
    other = replace(work, exercise=replace(work.exercise, language="c++"))

    facts = await TestRunner(bench.sandbox).facts(other)

    assert isinstance(facts, Facts)
    assert facts.code == ()


async def test_several_answers_are_told_apart_and_equal_ones_run_once(bench: Bench) -> None:
    exercise = work_with(bench, WRONG).exercise

    found = await TestRunner(bench.sandbox).facts_of_many(exercise, (PASSING, FAILING, PASSING))

    assert [each.state for each in found] == [State.PASSED, State.FAILED, State.PASSED]
    assert found[0] is found[2]


async def test_of_no_answers_there_are_no_facts(bench: Bench) -> None:
    exercise = work_with(bench, WRONG).exercise

    assert await TestRunner(bench.sandbox).facts_of_many(exercise, ()) == ()
