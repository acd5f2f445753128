from __future__ import annotations

from dataclasses import replace

import pytest

from jupyter_llm_teach.teaching.allowance import Allowance
from jupyter_llm_teach.teaching.exercise import Compare, Test
from jupyter_llm_teach.teaching.guard.bounds import Bounds
from jupyter_llm_teach.teaching.guard.verdict import Ruling, Verdict
from jupyter_llm_teach.teaching.policy import Policy
from jupyter_llm_teach.tutor.leak import guarded, is_plain, leaks
from jupyter_llm_teach.tutor.work import Work
from tests.fakes.fake_sandbox import FakeSandbox
from tests.tutor.bench import Bench

pytestmark = pytest.mark.anyio

OTHER = Allowance.OTHER_PROBLEM
# Right, and unlike the reference.
SOLVED = (
    "```python\ndef running_mean(xs, k):\n"
    "    return list(map(lambda i: sum(xs[i : i + k]) / k, range(len(xs) - k + 1)))\n```"
)
WORDS = "Count the windows of the smallest example by hand, and compare."


async def ruled(bench: Bench, reply: str, *shown: str, work: Work | None = None) -> Verdict:
    return await guarded(bench.tutor().runner, work or bench.work(), reply, shown, OTHER)


def without_references(bench: Bench) -> Work:
    work = bench.work()
    return replace(work, exercise=replace(work.exercise, references=()))


async def test_code_that_makes_a_test_pass_is_not_shown(bench: Bench) -> None:
    verdict = await ruled(bench, SOLVED, work=without_references(bench))

    assert verdict.ruling is Ruling.BLOCKED
    assert verdict.findings[-1].rule == "makes_a_test_pass"
    assert verdict.findings[-1].gained


async def test_what_is_useful_beside_it_is_shown(bench: Bench) -> None:
    reply = f"{WORDS}\n\n{SOLVED}\n\n{WORDS}"

    verdict = await ruled(bench, reply, work=without_references(bench))

    assert verdict.ruling is Ruling.REDACTED
    assert verdict.text == f"{WORDS}\n\n(…)\n\n{WORDS}"


async def test_a_change_told_in_words_is_made_and_run(bench: Bench) -> None:
    work = without_references(bench)
    reply = "Replace `len(xs) - k` by `len(xs) - k + 1`."

    verdict = await guarded(bench.tutor().runner, work, reply, (), Allowance.EXPRESSION)

    assert [each.rule for each in verdict.findings] == ["makes_a_test_pass"]


async def test_a_solution_in_pieces_is_found_with_its_last_one(bench: Bench) -> None:
    work = replace(without_references(bench), answer=replace(bench.work().answer, code=""))
    first = "```python\ndef running_mean(xs, k):\n    places = range(len(xs) - k + 1)\n```"
    last = "`return [sum(xs[i : i + k]) / k for i in places]`"

    assert (await ruled(bench, first, work=work)).ruling is Ruling.CLEAN
    assert (await ruled(bench, last, first, work=work)).ruling is Ruling.BLOCKED


async def test_code_of_another_problem_is_shown(bench: Bench) -> None:
    reply = "```python\nheights = [3, 1, 2]\nprint(max(heights))\n```"

    assert (await ruled(bench, reply)).ruling is Ruling.CLEAN


async def test_a_program_that_never_ends_is_not_shown(bench: Bench) -> None:
    reply = "```python\ndef running_mean(xs, k):\n    while True:\n        pass\n```"

    verdict = await ruled(bench, reply, work=without_references(bench))

    assert [each.rule for each in verdict.findings] == ["not_tried"]


async def test_a_program_that_ends_the_process_is_tried_by_itself(bench: Bench) -> None:
    reply = "```python\nimport os\ndef running_mean(xs, k):\n    os._exit(0)\n```"

    assert (await ruled(bench, reply, work=without_references(bench))).ruling is Ruling.CLEAN


async def test_without_a_sandbox_nothing_is_shown_that_would_have_to_run(bench: Bench) -> None:
    tutor = replace(bench.tutor(), sandbox=FakeSandbox(available=False))

    held = await guarded(tutor.runner, without_references(bench), SOLVED, (), OTHER)
    words = await guarded(tutor.runner, bench.work(), WORDS, (), OTHER)

    assert [each.rule for each in held.findings] == ["not_tried"]
    assert words.ruling is Ruling.CLEAN


async def test_where_nothing_can_be_tested_nothing_is_gained(bench: Bench) -> None:
    work = without_references(bench)
    untested = replace(work, exercise=replace(work.exercise, tests=()))

    assert (await ruled(bench, SOLVED, work=untested)).ruling is Ruling.CLEAN


