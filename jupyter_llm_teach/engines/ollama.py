"""Models that a server of Ollama runs, on this machine or where the administrator says."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeVar

import anyio

from jupyter_llm_teach.engines import refusals
from jupyter_llm_teach.engines.chat_events import Delta
from jupyter_llm_teach.engines.ollama_cards import listed_card, shown_card, stub
from jupyter_llm_teach.engines.ollama_counts import PromptCounts
from jupyter_llm_teach.engines.ollama_names import DEFAULT_MODEL, USUAL_URL
from jupyter_llm_teach.engines.ollama_options import Options, options_of
from jupyter_llm_teach.engines.ollama_said import Chunk, Manner, Shown
from jupyter_llm_teach.engines.remote_options import ROOM
from jupyter_llm_teach.engines.spec import EngineSpec
from jupyter_llm_teach.engines.spoken import Spoken, Wanted
from jupyter_llm_teach.engines.thinking import thinks
from jupyter_llm_teach.errors import EngineUnavailableError, ModelMissingError, TeachError
from jupyter_llm_teach.ports import EngineState, FillIn, Generation, Piece, Usage
from jupyter_llm_teach.teaching.model_card import ModelCard

if TYPE_CHECKING:
    from jupyter_llm_teach.engines.ollama_client import OllamaClient
    from jupyter_llm_teach.engines.ollama_served import ServedModel

_CONTEXT: Final = 4096  # Ollama's own on small machines; another one makes it load the model anew
_STATE_SECONDS: Final = 2.0
_FRESH_SECONDS: Final = 10.0  # an engine that answered so lately is not asked how it stands
_DENSEST: Final = 8  # characters a token: no prompt that people write has more
_Answer = TypeVar("_Answer")


@dataclass(frozen=True, slots=True)
class _Question:
    """A request under way.

    Attributes:
        ask: Starts the reply.
        prompt: Its texts.
        max_tokens: Of the reply.
        stop: What ends it.
        began: When, on the monotonic clock.
        until: When it must have ended.
    """

    ask: Callable[[OllamaClient, Manner], AsyncGenerator[Chunk, None]]
    prompt: tuple[str, ...]
    max_tokens: int
    stop: tuple[str, ...]
    began: float
    until: float

    @property
    def characters(self) -> int:
        """Of the prompt."""
        return sum(map(len, self.prompt))


class OllamaEngine:
    """One model of one server. Nothing is contacted, or imported, before the first request.

    Args:
        spec: Its options are ``keep_alive`` (such as ``10m``; -1 for ever) and ``think``
            (``false`` where nothing is said, ``true``, or a level such as ``low``).

    Raises:
        ConfigurationError: the name of the model, or an option, can't be one.
    """

    def __init__(self, spec: EngineSpec) -> None:
        self._spec = spec
        self._model = spec.model or DEFAULT_MODEL
        self._url = spec.url or USUAL_URL
        self._options: Options = options_of(spec, self._model)
        self._room = ROOM if self._options.think else 0
        self._served: ServedModel | None = None
        self._counts = PromptCounts()
        self._answered = float("-inf")

    def card(self) -> ModelCard:
        """The model that answers; most of it is known once the server was asked."""
        served = self._served
        if served is None or served.shown is None:
            return stub(self._spec, self._model, self._url)
        return self._learned(served, served.shown)

    async def state(self) -> EngineState:
        """How it stands; the model is not loaded for it."""
        if time.monotonic() - self._answered < _FRESH_SECONDS:
            return EngineState("ready")
        try:
            served = self._connected()
            loaded = await _before(time.monotonic() + _STATE_SECONDS, served.is_loaded())
        except ModelMissingError as error:
            return EngineState("missing_model", error.message, error.todo)
        except TeachError as error:
            return EngineState("unavailable", error.message, error.todo)
        return EngineState("ready" if loaded else "idle")

    async def generate(
        self, request: Generation, *, deadline: float
    ) -> AsyncIterator[Piece | Usage]:
        """Stream a reply; the model's own chat template is applied."""
        began = time.monotonic()
        question = _Question(
            lambda client, manner: client.chat_chunks(request, manner),
            tuple(each.text for each in request.messages),
            request.max_tokens,
            request.stop,
            began,
            began + deadline,
        )
        async with aclosing(self._reply(question)) as parts:
            async for part in parts:
                yield part

    async def fill_in(self, request: FillIn, *, deadline: float) -> AsyncIterator[Piece | Usage]:
        """Stream the code that belongs between a prefix and a suffix."""
        began = time.monotonic()
        question = _Question(
            lambda client, manner: client.fill_in_chunks(request, manner),
            (request.prefix, request.suffix),
            request.max_tokens,
            request.stop,
            began,
            began + deadline,
        )
        served, manner = await self._ready(question)
        await _before(question.until, served.check_suffix(manner))
        async with aclosing(self._reply(question)) as parts:
            async for part in parts:
                yield part

    async def aclose(self) -> None:
        """Drop the connections; the server keeps the model in memory as long as it likes."""
        served, self._served = self._served, None
        if served is not None:
            await served.client.aclose()

    async def _reply(self, question: _Question) -> AsyncGenerator[Piece | Usage, None]:
        served, manner = await self._ready(question)
        begun = thinks(self._model)
        wanted = Wanted(question.prompt, question.max_tokens, question.stop, manner.room, begun)
        spoken = Spoken(wanted, question.began)
        chunks = self._deltas(question, served, manner)
        async with aclosing(spoken.read(chunks, question.until)) as parts:
            async for part in parts:
                if isinstance(part, Usage):
                    self._answered = time.monotonic()
                yield part
        if spoken.thinking.thought:
            self._room = ROOM  # whatever it was told

    async def _deltas(
        self, question: _Question, served: ServedModel, manner: Manner
    ) -> AsyncGenerator[Delta, None]:
        """The server's stream, up to its last chunk; what goes wrong with it as our errors."""
        from jupyter_llm_teach.engines.ollama_faults import FAULTS, told  # noqa: PLC0415 - heavy

        begun, limit = False, question.max_tokens + manner.room
        async with aclosing(question.ask(served.client, manner)) as chunks:
            while True:
                try:
                    chunk = await anext(chunks, None)
                except FAULTS as error:
                    raise served.found(told(error, self._model, begun=begun)) from error
                if chunk is None:
                    raise refusals.gone()
                begun, cost = True, chunk.cost
                if cost is None:
                    yield Delta(chunk.text, chunk.thinking)
                    continue
                if cost.prompt is not None and cost.prompt >= manner.context:
                    raise refusals.too_long()  # an early release has dropped what did not fit
                yield self._counts.delta(chunk, cost, question.characters, limit)
                return

    async def _ready(self, question: _Question) -> tuple[ServedModel, Manner]:
        """The model, and how to ask it, where this question may go to it."""
        served = self._connected()
        shown = await _before(question.until, served.learn())
        card = self._learned(served, shown)
        if stub(self._spec, self._model, self._url).local and not card.local:
            # Whoever let the question come here may have read that nothing leaves this machine.
            raise EngineUnavailableError(
                f"The model {self._model} does not run on this machine: {card.operator} runs it.",
                "Choose another model, or tell whoever set up this engine to name its operator.",
            )
        manner = self._manner(shown)
        if question.characters > _DENSEST * manner.context:
            raise refusals.too_long()
        return served, manner

    def _connected(self) -> ServedModel:
        if self._served is None:
            from jupyter_llm_teach.engines.ollama_client import OllamaClient  # noqa: PLC0415
            from jupyter_llm_teach.engines.ollama_served import ServedModel  # noqa: PLC0415

            client = OllamaClient(self._url, self._spec.key)
            self._served = ServedModel(client, self._model)
        return self._served

    def _manner(self, shown: Shown) -> Manner:
        can_think = shown.capabilities is None or "thinking" in shown.capabilities
        return Manner(
            self._model,
            self._context(shown),
            stops=shown.stops,
            keep_alive=self._options.keep_alive,
            think=self._options.think if can_think else None,
            room=self._room if can_think else 0,
        )

    def _context(self, shown: Shown) -> int:
        wanted = self._spec.context or shown.context or _CONTEXT
        return min(wanted, shown.trained_context or wanted)

    def _learned(self, served: ServedModel, shown: Shown) -> ModelCard:
        known = stub(self._spec, self._model, self._url)
        if served.listed is not None:
            known = replace(listed_card(self._spec, served.listed, self._url), name=self._model)
        known = shown_card(known, self._spec, shown)
        fills_in = known.fills_in if served.takes_suffix is None else served.takes_suffix
        return replace(
            known,
            context=self._context(shown),
            fills_in=fills_in,
            memory_mb=served.memory_bytes >> 20 if served.memory_bytes else None,
        )


async def _before(moment: float, answer: Awaitable[_Answer]) -> _Answer:
    """An answer that comes in time."""
    try:
        with anyio.fail_after(moment - time.monotonic()):
            return await answer
    except TimeoutError as error:
        raise refusals.overdue() from error
