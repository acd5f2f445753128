"""HuggingFace's endpoints, by the official client, against a real server of their kind."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from pydantic import SecretStr

from jupyter_llm_teach.engines.huggingface_endpoint import HuggingFaceEngine
from jupyter_llm_teach.engines.lease import Lease
from jupyter_llm_teach.engines.spec import EngineSpec
from jupyter_llm_teach.errors import ConfigurationError
from tests.contracts.engine_contract import Busy, EngineContract, LostEngineContract, Pull
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
