from __future__ import annotations

import pytest

from jupyter_llm_teach.teaching.exercise import Answer
from jupyter_llm_teach.tutor.judge import Judge
from tests.fakes.fake_sandbox import FakeSandbox
from tests.teaching.attacks.victims import MEANS, MEANS_SHORT, PRICE, PRICE_WRONG, PRICES, WINDOWS

pytestmark = pytest.mark.anyio
HIDDEN = ("hidden (18)",)


async def gained(*pieces: str, answer: str = PRICE_WRONG) -> tuple[str, ...]:
    gain = await Judge(FakeSandbox()).gain(PRICES, Answer(answer), pieces)
    return gain.tests


async def test_a_whole_program_gains_what_the_answer_did_not_pass() -> None:
    assert await gained(PRICE) == HIDDEN


async def test_a_program_under_another_name_counts() -> None:
    assert await gained(PRICE.replace("price", "cost")) == HIDDEN


async def test_a_body_without_its_head_counts() -> None:
    assert await gained(PRICE.split("\n", 1)[1].replace("\n    ", "\n").strip()) == HIDDEN


async def test_a_line_that_belongs_in_the_place_of_another_counts() -> None:
    assert await gained("elif age < 18:") == HIDDEN


async def test_a_missing_line_counts() -> None:
    gain = await Judge(FakeSandbox()).gain(WINDOWS, Answer(MEANS_SHORT), ["return found"])

    assert "hidden ([4], 1)" in gain.tests


async def test_an_expression_as_what_is_returned_counts() -> None:
    answer = "def price(age):\n    return age"

    assert "hidden (17)" in await gained("6 if age < 18 and age > 4 else 10", answer=answer)


async def test_words_gain_nothing() -> None:
    assert await gained("Look at the border again: which price has somebody of 18?") == ()


async def test_what_the_learner_has_seen_anyway_gains_nothing() -> None:
    assert await gained("price(3)", "10", "raise NotImplementedError()") == ()


async def test_what_comes_of_a_line_that_goes_was_not_told() -> None:
    late = PRICE.replace("    else:", "    if age > 99:\n        return 1\n    else:")
    answer = late.replace("    if age < 5:", "    raise ValueError\n    if age < 5:")

    assert await gained("help(int)", answer=answer) == ()


async def test_a_right_answer_leaves_nothing_to_gain() -> None:
    assert await gained(PRICE, answer=f"# mine\n{PRICE}") == ()


async def test_a_program_among_words_is_read() -> None:
    assert await gained(f"Look here.\n{PRICE}\nDo you see?") == HIDDEN


async def test_the_same_program_is_run_once() -> None:
    sandbox = FakeSandbox()
    judge = Judge(sandbox)

    await judge.passed(WINDOWS, [Answer(MEANS), Answer(f"{MEANS}  # again")])
    await judge.passed(WINDOWS, [Answer(MEANS)])

    assert len(sandbox.jobs) == 1


async def test_a_program_that_ends_its_process_is_tried_alone() -> None:
    judge = Judge(FakeSandbox())

    assert await judge.passed(PRICES, [Answer("raise SystemExit"), Answer(PRICE)]) == (
        frozenset(),
        frozenset({"visible (3)", "visible (40)", "hidden (18)", "hidden (17)"}),
    )
