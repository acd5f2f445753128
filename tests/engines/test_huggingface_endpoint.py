"""HuggingFace's endpoints, by the official client, against a real server of their kind."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from pydantic import SecretStr

from jupyter_llm_teach.engines.huggingface_endpoint import HuggingFaceEngine
from jupyter_llm_teach.engines.lease import Lease
from jupyter_llm_teach.engines.spec import EngineSpec
from jupyter_llm_teach.errors import ConfigurationError, EngineBusyError
from tests.contracts.engine_contract import (
    Busy,
    EngineContract,
    LostEngineContract,
    Pull,
    asking,
    reply_of,
)
from tests.fakes.faulty_server import events, faulty, raw
from tests.fakes.relay import Relay

pytestmark = pytest.mark.anyio


def at(url: str, key: str, model: str = "") -> HuggingFaceEngine:
    return HuggingFaceEngine(
        EngineSpec("endpoint", "huggingface", model=model, url=url, key=SecretStr(key))
    )


class TestContract(EngineContract, LostEngineContract):
    @pytest.fixture
    async def engine(self, served: Lease, relay: Relay) -> AsyncIterator[HuggingFaceEngine]:
        made = at(relay.url, served.key)
        yield made
        await made.aclose()

    @pytest.fixture
    async def lost(self, served: Lease, relay: Relay) -> AsyncIterator[HuggingFaceEngine]:
        made = at(relay.url, served.key, "gpt-17")
        yield made
        await made.aclose()

    @pytest.fixture
    def busy(self, served_slots: Busy) -> Busy:
        return served_slots

    @pytest.fixture
    def pull(self, relay: Relay) -> Pull:
        return relay.pull


def test_inference_providers_need_a_model_and_a_key_of_theirs() -> None:
    with pytest.raises(ConfigurationError, match="neither an address"):
        at("", "hf_key")
    with pytest.raises(ConfigurationError, match="key of HuggingFace") as raised:
        at("", "sk-very-secret", "Qwen/Qwen3-8B")

    assert "sk-very-secret" not in str(raised.value)


def test_inference_providers_are_not_on_this_machine() -> None:
    card = at("", "hf_key", "Qwen/Qwen3-8B:groq").card()

    assert not card.local
    assert card.title == "Qwen3-8B:groq"


async def test_an_endpoint_that_answers_is_ready_and_one_that_does_not_is_not() -> None:
    async with faulty(events("Hello."), models={"data": [{"id": "m-1"}]}) as server:
        ready = await at(server.url, "").state()
    gone = await at(server.url, "").state()

    assert (ready.status, gone.status) == ("ready", "unavailable")


async def test_inference_providers_are_not_asked_how_they_stand() -> None:
    assert (await at("", "hf_key", "Qwen/Qwen3-8B").state()).status == "ready"


async def test_an_endpoint_that_says_in_its_own_way_that_it_is_busy_is_busy() -> None:
    told = b'data: {"error": "Model is overloaded", "error_type": "overloaded"}\n\n'
    async with faulty(raw(told)) as server:
        engine = at(server.url, "", "m-1")
        with pytest.raises(EngineBusyError):
            await reply_of(engine.generate(asking("Say hello."), deadline=20))
        await engine.aclose()
