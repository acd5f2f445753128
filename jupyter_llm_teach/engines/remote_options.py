"""What an administrator can say of a server of models, beyond what every engine has."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, cast

from jupyter_llm_teach.engines.spec import EngineSpec
from jupyter_llm_teach.errors import ConfigurationError

Way = Literal["infill", "suffix", "fim", "none"]
"""How a server fills in: by llama.cpp's own address; by completions with a suffix; by Mistral's
address; not at all."""

_WAYS: Final = ("infill", "suffix", "fim", "none")
ROOM: Final = 2048
"""Tokens that a model may think before it answers."""


@dataclass(frozen=True, slots=True)
class RemoteOptions:
    """The options of an engine.

    Attributes:
        way: ``fill_in``; None: found out.
        room: ``thinking_tokens``.
        ca_file: Certificates to trust, for a server with one of its own; empty: the system's.
        extra: Added to every request of a chat, such as
            ``{"chat_template_kwargs": {"enable_thinking": false}}``.
    """

    way: Way | None
    room: int
    ca_file: str
    extra: Mapping[str, Any]


def remote_options(spec: EngineSpec) -> RemoteOptions:
    """The options of a specification, read.

    Raises:
        ConfigurationError: one makes no sense; the message names it.
    """
    stated = dict(spec.options)
    way = stated.get("fill_in", "")
    room = stated.get("thinking_tokens", str(ROOM))
    if way and way not in _WAYS:
        raise _wrong(spec, "fill_in", "one of " + ", ".join(_WAYS))
    if not room.isdigit():
        raise _wrong(spec, "thinking_tokens", "a number of tokens")
    return RemoteOptions(
        way=cast("Way", way) if way else None,
        room=int(room),
        ca_file=stated.get("ca_file", ""),
        extra=_object(spec, stated.get("extra", "{}")),
    )


def _object(spec: EngineSpec, text: str) -> Mapping[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise _wrong(spec, "extra", "a JSON object")
    return found


def _wrong(spec: EngineSpec, option: str, expected: str) -> ConfigurationError:
    return ConfigurationError(
        f"The option {option} of the engine {spec.name} must be {expected}.",
        "Tell the administrator.",
    )
