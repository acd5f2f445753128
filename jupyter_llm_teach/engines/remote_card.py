"""What we know of a model that a server runs, and of where that server is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from jupyter_llm_teach.engines.address import is_loopback
from jupyter_llm_teach.engines.spec import EngineSpec
from jupyter_llm_teach.teaching.model_card import ModelCard

_FILE: Final = ".gguf"


@dataclass(frozen=True, slots=True)
class Listed:
    """What a server says of its model; what is empty or None it does not say.

    Attributes:
        name: Of the model.
        parameters: Such as ``1.5B``.
        quantisation: Such as ``Q4_K_M``.
        context: Tokens of prompt and reply together.
        disk_bytes: Size of its files.
    """

    name: str = ""
    parameters: str = ""
    quantisation: str = ""
    context: int | None = None
    disk_bytes: int | None = None


def remote_card(spec: EngineSpec, url: str, listed: Listed, *, fills_in: bool) -> ModelCard:
    """The card of a model behind an address; what the administrator says goes first."""
    name = spec.model or short(listed.name) or "unknown"
    return ModelCard(
        name=name,
        title=name.rpartition("/")[2] or name,
        engine=spec.kind,
        local=is_loopback(url),
        parameters=listed.parameters,
        quantisation=listed.quantisation,
        licence="",
        fills_in=fills_in,
        operator=spec.operator,
        jurisdiction=spec.jurisdiction,
        context=spec.context or listed.context,
        disk_bytes=listed.disk_bytes,
    )


def short(name: str) -> str:
    """The name of a model for people; llama.cpp's server gives the path of the file."""
    if not name.endswith(_FILE):
        return name
    return name.replace("\\", "/").rpartition("/")[2].removesuffix(_FILE)
