"""Requests to an endpoint of HuggingFace's kind by the official client, and what it replies."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from typing import Any, Final

import httpx2
from huggingface_hub import AsyncInferenceClient
from huggingface_hub.errors import OverloadedError, TextGenerationError
from pydantic import SecretStr

from jupyter_llm_teach.engines import refusals
from jupyter_llm_teach.engines.chat_events import Delta, delta_of
from jupyter_llm_teach.engines.guarded_http import guarded
from jupyter_llm_teach.engines.listing import Listing, listing_in, single_model_in
from jupyter_llm_teach.errors import EngineRefusedError

# The client chooses the router of Inference Providers by how a key begins; the key itself is held
# by our transport alone. Any key given keeps it from looking for one on this machine.
_NO_KEY: Final = "hf_held_by_our_transport"
_UNREADABLE: Final = (ValueError, TypeError, AttributeError, RecursionError)


class _Guarded(AsyncInferenceClient):
    """The official client, over our transport.

    Its own would follow redirects with the question and obey the environment's proxies. It closes
    a stream only together with itself: each request has a client of its own.
    """

    def __init__(self, http: httpx2.AsyncClient, url: str) -> None:
        super().__init__(base_url=url or None, token=_NO_KEY)
        self._http = http

    async def _get_async_client(self) -> httpx2.AsyncClient:
        return self._http


class HuggingFaceClient:
    """Talks to one endpoint.

    Args:
        url: Its address without ``/v1``; empty for the router of Inference Providers.
        key: Its secret; empty for none.
        model: What it is asked for.
        ca_file: Certificates to trust; empty: those of the system.
    """

    def __init__(self, url: str, key: SecretStr, model: str, ca_file: str = "") -> None:
        self._url = url
        self._model = model
        self._http = guarded(key, model, ca_file)

    async def chat(self, body: Mapping[str, Any]) -> AsyncGenerator[Delta, None]:
        """Stream a reply."""
        more = {name: value for name, value in body.items() if name not in ("messages", "stream")}
        if self._url and "response_format" in more:
            more["response_format"] = _grammar(more["response_format"])
        async with _Guarded(self._http, self._url) as client:
            try:
                stream: Any = await client.chat_completion(
                    body["messages"], model=body["model"], stream=True, extra_body=more
                )
                async with aclosing(stream):
                    async for event in stream:
                        yield delta_of(_event(event), self._model)
            except OverloadedError as error:
                raise refusals.busy("") from error
            except TextGenerationError as error:  # an error in the middle of the stream
                said = error.args[0] if error.args else None
                told = said if isinstance(said, Mapping) else {}
                words = json.dumps(said, default=str)
                raise refusals.complaint(told, words, self._model) from None  # it holds their words
            except _UNREADABLE as error:
                raise refusals.garbled() from error

    async def listing(self) -> Listing:
        """The model of an endpoint (TGI tells it under ``/info``); nothing for the router."""
        if not self._url:
            return Listing()
        try:
            return single_model_in(await self._json("/info"))
        except EngineRefusedError:  # not TGI
            return listing_in(await self._json("/v1/models"))

    async def aclose(self) -> None:
        """Drop the connections."""
        await self._http.aclose()

    async def _json(self, path: str) -> object:
        try:
            found: object = (await self._http.get(f"{self._url}{path}")).json()
        except _UNREADABLE as error:
            raise refusals.not_a_model() from error
        return found


def _grammar(wanted: Mapping[str, Any]) -> Mapping[str, Any]:
    """A schema as TGI wants it (``value``) and llama.cpp (``schema``), who share a type's name.

    https://huggingface.co/docs/text-generation-inference/conceptual/guidance
    """
    stated = wanted.get("json_schema")
    if stated is None:
        return wanted
    return {"type": "json_object", "value": stated["schema"], "schema": stated["schema"]}


def _event(event: Any) -> Mapping[str, Any]:
    """An event as it was sent: their classes keep what they don't know beside their fields."""
    return {
        **vars(event),
        "choices": [
            {"delta": vars(each.delta) if each.delta else {}, "finish_reason": each.finish_reason}
            for each in event.choices or ()
        ],
        "usage": vars(event.usage) if event.usage else None,
    }
