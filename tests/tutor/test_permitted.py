from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from jupyter_llm_teach.engines.scripted import ScriptedEngine
from jupyter_llm_teach.prompts.load import load_wording
from jupyter_llm_teach.teaching.permission import NoModel
from jupyter_llm_teach.teaching.policy import Policy, Window
from jupyter_llm_teach.teaching.request import Used
from jupyter_llm_teach.tutor.one_engine import OneEngine
from jupyter_llm_teach.tutor.permitted import Permitted, engine_for, permitted
from jupyter_llm_teach.tutor.tutor import Tutor
from tests.fakes.fake_courses import FakeCourses
from tests.fakes.fake_sandbox import FakeSandbox
from tests.fakes.fixed_clock import MORNING, FixedClock
from tests.fakes.memory_journal import MemoryJournal

pytestmark = pytest.mark.anyio
HOUR = timedelta(hours=1)


@pytest.fixture
def tutor() -> Tutor:
    return Tutor(
        courses=FakeCourses(),
        sandbox=FakeSandbox(),
        journal=MemoryJournal(),
        clock=FixedClock(),
        wording=load_wording,
        engines=OneEngine(ScriptedEngine(["yes"])),
    )


async def test_without_limits_the_engine_may_work(tutor: Tutor) -> None:
    assert await permitted(tutor, [Policy()], "ada", "phrasing") == Permitted(
        tutor.engines.engine  # type: ignore[attr-defined]
    )


async def test_where_there_is_no_engine_none_may_work(tutor: Tutor) -> None:
    bare = replace(tutor, engines=OneEngine())

    assert await permitted(bare, [Policy()], "ada", "phrasing") == Permitted(
        None, NoModel.NO_ENGINE
    )


async def test_an_exam_is_one_by_the_servers_clock(tutor: Tutor) -> None:
    policy = Policy(exams=(Window(MORNING, MORNING + HOUR),))
    clock = tutor.clock
    assert isinstance(clock, FixedClock)

    during = await permitted(tutor, [policy], "ada", "phrasing")
    clock.move(HOUR)

    assert during == Permitted(None, NoModel.EXAM)
    assert (await permitted(tutor, [policy], "ada", "phrasing")).engine is tutor.engines.engine  # type: ignore[attr-defined]


async def test_a_budget_of_nothing_is_used_up_at_once(tutor: Tutor) -> None:
    assert (
        await permitted(tutor, [Policy(tokens_per_day=0)], "ada", "phrasing")
    ).refusal is NoModel.TOKENS


async def test_what_was_used_counts(tutor: Tutor) -> None:
    policy = Policy(tokens_per_day=100)

    assert engine_for(tutor, [policy], Used(tokens=99), "phrasing").engine is tutor.engines.engine  # type: ignore[attr-defined]
    assert engine_for(tutor, [policy], Used(tokens=100), "phrasing").refusal is NoModel.TOKENS
