"""Any OpenAI-compatible server, against a real one of llama.cpp."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

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


def test_engines_load_no_library_before_they_are_asked() -> None:
    code = (
        "import sys\n"
        "from jupyter_llm_teach.engines.huggingface_endpoint import HuggingFaceEngine\n"
        "from jupyter_llm_teach.engines.openai_compatible import OpenAiEngine\n"
        "from jupyter_llm_teach.engines.spec import EngineSpec\n"
        "OpenAiEngine(EngineSpec('class', 'openai')).card()\n"
        "HuggingFaceEngine(EngineSpec('tgi', 'huggingface', url='http://127.0.0.1:9')).card()\n"
        "heavy = {'httpx', 'httpx2', 'openai', 'huggingface_hub', 'jsonschema', 'numpy'}\n"
        "print(heavy & set(sys.modules))"
    )
    ran = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )

    assert ran.stdout.strip() == "set()"
