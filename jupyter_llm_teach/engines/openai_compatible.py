"""Any OpenAI-compatible server: vLLM, llama.cpp, LM Studio, Mistral, DeepSeek, a hub's own.

Completion: llama.cpp's server is recognised and asked by its own address; others by completions
with a suffix, and whether that is read is tried out once. A server that ignores it completes
nothing. The option ``fill_in`` says it where we can't know, as for Mistral (``fim``).
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import TYPE_CHECKING, Final

from jupyter_llm_teach.engines.remote_card import remote_card
from jupyter_llm_teach.engines.remote_options import remote_options
from jupyter_llm_teach.engines.remote_server import RemoteServer
from jupyter_llm_teach.engines.spec import EngineSpec
from jupyter_llm_teach.ports import EngineState, FillIn, Generation, Piece, Usage
from jupyter_llm_teach.teaching.model_card import ModelCard

if TYPE_CHECKING:
    from jupyter_llm_teach.engines.filling import Filling
    from jupyter_llm_teach.engines.openai_client import OpenAiClient

USUAL_URL: Final = "http://127.0.0.1:8080/v1"
"""Where llama.cpp's server is, unless it was told otherwise."""


class OpenAiEngine:
    """A model behind an OpenAI-compatible address.

    Args:
        spec: Where it is, and what the administrator says of it.

    Raises:
        ConfigurationError: an option makes no sense; the message names it.
    """

    def __init__(self, spec: EngineSpec) -> None:
        self._spec = spec
        self._url = _base(spec.url or USUAL_URL)
        self._options = remote_options(spec)
        self._server = RemoteServer(spec, self._options, self._client)
        self._filling: Filling | None = None

    def card(self) -> ModelCard:
        """The model that answers, as far as the server and the administrator say."""
        way = self._options.way if self._filling is None else self._filling.way
        return remote_card(self._spec, self._url, self._server.listed, fills_in=way != "none")

    async def state(self) -> EngineState:
        """How it stands; the server is asked for its list of models, a few seconds apart."""
        return await self._server.state()

    async def generate(
        self, request: Generation, *, deadline: float
    ) -> AsyncIterator[Piece | Usage]:
        """Stream a reply."""
        async with aclosing(self._server.reply(request, deadline)) as parts:
            async for part in parts:
                yield part

    async def fill_in(self, request: FillIn, *, deadline: float) -> AsyncIterator[Piece | Usage]:
        """Stream the code that belongs between a prefix and a suffix."""
        began = time.monotonic()
        client = await self._server.met(deadline)
        self._filling = self._filling or self._met_filling(client)
        left = began + deadline - time.monotonic()
        async with aclosing(self._filling.reply(request, left)) as parts:
            async for part in parts:
                yield part

    async def aclose(self) -> None:
        """Drop the connections."""
        self._filling = None
        await self._server.aclose()

    def _client(self) -> OpenAiClient:
        from jupyter_llm_teach.engines.openai_client import OpenAiClient  # noqa: PLC0415 - heavy

        return OpenAiClient(self._url, self._spec.key, self._spec.model, self._options.ca_file)

    def _met_filling(self, client: OpenAiClient) -> Filling:
        from jupyter_llm_teach.engines.filling import Filling  # noqa: PLC0415

        listing = self._server.listing
        llama = listing is not None and listing.llama
        way = self._options.way or ("infill" if llama else "suffix")
        return Filling(client, self._server.model, way)


def _base(url: str) -> str:
    """The address up to ``/v1``, which people leave out."""
    bare = url.rstrip("/")
    return bare if "/" in bare.partition("://")[2] else f"{bare}/v1"
