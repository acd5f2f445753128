"""Ollama's official client, as we use it: questions, and what the server says of its models."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

import ollama
from pydantic import Field, SecretStr

from jupyter_llm_teach.engines.ollama_transport import OllamaTransport
from jupyter_llm_teach.ports import FillIn, Generation

Think = bool | str
"""Whether a model may think before it answers, or how much, such as ``low``."""

_STOP = re.compile(r'^stop\s+"?(.*?)"?$', re.MULTILINE)
_CONTEXT = re.compile(r"^num_ctx\s+(\d+)\s*$", re.MULTILINE)


class Listed(ollama.ListResponse.Model):
    """A model that the server has; its parent knows nothing of models that run elsewhere."""

    remote_host: str | None = None


class _Models(ollama.ListResponse):
    models: Sequence[Listed] = ()


class _Show(ollama.ShowResponse):
    remote_host: str | None = None
    modelinfo: Mapping[str, Any] | None = Field(default=None, alias="model_info")


@dataclass(frozen=True, slots=True)
class Shown:
    """What a server says of one of its models; None or empty where it says nothing.

    Attributes:
        parameters: Such as ``1.5B``.
        quantisation: Such as ``Q4_K_M``.
        family: Such as ``qwen2``.
        licence: The licence's text.
        licence_name: Its name, where the model's file states one.
        capabilities: Such as ``insert`` and ``thinking``.
        takes_suffix: Whether its template has a place for what comes after the reply.
        stops: What ends a reply.
        context: Tokens that prompt and reply may have, where the model sets them.
        trained_context: Tokens that it was trained on.
        remote_host: The server that really runs it; empty where it runs on the one asked.
    """

    parameters: str
    quantisation: str
    family: str
    licence: str
    licence_name: str
    capabilities: frozenset[str] | None
    takes_suffix: bool
    stops: tuple[str, ...]
    context: int | None
    trained_context: int | None
    remote_host: str


@dataclass(frozen=True, slots=True)
class Manner:
    """How questions are asked.

    Attributes:
        model: The model's name.
        context: Tokens that prompt and reply may have together.
        stops: What ends a reply besides what a request says.
        keep_alive: How long the model stays in memory; None for as long as the server likes.
        think: Whether it may think first; None for models that can't be asked not to.
        room: Tokens for thinking, besides those for the reply.
    """

    model: str
    context: int
    stops: tuple[str, ...] = ()
    keep_alive: float | str | None = None
    think: Think | None = None
    room: int = 0


@dataclass(frozen=True, slots=True)
class Cost:
    """What the last chunk of a reply says; None where it says nothing.

    Attributes:
        prompt: Tokens of the prompt; servers may leave out those that they remembered.
        output: Tokens of the reply, thinking included.
        load_seconds: Loading the model.
        prompt_seconds: Reading the prompt.
        reason: Why the reply ended, such as ``stop`` or ``length``.
    """

    prompt: int | None
    output: int | None
    load_seconds: float
    prompt_seconds: float | None
    reason: str


@dataclass(frozen=True, slots=True)
class Chunk:
    """A part of a reply.

    Attributes:
        text: Of the reply.
        thinking: What the model only thought.
        cost: In the last chunk.
    """

    text: str
    thinking: str
    cost: Cost | None


@dataclass(frozen=True, slots=True)
class Layer:
    """News of a model that is being fetched.

    Attributes:
        digest: The part of it that the news is of; empty for the whole.
        done: Bytes of the part that are there.
        total: Bytes of the part; 0 where the news is of something else.
        is_last: Whether the model is there.
    """

    digest: str
    done: int
    total: int
    is_last: bool = False


class OllamaClient(ollama.AsyncClient):
    """The official client without redirects, the environment's proxies, or its keys.

    Args:
        url: Where the server is.
        key: Sent to it; empty where it needs none.

    All methods raise what `ollama` and `httpx` raise; `engines.ollama_faults` knows it.
    """

    def __init__(self, url: str, key: SecretStr) -> None:
        super().__init__(url, follow_redirects=False, transport=OllamaTransport(key))

    async def aclose(self) -> None:
        """Drop the connections."""
        await self.close()  # type: ignore[no-untyped-call]  # it says nothing of what it gives

    async def listed(self) -> Sequence[Listed]:
        """The models that the server has."""
        return (await self._request(_Models, "GET", "/api/tags")).models

    async def shown(self, model: str) -> Shown:
        """What the server says of a model."""
        said = await self._request(_Show, "POST", "/api/show", json={"model": model})
        details, info = said.details, said.modelinfo or {}
        parameters = said.parameters or ""
        context = _CONTEXT.search(parameters)
        return Shown(
            parameters=(details and details.parameter_size) or "",
            quantisation=(details and details.quantization_level) or "",
            family=(details and details.family) or "",
            licence=said.license or "",
            licence_name=str(info.get("general.license") or ""),
            capabilities=None if said.capabilities is None else frozenset(said.capabilities),
            takes_suffix=".Suffix" in (said.template or ""),
            stops=tuple(dict.fromkeys(_STOP.findall(parameters))),
            context=int(context[1]) if context else None,
            trained_context=_trained_context(info),
            remote_host=said.remote_host or "",
        )

    async def prompt_tokens(self, request: FillIn, manner: Manner) -> int | None:
        """Tokens that a prompt becomes; None where the server does not say."""
        async with aclosing(self.fill_in_chunks(request, manner)) as chunks:
            costs = [chunk.cost async for chunk in chunks if chunk.cost is not None]
        return costs[-1].prompt if costs else None

    async def loaded(self) -> frozenset[str]:
        """The names of the models in memory."""
        running = (await self.ps()).models
        return frozenset(each.model or each.name or "" for each in running)

    async def layers(self, model: str) -> AsyncGenerator[Layer, None]:
        """News of a model that the server fetches now."""
        stream = await self.pull(model, stream=True)
        async with aclosing(stream) as parts:  # type: ignore[type-var]  # it is a generator
            async for part in parts:
                done, total = part.completed or 0, part.total or 0
                yield Layer(part.digest or "", done, total, part.status == "success")

    async def chat_chunks(self, request: Generation, manner: Manner) -> AsyncGenerator[Chunk, None]:
        """The reply to a conversation, in the model's own template."""
        stream = await self.chat(
            model=manner.model,
            messages=[{"role": each.role, "content": each.text} for each in request.messages],
            stream=True,
            think=manner.think,
            format=None if request.schema is None else json.loads(request.schema),
            options={
                **_options(manner, request.max_tokens, request.stop),
                "temperature": request.temperature,
                "seed": request.seed,
            },
            keep_alive=manner.keep_alive,
        )
        async with aclosing(stream) as parts:  # type: ignore[type-var]  # it is a generator
            async for part in parts:
                message = part.message
                yield Chunk(message.content or "", message.thinking or "", _cost(part))

    async def fill_in_chunks(self, request: FillIn, manner: Manner) -> AsyncGenerator[Chunk, None]:
        """The code between two texts; the model's template knows its markers."""
        stream = await self.generate(
            model=manner.model,
            prompt=request.prefix or "\n",  # without one, a server only loads the model,
            suffix=request.suffix or "\n",  # or takes the prefix for a question
            stream=True,
            options={
                **_options(manner, request.max_tokens, request.stop),
                "temperature": 0,
                "seed": 0,
            },
            keep_alive=manner.keep_alive,
        )
        async with aclosing(stream) as parts:  # type: ignore[type-var]  # it is a generator
            async for part in parts:
                yield Chunk(part.response or "", part.thinking or "", _cost(part))


def _options(manner: Manner, max_tokens: int, stops: Sequence[str]) -> dict[str, Any]:
    """Options of a request; stop strings that are sent replace those of the model."""
    options: dict[str, Any] = {
        "num_ctx": manner.context,
        "num_predict": max_tokens + manner.room,
    }
    return {**options, "stop": [*manner.stops, *stops]} if stops else options


def _cost(part: ollama.ChatResponse | ollama.GenerateResponse) -> Cost | None:
    if not part.done:
        return None
    return Cost(
        prompt=part.prompt_eval_count,
        output=part.eval_count,
        load_seconds=(part.load_duration or 0) / 1e9,
        prompt_seconds=part.prompt_eval_duration / 1e9 if part.prompt_eval_duration else None,
        reason=part.done_reason or "",
    )


def _trained_context(info: Mapping[str, Any]) -> int | None:
    found = info.get(f"{info.get('general.architecture')}.context_length")
    return found if isinstance(found, int) and found > 0 else None
