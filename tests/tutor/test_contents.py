"""What hints contain is the policy's word, whoever phrases them."""

from __future__ import annotations

import json

import pytest

from jupyter_llm_teach.prompts.load import load_wording
from jupyter_llm_teach.teaching.allowance import Allowance
from jupyter_llm_teach.teaching.policy import Policy, RungRule
from jupyter_llm_teach.teaching.rung import Rung
from jupyter_llm_teach.tutor.hint import Hint
from jupyter_llm_teach.tutor.tutor import Tutor
from jupyter_llm_teach.tutor.work import Work
from tests.tutor.bench import Bench, asked

pytestmark = pytest.mark.anyio

WORDS_ONLY = load_wording("en").say("example.words_only")
QUESTION = "What does `len(means) > k` say for the failing case, when you work it out by hand?"
EXPRESSION = json.dumps({"question": QUESTION})
OWN = "What does `len(xs) - k` give for the failing case, when you work it out by hand?"
TURNED = """\
def running_mean(xs, k):
    means = []
    for i in range(-k + len(xs)):
        means.append(sum(xs[i:i + k]) / k)
    return means
"""


def holding(
    rung: Rung, contains: Allowance | None, lines: int = 3, avoid: tuple[str, ...] = ()
) -> Policy:
    rule = RungRule(contains=contains, lines=lines)
    return Policy(highest_rung=Rung.SOLUTION, rungs=((rung, rule),), avoid=avoid)


def code_of(text: str) -> str:
    return " ".join(text.split("```")[1::2])


async def hinted(tutor: Tutor, work: Work, rung: Rung) -> Hint:
    last = (await asked(tutor, work, rung))[-1]
    assert isinstance(last, Hint)
    return last


async def test_an_example_set_to_words_holds_no_code(bench: Bench) -> None:
    usual = await hinted(bench.tutor(), bench.work(), Rung.EXAMPLE)

    narrowed = await hinted(
        bench.tutor(), bench.work(holding(Rung.EXAMPLE, Allowance.NO_CODE)), Rung.EXAMPLE
    )

    assert "```" in usual.text
    assert narrowed.text.startswith(WORDS_ONLY)
    assert "```" not in narrowed.text


async def test_a_solution_set_to_words_is_not_the_reference(bench: Bench) -> None:
    work = bench.work(holding(Rung.SOLUTION, Allowance.NO_CODE))

    given = await hinted(bench.tutor(), work, Rung.SOLUTION)

    assert given.text.startswith(WORDS_ONLY)
    assert "```" not in given.text


async def test_a_solution_set_to_another_problem_is_a_worked_example(bench: Bench) -> None:
    work = bench.work(holding(Rung.SOLUTION, Allowance.OTHER_PROBLEM))

    given = await hinted(bench.tutor(), work, Rung.SOLUTION)

    assert "```python" in given.text
    assert work.exercise.references[0].strip() not in given.text


@pytest.mark.parametrize("asked_for", [Allowance.REFERENCE, None])
async def test_an_example_never_widens_to_the_reference(
    bench: Bench, asked_for: Allowance | None
) -> None:
    work = bench.work(holding(Rung.EXAMPLE, asked_for))

    given = await hinted(bench.tutor(), work, Rung.EXAMPLE)

    assert given.text == (await hinted(bench.tutor(), bench.work(), Rung.EXAMPLE)).text


async def test_an_example_does_without_what_answers_must_avoid(bench: Bench) -> None:
    empty = "def running_mean(xs, k):\n    return []\n"
    usual = await hinted(bench.tutor(), bench.work(code=empty), Rung.EXAMPLE)
    rules = holding(Rung.EXAMPLE, None, avoid=("for", "while", "comprehension"))

    given = await hinted(bench.tutor(), bench.work(rules, empty), Rung.EXAMPLE)

    assert "for place in" in code_of(usual.text)
    assert "for " not in code_of(given.text)


async def test_an_expression_is_held_back_until_the_policy_lets_it_pass(bench: Bench) -> None:
    usual = await hinted(bench.tutor(EXPRESSION), bench.work(), Rung.QUESTION)
    wider = bench.work(holding(Rung.QUESTION, Allowance.EXPRESSION))

    given = await hinted(bench.tutor(EXPRESSION), wider, Rung.QUESTION)

    assert usual.source == "analysis"
    assert (given.source, given.text) == ("model", QUESTION)


async def test_a_model_is_told_what_it_may_quote_and_its_form_lets_it(bench: Bench) -> None:
    tutor = bench.tutor(EXPRESSION)
    await hinted(tutor, bench.work(holding(Rung.QUESTION, Allowance.EXPRESSION)), Rung.QUESTION)

    (request,) = tutor.engines.engine.requests  # type: ignore[attr-defined]

    assert load_wording("en").say("prompt.may.expression") in request.messages[0].text
    assert "<>=" in request.schema


async def test_a_bank_keeps_apart_what_different_policies_let_pass(bench: Bench) -> None:
    tutor = bench.tutor(EXPRESSION, EXPRESSION, EXPRESSION)
    wider = bench.work(holding(Rung.QUESTION, Allowance.EXPRESSION))
    await hinted(tutor, wider, Rung.QUESTION)

    again = await hinted(tutor, wider, Rung.QUESTION)
    narrower = await hinted(tutor, bench.work(), Rung.QUESTION)

    assert (again.source, narrower.source) == ("bank", "analysis")


async def test_what_the_bank_holds_is_judged_for_each_learner(bench: Bench) -> None:
    """Quoted from the first learner's line, and a part of the reference to the second."""
    tutor = bench.tutor(*[json.dumps({"question": OWN})] * 3)
    first = await hinted(tutor, bench.work(), Rung.QUESTION)

    second = await hinted(tutor, bench.work(code=TURNED), Rung.QUESTION)

    assert (first.source, first.text) == ("model", OWN)
    assert second.source == "analysis"


async def test_what_the_bank_holds_serves_whoever_may_see_it(bench: Bench) -> None:
    tutor = bench.tutor(json.dumps({"question": OWN}))
    await hinted(tutor, bench.work(), Rung.QUESTION)
    spaced = bench.work().answer.code.replace("len(xs) - k", "len(xs)  -  k")

    assert (await hinted(tutor, bench.work(code=spaced), Rung.QUESTION)).source == "bank"
