"""A hint whose words come from a server of Ollama, through the whole tutor."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from jupyter_llm_teach.engines.catalogue import model_named
from jupyter_llm_teach.engines.ollama import OllamaEngine
from jupyter_llm_teach.engines.pulling import pull
from jupyter_llm_teach.engines.spec import EngineSpec
from jupyter_llm_teach.engines.store import ModelStore, default_model_folder
from jupyter_llm_teach.teaching.rung import Rung
from jupyter_llm_teach.tutor.hint import FactsFound, Hint
from jupyter_llm_teach.tutor.one_engine import OneEngine
from jupyter_llm_teach.tutor.tutor import Tutor
from tests.fakes.fake_ollama import FakeModel, FakeOllama
from tests.fakes.ollama_proxy import MODEL, proxied
from tests.fakes.ollama_server import ollama_server
from tests.tutor.bench import Bench, asked

pytestmark = pytest.mark.anyio

QUESTION = "How many windows of two neighbours can you write down by hand for this list?"


@pytest.fixture
def ollama() -> Iterator[FakeOllama]:
    model = FakeModel(states=QUESTION, thinks="tags")
    with ollama_server(FakeOllama({model.name: model})) as running:
        yield running


@asynccontextmanager
async def tutor_with(bench: Bench, url: str, model: str = "tiny") -> AsyncIterator[Tutor]:
    """A tutor whose words come from a server of Ollama."""
    engine = OllamaEngine(EngineSpec("here", "ollama", model=model, url=url))
    yield replace(bench.tutor(), engines=OneEngine(engine))
    await engine.aclose()


async def test_its_words_are_shown_with_what_they_cost(bench: Bench, ollama: FakeOllama) -> None:
    async with tutor_with(bench, ollama.url) as tutor:
        last = (await asked(tutor, bench.work(), Rung.QUESTION))[-1]

    assert isinstance(last, Hint)
    assert (last.source, QUESTION in last.text) == ("model", True)
    assert last.spent is not None
    assert last.spent.output_tokens > 0
    assert ollama.bodies("/api/chat")[0]["format"]["type"] == "object"


@pytest.mark.parametrize(("words", "refuses"), [(0, (500, "gone")), (1, None), (3, None)])
async def test_where_it_goes_away_the_facts_and_our_own_words_stay(
    bench: Bench, ollama: FakeOllama, words: int, refuses: tuple[int, str] | None
) -> None:
    ollama.breaks_after, ollama.refuses = words, refuses
    async with tutor_with(bench, ollama.url) as tutor:
        events = await asked(tutor, bench.work(), Rung.QUESTION)

    last = events[-1]
    assert any(isinstance(event, FactsFound) for event in events)
    assert isinstance(last, Hint)
    assert (last.source, bool(last.text)) == ("analysis", True)


async def test_a_server_that_is_not_ours_is_asked_for_one(bench: Bench, tmp_path: Path) -> None:
    store, small = ModelStore(default_model_folder()), model_named("smollm2-135m")
    await pull(store, small, lambda _: None)
    with proxied(store, small, tmp_path) as running:
        async with tutor_with(bench, running.url, MODEL) as tutor:
            last = (await asked(tutor, bench.work(), Rung.QUESTION))[-1]

    assert isinstance(last, Hint)
    assert last.text
    assert last.spent is not None  # whether or not so small a model's words could be shown
    assert last.spent.output_tokens > 0
