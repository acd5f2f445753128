"""Requests to an OpenAI-compatible server by the official client, and what its replies are."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Callable, Mapping
from typing import Any, Final

from openai import APIError, AsyncOpenAI, AsyncStream
from pydantic import SecretStr

from jupyter_llm_teach.engines import refusals
from jupyter_llm_teach.engines.chat_events import Counted, Delta, delta_of
from jupyter_llm_teach.engines.guarded_http import guarded
from jupyter_llm_teach.engines.listing import Listing, listing_in

_NO_KEY: Final = "held by our transport"
_UNREADABLE: Final = (ValueError, TypeError, AttributeError, RecursionError)
Read = Callable[[object], Delta]


class OpenAiClient:
    """Talks to one server.

    Args:
        base: Its address, up to ``/v1``.
        key: Its secret; empty for none.
        model: What it is asked for.
        ca_file: Certificates to trust; empty: those of the system.
    """

    def __init__(self, base: str, key: SecretStr, model: str, ca_file: str = "") -> None:
        self._base = base.rstrip("/")
        self._model = model
        # The client itself holds no key: what it puts into errors and logs can't tell it.
        self._openai = AsyncOpenAI(
            api_key=_NO_KEY,
            base_url=self._base,
            max_retries=0,
            timeout=None,
            http_client=guarded(key, model, ca_file),
        )

    def chat(self, body: Mapping[str, Any]) -> AsyncGenerator[Delta, None]:
        """Stream a reply."""
        return self._stream("/chat/completions", body, self._delta)

    def complete(self, body: Mapping[str, Any]) -> AsyncGenerator[Delta, None]:
        """Stream what follows a prompt, and goes before a suffix where the server knows those."""
        return self._stream("/completions", body, self._delta)

    def fim(self, body: Mapping[str, Any]) -> AsyncGenerator[Delta, None]:
        """Stream what goes between a prompt and a suffix (Mistral)."""
        return self._stream("/fim/completions", body, self._delta)

    def infill(self, body: Mapping[str, Any]) -> AsyncGenerator[Delta, None]:
        """Stream what goes between two texts (llama.cpp)."""
        root = self._base.removesuffix("/v1")
        return self._stream(f"{root}/infill", body, _infilled)

    async def listing(self) -> Listing:
        """The models that the server lists."""
        try:
            found: object = await self._openai.get("/models", cast_to=object)
        except _UNREADABLE as error:
            raise refusals.not_a_model() from error
        return listing_in(found)

    async def aclose(self) -> None:
        """Drop the connections."""
        await self._openai.close()

    async def _stream(
        self, path: str, body: Mapping[str, Any], read: Read
    ) -> AsyncGenerator[Delta, None]:
        try:
            # Events as they are: a model of each would cost more than all the rest, and break
            # where a server leaves something out.
            stream = await self._openai.post(
                path, body=body, cast_to=object, stream=True, stream_cls=AsyncStream[object]
            )
            async with stream:
                async for event in stream:
                    yield read(event)
        except APIError as error:  # an error in the middle of the stream
            told = error.body if isinstance(error.body, Mapping) else {}
            words = json.dumps(error.body, default=str)
            raise refusals.complaint(told, words, self._model) from None  # it holds their words
        except _UNREADABLE as error:
            raise refusals.garbled() from error

    def _delta(self, event: object) -> Delta:
        return delta_of(event, self._model)


def _infilled(event: object) -> Delta:
    """An event of llama.cpp's own stream."""
    assert isinstance(event, Mapping) or event is None
    said = event or {}
    timings = said.get("timings")
    if not said.get("stop"):
        return Delta(text=str(said.get("content") or ""))
    counted = None
    if isinstance(timings, Mapping):
        cached = max(0, int(timings.get("cache_n") or 0))
        counted = Counted(
            prompt=cached + int(timings.get("prompt_n") or 0),
            cached=cached,
            output=int(timings.get("predicted_n") or 0),
            prefill_seconds=float(timings.get("prompt_ms") or 0) / 1000,
        )
    ended = "length" if said.get("stop_type") == "limit" else "stop"
    return Delta(text=str(said.get("content") or ""), ended=ended, counted=counted)
