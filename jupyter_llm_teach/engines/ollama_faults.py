"""What goes wrong with Ollama, told as our errors.

Nothing that a server wrote is shown; its words only tell which error it is.
"""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Final

import httpx
import ollama

from jupyter_llm_teach.engines import refusals
from jupyter_llm_teach.engines.ollama_transport import EndlessReplyError
from jupyter_llm_teach.errors import (
    DiskFullError,
    DownloadFailedError,
    EngineRefusedError,
    EngineUnavailableError,
    ModelMissingError,
    ModelUnknownError,
    TeachError,
)

FAULTS: Final = (
    ollama.ResponseError,
    httpx.HTTPError,
    ConnectionError,
    # What the client raises when a reply is no JSON, or JSON of another shape.
    ValueError,
    TypeError,
    AttributeError,
    RecursionError,
)
"""Everything that the client raises."""

_WITHIN_A_STREAM: Final = -1  # what the client calls an error after the status 200


def told(error: BaseException, model: str, *, begun: bool = False) -> TeachError:
    """The error that a fault of the client is.

    Args:
        error: One of `FAULTS`.
        model: What was asked for.
        begun: Whether a part of the reply had come.
    """
    match error:
        case ollama.ResponseError():
            return _refused(error, model, begun=begun)
        case EndlessReplyError():
            return refusals.garbled()
        case httpx.HTTPError() | ConnectionError():
            return refusals.gone() if begun else _unreachable(error)
        case _:
            return refusals.garbled() if begun else not_ollama()


def told_of_pull(error: BaseException, model: str) -> TeachError:
    """The error that a fault is while a server fetches a model; see `told`."""
    words = str(error.error).lower() if isinstance(error, ollama.ResponseError) else ""
    if "no space left" in words or "not enough space" in words:
        return DiskFullError(
            f"The model {model} does not fit on the disk of Ollama.",
            "Free some space (`ollama rm NAME`), or choose a smaller model; what was fetched "
            "stays for the next try.",
        )
    if "file does not exist" in words or "invalid model name" in words:
        return ModelUnknownError(
            f"Ollama's library has no model {model}.", "Look for its name at ollama.com/library."
        )
    if words and getattr(error, "status_code", 0) in (
        _WITHIN_A_STREAM,
        HTTPStatus.INTERNAL_SERVER_ERROR,
    ):
        return DownloadFailedError(
            f"Ollama can't fetch the model {model}.",
            "Check the network, then pull it again; it goes on where it stopped.",
        )
    return told(error, model, begun=False)


def missing(model: str) -> ModelMissingError:
    """The server does not have the model yet."""
    return ModelMissingError(
        f"Ollama does not have the model {model} yet.",
        f"Run `ollama pull {model}`, or choose another one (`jupyter teach models list`).",
    )


def not_ollama() -> EngineUnavailableError:
    """Something else answers there."""
    return EngineUnavailableError(
        "What answers at the address of this engine is not Ollama.",
        "Check the address, or tell whoever set up this engine.",
    )


def _unreachable(error: BaseException) -> TeachError:
    if any(isinstance(each, ConnectionRefusedError) for each in refusals.causes(error)):
        return EngineUnavailableError(
            "Ollama does not run.", "Start it (`ollama serve`), or go on without it."
        )
    return refusals.failure(error)


def _refused(error: ollama.ResponseError, model: str, *, begun: bool) -> TeachError:
    words = str(error.error).lower()
    if "does not support insert" in words:
        return refusals.no_completion(model)
    if "more system memory" in words:
        return EngineUnavailableError(
            f"The model {model} needs more memory than is free.",
            "Close other programs, or choose a smaller model (`jupyter teach models list`).",
        )
    if error.status_code == _WITHIN_A_STREAM:
        found = refusals.complaint({}, words, model)
        return refusals.gone() if begun and isinstance(found, EngineRefusedError) else found
    if error.status_code == HTTPStatus.NOT_FOUND:
        about_models = "model" in words and "not found" in words
        return missing(model) if about_models else not_ollama()
    return refusals.refusal(error.status_code, json.dumps({"error": words}), {}, model)
