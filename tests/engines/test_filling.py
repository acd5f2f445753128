"""Code is filled in by servers that read what follows, and by no others."""

from __future__ import annotations

import json

import pytest

from jupyter_llm_teach.errors import EngineUnavailableError
from tests.contracts.engine_contract import reply_of
from tests.engines.over_faulty import LLAMA, MIDDLE, engine_over, filled
from tests.fakes.faulty_server import (
    Answer,
    completes,
    events,
    raw,
    refuses,
    status,
)

pytestmark = pytest.mark.anyio


async def test_a_suffix_that_the_server_reads_fills_in() -> None:
    async with engine_over(completes("a + b", suffix=True)) as (engine, server):
        assert await filled(engine) == "a + b"
        await filled(engine)
        assert engine.card().fills_in

    assert [each.path for each in server.asked] == ["/v1/completions"] * 4  # two of them to try
    assert server.asked[-1].body["suffix"] == MIDDLE.suffix


async def test_a_suffix_that_the_server_silently_ignores_is_found_out() -> None:
    async with engine_over(completes("a + b", suffix=False)) as (engine, server):
        for _ in range(2):
            with pytest.raises(EngineUnavailableError, match="can't complete code"):
                await filled(engine)
        assert not engine.card().fills_in

    assert len(server.asked) == 2


async def test_where_nobody_counts_what_comes_shows_whether_the_suffix_was_read() -> None:
    said_it = raw(b'data: {"choices": [{"text": "vermilion", "finish_reason": "stop"}]}\n\n')
    async with engine_over(said_it) as (engine, _):
        assert await filled(engine) == "vermilion"
    async with engine_over(events("red", counts=False)) as (engine, _):
        with pytest.raises(EngineUnavailableError, match="can't complete code"):
            await filled(engine)


@pytest.mark.parametrize("answer", [refuses("suffix"), status(404)], ids=["refused", "not there"])
async def test_a_server_that_refuses_a_suffix_completes_nothing(answer: Answer) -> None:
    async with engine_over(answer) as (engine, server):
        for _ in range(2):
            with pytest.raises(EngineUnavailableError, match="can't complete code"):
                await filled(engine)

    assert len(server.asked) == 1


async def test_llamas_server_has_an_address_of_its_own() -> None:
    last = {"content": "", "stop": True, "stop_type": "limit", "timings": {"prompt_n": 3,
            "cache_n": 4, "predicted_n": 2, "prompt_ms": 10}}  # fmt: skip
    parts = [{"content": "a + ", "stop": False}, {"content": "b", "stop": False}, last]
    answer = raw(*(b"data: " + json.dumps(part).encode() + b"\n\n" for part in parts))
    async with engine_over(answer, model="", models=LLAMA) as (engine, server):
        text, usage = await reply_of(engine.fill_in(MIDDLE, deadline=20))

    assert text == "a + b"
    assert (usage.prompt_tokens, usage.cached_tokens, usage.output_tokens) == (7, 4, 2)
    assert usage.ended == "length"
    assert server.asked[0].path == "/infill"


async def test_mistrals_address_is_chosen_by_the_administrator() -> None:
    async with engine_over(events("a + b"), fill_in="fim") as (engine, server):
        with pytest.raises(EngineUnavailableError):  # this server counts the same for any suffix
            await filled(engine)

    assert server.asked[0].path == "/v1/fim/completions"


async def test_the_administrator_can_switch_completion_off() -> None:
    async with engine_over(events("a + b"), fill_in="none") as (engine, server):
        assert not engine.card().fills_in
        with pytest.raises(EngineUnavailableError, match="can't complete code"):
            await filled(engine)

    assert server.asked == []
