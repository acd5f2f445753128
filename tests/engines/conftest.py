"""The small real model, fetched by the store itself."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import anyio
import pytest

from jupyter_llm_teach.engines.catalogue import CatalogueModel, model_named
from jupyter_llm_teach.engines.lease import Lease, Plan, lease
from jupyter_llm_teach.engines.llamacpp_client import LlamaCppClient
from jupyter_llm_teach.engines.pulling import pull
from jupyter_llm_teach.engines.rendezvous import Limits
from jupyter_llm_teach.engines.store import ModelStore, default_model_folder
from tests.contracts.engine_contract import Busy
from tests.engines.ollama_questions import having
from tests.fakes.fake_ollama import FakeModel, FakeOllama
from tests.fakes.ollama_server import ollama_server
from tests.fakes.relay import Relay, relayed


@pytest.fixture(scope="session")
def smollm2() -> CatalogueModel:
    return model_named("smollm2-135m")


@pytest.fixture(scope="session")
def store(smollm2: CatalogueModel) -> ModelStore:
    made = ModelStore(default_model_folder())
    anyio.run(pull, made, smollm2, lambda _: None)
    return made


@pytest.fixture(scope="session")
def smollm2_folder(smollm2: CatalogueModel, store: ModelStore) -> Path:
    """The small model in HuggingFace's form; made once, and kept beside the models."""
    folder = store.folder / f"{smollm2.name}-{smollm2.sha256[:8]}"
    if not folder.exists():
        command = [sys.executable, "-m", "tests.engines.made_folder"]
        subprocess.run(  # noqa: S603
            [*command, str(store.path(smollm2)), str(folder)],
            cwd=Path(__file__).parents[2],
            check=True,
        )
    return folder


@pytest.fixture(scope="session")
def loopback_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Too long for a socket's path: the engine's process then serves on loopback."""
    return tmp_path_factory.mktemp("served") / ("long" * 25) / "run"


@pytest.fixture
async def served(
    smollm2: CatalogueModel, store: ModelStore, loopback_folder: Path
) -> AsyncIterator[Lease]:
    """A real llama.cpp server with its OpenAI-compatible address."""
    made = await lease(Plan(store.path(smollm2), smollm2.sha256, loopback_folder, Limits()))
    yield made
    await made.aclose()


@pytest.fixture
async def relay(served: Lease) -> AsyncIterator[Relay]:
    """The cable to that server."""
    async with relayed("http://" + (await served.http()).removeprefix("tcp:")) as made:
        yield made


@pytest.fixture
async def served_slots(served: Lease) -> AsyncIterator[Busy]:
    """How many requests that server works on."""
    client = LlamaCppClient(await served.http(), served.key)
    yield client.busy_slots
    await client.aclose()


@pytest.fixture
def ollama() -> Iterator[FakeOllama]:
    """A made-up server of Ollama with one model."""
    with ollama_server(having(FakeModel())) as running:
        yield running
