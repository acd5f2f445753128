"""The engine against a server that speaks Ollama's API and is not ours, with a real small model.

`ollama-proxy-plus` stands in front of our embedded llama.cpp. It counts words instead of tokens,
says that every reply ended by itself, and ignores suffixes without a word: what of the contract it
can't keep is tested on the made-up server of `test_ollama.py`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace

import pytest
from pydantic import SecretStr

from jupyter_llm_teach.engines.catalogue import CatalogueModel
from jupyter_llm_teach.engines.llamacpp_client import LlamaCppClient
from jupyter_llm_teach.engines.ollama import OllamaEngine
from jupyter_llm_teach.engines.ollama_client import OllamaClient
from jupyter_llm_teach.engines.ollama_models import models
from jupyter_llm_teach.engines.ollama_said import Manner
from jupyter_llm_teach.engines.ollama_served import ServedModel
from jupyter_llm_teach.engines.spec import EngineSpec
from jupyter_llm_teach.engines.store import ModelStore
from jupyter_llm_teach.errors import EngineUnavailableError
from jupyter_llm_teach.ports import FillIn
from tests.contracts.engine_contract import (
    Busy,
    EngineContract,
    LostEngineContract,
    Pull,
    reply_of,
)
from tests.fakes.ollama_proxy import MODEL, Proxied, proxied
from tests.fakes.relay import Relay, relayed

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
def running(
    smollm2: CatalogueModel, store: ModelStore, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Proxied]:
    with proxied(store, smollm2, tmp_path_factory.mktemp("proxied")) as made:
        yield made


@pytest.fixture
async def engine(running: Proxied) -> AsyncIterator[OllamaEngine]:
    made = engine_for(MODEL, running.url)
    yield made
    await made.aclose()


def engine_for(model: str, url: str) -> OllamaEngine:
    """An engine for a model of the proxy."""
    return OllamaEngine(EngineSpec("proxied", "ollama", model=model, url=url))


class TestContract(EngineContract, LostEngineContract):
    @pytest.fixture
    async def relay(self, running: Proxied) -> AsyncIterator[Relay]:
        async with relayed(running.url) as made:
            yield made

    @pytest.fixture
    async def engine(self, relay: Relay) -> AsyncIterator[OllamaEngine]:
        made = engine_for(MODEL, relay.url)
        yield made
        await made.aclose()

    @pytest.fixture
    def pull(self, relay: Relay) -> Pull:
        return relay.pull

    @pytest.fixture
    def lost(self, running: Proxied) -> OllamaEngine:
        return engine_for("embedded/no-such", running.url)

    @pytest.fixture
    async def busy(self, running: Proxied) -> AsyncIterator[Busy]:
        client = LlamaCppClient(running.behind, running.key)
        yield client.busy_slots
        await client.aclose()


async def test_it_says_itself_that_it_fills_in_nothing(engine: OllamaEngine) -> None:
    with pytest.raises(EngineUnavailableError, match="can't complete code"):
        await reply_of(engine.fill_in(FillIn("a = ", "\n"), deadline=60))

    assert not engine.card().fills_in


async def test_where_it_did_not_its_silence_on_suffixes_is_found_out(running: Proxied) -> None:
    client = OllamaClient(running.url, SecretStr(""))
    served = ServedModel(client, MODEL)
    served.shown = replace(await served.learn(), capabilities=frozenset({"insert"}))

    with pytest.raises(EngineUnavailableError, match="can't complete code"):
        await served.check_suffix(Manner(MODEL, 4096))
    assert served.takes_suffix is False
    await client.aclose()


async def test_its_models_are_listed(running: Proxied) -> None:
    cards = await models(EngineSpec("x", "ollama", url=running.url))

    assert MODEL in {each.name for each in cards}
    assert {(each.parameters, each.quantisation) for each in cards} == {("", "")}  # "cloud", "none"
