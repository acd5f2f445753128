"""What is known of a model, as the learner sees it."""

from __future__ import annotations

from typing import Literal

from jupyter_llm_teach.wire.message import Message

ArchitectureName = Literal["", "dense", "mixture"]
OpennessName = Literal["", "open_source", "open_weights", "closed"]
DisclosureName = Literal["", "published", "described", "undisclosed"]
SuitsName = Literal["runs_here", "too_large", "slow", "elsewhere", "unknown"]
LossName = Literal["none", "hardly", "little"]


class QuantisationView(Message):
    """How many bits a parameter takes, and how much quality that costs; null where unknown."""

    name: str
    bits: int | None
    loss: LossName | None


class SpeedView(Message):
    """How fast a model was on this machine.

    Attributes:
        written: Tokens that it wrote a second.
        first: Seconds until the first of them.
        day: When that was measured, such as ``2026-09-01``.
    """

    written: float
    first: float
    day: str


class SourceView(Message):
    """Where something on a card comes from. It is shown and never opened."""

    url: str
    year: int


class CardView(Message):
    """What is known of a model; what is empty or null is unknown.

    Attributes:
        name: As its engine has it.
        title: For people.
        maker: Who trained it.
        engine: The kind of engine.
        engine_name: As the administrator called it.
        local: Whether nothing leaves this machine.
        operator: Who runs it where it is not local.
        jurisdiction: Whose law holds there.
        parameters: Such as ``1.5B``.
        active_parameters: Of a mixture, those that work on a token.
        architecture: Dense, or a mixture of experts.
        distilled_from: The model whose answers it was trained on.
        quantisation: How its parameters are kept; null where that is unknown.
        context: Tokens that prompt and reply may have together.
        licence: SPDX name.
        openness: What of it can be had.
        training_data: What is known of what it was trained on.
        fills_in: Whether it completes code.
        disk_bytes: Size of its files.
        memory_mb: Memory that it takes.
        memory_estimated: Whether that is a guess by its size.
        free_memory_mb: Memory that is free on this machine.
        speed: As measured here; null where it was not.
        reading: Tokens that people read a second.
        suits: Whether it suits this machine.
        sources: Where that comes from.
    """

    name: str
    title: str
    maker: str
    engine: str
    engine_name: str
    local: bool
    operator: str
    jurisdiction: str
    parameters: str
    active_parameters: str
    architecture: ArchitectureName
    distilled_from: str
    quantisation: QuantisationView | None
    context: int | None
    licence: str
    openness: OpennessName
    training_data: DisclosureName
    fills_in: bool
    disk_bytes: int | None
    memory_mb: int | None
    memory_estimated: bool
    free_memory_mb: int | None
    speed: SpeedView | None
    reading: float
    suits: SuitsName
    sources: list[SourceView]


class CardReply(Message):
    """The model that phrases help; null where help comes from analysis alone."""

    card: CardView | None
