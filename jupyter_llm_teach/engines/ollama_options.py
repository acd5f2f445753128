"""What an engine of kind ``ollama`` can be told besides what all engines can."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from jupyter_llm_teach.engines.ollama_names import checked
from jupyter_llm_teach.engines.spec import EngineSpec
from jupyter_llm_teach.errors import ConfigurationError, ModelUnknownError

_TIME: Final = re.compile(r"-?(?:\d+(?:\.\d+)?(?:ns|us|ms|s|m|h))+")
_THINK: Final[Mapping[str, bool | str]] = {
    "false": False,
    "true": True,
    "low": "low",
    "medium": "medium",
    "high": "high",
}


@dataclass(frozen=True, slots=True)
class Options:
    """Options, read.

    Attributes:
        keep_alive: How long the model stays in memory: seconds, or text such as ``10m``; None for
            as long as the server likes.
        think: Whether a model that can think may, or how much.
    """

    keep_alive: float | str | None = None
    think: bool | str = False


def options_of(spec: EngineSpec, model: str) -> Options:
    """The options of an engine whose model's name can be one.

    Raises:
        ConfigurationError: one of them is wrong.
    """
    try:
        checked(model)
    except ModelUnknownError as error:
        raise _wrong(f"{model[:60]!r} can't be the name of a model of Ollama") from error
    options = dict(spec.options)
    keep_alive, think = options.pop("keep_alive", ""), options.pop("think", "false")
    if options:
        raise _wrong(f"the option {min(options)} is not known; there are keep_alive and think")
    if think not in _THINK:
        raise _wrong(f"the option think must be one of {', '.join(_THINK)}")
    return Options(_keep_alive(keep_alive), _THINK[think])


def _keep_alive(text: str) -> float | str | None:
    if not text or _TIME.fullmatch(text):
        return text or None
    try:
        return float(text)
    except ValueError as error:
        raise _wrong('the option keep_alive must be a time such as "10m", or -1') from error


def _wrong(problem: str) -> ConfigurationError:
    return ConfigurationError(
        f"{problem[:1].upper()}{problem[1:]}.",
        "Tell the administrator: correct engines.toml, and see docs/engines.md.",
    )
