"""What a learner sees of several engines: turns, the next one where one fails, facts at last."""

from __future__ import annotations

from contextlib import aclosing
from dataclasses import replace

import anyio
import pytest

from jupyter_llm_teach.engines.routing import Configured, Router
from jupyter_llm_teach.engines.scripted import ScriptedEngine
from jupyter_llm_teach.errors import EngineUnavailableError
from jupyter_llm_teach.ports import Generation, Key, Message
from jupyter_llm_teach.teaching.policy import Policy
from jupyter_llm_teach.teaching.rung import Rung
from jupyter_llm_teach.tutor.hint import Hint, hint
from jupyter_llm_teach.tutor.model import Waiting
from jupyter_llm_teach.tutor.permitted import permitted
from jupyter_llm_teach.tutor.tutor import Tutor
from tests.tutor.bench import Bench, asked
from tests.tutor.test_hint import GOOD

pytestmark = pytest.mark.anyio

DOWN = EngineUnavailableError("It can't be reached.", "Start it.")
CARD = ScriptedEngine([]).card()
FAR = replace(CARD, name="far", engine="openai", local=False)


def with_engines(bench: Bench, *engines: ScriptedEngine, parallel: int = 2) -> Tutor:
    """A tutor with engines called a, b, ..."""
    named = [Configured(name, each, parallel) for name, each in zip("abc", engines, strict=False)]
    return replace(bench.tutor(), engines=Router(named))


async def hinted(tutor: Tutor, bench: Bench, policy: Policy | None = None) -> Hint:
    """The question about the running mean."""
    events = await asked(tutor, bench.work(policy), Rung.QUESTION)
    last = events[-1]
    assert isinstance(last, Hint)
    return last


async def test_where_one_engine_fails_the_next_one_phrases_the_hint(bench: Bench) -> None:
    second = ScriptedEngine([GOOD], replace(CARD, name="b"))
    told = await hinted(with_engines(bench, ScriptedEngine([DOWN]), second), bench)

    assert told.source == "model"
    assert told.spent is not None
    assert (told.spent.model, told.why) == ("b", "")


async def test_where_none_answers_the_hint_comes_from_analysis_and_says_why(bench: Bench) -> None:
    told = await hinted(with_engines(bench, ScriptedEngine([DOWN]), ScriptedEngine([DOWN])), bench)

    assert told.source == "analysis"
    assert told.text
    assert told.why.startswith("The model could not answer just now")


async def test_the_policy_leaves_out_what_it_does_not_allow(bench: Bench) -> None:
    near, far = ScriptedEngine([GOOD]), ScriptedEngine([GOOD], FAR)
    tutor = with_engines(bench, far, near)
    told = await hinted(tutor, bench, Policy(remote=False))

    assert told.source == "model"
    assert (len(far.requests), len(near.requests)) == (0, 1)


@pytest.mark.parametrize("named", ["b", "scripted"])
async def test_rules_may_name_an_engine_by_its_name_or_its_kind(bench: Bench, named: str) -> None:
    near, far = ScriptedEngine([GOOD]), ScriptedEngine([GOOD], FAR)
    await hinted(with_engines(bench, far, near), bench, Policy(engines=(named,)))

    assert (len(far.requests), len(near.requests)) == (0, 1)


async def test_where_the_policy_allows_none_the_hint_says_so(bench: Bench) -> None:
    far = ScriptedEngine([GOOD], FAR)
    told = await hinted(with_engines(bench, far), bench, Policy(remote=False))

    assert (told.source, len(far.requests)) == ("analysis", 0)
    assert told.why.startswith("Your course does not let this model answer")


async def test_only_models_that_can_complete_are_candidates_for_it(bench: Bench) -> None:
    talker = ScriptedEngine(["no"], replace(CARD, fills_in=False))
    tutor = with_engines(bench, talker, ScriptedEngine(["x"], replace(CARD, name="coder")))
    found = await permitted(tutor, [Policy()], "ada", "completion")

    assert found.engine is not None
    assert found.engine.card().name == "coder"


async def test_an_engine_must_suit_all_rules_that_count(bench: Bench) -> None:
    tutor = with_engines(bench, ScriptedEngine(["x"], FAR), ScriptedEngine(["x"]))
    rules = [Policy(), Policy(remote=False), Policy(engines=("openai",))]

    assert (await permitted(tutor, rules[:2], "ada", "chat")).engine is not None
    assert (await permitted(tutor, rules, "ada", "chat")).engine is None


async def test_who_waits_for_others_is_told_the_place_and_then_that_the_model_writes(
    bench: Bench,
) -> None:
    tutor = with_engines(bench, ScriptedEngine([GOOD], pause=0.05), parallel=1)
    other = Generation((Message("user", "Hello"),), key=Key("somebody", "", ""))
    waited: list[Waiting] = []
    queued = anyio.Event()

    async def ask() -> None:
        async with aclosing(hint(tutor, bench.work(), Rung.QUESTION)) as events:
            async for event in events:
                if isinstance(event, Waiting):
                    waited.append(event)
                if event == Waiting("queued", 1):
                    queued.set()

    first = tutor.engines.route(["a"]).generate(other, deadline=60)
    await anext(first)
    async with anyio.create_task_group() as group:
        group.start_soon(ask)
        await queued.wait()
        await first.aclose()  # type: ignore[attr-defined]

    assert [each.stage for each in waited] == ["testing", "phrasing", "queued", "phrasing"]
