"""Requests to the llama.cpp server, and what its replies mean."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Literal

import httpx
from pydantic_core import from_json

from jupyter_llm_teach.engines.deadline import Deadline
from jupyter_llm_teach.engines.infill import infill_body
from jupyter_llm_teach.engines.lines import Lines
from jupyter_llm_teach.errors import (
    EngineError,
    EngineGoneError,
    EngineUnavailableError,
    PromptTooLongError,
)
from jupyter_llm_teach.ports import FillIn, Generation, Piece, Usage

_MILLI = 1000
_EVENTS = (b"data: {", b"error: {")

Event = dict[str, Any]
"""One decoded event of llama.cpp's stream; it does not leave this file."""


@dataclass(frozen=True, slots=True)
class Call:
    """A request in llama.cpp's words.

    Attributes:
        path: Of the server.
        body: JSON text.
        text: The text of an event.
        ended: How the reply ended, if the event says so.
    """

    path: str
    body: str
    text: Callable[[Event], str]
    ended: Callable[[Event], str]


def chat(request: Generation) -> Call:
    """Ask with the model's own chat template."""
    body: Event = {
        "messages": [{"role": each.role, "content": each.text} for each in request.messages],
        "max_tokens": request.max_tokens,
        "temperature": request.temperature,
        "stop": list(request.stop),
        "seed": request.seed,
        "stream": True,
        "stream_options": {"include_usage": True},
        "cache_prompt": True,
    }
    if request.schema is not None:
        schema = {"name": "reply", "strict": True, "schema": json.loads(request.schema)}
        body["response_format"] = {"type": "json_schema", "json_schema": schema}
    return Call("/v1/chat/completions", json.dumps(body), _chat_text, _chat_ended)


def infill(request: FillIn) -> Call:
    """Ask for the middle; llama.cpp knows the model's own markers."""
    return Call("/infill", json.dumps(infill_body(request)), _infill_text, _infill_ended)


class LlamaCppClient:
    """Talks to one llama.cpp server.

    Args:
        where: ``unix:PATH`` or ``tcp:HOST:PORT``.
        key: The server's key.
    """

    def __init__(self, where: str, key: str) -> None:
        kind, _, rest = where.partition(":")
        uds, base = (rest, "http://engine") if kind == "unix" else (None, f"http://{rest}")
        # A kept-alive connection may be dropped after a stream; a new one costs microseconds here.
        limits = httpx.Limits(max_keepalive_connections=0)
        self._http = httpx.AsyncClient(
            transport=httpx.AsyncHTTPTransport(uds=uds, limits=limits),
            base_url=base,
            headers={
                "Authorization": f"Bearer {key}",
                "Content-Type": "application/json",
                "Accept-Encoding": "identity",  # its bytes are read as they come
            },
            timeout=None,  # noqa: S113 - each wait below has the deadline of its request
            trust_env=False,
        )

    async def stream(
        self, call: Call, began: float, deadline: float
    ) -> AsyncGenerator[Piece | Usage, None]:
        """The reply, then its cost."""
        ended: Literal["stop", "length"] = "stop"
        async with aclosing(self._events(call)) as events:
            with Deadline(began + deadline) as limit:
                while (event := await limit.next(events)) is not None:
                    if text := call.text(event):
                        yield Piece(text)
                    ended = "length" if call.ended(event) in {"length", "limit"} else ended
                    if "timings" in event:
                        yield _usage(event["timings"], time.monotonic() - began, ended)
                        return
        raise EngineGoneError("The model stopped in the middle of its answer.", "Try again.")

    async def busy_slots(self) -> int:
        """How many requests the server works on."""
        reply = await self._http.get("/slots", timeout=5.0)
        return sum(bool(slot["is_processing"]) for slot in reply.json())

    async def aclose(self) -> None:
        """Drop the connections."""
        await self._http.aclose()

    async def _events(self, call: Call) -> AsyncGenerator[Event, None]:
        try:
            async with self._http.stream("POST", call.path, content=call.body) as response:
                if response.status_code != HTTPStatus.OK:
                    raise _refusal(_decoded(await response.aread()))
                lines = Lines()
                async for data in response.aiter_raw():
                    for line in lines.feed(data):
                        if line.startswith(_EVENTS):
                            yield _checked(_decoded(line.partition(b": ")[2]))
        except httpx.HTTPError as error:
            raise EngineGoneError(
                "The model stopped in the middle of its answer.", "Try again."
            ) from error


def _decoded(text: bytes) -> Event:
    try:
        event = from_json(text)
    except ValueError:
        event = None
    return event if isinstance(event, dict) else {"error": {}}


def _checked(event: Event) -> Event:
    if "error" in event:
        raise _refusal(event)
    return event


def _refusal(event: Event) -> EngineError:
    error = event.get("error")
    kind = error.get("type", "") if isinstance(error, dict) else ""
    if kind == "exceed_context_size_error":
        return PromptTooLongError(
            "The question, with the notebook around it, is too long for this model.",
            "Ask about a shorter cell.",
        )
    return EngineUnavailableError(
        "The model could not work on this question.", "Ask again, or go on without it."
    )


def _usage(timings: Event, seconds: float, ended: Literal["stop", "length"]) -> Usage:
    cached = max(0, int(timings.get("cache_n", 0)))
    return Usage(
        prompt_tokens=cached + int(timings.get("prompt_n", 0)),
        cached_tokens=cached,
        output_tokens=int(timings.get("predicted_n", 0)),
        seconds=seconds,
        ended=ended,
        prefill_seconds=float(timings.get("prompt_ms", 0)) / _MILLI,
    )


def _chat_text(event: Event) -> str:
    return "".join([choice["delta"].get("content") or "" for choice in event["choices"]])


def _chat_ended(event: Event) -> str:
    return "".join([choice.get("finish_reason") or "" for choice in event["choices"]])


def _infill_text(event: Event) -> str:
    return str(event.get("content", ""))


def _infill_ended(event: Event) -> str:
    return str(event.get("stop_type", ""))
