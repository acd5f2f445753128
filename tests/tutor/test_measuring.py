"""How fast the model that helps is here."""

from __future__ import annotations

from dataclasses import replace

import anyio
import pytest

from jupyter_llm_teach.courses.folder import FolderCourses
from jupyter_llm_teach.engines.catalogue import model_named
from jupyter_llm_teach.engines.scripted import ScriptedEngine
from jupyter_llm_teach.errors import EngineGoneError, EngineRefusedError, EngineUnavailableError
from jupyter_llm_teach.prompts.load import load_wording
from jupyter_llm_teach.teaching.layers.layer import Layer
from jupyter_llm_teach.teaching.layers.site import site_layer
from jupyter_llm_teach.tutor.measuring import measured
from jupyter_llm_teach.tutor.one_engine import OneEngine
from jupyter_llm_teach.tutor.tutor import Tutor
from tests.fakes.fake_courses import FakeCourses
from tests.fakes.fake_gauge import FakeGauge
from tests.fakes.fake_sandbox import FakeSandbox
from tests.fakes.fixed_clock import FixedClock
from tests.fakes.memory_journal import MemoryJournal

pytestmark = pytest.mark.anyio
CARD = model_named("qwen2.5-coder-0.5b").card("llamacpp")


def tutor_of(engine: ScriptedEngine | None, gauge: FakeGauge | None = None) -> Tutor:
    return Tutor(
        courses=FakeCourses(),
        sandbox=FakeSandbox(),
        journal=MemoryJournal(),
        clock=FixedClock(),
        wording=load_wording,
        engines=OneEngine(engine),
        gauge=gauge,
    )


async def test_the_second_of_two_answers_is_measured_and_kept() -> None:
    engine = ScriptedEngine(["Hello, learner of Python."], CARD, pause=0.01)
    gauge = FakeGauge(free_mb=4096)

    found = await measured(tutor_of(engine, gauge))

    speed = gauge.speed(CARD)
    assert found.card == CARD
    assert speed is not None
    assert 0 < speed.written <= 100
    assert speed.day == FixedClock().now().astimezone().date().isoformat()
    assert len(engine.requests) == 2


async def test_it_is_counted_for_the_learner() -> None:
    engine = ScriptedEngine(["Hello, learner of Python."], CARD, pause=0.01)

    await measured(tutor_of(engine))

    assert {each.key.learner for each in engine.requests} == {"local"}


async def test_without_a_model_nothing_is_measured() -> None:
    with pytest.raises(EngineUnavailableError):
        await measured(tutor_of(None))


async def test_where_the_sites_rules_forbid_a_model_none_is_asked() -> None:
    engine = ScriptedEngine(["Hello, learner of Python."], CARD)
    site = site_layer({"ai": False}, ())
    assert isinstance(site, Layer)
    tutor = replace(tutor_of(engine), courses=FolderCourses((), site=site))

    with pytest.raises(EngineRefusedError):
        await measured(tutor)

    assert engine.requests == []


async def test_a_model_that_says_a_word_is_not_measured() -> None:
    gauge = FakeGauge()

    with pytest.raises(EngineUnavailableError, match="too little"):
        await measured(tutor_of(ScriptedEngine(["Hi"], CARD), gauge))

    assert gauge.speed(CARD) is None


async def test_a_model_that_goes_away_is_told() -> None:
    with pytest.raises(EngineGoneError):
        await measured(tutor_of(ScriptedEngine([EngineGoneError("It stopped.")], CARD)))


async def test_whoever_leaves_ends_the_measurement() -> None:
    engine = ScriptedEngine(["Hello, learner of Python."], CARD, pause=10.0)

    with anyio.move_on_after(0.05):
        await measured(tutor_of(engine))

    assert engine.working == 0
