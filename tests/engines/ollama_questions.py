"""Ollama's engine at a made-up server, and short ways to ask it."""

from __future__ import annotations

from dataclasses import replace

from jupyter_llm_teach.engines.ollama import OllamaEngine
from jupyter_llm_teach.engines.spec import EngineSpec
from jupyter_llm_teach.ports import FillIn, Generation, Usage
from tests.contracts.engine_contract import asking, reply_of
from tests.fakes.fake_ollama import FakeModel, FakeOllama

HELLO = asking("Say hello.")
CHAT_ONLY = "{{ .System }}{{ .Prompt }}"
MIDDLE = FillIn("def fact(n):\n    return n * fact(", ")\n")


def having(*models: FakeModel) -> FakeOllama:
    """A server with some models."""
    return FakeOllama({each.name: each for each in models})


def engine_at(ollama: FakeOllama, model: str = "tiny", **settings: object) -> OllamaEngine:
    """An engine at a server."""
    spec = EngineSpec("here", "ollama", model=model, url=ollama.url)
    return OllamaEngine(replace(spec, **settings))  # type: ignore[arg-type]


async def said(engine: OllamaEngine, request: Generation = HELLO) -> str:
    """What it answers."""
    return (await reply_of(engine.generate(request, deadline=20)))[0]


async def cost(engine: OllamaEngine, request: Generation = HELLO) -> Usage:
    """What an answer cost."""
    return (await reply_of(engine.generate(request, deadline=20)))[1]


async def filled(engine: OllamaEngine, request: FillIn = MIDDLE) -> str:
    """What it fills in."""
    return (await reply_of(engine.fill_in(request, deadline=20)))[0]
