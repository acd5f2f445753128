"""Makes the adapter of each configured engine. Nothing is started or contacted by that."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from typing_extensions import assert_never

from jupyter_llm_teach.engines.choice import chosen
from jupyter_llm_teach.engines.rendezvous import Limits
from jupyter_llm_teach.engines.spec import EngineSpec
from jupyter_llm_teach.engines.store import ModelStore
from jupyter_llm_teach.errors import ConfigurationError, TeachError
from jupyter_llm_teach.ports import Engine

_LIMITS = ("threads", "cache_mb", "idle_seconds")
"""The options of the embedded engine, as `Limits` has them."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where engines keep what is theirs.

    Attributes:
        store: The model files of the embedded engine.
        runtime: Private to the user: sockets, records and logs of running engines.
    """

    store: ModelStore
    runtime: Path


async def make_engine(spec: EngineSpec, places: Places) -> Engine:
    """The adapter of an engine.

    Raises:
        ConfigurationError: An option makes no sense, or its model is unknown; the message names
            the engine.
    """
    try:
        return await _made(spec, places)
    except TeachError as error:
        raise ConfigurationError(
            f"[engines.{spec.name}]: {error.message}",
            error.todo or "Tell the administrator: correct it, and see docs/engines.md.",
        ) from error


async def _made(spec: EngineSpec, places: Places) -> Engine:
    # Deferred: each adapter has a client of its own.
    match spec.kind:
        case "llamacpp":
            from jupyter_llm_teach.engines.llamacpp import LlamaCppEngine  # noqa: PLC0415

            model = await chosen(places.store, spec.model)
            return LlamaCppEngine(model, places.store, places.runtime, limits_of(spec))
        case "ollama":
            from jupyter_llm_teach.engines.ollama import OllamaEngine  # noqa: PLC0415

            return OllamaEngine(spec)
        case "openai":
            from jupyter_llm_teach.engines.openai_compatible import (  # noqa: PLC0415
                OpenAiEngine,
            )

            return OpenAiEngine(spec)
        case "huggingface":
            from jupyter_llm_teach.engines.huggingface_endpoint import (  # noqa: PLC0415
                HuggingFaceEngine,
            )

            return HuggingFaceEngine(spec)
        case "transformers":
            from jupyter_llm_teach.engines.transformers_engine import (  # noqa: PLC0415
                TransformersEngine,
            )

            return TransformersEngine(spec, places.runtime)
        case _:
            assert_never(spec.kind)


def limits_of(spec: EngineSpec) -> Limits:
    """What the process of an embedded engine may use.

    Raises:
        ConfigurationError: an option is not known, or no number that makes sense.
    """
    limits = Limits(slots=spec.parallel, context=spec.context or Limits().context)
    for name, text in spec.options:
        if name not in _LIMITS:
            known = ", ".join(_LIMITS)
            raise ConfigurationError(f'we don\'t know the option "{name}"; there are {known}.')
        if not text.isdigit():
            raise ConfigurationError(f'the option "{name}" must be a whole number, not "{text}".')
        limits = replace(limits, **{name: int(text)})
    return limits