async def test_expected_values_are_worked_out_apart(bench: Bench) -> None:
    work = without_references(bench)
    test = Test("t", visible=False, check=Compare("running_mean([2, 4], 1)", "[float(2), 4.0]"))
    asked = replace(work, exercise=replace(work.exercise, tests=(test,)))
    asked = replace(asked, answer=replace(work.answer, code="def running_mean(xs, k):\n    pass"))

    assert await leaks(bench.tutor().runner, asked, SOLVED) == ("t",)


async def test_more_code_than_can_be_tried_is_not_shown(bench: Bench) -> None:
    blocks = "\n".join(f"```python\ndef g{n}(x):\n    return {n}\n```" for n in range(80))

    verdict = await ruled(bench, blocks, work=without_references(bench))

    assert [each.rule for each in verdict.findings] == ["too_much_code"]


async def test_the_last_of_many_programs_is_tried(bench: Bench) -> None:
    blocks = "\n".join(f"```python\ndef g{n}(x):\n    return {n}\n```" for n in range(6))

    verdict = await ruled(bench, f"{blocks}\n{SOLVED}", work=without_references(bench))

    assert verdict.findings[-1].rule == "makes_a_test_pass"
    assert verdict.findings[-1].where >= len(blocks)


@pytest.mark.parametrize("terms", [400, 3000])
async def test_code_that_is_nested_too_deep_to_be_read_is_not_shown(
    bench: Bench, terms: int
) -> None:
    deep = SOLVED.removesuffix("```") + f"unused = {'1 + ' * terms}1\n```"

    verdict = await ruled(bench, deep, work=without_references(bench))

    assert verdict.ruling is Ruling.BLOCKED
    assert not is_plain(deep, bench.work(), ())


async def test_what_the_instructor_wants_avoided_is_not_shown(bench: Bench) -> None:
    reply = "```python\nheights = [3, 1, 2]\nprint(sorted(heights))\n```"

    verdict = await ruled(bench, reply, work=bench.work(Policy(avoid=("sorted",))))

    assert [each.rule for each in verdict.findings] == ["avoided_construct"]


async def test_bounds_say_how_many_lines_there_may_be(bench: Bench) -> None:
    bounds = Bounds(Allowance.LINES, lines=2)
    runner, work = bench.tutor().runner, bench.work()

    two = await guarded(runner, work, "```python\na = 3\nb = 4\n```", (), bounds)
    three = await guarded(runner, work, "```python\na = 3\nb = 4\nc = 5\n```", (), bounds)

    assert two.ruling is Ruling.CLEAN
    assert three.ruling is Ruling.BLOCKED


async def test_one_expression_is_no_statement(bench: Bench) -> None:
    runner, work = bench.tutor().runner, bench.work()

    one = await guarded(runner, work, "Try `'a' + 'b'` first.", (), Allowance.EXPRESSION)
    two = await guarded(runner, work, "Try `'a' + 'b'`, `'c' * 3`.", (), Allowance.EXPRESSION)
    statement = await guarded(runner, work, "Try `a = 7`.", (), Allowance.EXPRESSION)

    assert [each.ruling for each in (one, two, statement)] == [
        Ruling.CLEAN,
        Ruling.BLOCKED,
        Ruling.BLOCKED,
    ]


async def test_a_released_reference_is_shown(bench: Bench) -> None:
    work = bench.work()
    reply = f"```python\n{work.exercise.references[0]}\n```"

    verdict = await guarded(bench.tutor().runner, work, reply, (), Allowance.REFERENCE)

    assert verdict.ruling is Ruling.CLEAN


async def test_a_sentence_is_streamed_only_where_there_is_nothing_to_try(bench: Bench) -> None:
    work = without_references(bench)

    assert is_plain(WORDS, work, ())
    assert not is_plain("Replace `len(xs) - k` by `len(xs) - k + 1`.", work, ())
    assert not is_plain("And then 2s|- k|- k + 1|, as in an editor.", work, ())


async def test_the_own_lines_at_another_depth_are_something_to_try(bench: Bench) -> None:
    deep = (
        "def running_mean(xs, k):\n    means = []\n    for i in range(len(xs) - k + 1):\n"
        "        means.append(sum(xs[i : i + k]) / k)\n        return means\n"
    )
    right = deep.replace("        return", "    return")
    work = bench.work()
    work = replace(work, answer=replace(work.answer, code=deep))

    assert is_plain(f"Look at your line:\n{deep.splitlines()[2]}", work, ())
    assert not is_plain(f"```python\n{right}```", work, ())
