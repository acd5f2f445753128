"""What a server's refusals and the network's faults mean, told so that a beginner understands.

Nothing that a server wrote is in an error: neither its sentences, which may hold anything, nor the
key that it was asked with. Its words are read for one thing only: which of our own errors it is.
"""

from __future__ import annotations

import json
import re
import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any, Final

from jupyter_llm_teach.errors import (
    DeadlineError,
    EngineBusyError,
    EngineError,
    EngineGoneError,
    EngineRefusedError,
    EngineUnavailableError,
    ModelMissingError,
    PromptTooLongError,
    TeachError,
)

_ADMINISTRATOR: Final = "Tell whoever set up this engine, or go on without it."
_PARAMETERS: Final = (
    "response_format",
    "stream_options",
    "seed",
    "max_tokens",
    "temperature",
    "suffix",
    "stop",
)
_TOO_LONG: Final = ("exceed_context_size_error", "context_length_exceeded")
_TOO_LONG_WORDS: Final = ("context length", "context size", "context window", "maximum context")
_NO_MODEL: Final = ("model_not_found", "model_not_exist", "invalid_model")
_LONGEST_WAIT: Final = 3600.0
_BUSY: Final = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE, 529)
_NOWHERE: Final = (HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED)
_UNKNOWN: Final = (HTTPStatus.NOT_IMPLEMENTED,)


def refusal(status: int, body: str, headers: Mapping[str, str], model: str) -> TeachError:
    """The error that a server's answer is.

    Args:
        status: Of HTTP; not 200.
        body: What the server wrote; read, and never shown.
        headers: By their names in small letters.
        model: The name of the model that was asked for.
    """
    told = _told(body)
    if status in _MEANINGS:
        return _MEANINGS[status]()
    if status in _BUSY:
        return busy(headers.get("retry-after", ""))
    if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
        return moved()
    if status in _NOWHERE:
        return no_model(model) if _names(told, body, model) else wrong_address()
    found = complaint(told, body, model)
    refused = isinstance(found, EngineRefusedError) and status not in _UNKNOWN
    return troubled() if refused and status >= HTTPStatus.INTERNAL_SERVER_ERROR else found


def complaint(told: Mapping[str, Any], body: str, model: str) -> TeachError:
    """The error that a server tells in JSON, in an answer or in the middle of a stream."""
    kinds = {str(told.get(key, "")) for key in ("type", "code", "error_type")}
    words = body[:2000].lower()
    if kinds & set(_TOO_LONG) or any(each in words for each in _TOO_LONG_WORDS):
        return too_long()
    if kinds & set(_NO_MODEL) or told.get("param") == "model":
        return no_model(model)
    if kinds & {"overloaded", "overloaded_error", "rate_limit_exceeded", "429", "503"}:
        return busy("")
    return EngineRefusedError(
        "The model could not work on this question.",
        "Ask again, or go on without it.",
        _parameter(str(told.get("param") or ""), words),
    )


def failure(error: BaseException) -> EngineError | DeadlineError:
    """The error that a fault of the network is, before the server answered anything."""
    for cause in causes(error):
        match cause:
            case ssl.SSLCertVerificationError():
                return EngineUnavailableError(
                    "The model's server can't prove who it is (its certificate is not trusted).",
                    _ADMINISTRATOR,
                )
            case ssl.SSLError():
                return EngineUnavailableError(
                    "No safe connection to the model's server could be made.", _ADMINISTRATOR
                )
            case socket.gaierror():
                return EngineUnavailableError(
                    "The model's server can't be found: its name is not known here.",
                    "Check your network. " + _ADMINISTRATOR,
                )
            case ConnectionRefusedError():
                return unreachable()
            case TimeoutError():
                return overdue()
            case _:
                pass
    return unreachable()


def key_refused() -> EngineUnavailableError:
    """Our key is none of theirs."""
    return EngineUnavailableError("The model's server does not accept our key.", _ADMINISTRATOR)


def forbidden() -> EngineUnavailableError:
    """The key is right, and opens something else."""
    return EngineUnavailableError(
        "The model's server does not allow us to use this model.", _ADMINISTRATOR
    )


def troubled() -> EngineUnavailableError:
    """The server has an error of its own."""
    return EngineUnavailableError(
        "The model's server has a problem of its own.",
        "Try again in a minute, or go on without it.",
    )


def unreachable() -> EngineUnavailableError:
    """Nobody answers."""
    return EngineUnavailableError(
        "The model's server does not answer.",
        "Is it running? Try again in a minute, or go on without it.",
    )


def gone() -> EngineGoneError:
    """The connection broke, or the stream ended before the reply had."""
    return EngineGoneError("The model stopped in the middle of its answer.", "Try again.")


