"""What a person should know of a model before trusting it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Architecture = Literal["", "dense", "mixture"]
"""``dense``: all parameters work on every token. ``mixture``: a mixture of experts, of which a few
work on a token. Empty: unknown."""

Openness = Literal["", "open_source", "open_weights", "closed"]
"""``open_source``: weights, training data and code can be had and used by anybody (OSI's definition
of open source AI, 2024). ``open_weights``: the weights can be had, the data can't. ``closed``:
neither. Empty: unknown."""

Disclosure = Literal["", "published", "described", "undisclosed"]
"""``published``: the training data can be had. ``described``: its makers say of what kinds it is.
``undisclosed``: they do not. Empty: unknown."""


@dataclass(frozen=True, slots=True)
class CardSource:
    """Where something on a card comes from."""

    url: str
    year: int


@dataclass(frozen=True, slots=True)
class ModelCard:
    """What we know of a model; what is empty or None is unknown, and said to be.

    Attributes:
        name: Catalogue name, such as ``qwen2.5-coder-1.5b``.
        title: For people, such as ``Qwen2.5-Coder 1.5B``.
        engine: The kind of engine that runs it, such as ``llamacpp``.
        local: Whether nothing leaves this machine.
        parameters: Such as ``1.5B``.
        quantisation: Such as ``Q4_K_M``.
        licence: SPDX name.
        fills_in: Whether it can fill in the middle.
        operator: Who runs it where it is not local, such as ``University of Lyon``.
        jurisdiction: Whose law holds there: a country code of ISO 3166, or ``EU``.
        context: Tokens that prompt and reply may have together.
        disk_bytes: Size of its files.
        memory_mb: Memory that running it takes.
        maker: Who trained it.
        architecture: Dense, or a mixture of experts.
        active_parameters: Of a mixture, those that work on a token, such as ``3.6B``.
        distilled_from: The model whose answers it was trained on; empty: none that is known.
        openness: What of it can be had.
        training_data: What is known of what it was trained on.
        sources: Where that comes from.
    """

    name: str
    title: str
    engine: str
    local: bool
    parameters: str
    quantisation: str
    licence: str
    fills_in: bool
    operator: str = ""
    jurisdiction: str = ""
    context: int | None = None
    disk_bytes: int | None = None
    memory_mb: int | None = None
    maker: str = ""
    architecture: Architecture = ""
    active_parameters: str = ""
    distilled_from: str = ""
    openness: Openness = ""
    training_data: Disclosure = ""
    sources: tuple[CardSource, ...] = ()
