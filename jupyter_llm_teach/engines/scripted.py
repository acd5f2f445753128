"""An engine that says what it was told to, for tests and demonstrations."""

from __future__ import annotations

import re
import time
from collections.abc import AsyncIterator, Sequence

import anyio

from jupyter_llm_teach.errors import (
    DeadlineError,
    EngineGoneError,
    EngineRefusedError,
    EngineUnavailableError,
    PromptTooLongError,
    TeachError,
)
from jupyter_llm_teach.ports import EngineState, FillIn, Generation, Piece, Usage
from jupyter_llm_teach.teaching.model_card import ModelCard

_WORD = re.compile(r"\s*\S+|\s+$")

_CARD = ModelCard(
    name="scripted",
    title="Scripted replies",
    engine="scripted",
    local=True,
    parameters="",
    quantisation="",
    licence="",
    fills_in=True,
)


class ScriptedEngine:
    """Streams its replies one after another, word by word; the last one is repeated for ever.

    Args:
        replies: What to say; an error is raised instead.
        card: What it claims to be.
        pause: Seconds before each word.
        context: Words that a prompt may have.

    Attributes:
        requests: What was asked, oldest first.
        working: Streams that are under way; 0 once all have ended or were cancelled.
    """

    def __init__(
        self,
        replies: Sequence[str | TeachError],
        card: ModelCard = _CARD,
        *,
        pause: float = 0.0,
        context: int = 4096,
    ) -> None:
        self._replies = tuple(replies)
        self._card = card
        self._pause = pause
        self._context = context
        self.requests: list[Generation | FillIn] = []
        self.working = 0
        self._left = 0

    def leave(self) -> None:
        """Drop every stream that is under way, as an engine that dies does."""
        self._left += 1

    def card(self) -> ModelCard:
        """What it claims to be."""
        return self._card

    async def state(self) -> EngineState:
        """Always ready."""
        return EngineState("ready")

    def generate(self, request: Generation, *, deadline: float) -> AsyncIterator[Piece | Usage]:
        """Stream the next reply."""
        prompt = " ".join(message.text for message in request.messages)
        return self._stream(request, prompt, deadline)

    def fill_in(self, request: FillIn, *, deadline: float) -> AsyncIterator[Piece | Usage]:
        """Stream the next reply."""
        return self._stream(request, f"{request.prefix} {request.suffix}", deadline)

    async def aclose(self) -> None:
        """Nothing to let go of."""

    async def _stream(
        self, request: Generation | FillIn, prompt: str, deadline: float
    ) -> AsyncIterator[Piece | Usage]:
        began = time.monotonic()
        reply = self._next(request, prompt)
        words = _words(reply, request.stop)
        spoken = words[: request.max_tokens]
        self.working += 1
        left = self._left
        try:
            for word in spoken:
                await anyio.sleep(self._pause)
                if time.monotonic() - began >= deadline:
                    raise DeadlineError("The model took too long to answer.", "Try again.")
                if left != self._left:
                    raise EngineGoneError("The model stopped in the middle.", "Try again.")
                yield Piece(word)
            yield Usage(
                prompt_tokens=len(prompt.split()),
                cached_tokens=0,
                output_tokens=len(spoken),
                seconds=time.monotonic() - began,
                ended="stop" if len(spoken) == len(words) else "length",
            )
        finally:
            self.working -= 1

    def _next(self, request: Generation | FillIn, prompt: str) -> str:
        self.requests.append(request)
        if isinstance(request, FillIn) and not self._card.fills_in:
            raise EngineRefusedError("This model can't complete code.", "Choose another model.")
        if len(prompt.split()) > self._context:
            raise PromptTooLongError("The prompt is too long for this model.", "Shorten it.")
        if not self._replies:
            raise EngineUnavailableError("The script holds no reply.", "Give it one.")
        reply = self._replies[min(len(self.requests), len(self._replies)) - 1]
        if isinstance(reply, TeachError):
            raise reply
        return reply


def _words(reply: str, stops: Sequence[str]) -> list[str]:
    """The words of a reply, with their spaces, up to the first stop string."""
    ends = [reply.find(stop) for stop in stops if stop and stop in reply]
    return _WORD.findall(reply[: min(ends, default=len(reply))])
