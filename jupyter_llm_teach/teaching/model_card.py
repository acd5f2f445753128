"""What a person should know of a model before trusting it."""

from __future__ import annotations

from dataclasses import dataclass


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
