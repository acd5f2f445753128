"""Which model helps, and what is known of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from jupyter_llm_teach.engines.catalogue import model_named
from jupyter_llm_teach.engines.routing import Configured, Router
from jupyter_llm_teach.engines.scripted import ScriptedEngine
from jupyter_llm_teach.ports import EngineState
from jupyter_llm_teach.prompts.load import load_wording
from jupyter_llm_teach.teaching.cards.suiting import Speed
from jupyter_llm_teach.tutor.helping_model import HelpingModel, helping_model, suited_here
from jupyter_llm_teach.tutor.one_engine import OneEngine
from jupyter_llm_teach.tutor.tutor import Tutor
from tests.fakes.fake_courses import FakeCourses
from tests.fakes.fake_gauge import FakeGauge
from tests.fakes.fake_sandbox import FakeSandbox
from tests.fakes.fixed_clock import FixedClock
from tests.fakes.memory_journal import MemoryJournal

pytestmark = pytest.mark.anyio
CARD = model_named("qwen2.5-coder-0.5b").card("llamacpp")
IDLE = EngineState("idle")


@pytest.fixture
def tutor() -> Tutor:
    return Tutor(
        courses=FakeCourses(),
        sandbox=FakeSandbox(),
        journal=MemoryJournal(),
        clock=FixedClock(),
        wording=load_wording,
        engines=Router([Configured("laptop", ScriptedEngine(["yes"], CARD))]),
        gauge=FakeGauge(free_mb=4096),
    )


async def test_the_model_that_is_asked_first_is_told_with_its_engine(tutor: Tutor) -> None:
    found = await helping_model(tutor)

    assert found is not None
    assert (found.engine, found.card) == ("laptop", CARD)


async def test_without_an_engine_there_is_no_model(tutor: Tutor) -> None:
    assert await helping_model(replace(tutor, engines=OneEngine())) is None


async def test_what_the_engine_does_not_say_comes_from_the_table(tutor: Tutor) -> None:
    found = await suited_here(tutor, HelpingModel("laptop", CARD, IDLE))

    assert (found.card.maker, found.card.openness) == ("Alibaba", "open_weights")
    assert (found.needed_mb, found.is_estimated, found.free_mb) == (900, False, 4096)
    assert found.suits == "runs_here"


async def test_a_model_that_was_slow_here_is_said_to_be(tutor: Tutor) -> None:
    gauge = FakeGauge(free_mb=4096)
    gauge.keep(CARD, Speed(0.0, 1.0, 9.0, "2026-01-05"))

    found = await suited_here(replace(tutor, gauge=gauge), HelpingModel("laptop", CARD, IDLE))

    assert found.suits == "slow"


async def test_a_model_without_room_is_too_large_unless_it_runs(tutor: Tutor) -> None:
    full = replace(tutor, gauge=FakeGauge(free_mb=100))

    idle = await suited_here(full, HelpingModel("laptop", CARD, IDLE))
    running = await suited_here(full, HelpingModel("laptop", CARD, EngineState("ready")))

    assert (idle.suits, running.suits) == ("too_large", "runs_here")


async def test_where_nobody_measures_the_rest_is_told(tutor: Tutor) -> None:
    found = await suited_here(replace(tutor, gauge=None), HelpingModel("laptop", CARD, IDLE))

    assert (found.needed_mb, found.free_mb, found.speed, found.suits) == (
        *(900, None, None),
        "unknown",
    )