def overdue() -> DeadlineError:
    """The deadline has passed."""
    return DeadlineError("The model took too long to answer.", "Try again, or go on without it.")


def busy(retry_after: str) -> EngineBusyError:
    """The server has no room; `retry_after` is its header, in seconds or as a date."""
    seconds = seconds_until(retry_after, datetime.now(timezone.utc))
    todo = "Try again in a moment."
    if seconds is not None and seconds >= 1:
        todo = f"Try again in {seconds:.0f} seconds."
    return EngineBusyError("The model's server is busy.", todo, seconds)


def seconds_until(retry_after: str, now: datetime) -> float | None:
    """What a ``Retry-After`` says (RFC 9110, 10.2.3), an hour at most; None where it says nothing.

    Args:
        retry_after: The header.
        now: With its time zone.
    """
    text = retry_after.strip()
    if text.replace(".", "", 1).isdigit():
        return min(float(text), _LONGEST_WAIT)
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=timezone.utc)
    return min(max(0.0, (moment - now).total_seconds()), _LONGEST_WAIT)


def moved() -> EngineUnavailableError:
    """It sends us elsewhere, where neither question nor key may go."""
    return EngineUnavailableError(
        "The model's server wants to send us to another address, and we don't follow.",
        _ADMINISTRATOR,
    )


def wrong_address() -> EngineRefusedError:
    """Something answers there, but no model."""
    return EngineRefusedError(
        "No model answers at the address of this engine; often it must end with /v1.",
        _ADMINISTRATOR,
        "path",
    )


def not_a_model() -> EngineUnavailableError:
    """It answered with a web page, or with anything else than a reply of a model."""
    return EngineUnavailableError(
        "What answers at the address of this engine is not a model; often the address must end "
        "with /v1, or a page asks for a login first.",
        _ADMINISTRATOR,
    )


def garbled() -> EngineGoneError:
    """Its stream makes no sense: cut JSON, a line without an end, a reply without a form."""
    return EngineGoneError(
        "The model's server sent something that can't be read.", "Try again, or go on without it."
    )


def too_long() -> PromptTooLongError:
    """The prompt does not fit."""
    return PromptTooLongError(
        "The question, with the notebook around it, is too long for this model.",
        "Ask about a shorter cell.",
    )


def no_model(model: str) -> ModelMissingError:
    """The server does not have the model of that name."""
    return ModelMissingError(
        f"The server has no model named {model:.100}.",
        "Choose another one (`jupyter teach models list`), or tell whoever set up this engine.",
    )


def formless() -> EngineUnavailableError:
    """The model can't keep to the form of the reply."""
    return EngineUnavailableError(
        "The model did not answer in the form that we need.", "Try again, or choose another model."
    )


def no_completion(title: str) -> EngineRefusedError:
    """The model, or its server, can't fill in the middle; for all else it can be asked."""
    return EngineRefusedError(
        f"The model {title} can't complete code.",
        "Choose another model (`jupyter teach models list`).",
    )


def _told(body: str) -> Mapping[str, Any]:
    """The error in a server's JSON; empty where it wrote none."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    if isinstance(said, list):  # some servers wrap it
        said = said[0] if said else {}
    error = said.get("error", said) if isinstance(said, dict) else {}
    return error if isinstance(error, dict) else {"type": str(said.get("error_type", ""))}


def _names(told: Mapping[str, Any], body: str, model: str) -> bool:
    """Whether a 404 is about the model, not about the address."""
    if told.get("param") == "model" or str(told.get("code", "")) in _NO_MODEL:
        return True
    return bool(told) and bool(model) and model in body


def _parameter(stated: str, words: str) -> str:
    """What the server does not know, where it says so."""
    if stated.partition(".")[0] in _PARAMETERS:
        return stated.partition(".")[0]
    named = [each for each in _PARAMETERS if re.search(rf"\b{each}\b", words)]
    return named[0] if named else ""


def causes(error: BaseException) -> Iterator[BaseException]:
    """An error and what led to it; each attempt of a connection that tried several addresses."""
    waiting, seen = [error], set[int]()
    while waiting:
        each = waiting.pop(0)
        if id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        grouped = getattr(each, "exceptions", ())
        more = (each.__cause__, each.__context__, *grouped)
        waiting.extend(found for found in more if found is not None)


_MEANINGS: Final[Mapping[int, Callable[[], TeachError]]] = {
    HTTPStatus.UNAUTHORIZED: key_refused,
    HTTPStatus.PAYMENT_REQUIRED: forbidden,
    HTTPStatus.FORBIDDEN: forbidden,
    HTTPStatus.REQUEST_TIMEOUT: overdue,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: too_long,
    HTTPStatus.GATEWAY_TIMEOUT: overdue,
}
