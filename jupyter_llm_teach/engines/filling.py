"""How a server fills in the middle of a program, if it does."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from typing import TYPE_CHECKING, Any

from typing_extensions import assert_never

from jupyter_llm_teach.engines import refusals
from jupyter_llm_teach.engines.chat_events import Delta
from jupyter_llm_teach.engines.infill import infill_body
from jupyter_llm_teach.engines.remote_card import short
from jupyter_llm_teach.engines.remote_options import Way
from jupyter_llm_teach.engines.spoken import Spoken, Wanted
from jupyter_llm_teach.engines.stops import SENT
from jupyter_llm_teach.engines.suffix import reads_suffix
from jupyter_llm_teach.errors import EngineRefusedError
from jupyter_llm_teach.ports import FillIn, Piece, Usage

if TYPE_CHECKING:
    from jupyter_llm_teach.engines.openai_client import OpenAiClient


class Filling:
    """Fills in by one server.

    Args:
        client: Talks to the server.
        model: What it is asked for.
        way: How it can be asked.
    """

    def __init__(self, client: OpenAiClient, model: str, way: Way) -> None:
        self._client = client
        self._model = model
        self._known = way == "infill"
        self.way: Way = way

    async def reply(self, request: FillIn, deadline: float) -> AsyncGenerator[Piece | Usage, None]:
        """Stream the code between a prefix and a suffix.

        Raises:
            EngineUnavailableError: the server can't, or ignores what follows.
        """
        began = time.monotonic()
        try:
            if not self._known and self.way != "none":
                self.way = self.way if await self._reads_suffix(began + deadline) else "none"
                self._known = True
            async with aclosing(self._once(request, began, began + deadline)) as parts:
                async for part in parts:
                    yield part
        except EngineRefusedError as error:
            self.way = "none"
            raise refusals.no_completion(short(self._model)) from error

    async def _reads_suffix(self, ends: float) -> bool:
        async def attempt(request: FillIn) -> tuple[str, int | None]:
            text, tokens = "", None
            async for part in self._once(request, time.monotonic(), ends):
                match part:
                    case Piece():
                        text += part.text
                    case Usage():
                        tokens = None if part.estimated else part.prompt_tokens
            return text, tokens

        return await reads_suffix(attempt)

    async def _once(
        self, request: FillIn, began: float, ends: float
    ) -> AsyncGenerator[Piece | Usage, None]:
        wanted = Wanted((), request.max_tokens, request.stop)
        spoken = Spoken(wanted, began)
        async with aclosing(spoken.read(self._deltas(request), ends)) as parts:
            async for part in parts:
                yield part

    def _deltas(self, request: FillIn) -> AsyncGenerator[Delta, None]:
        match self.way:
            case "infill":
                return self._client.infill(infill_body(request))
            case "suffix":
                return self._client.complete(self._completion(request))
            case "fim":
                return self._client.fim(self._completion(request))
            case "none":
                raise refusals.no_completion(short(self._model))
            case _:
                assert_never(self.way)

    def _completion(self, request: FillIn) -> Mapping[str, Any]:
        body: dict[str, Any] = {
            "model": self._model,
            "prompt": request.prefix,
            "suffix": request.suffix,
            "max_tokens": request.max_tokens,
            "temperature": 0,
            "stream": True,
        }
        if request.stop:
            body["stop"] = list(request.stop[:SENT])
        if self.way == "suffix":
            body["stream_options"] = {"include_usage": True}
        return body
