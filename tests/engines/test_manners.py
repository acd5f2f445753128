"""What a server takes is found out once: forms, parameters and thoughts."""

from __future__ import annotations

import json
from typing import Any

import pytest

from jupyter_llm_teach.engines.huggingface_endpoint import HuggingFaceEngine
from jupyter_llm_teach.engines.openai_compatible import OpenAiEngine
from jupyter_llm_teach.engines.spec import EngineSpec
from jupyter_llm_teach.errors import ConfigurationError, EngineUnavailableError
from tests.contracts.engine_contract import SCHEMA, asking, reply_of
from tests.engines.over_faulty import HELLO, LLAMA, cost, engine_over, said
from tests.fakes.faulty_server import (
    FaultyServer,
    chunk,
    events,
    faulty,
    refuses,
    status,
)

pytestmark = pytest.mark.anyio

FORMED = asking("Ask me something.", schema=SCHEMA)
WANTED = '{"question": "What does it count?"}'


def forms(server: FaultyServer) -> list[str]:
    return [each.body.get("response_format", {}).get("type", "words") for each in server.asked]


async def test_a_schema_is_asked_for_by_its_own_parameter() -> None:
    async with engine_over(events(WANTED)) as (engine, server):
        assert json.loads(await said(engine, FORMED)) == json.loads(WANTED)

    assert forms(server) == ["json_schema"]
    sent = server.asked[0].body["response_format"]["json_schema"]["schema"]
    assert sent == json.loads(SCHEMA)


async def test_a_server_that_refuses_schemas_is_asked_in_simpler_ways_and_once_only() -> None:
    answers = (refuses("response_format"), refuses("response_format"), events(f"Sure: {WANTED}"))
    async with engine_over(*answers) as (engine, server):
        first = await said(engine, FORMED)
        second = await said(engine, FORMED)

    assert first == second == WANTED
    assert forms(server) == ["json_schema", "json_object", "words", "words"]
    assert SCHEMA in server.asked[-1].body["messages"][0]["content"]


async def test_a_server_that_ignores_schemas_is_found_out() -> None:
    async with engine_over(events("A loop, I think."), events(WANTED)) as (engine, server):
        assert await said(engine, FORMED) == WANTED
        assert await said(engine, FORMED) == WANTED

    assert forms(server) == ["json_schema", "json_object", "json_object"]


async def test_once_a_schema_was_kept_replies_come_in_pieces() -> None:
    async with engine_over(events(WANTED[:9], WANTED[9:])) as (engine, _):
        whole = [part async for part in engine.generate(FORMED, deadline=20)]
        pieces = [part async for part in engine.generate(FORMED, deadline=20)]

    assert (len(whole), len(pieces)) == (2, 3)


async def test_a_model_that_keeps_to_no_form_is_told() -> None:
    async with engine_over(events("A loop, I think.")) as (engine, server):
        with pytest.raises(EngineUnavailableError, match="in the form that we need"):
            await said(engine, FORMED)

    assert forms(server) == ["json_schema", "json_object", "words", "words"]


async def test_replies_that_nobody_sees_are_paid_for_too() -> None:
    async with engine_over(events("A loop, I think."), events(WANTED)) as (engine, _):
        usage = await cost(engine, FORMED)

    assert (usage.prompt_tokens, usage.output_tokens) == (40, 20)


async def test_a_reply_in_words_that_was_cut_stays_cut() -> None:
    answers = (refuses("response_format"), events('Sure: {"question": "Wh', ended="length"))
    async with engine_over(*answers) as (engine, _):
        text, usage = await reply_of(engine.generate(FORMED, deadline=20))

    assert text == '{"question": "Wh'
    assert usage.ended == "length"


@pytest.mark.parametrize("parameter", ["stream_options", "seed", "temperature"])
async def test_a_parameter_that_a_server_refuses_is_not_sent_again(parameter: str) -> None:
    async with engine_over(refuses(parameter), events("Hello.")) as (engine, server):
        await said(engine)
        await said(engine)

    assert [parameter in each.body for each in server.asked] == [True, False, False]


