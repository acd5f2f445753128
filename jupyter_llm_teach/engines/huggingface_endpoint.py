"""An endpoint that `huggingface_hub` reaches: TGI, vLLM, or HuggingFace's Inference Providers."""

from __future__ import annotations

import importlib.util
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import TYPE_CHECKING, Final

from jupyter_llm_teach.engines.remote_card import remote_card
from jupyter_llm_teach.engines.remote_options import remote_options
from jupyter_llm_teach.engines.remote_server import RemoteServer
from jupyter_llm_teach.engines.spec import EngineSpec
from jupyter_llm_teach.errors import ConfigurationError, EngineUnavailableError
from jupyter_llm_teach.ports import EngineState, FillIn, Generation, Piece, Usage
from jupyter_llm_teach.teaching.model_card import ModelCard

if TYPE_CHECKING:
    from jupyter_llm_teach.engines.huggingface_client import HuggingFaceClient

ROUTER: Final = "https://router.huggingface.co"
"""Where Inference Providers are asked."""

_PACKAGE: Final = "huggingface_hub"
_KEYS_BEGIN: Final = "hf_"


class HuggingFaceEngine:
    """A model behind an endpoint.

    Args:
        spec: Where it is. Without an address, `spec.model` is asked for at Inference Providers,
            which need a key; ``model:provider`` chooses the company.

    Raises:
        ConfigurationError: an option makes no sense, or something is missing; the message names it.
    """

    def __init__(self, spec: EngineSpec) -> None:
        self._spec = spec
        self._url = spec.url.rstrip("/").removesuffix("/v1")
        self._options = remote_options(spec)
        self._server = RemoteServer(spec, self._options, self._client)
        if not self._url:
            _check_routed(spec)

    def card(self) -> ModelCard:
        """The model that answers, as far as the endpoint and the administrator say."""
        return remote_card(self._spec, self._url or ROUTER, self._server.listed, fills_in=False)

    async def state(self) -> EngineState:
        """How it stands; an endpoint is asked for its model, a few seconds apart."""
        lacking = _lacking()
        if lacking is not None:
            return EngineState("unavailable", lacking.message, lacking.todo)
        return await self._server.state()

    async def generate(
        self, request: Generation, *, deadline: float
    ) -> AsyncIterator[Piece | Usage]:
        """Stream a reply."""
        lacking = _lacking()
        if lacking is not None:
            raise lacking
        async with aclosing(self._server.reply(request, deadline)) as parts:
            async for part in parts:
                yield part

    async def fill_in(
        self,
        request: FillIn,  # noqa: ARG002 - the port's
        *,
        deadline: float,  # noqa: ARG002 - the port's
    ) -> AsyncIterator[Piece | Usage]:
        """Refuse: these endpoints take no suffix.

        Raises:
            EngineUnavailableError: always.
        """
        from jupyter_llm_teach.engines.refusals import no_completion  # noqa: PLC0415

        raise no_completion(self.card().title)
        yield  # an asynchronous generator like the others

    async def aclose(self) -> None:
        """Drop the connections."""
        await self._server.aclose()

    def _client(self) -> HuggingFaceClient:
        from jupyter_llm_teach.engines.huggingface_client import (  # noqa: PLC0415 - heavy
            HuggingFaceClient,
        )

        return HuggingFaceClient(self._url, self._spec.key, self._spec.model, self._options.ca_file)


def _check_routed(spec: EngineSpec) -> None:
    if not spec.model:
        raise ConfigurationError(
            f"The engine {spec.name} has neither an address (url) nor a model.",
            "Tell the administrator.",
        )
    if not spec.key.get_secret_value().startswith(_KEYS_BEGIN):
        raise ConfigurationError(
            f"The engine {spec.name} needs a key of HuggingFace, which begins with {_KEYS_BEGIN}.",
            "Tell the administrator.",
        )


def _lacking() -> EngineUnavailableError | None:
    if importlib.util.find_spec(_PACKAGE) is not None:
        return None
    return EngineUnavailableError(
        f"The program that asks HuggingFace's endpoints ({_PACKAGE}) is not installed.",
        "Install it with `pip install 'jupyter_llm_teach[huggingface]'`, then restart JupyterLab.",
    )
