"""The same hint through every kind of engine that answers over a wire, and with the plug pulled."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from jupyter_llm_teach.courses.folder import FolderCourses
from jupyter_llm_teach.courses.notebook_file import read_notebook
from jupyter_llm_teach.engines.catalogue import CatalogueModel
from jupyter_llm_teach.engines.huggingface_endpoint import HuggingFaceEngine
from jupyter_llm_teach.engines.llamacpp import LlamaCppEngine
from jupyter_llm_teach.engines.ollama import OllamaEngine
from jupyter_llm_teach.engines.openai_compatible import OpenAiEngine
from jupyter_llm_teach.engines.spec import EngineSpec
from jupyter_llm_teach.engines.store import ModelStore
from jupyter_llm_teach.ports import Engine
from jupyter_llm_teach.sandbox.choose import best_sandbox
from jupyter_llm_teach.teaching.rung import Rung
from jupyter_llm_teach.tutor.hint import FactsFound, Hint, HintEvent
from jupyter_llm_teach.tutor.one_engine import OneEngine
from tests.fakes.fake_ollama import FakeModel, FakeOllama
from tests.fakes.faulty_server import Answer, chunk, events, faulty, raw, silent, status
from tests.fakes.ollama_server import ollama_server
from tests.fakes.sample import COURSES, TOO_SHORT, answered, student_copy
from tests.tutor.bench import Bench, asked

pytestmark = pytest.mark.anyio

QUESTION = "How many windows of two neighbours can you write down by hand for this list?"
GOOD = json.dumps({"question": QUESTION})
Make = Callable[[str], Engine]


def openai_at(url: str) -> Engine:
    return OpenAiEngine(EngineSpec("class", "openai", model="m-1", url=url))


def huggingface_at(url: str) -> Engine:
    return HuggingFaceEngine(EngineSpec("tgi", "huggingface", model="m-1", url=url))


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    path = answered(
        student_copy("en", tmp_path / "copy"),
        "running_mean",
        TOO_SHORT.format(name="running_mean"),
    )
    sandbox = await best_sandbox(tmp_path / "scratch")
    yield Bench(FolderCourses([COURSES / "en"]), sandbox, read_notebook(path))
    await sandbox.aclose()


@asynccontextmanager
async def over(make: Make, answer: Answer) -> AsyncIterator[Engine]:
    async with faulty(answer) as server:
        engine = make(server.url)
        yield engine
        await engine.aclose()


async def hinted(bench: Bench, engine: Engine, deadline: float = 60) -> list[HintEvent]:
    tutor = replace(bench.tutor(), engines=OneEngine(engine), deadline=deadline)
    return await asked(tutor, bench.work(), Rung.QUESTION)


@pytest.mark.parametrize("make", [openai_at, huggingface_at], ids=["openai", "huggingface"])
async def test_servers_phrase_the_hint(bench: Bench, make: Make) -> None:
    async with over(make, events(GOOD[:30], GOOD[30:])) as engine:
        last = (await hinted(bench, engine))[-1]

    assert isinstance(last, Hint)
    assert last.source == "model"
    assert QUESTION in last.text
    assert last.spent is not None
    assert last.spent.output_tokens == 10


async def test_ollama_phrases_the_same_hint(bench: Bench) -> None:
    with ollama_server(FakeOllama({"tiny:latest": FakeModel(states=QUESTION)})) as server:
        engine = OllamaEngine(EngineSpec("here", "ollama", model="tiny", url=server.url))
        last = (await hinted(bench, engine))[-1]
        await engine.aclose()

    assert isinstance(last, Hint)
    assert last.source == "model"
    assert QUESTION in last.text


async def test_the_embedded_engine_gives_a_hint_with_the_smallest_model(
    bench: Bench, smollm2: CatalogueModel, store: ModelStore, tmp_path: Path
) -> None:
    engine = LlamaCppEngine(smollm2, store, tmp_path / "run")
    last = (await hinted(bench, engine, deadline=100))[-1]
    was_asked = engine.pid != 0
    await engine.aclose()

    assert isinstance(last, Hint)
    assert last.text
    assert was_asked


def _first_word() -> bytes:
    return b"data: " + json.dumps(chunk('{"question": "How')).encode() + b"\n\n"


UNPLUGGED = {
    "before it answers": raw(headers={}),
    "with a refusal": status(503),
    "without a word": silent(),
    "after its first word": raw(_first_word()),
    "in the middle of an event": raw(b'data: {"choices": [{"delta": {"con'),
    "with a web page": raw(b"<html>", headers={"Content-Type": "text/html"}),
}


@pytest.mark.parametrize("moment", UNPLUGGED)
@pytest.mark.parametrize("make", [openai_at, huggingface_at], ids=["openai", "huggingface"])
async def test_the_plug_pulled_leaves_the_facts_and_a_sentence(
    bench: Bench, make: Make, moment: str
) -> None:
    async with over(make, UNPLUGGED[moment]) as engine:
        seen = await hinted(bench, engine, deadline=3)

    assert any(isinstance(each, FactsFound) for each in seen)
    last = seen[-1]
    assert isinstance(last, Hint)
    assert last.source == "analysis"
    assert last.text