async def test_openais_own_models_want_another_name_for_the_longest_reply() -> None:
    async with engine_over(refuses("max_tokens"), events("Hello.")) as (engine, server):
        await said(engine)

    assert server.asked[1].body["max_completion_tokens"] == 24
    assert "max_tokens" not in server.asked[1].body


async def test_a_server_that_refuses_everything_is_told_and_nothing_is_learnt() -> None:
    async with engine_over(status(400, "{}")) as (engine, server):
        with pytest.raises(EngineUnavailableError):
            await said(engine)
        first = len(server.asked)
        with pytest.raises(EngineUnavailableError):
            await said(engine)

    assert server.asked[first].body == server.asked[0].body


async def test_tokens_are_guessed_and_said_to_be_where_nobody_counts() -> None:
    async with engine_over(events("Hello", " there.", counts=False)) as (engine, _):
        usage = await cost(engine)

    assert usage.estimated
    assert (usage.prompt_tokens, usage.output_tokens) == (3, 3)


async def test_stop_strings_are_kept_though_the_server_ignores_them() -> None:
    request = asking("Say hello.", stop=("\n",))
    async with engine_over(events("one\n", "two")) as (engine, _):
        text, usage = await reply_of(engine.generate(request, deadline=20))

    assert text == "one"
    assert usage.ended == "stop"


@pytest.mark.parametrize(
    "thoughts",
    [
        [chunk(reasoning_content="Hm, hm. "), "Yes."],
        [chunk(reasoning="Hm, hm. "), "Yes."],
        [{"choices": [{"delta": {"content": [
            {"type": "thinking", "thinking": [{"type": "text", "text": "Hm, hm. "}]},
            {"type": "text", "text": "Yes."},
        ]}}]}],
        ["<think>Hm, ", "hm.</th", "ink>\n\nYes."],
    ],
    ids=["reasoning_content", "reasoning", "parts", "tags"],
)  # fmt: skip
async def test_thoughts_are_counted_and_never_shown(thoughts: list[Any]) -> None:
    async with engine_over(events(*thoughts)) as (engine, _):
        text, usage = await reply_of(engine.generate(HELLO, deadline=20))

    assert text == "Yes."
    assert 0 < usage.thinking_tokens < usage.output_tokens == 10


async def test_a_server_that_counts_thoughts_is_believed() -> None:
    counted = {"usage": {
        "prompt_tokens": 5, "completion_tokens": 90,
        "completion_tokens_details": {"reasoning_tokens": 80},
        "prompt_tokens_details": {"cached_tokens": 4},
    }}  # fmt: skip
    async with engine_over(events("Yes.", counted, counts=False)) as (engine, _):
        usage = await cost(engine)

    assert (usage.output_tokens, usage.thinking_tokens, usage.cached_tokens) == (90, 80, 4)


async def test_a_model_that_thinks_gets_room_to_and_is_not_stopped_in_a_thought() -> None:
    request = asking("Say hello.", stop=("\n",))
    async with engine_over(events("<think>Hm.\n</think>", "Yes."), thinking_tokens="100") as (
        engine,
        server,
    ):
        await said(engine, request)
        assert await said(engine, request) == "Yes."

    assert [each.body["max_tokens"] for each in server.asked] == [24, 124]
    assert "stop" not in server.asked[1].body


async def test_a_reply_that_was_used_up_by_thoughts_is_asked_for_again_with_room() -> None:
    thoughts = events(chunk(reasoning_content="Hm. " * 20), ended="length")
    async with engine_over(thoughts, events("Yes."), thinking_tokens="100") as (engine, server):
        text, usage = await reply_of(engine.generate(HELLO, deadline=20))

    assert text == "Yes."
    assert [each.body["max_tokens"] for each in server.asked] == [24, 124]
    assert (usage.output_tokens, usage.thinking_tokens) == (20, 10)


async def test_a_model_that_thinks_for_ever_answers_nothing_and_is_asked_twice_at_most() -> None:
    thoughts = events("<think>Hm. Hm. ", ended="length")
    async with engine_over(thoughts) as (engine, server):
        text, usage = await reply_of(engine.generate(HELLO, deadline=20))

    assert text == ""
    assert usage.ended == "length"
    assert len(server.asked) == 2


