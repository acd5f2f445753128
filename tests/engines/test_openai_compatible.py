"""Any OpenAI-compatible server, against a real one of llama.cpp."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from pydantic import SecretStr

from jupyter_llm_teach.engines.lease import Lease
from jupyter_llm_teach.engines.openai_compatible import OpenAiEngine
from jupyter_llm_teach.engines.spec import EngineSpec
from tests.contracts.engine_contract import (
    Busy,
    EngineContract,
    LostEngineContract,
    Pull,
    asking,
    reply_of,
)
from tests.fakes.relay import Relay

pytestmark = pytest.mark.anyio


def at(url: str, key: str, model: str = "") -> OpenAiEngine:
    return OpenAiEngine(EngineSpec("class", "openai", model=model, url=url, key=SecretStr(key)))


class TestContract(EngineContract, LostEngineContract):
    @pytest.fixture
    async def engine(self, served: Lease, relay: Relay) -> AsyncIterator[OpenAiEngine]:
        made = at(relay.url, served.key)
        yield made
        await made.aclose()

    @pytest.fixture
    async def lost(self, served: Lease, relay: Relay) -> AsyncIterator[OpenAiEngine]:
        made = at(relay.url, served.key, "gpt-17")
        yield made
        await made.aclose()

    @pytest.fixture
    def busy(self, served_slots: Busy) -> Busy:
        return served_slots

    @pytest.fixture
    def pull(self, relay: Relay) -> Pull:
        return relay.pull

    async def test_a_server_on_this_machine_is_local_and_tells_of_its_model(
        self, engine: OpenAiEngine
    ) -> None:
        await reply_of(engine.generate(asking("Say hello.", max_tokens=2), deadline=60))
        card = engine.card()

        assert card.local
        assert card.title.startswith("smollm2-135m")
        assert (card.parameters, card.quantisation, card.context) == ("135M", "Q4_1", 4096)
        assert not card.name.startswith("/")


def test_a_server_elsewhere_is_not_local_and_says_who_runs_it() -> None:
    spec = EngineSpec(
        "class",
        "openai",
        model="codestral",
        url="https://llm.uni-lyon.example/v1",
        operator="University of Lyon",
        jurisdiction="FR",
    )
    card = OpenAiEngine(spec).card()

    assert not card.local
    assert (card.operator, card.jurisdiction) == ("University of Lyon", "FR")
