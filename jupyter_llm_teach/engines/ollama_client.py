"""Ollama's official client, as we use it: questions, and what the server says of its models."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from typing import Any

import ollama
from pydantic import Field, SecretStr, field_validator
from pydantic_core import from_json

from jupyter_llm_teach.engines.lines import Lines
from jupyter_llm_teach.engines.ollama_said import Chunk, Cost, Layer, Manner, Shown
from jupyter_llm_teach.engines.ollama_transport import OllamaTransport
from jupyter_llm_teach.ports import FillIn, Generation

_STOP = re.compile(r"^stop\s+(\S.*?)\s*$", re.MULTILINE)
_CONTEXT = re.compile(r"^num_ctx\s+(\d+)\s*$", re.MULTILINE)


class Listed(ollama.ListResponse.Model):
    """A model that the server has; its parent knows nothing of models that run elsewhere."""

    remote_host: str | None = None

    @property
    def sizes(self) -> tuple[str, str]:
        """Its parameters and its quantisation."""
        return _sizes(self.details)


class _Models(ollama.ListResponse):
    models: Sequence[Listed] = ()

    @field_validator("models", mode="before")
    @classmethod
    def _none(cls, value: object) -> object:
        """Early releases write null where there are none."""
        return () if value is None else value


class _Show(ollama.ShowResponse):
    remote_host: str | None = None
    modelinfo: Mapping[str, Any] | None = Field(default=None, alias="model_info")


class OllamaClient(ollama.AsyncClient):
    """The official client without redirects, the environment's proxies, or its keys.

    Args:
        url: Where the server is.
        key: Sent to it; empty where it needs none.

    All methods raise what `ollama` and `httpx` raise; `engines.ollama_faults` knows it.
    """

    def __init__(self, url: str, key: SecretStr) -> None:
        super().__init__(
            url, follow_redirects=False, trust_env=False, transport=OllamaTransport(key)
        )

    async def aclose(self) -> None:
        """Drop the connections."""
        await self.close()  # type: ignore[no-untyped-call]  # it says nothing of what it gives

    async def _request(self, cls: Any, *args: Any, stream: bool = False, **kwargs: Any) -> Any:
        """Ask; a stream comes as plain JSON: to check each event takes longer than to read it."""
        if stream:
            return self._events(*args, **kwargs)
        return await super()._request(cls, *args, **kwargs)

    async def _events(self, *args: Any, **kwargs: Any) -> AsyncGenerator[dict[str, Any], None]:
        async with self._client.stream(*args, **kwargs) as reply:
            if not reply.is_success:
                await reply.aread()
                raise ollama.ResponseError(reply.text, reply.status_code)
            lines = Lines()
            async for data in reply.aiter_raw():  # which our transport takes only as it is
                for line in lines.feed(data):
                    yield _event(line)
            for line in lines.close():
                yield _event(line)

    async def listed(self) -> Sequence[Listed]:
        """The models that the server has."""
        found: _Models = await self._request(_Models, "GET", "/api/tags")
        return found.models

    async def shown(self, model: str) -> Shown:
        """What the server says of a model."""
        said = await self._request(_Show, "POST", "/api/show", json={"model": model})
        size, quantisation = _sizes(said.details)
        info = said.modelinfo or {}
        parameters = said.parameters or ""
        context = _CONTEXT.search(parameters)
        return Shown(
            parameters=size,
            quantisation=quantisation,
            licence=said.license or "",
            licence_name=str(info.get("general.license") or ""),
            capabilities=None if said.capabilities is None else frozenset(said.capabilities),
            takes_suffix=".Suffix" in (said.template or ""),
            stops=tuple(dict.fromkeys(map(_plain, _STOP.findall(parameters)))),
            context=int(context[1]) if context else None,
            trained_context=_number(info, "context_length"),
            experts=_number(info, "expert_count") or (0 if info else None),
            remote_host=said.remote_host or "",
        )

    async def filled(self, request: FillIn, manner: Manner) -> tuple[str, int | None]:
        """A whole reply, and the tokens of its prompt; None where the server does not say."""
        async with aclosing(self.fill_in_chunks(request, manner)) as chunks:
            got = [chunk async for chunk in chunks]
        costs = [chunk.cost.prompt for chunk in got if chunk.cost is not None]
        return "".join(chunk.text for chunk in got), costs[-1] if costs else None

    async def loaded(self) -> Mapping[str, int]:
        """The models in memory, and the bytes of it that they take."""
        running = (await self.ps()).models
        return {each.model or each.name or "": int(each.size or 0) for each in running}

    async def layers(self, model: str) -> AsyncGenerator[Layer, None]:
        """News of a model that the server fetches now."""
        stream: Any = await self.pull(model, stream=True)
        async with aclosing(stream) as events:
            async for event in events:
                part = ollama.ProgressResponse(**event)
                done, total = part.completed or 0, part.total or 0
                yield Layer(part.digest or "", done, total, part.status == "success")

    async def chat_chunks(self, request: Generation, manner: Manner) -> AsyncGenerator[Chunk, None]:
        """The reply to a conversation, in the model's own template."""
        stream: Any = await self.chat(
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
        async with aclosing(stream) as parts:
            async for part in parts:
                cost = _cost(ollama.ChatResponse(**part)) if part.get("done") else None
                yield _chunk(part.get("message"), "content", cost)

    async def fill_in_chunks(self, request: FillIn, manner: Manner) -> AsyncGenerator[Chunk, None]:
        """The code between two texts; the model's template knows its markers."""
        stream: Any = await self.generate(
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
        async with aclosing(stream) as parts:
            async for part in parts:
                cost = _cost(ollama.GenerateResponse(**part)) if part.get("done") else None
                yield _chunk(part, "response", cost)


def _plain(text: str) -> str:
    """A text of a model's parameters without the quotation marks and escapes of Go."""
    try:
        return str(json.loads(text)) if text.startswith('"') else text
    except ValueError:
        return text.strip('"')


def _sizes(details: object) -> tuple[str, str]:
    """Parameters and quantisation; what holds no number, such as ``unknown``, says nothing."""
    told = (getattr(details, name, "") for name in ("parameter_size", "quantization_level"))
    size, quantisation = (each if each and re.search(r"\d", each) else "" for each in told)
    return size, quantisation


def _options(manner: Manner, max_tokens: int, stops: Sequence[str]) -> dict[str, Any]:
    """Options of a request; stop strings that are sent replace those of the model."""
    options: dict[str, Any] = {
        "num_ctx": manner.context,
        "num_predict": max_tokens + manner.room,
    }
    return {**options, "stop": [*manner.stops, *stops]} if stops else options


def _event(line: bytes) -> dict[str, Any]:
    event: dict[str, Any] = from_json(line)
    if error := event.get("error"):
        raise ollama.ResponseError(error)
    return event


def _chunk(said: object, name: str, cost: Cost | None) -> Chunk:
    """The texts of an event."""
    if not isinstance(said, dict):
        raise TypeError(said)
    text, thinking = said.get(name) or "", said.get("thinking") or ""
    if not (isinstance(text, str) and isinstance(thinking, str)):
        raise TypeError(said)
    return Chunk(text, thinking, cost)


def _cost(part: ollama.ChatResponse | ollama.GenerateResponse) -> Cost:
    return Cost(
        prompt=part.prompt_eval_count,
        output=part.eval_count,
        load_seconds=(part.load_duration or 0) / 1e9,
        prompt_seconds=part.prompt_eval_duration / 1e9 if part.prompt_eval_duration else None,
        reason=part.done_reason or "",
    )


def _number(info: Mapping[str, Any], key: str) -> int | None:
    """What a model's file says of its architecture."""
    found = info.get(f"{info.get('general.architecture')}.{key}")
    return found if isinstance(found, int) and found > 0 else None