async def test_a_reasoning_model_is_known_by_its_name_before_it_says_a_word() -> None:
    async with engine_over(events("Hm", ".</think>\nYes."), model="deepseek-r1:7b") as (engine, _):
        assert await said(engine) == "Yes."


async def test_what_a_filter_holds_back_is_told() -> None:
    async with engine_over(events("Wh", ended="content_filter")) as (engine, _):
        with pytest.raises(EngineUnavailableError, match="held its answer back"):
            await said(engine)


async def test_what_the_administrator_adds_is_sent() -> None:
    extra = '{"chat_template_kwargs": {"enable_thinking": false}}'
    async with engine_over(events("Hello."), extra=extra) as (engine, server):
        await said(engine)

    assert server.asked[0].body["chat_template_kwargs"] == {"enable_thinking": False}


@pytest.mark.parametrize(
    ("name", "value"),
    [("fill_in", "perhaps"), ("thinking_tokens", "many"), ("extra", "[1]"), ("extra", "{")],
)
def test_an_option_that_makes_no_sense_is_named(name: str, value: str) -> None:
    with pytest.raises(ConfigurationError, match=f"The option {name} of the engine class"):
        OpenAiEngine(EngineSpec("class", "openai", options=((name, value),)))


async def test_certificates_that_can_not_be_read_are_told() -> None:
    async with engine_over(events("Hello."), ca_file="/no/such/file.pem") as (engine, _):
        with pytest.raises(ConfigurationError, match="ca_file"):
            await said(engine)


async def test_without_a_name_the_first_model_of_the_server_is_asked_for() -> None:
    models = {"data": [{"id": "codestral", "max_model_len": 32768}, {"id": "other"}]}
    async with engine_over(events("Hello."), model="", models=models) as (engine, server):
        await said(engine)
        card = engine.card()

    assert server.asked[0].body["model"] == card.name == "codestral"
    assert card.context == 32768


STATES: list[tuple[object, str, str]] = [
    ({"data": [{"id": "m-1"}]}, "m-1", "ready"),
    (None, "m-1", "ready"),  # it answers, though it has no list
    (LLAMA, "m-1", "missing_model"),
    (LLAMA, "/models/coder.gguf", "ready"),
    ([{"id": "m-1"}], "m-1", "ready"),
    ({"data": {"id": 7}}, "m-1", "ready"),
]


@pytest.mark.parametrize(("models", "model", "status"), STATES)
async def test_how_it_stands_is_read_from_its_list(models: object, model: str, status: str) -> None:
    async with engine_over(events("Hello."), model=model, models=models) as (engine, server):
        assert (await engine.state()).status == status

    assert server.asked == []


async def test_a_server_that_is_not_there_is_unavailable_in_plain_words() -> None:
    async with engine_over(events("Hello.")) as (engine, _):
        pass
    state = await engine.state()

    assert state.status == "unavailable"
    assert state.message == "The model's server does not answer."
    await engine.aclose()


async def test_a_server_that_has_just_answered_is_ready_until_it_fails() -> None:
    async with engine_over(events("Hello."), status(500), models=LLAMA, model="") as (engine, _):
        await said(engine)
        assert (await engine.state()).status == "ready"
    with pytest.raises(EngineUnavailableError):
        await said(engine)

    assert (await engine.state()).status == "unavailable"
    await engine.aclose()


async def test_an_endpoint_of_tgi_tells_its_model() -> None:
    told = {"model_id": "Qwen/Qwen2.5-Coder-7B", "max_total_tokens": 8192}
    async with faulty(events("Hello."), models=told) as server:
        engine = HuggingFaceEngine(EngineSpec("endpoint", "huggingface", url=server.url))
        await said(engine)
        card = engine.card()
        await engine.aclose()

    assert (card.name, card.context) == ("Qwen/Qwen2.5-Coder-7B", 8192)
    assert server.asked[0].path == "/v1/chat/completions"
