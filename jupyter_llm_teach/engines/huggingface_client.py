"""Requests to an endpoint of HuggingFace's kind by the official client, and what it replies."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterable, Mapping
from contextlib import aclosing
from typing import Any, Final

import httpx2
from huggingface_hub import AsyncInferenceClient
from pydantic import SecretStr
from pydantic_core import from_json

from jupyter_llm_teach.engines import refusals
from jupyter_llm_teach.engines.chat_events import Delta, delta_of
from jupyter_llm_teach.engines.guarded_http import guarded
from jupyter_llm_teach.engines.listing import Listing, listing_in, single_model_in
from jupyter_llm_teach.errors import EngineRefusedError

# The client chooses the router of Inference Providers by how a key begins; the key itself is held
# by our transport alone. Any key given keeps it from looking for one on this machine.
_NO_KEY: Final = "hf_held_by_our_transport"
_EVENT: Final = "data:"
_LAST: Final = "[DONE]"
_UNREADABLE: Final = (ValueError, TypeError, AttributeError, RecursionError)


class _Guarded(AsyncInferenceClient):
    """The official client, over our transport; events are given as they were sent.

    Its own transport would follow redirects with the question and obey the environment's proxies,
    and its classes of events take more time than all the rest, and lose what they don't know.
    It closes a stream only together with itself: each request has a client of its own.
    """

    def __init__(self, http: httpx2.AsyncClient, url: str) -> None:
        super().__init__(base_url=url or None, token=_NO_KEY)
        self._http = http
        self._lines: AsyncIterable[str] | None = None

    async def events(self, body: Mapping[str, Any]) -> AsyncGenerator[object, None]:
        """The events of a reply, decoded."""
        more = {name: value for name, value in body.items() if name not in ("messages", "stream")}
        await self.chat_completion(
            body["messages"], model=body["model"], stream=True, extra_body=more
        )
        assert self._lines is not None, "the client has asked"
        async for line in self._lines:
            if line.startswith(_EVENT):
                data = line[len(_EVENT) :].strip()
                if data == _LAST:
                    return
                yield from_json(data)

    async def _get_async_client(self) -> httpx2.AsyncClient:
        return self._http

    async def _inner_post(self, request_parameters: Any, *, stream: bool = False) -> Any:
        posted: Any = await super()._inner_post(request_parameters, stream=stream)
        self._lines = posted
        return posted


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
        if self._url and "response_format" in body:
            body = {**body, "response_format": _grammar(body["response_format"])}
        async with _Guarded(self._http, self._url) as client:
            try:
                async with aclosing(client.events(body)) as events:
                    async for event in events:
                        yield delta_of(event, self._model)
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
