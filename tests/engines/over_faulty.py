"""An engine over a server that answers as a test says, and questions to it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from jupyter_llm_teach.engines.openai_compatible import OpenAiEngine
from jupyter_llm_teach.engines.spec import EngineSpec
from jupyter_llm_teach.ports import Engine, FillIn, Generation, Usage
from tests.contracts.engine_contract import asking, reply_of
from tests.fakes.faulty_server import Answer, FaultyServer, faulty

HELLO = asking("Say hello.")
MIDDLE = FillIn("def add(a, b):\n    return ", "\n\nprint(add(1, 2))\n", stop=("\n",))
LLAMA = {"data": [{"id": "/models/coder.gguf", "owned_by": "llamacpp"}]}


@asynccontextmanager
async def engine_over(
    *answers: Answer, model: str = "m-1", models: object = None, **options: str
) -> AsyncIterator[tuple[OpenAiEngine, FaultyServer]]:
    async with faulty(*answers, models=models) as server:
        stated = tuple(options.items())
        made = OpenAiEngine(
            EngineSpec("class", "openai", model=model, url=server.url, options=stated)
        )
        yield made, server
        await made.aclose()


async def said(engine: Engine, request: Generation = HELLO) -> str:
    return (await reply_of(engine.generate(request, deadline=20)))[0]


async def cost(engine: Engine, request: Generation = HELLO) -> Usage:
    return (await reply_of(engine.generate(request, deadline=20)))[1]


async def filled(engine: Engine) -> str:
    return (await reply_of(engine.fill_in(MIDDLE, deadline=20)))[0]
