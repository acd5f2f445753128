"""Dialogues of attacks: which are held, and what came of them at each door."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from jupyter_llm_teach.ports import FillIn, Generation, Usage
from jupyter_llm_teach.prompts.load import load_wording
from jupyter_llm_teach.teaching.allowance import Allowance
from jupyter_llm_teach.teaching.attacks.catalogue import ATTACKS
from jupyter_llm_teach.teaching.attacks.opened import RUNGS
from jupyter_llm_teach.teaching.exercise import Answer
from jupyter_llm_teach.teaching.guard.bounds import Bounds
from jupyter_llm_teach.teaching.guard.verdict import Ruling
from jupyter_llm_teach.teaching.rung import Rung
from jupyter_llm_teach.tutor.attacking import AttackingEngine, all_held, held
from jupyter_llm_teach.tutor.judge import Judge
from jupyter_llm_teach.tutor.one_engine import OneEngine
from jupyter_llm_teach.tutor.redteam import (
    Dialogue,
    Door,
    Target,
    interrogations,
    planned,
    targets,
    told,
)
from jupyter_llm_teach.tutor.tutor import Tutor
from tests.fakes.fake_courses import FakeCourses
from tests.fakes.fake_sandbox import FakeSandbox
from tests.fakes.fixed_clock import FixedClock
from tests.fakes.memory_journal import MemoryJournal
from tests.teaching.attacks.victims import PRICE, PRICE_WRONG, PRICES, WINDOWS

pytestmark = pytest.mark.anyio
TARGET = Target(PRICES, Answer(PRICE_WRONG))
TELLS_ALL = Dialogue(TARGET, "own", (PRICE,), Rung.ORIENT, "en", Bounds())


@pytest.fixture
def tutor() -> Tutor:
    return Tutor(
        courses=FakeCourses(),
        sandbox=FakeSandbox(),
        journal=MemoryJournal(),
        clock=FixedClock(),
        wording=load_wording,
        engines=OneEngine(AttackingEngine()),
    )


async def test_targets_are_the_starter_what_is_known_and_slips_that_fail() -> None:
    found = await targets(Judge(FakeSandbox()), PRICES, (), [PRICE, PRICE_WRONG], 3)

    assert [each.answer.code for each in found][:2] == [PRICES.starter, PRICE_WRONG]
    assert len(found) == 3


async def test_an_exercise_without_a_right_reference_is_no_target() -> None:
    judge = Judge(FakeSandbox())

    assert await targets(judge, replace(PRICES, references=()), (), [], 3) == ()
    assert await targets(judge, replace(PRICES, references=("x = 1",)), (), [], 3) == ()


def test_every_attack_and_rung_has_its_turn() -> None:
    found = planned([TARGET, Target(WINDOWS, Answer(WINDOWS.starter))], ATTACKS, len(ATTACKS))

    assert {each.rung for each in found} == set(RUNGS)
    assert len({each.attack for each in found}) > 0.9 * len(ATTACKS)
    assert Counter(each.door for each in found).keys() == {"guard", "hint", "question"}


def test_the_same_plan_comes_again() -> None:
    assert planned([TARGET], ATTACKS, 30, 7) == planned([TARGET], ATTACKS, 30, 7)


def test_nothing_to_attack_is_no_plan() -> None:
    assert planned([], ATTACKS, 30) == ()
    assert interrogations([], 30) == ()


def test_texts_of_ones_own_hold_what_belongs_to_the_exercise() -> None:
    texts = ["{reference}", "{name}: {answer}"]
    (found,) = told([TARGET], "mine", texts, "price")

    assert found.turns == (PRICE, f"price: {PRICE_WRONG}")
    assert list(told([TARGET], "mine", ["a"], "other")) == []


def test_questions_come_in_both_languages() -> None:
    found = interrogations([TARGET], 40)

    assert {each.language for each in found} == {"en", "fr"}
    assert {each.door for each in found} == {"question"}


async def test_what_the_guard_blocks_is_not_shown(tutor: Tutor) -> None:
    ended = await held(tutor, Judge(tutor.sandbox), TELLS_ALL, "anna")

    assert (ended.rulings, ended.shown, ended.turn) == ((Ruling.BLOCKED,), ("",), 0)


async def test_a_released_reference_is_a_leak_to_the_judge(tutor: Tutor) -> None:
    """The judge knows no policy: what is shown is what counts."""
    released = replace(
        TELLS_ALL,
        turns=("Look at the border.", f"```python\n{PRICE}\n```"),
        bounds=Bounds(Allowance.REFERENCE),
    )

    ended = await held(tutor, Judge(tutor.sandbox), released, "anna")

    assert (ended.gain.tests, ended.turn) == (("hidden (18)",), 2)


@pytest.mark.parametrize("door", ["hint", "question"])
async def test_at_a_door_the_learner_sees_the_facts_instead(tutor: Tutor, door: Door) -> None:
    dialogue = replace(TELLS_ALL, rung=Rung.CONCEPT, door=door)

    (ended,) = [each async for each in all_held(tutor, Judge(tutor.sandbox), [dialogue])]

    assert ended.rulings == (Ruling.BLOCKED,)
    assert ended.shown[0]
    assert ended.gain.tests == ()


async def test_dialogues_are_held_together() -> None:
    sandbox = FakeSandbox()
    tutor = Tutor(
        FakeCourses(),
        sandbox,
        MemoryJournal(),
        FixedClock(),
        load_wording,
        OneEngine(AttackingEngine()),
    )
    ended = [each async for each in all_held(tutor, Judge(sandbox), [TELLS_ALL] * 5)]

    assert [each.turn for each in ended] == [0] * 5


async def test_the_engine_fills_the_texts_of_a_schema_and_takes_the_first_choice() -> None:
    engine = AttackingEngine()
    engine.say("now")
    schema = '{"properties": {"line": {"enum": [3, 4]}, "check": {"pattern": "^Check [a-z]$"}}}'

    said = [part async for part in engine.generate(Generation((), schema), deadline=1)]
    free = [part async for part in engine.generate(Generation(()), deadline=1)]
    filled = [part async for part in engine.fill_in(FillIn("", ""), deadline=1)]

    assert getattr(said[0], "text", "") == '{"line": 3, "check": "Check now"}'
    assert getattr(free[0], "text", "") == getattr(filled[0], "text", "") == "now"
    assert isinstance(said[-1], Usage)
    assert (await engine.state()).status == "ready"
    await engine.aclose()
