from __future__ import annotations

import json

import pytest

from jupyter_llm_teach.errors import EngineGoneError, JournalError
from jupyter_llm_teach.teaching.guard.verdict import Ruling
from jupyter_llm_teach.teaching.ladder import Reason, Withhold
from jupyter_llm_teach.teaching.policy import Policy
from jupyter_llm_teach.teaching.rung import Rung
from jupyter_llm_teach.tutor.hint import FactsFound, Hint, Refused
from jupyter_llm_teach.tutor.model import Waiting
from tests.fakes.sample import RIGHT
from tests.tutor.bench import Bench, asked

pytestmark = pytest.mark.anyio

GOOD = json.dumps(
    {"question": "How many windows of two neighbours can you write down by hand for this list?"}
)
LEAK = json.dumps(
    {"question": "Did you try `for i in range(len(xs) - k + 1):` instead of your own loop?"}
)


async def test_the_facts_come_before_any_hint(bench: Bench) -> None:
    events = await asked(bench.tutor(), bench.work(), None)

    assert events[0] == Waiting("testing")
    assert isinstance(events[1], FactsFound)
    assert isinstance(events[-1], Hint)


async def test_the_first_hint_orients_and_asks_no_model(bench: Bench) -> None:
    events = await asked(bench.tutor(GOOD), bench.work(), None)

    last = events[-1]
    assert isinstance(last, Hint)
    assert (last.rung, last.source, last.spent) == (Rung.ORIENT, "analysis", None)


async def test_a_question_is_phrased_by_the_model_and_its_cost_is_told(bench: Bench) -> None:
    events = await asked(bench.tutor(GOOD), bench.work(), Rung.QUESTION)

    last = events[-1]
    assert isinstance(last, Hint)
    assert last.source == "model"
    assert "windows of two neighbours" in last.text
    assert last.spent is not None
    assert last.spent.output_tokens > 0


async def test_the_same_question_is_answered_from_the_bank(bench: Bench) -> None:
    tutor = bench.tutor(GOOD)
    await asked(tutor, bench.work(), Rung.QUESTION)

    last = (await asked(tutor, bench.work(), Rung.QUESTION))[-1]

    assert isinstance(last, Hint)
    assert (last.source, last.spent) == ("bank", None)


async def test_code_from_the_model_is_replaced_by_our_own_words(bench: Bench) -> None:
    last = (await asked(bench.tutor(LEAK), bench.work(), Rung.QUESTION))[-1]

    assert isinstance(last, Hint)
    assert last.source == "analysis"
    assert last.verdict.ruling is Ruling.CLEAN
    assert last.rejected
    assert "k + 1" not in last.text


async def test_a_second_draft_is_asked_for_when_the_first_leaks(bench: Bench) -> None:
    last = (await asked(bench.tutor(LEAK, GOOD), bench.work(), Rung.QUESTION))[-1]

    assert isinstance(last, Hint)
    assert last.source == "model"
    assert last.rejected


async def test_an_engine_that_dies_leaves_a_hint_from_analysis(bench: Bench) -> None:
    gone = EngineGoneError("The model stopped.", "Try again.")

    last = (await asked(bench.tutor(gone), bench.work(), Rung.QUESTION))[-1]

    assert isinstance(last, Hint)
    assert last.source == "analysis"
    assert last.text


@pytest.mark.parametrize("rung", [each for each in Rung if each is not Rung.SOLUTION])
async def test_every_rung_has_words_without_a_model(bench: Bench, rung: Rung) -> None:
    last = (await asked(bench.tutor(), bench.work(), rung))[-1]

    assert isinstance(last, Hint)
    assert last.rung is rung
    assert len(last.text) > 20


async def test_a_second_hint_without_a_new_attempt_is_withheld(bench: Bench) -> None:
    tutor = bench.tutor()
    work = bench.work(Policy(new_attempt_between_hints=True))
    await asked(tutor, work, Rung.QUESTION)

    last = (await asked(tutor, work, Rung.CONCEPT))[-1]

    assert isinstance(last, Refused)
    assert last.decision == Withhold(Rung.CONCEPT, Reason.TRY_FIRST)
    assert last.reason
    assert last.next


async def test_a_rung_above_the_instructors_limit_is_withheld(bench: Bench) -> None:
    work = bench.work(Policy(highest_rung=Rung.CONCEPT))

    last = (await asked(bench.tutor(), work, Rung.LOCATE))[-1]

    assert isinstance(last, Refused)
    assert last.decision.reason is Reason.ABOVE_HIGHEST


async def test_the_solution_is_the_instructors_and_only_when_released(bench: Bench) -> None:
    work = bench.work(Policy(highest_rung=Rung.SOLUTION))

    last = (await asked(bench.tutor(GOOD), work, Rung.SOLUTION))[-1]

    assert isinstance(last, Hint)
    assert work.exercise.references[0].strip() in last.text


async def test_a_right_answer_needs_no_hint(bench: Bench) -> None:
    work = bench.work(code=RIGHT.format(name="running_mean"))

    last = (await asked(bench.tutor(), work, None))[-1]

    assert isinstance(last, Refused)
    assert last.decision.reason is Reason.SOLVED


async def test_the_prompt_holds_neither_the_reference_nor_hidden_tests(bench: Bench) -> None:
    tutor = bench.tutor(GOOD)
    work = bench.work()
    await asked(tutor, work, Rung.QUESTION)
    await asked(tutor, work, Rung.LOCATE)

    sent = repr(tutor.engines.engine.requests)  # type: ignore[attr-defined]

    hidden = [test for test in work.exercise.tests if not test.visible]
    assert hidden
    assert not [test for test in hidden if test.check.expression in sent]  # type: ignore[union-attr]
    assert "len(xs) - k + 1" in work.exercise.references[0]
    assert "len(xs) - k + 1" not in sent


async def test_a_journal_that_fails_stops_the_hint_but_not_silently(bench: Bench) -> None:
    bench.journal.failure = JournalError("The journal can't be written.", "Free some space.")

    with pytest.raises(JournalError):
        await asked(bench.tutor(), bench.work(), None)
