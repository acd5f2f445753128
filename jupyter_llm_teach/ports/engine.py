"""What generates text."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Literal, Protocol

from jupyter_llm_teach.ports.key import NOBODY, Key
from jupyter_llm_teach.teaching.ledger.amount import Carbon, Energy
from jupyter_llm_teach.teaching.model_card import ModelCard

Purpose = Literal["completion", "phrasing", "chat", "embeddings"]
"""What a model is used for; each purpose may have engines of its own."""


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a prompt."""

    role: Literal["system", "user", "assistant"]
    text: str


@dataclass(frozen=True, slots=True)
class Generation:
    """A request for text.

    Attributes:
        messages: The prompt.
        schema: JSON schema, as JSON text, that the reply must follow; None for free text.
        max_tokens: The longest reply.
        temperature: 0 for the most likely reply.
        stop: Strings that end the reply.
        seed: For replies that can be repeated.
        purpose: What the text is for.
        key: For whom and which exercise.
    """

    messages: tuple[Message, ...]
    schema: str | None = None
    max_tokens: int = 256
    temperature: float = 0.2
    stop: tuple[str, ...] = ()
    seed: int = 0
    purpose: Purpose = "phrasing"
    key: Key = NOBODY


@dataclass(frozen=True, slots=True)
class FillIn:
    """A request for the code between two texts (fill-in-the-middle), for whom and where."""

    prefix: str
    suffix: str
    max_tokens: int = 32
    stop: tuple[str, ...] = ()
    key: Key = NOBODY


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a reply, as it comes."""

    text: str


@dataclass(frozen=True, slots=True)
class Usage:
    """What a reply cost; always the last thing of a stream.

    Attributes:
        prompt_tokens: Tokens of the prompt, cached ones included.
        cached_tokens: Those of them that the engine did not have to read again.
        output_tokens: Tokens of the reply, those that the model only thought included.
        seconds: Wall time from request to end.
        ended: ``stop`` (by itself or by a stop string) or ``length``.
        prefill_seconds: Of them, until the prompt was read; None where the engine does not say.
        thinking_tokens: Tokens of the reply that the model thought and that nobody sees.
        estimated: Whether the engine did not count, so that tokens were guessed from the text.
        energy: What it used; None until it was metered.
        carbon: What that gave off; None until it was metered.
    """

    prompt_tokens: int
    cached_tokens: int
    output_tokens: int
    seconds: float
    ended: Literal["stop", "length"]
    prefill_seconds: float | None = None
    thinking_tokens: int = 0
    energy: Energy | None = None
    carbon: Carbon | None = None
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class EngineState:
    """How an engine stands.

    Attributes:
        status: ``ready`` (answers at once), ``idle`` (starts at first need), ``starting``,
            ``missing_model`` or ``unavailable``.
        message: A sentence for people; empty when ready or idle.
        todo: What the person can do; may be empty.
    """

    status: Literal["ready", "idle", "starting", "missing_model", "unavailable"]
    message: str = ""
    todo: str = ""


class Engine(Protocol):
    """Generates text. Closing a stream (``aclose``) or cancelling its task stops the engine's work.

    Streams raise `EngineUnavailableError`, `EngineBusyError`, `EngineGoneError`,
    `PromptTooLongError`, `ModelMissingError`, `ModelCorruptError` or `DeadlineError`.
    """

    def card(self) -> ModelCard:
        """The model that answers."""
        ...

    async def state(self) -> EngineState:
        """How it stands, without starting anything."""
        ...

    def generate(self, request: Generation, *, deadline: float) -> AsyncIterator[Piece | Usage]:
        """Stream a reply within `deadline` seconds, the start of the engine included."""
        ...

    def fill_in(self, request: FillIn, *, deadline: float) -> AsyncIterator[Piece | Usage]:
        """Stream the code that belongs between a prefix and a suffix."""
        ...

    async def aclose(self) -> None:
        """Let go of the engine; an embedded one ends when nobody uses it."""
        ...
