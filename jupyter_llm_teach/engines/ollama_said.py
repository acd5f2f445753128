"""What is said to a server of Ollama, and what it says, as values."""

from __future__ import annotations

from dataclasses import dataclass

Think = bool | str
"""Whether a model may think before it answers, or how much, such as ``low``."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a server says of one of its models; None or empty where it says nothing.

    Attributes:
        parameters: Such as ``1.5B``.
        quantisation: Such as ``Q4_K_M``.
        licence: The licence's text.
        licence_name: Its name, where the model's file states one.
        capabilities: Such as ``insert`` and ``thinking``.
        takes_suffix: Whether its template has a place for what comes after the reply.
        stops: What ends a reply.
        context: Tokens that prompt and reply may have, where the model sets them.
        trained_context: Tokens that it was trained on.
        experts: Of a mixture of experts, how many there are; 0 where all of it is one.
        remote_host: The server that really runs it; empty where it runs on the one asked.
    """

    parameters: str
    quantisation: str
    licence: str
    licence_name: str
    capabilities: frozenset[str] | None
    takes_suffix: bool
    stops: tuple[str, ...]
    context: int | None
    trained_context: int | None
    experts: int | None
    remote_host: str


@dataclass(frozen=True, slots=True)
class Manner:
    """How questions are asked.

    Attributes:
        model: The model's name.
        context: Tokens that prompt and reply may have together.
        stops: What ends a reply besides what a request says.
        keep_alive: How long the model stays in memory; None for as long as the server likes.
        think: Whether it may think first; None for models that can't be asked not to.
        room: Tokens for thinking, besides those for the reply.
    """

    model: str
    context: int
    stops: tuple[str, ...] = ()
    keep_alive: float | str | None = None
    think: Think | None = None
    room: int = 0


@dataclass(frozen=True, slots=True)
class Cost:
    """What the last chunk of a reply says; None where it says nothing.

    Attributes:
        prompt: Tokens of the prompt; servers may leave out those that they remembered.
        output: Tokens of the reply, thinking included.
        load_seconds: Loading the model.
        prompt_seconds: Reading the prompt.
        reason: Why the reply ended, such as ``stop`` or ``length``.
    """

    prompt: int | None
    output: int | None
    load_seconds: float
    prompt_seconds: float | None
    reason: str


@dataclass(frozen=True, slots=True)
class Chunk:
    """A part of a reply.

    Attributes:
        text: Of the reply.
        thinking: What the model only thought.
        cost: In the last chunk.
    """

    text: str
    thinking: str
    cost: Cost | None


@dataclass(frozen=True, slots=True)
class Layer:
    """News of a model that is being fetched.

    Attributes:
        digest: The part of it that the news is of; empty for the whole.
        done: Bytes of the part that are there.
        total: Bytes of the part; 0 where the news is of something else.
        is_last: Whether the model is there.
    """

    digest: str
    done: int
    total: int
    is_last: bool = False
