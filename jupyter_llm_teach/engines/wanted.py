"""Which engines are wanted: those of the file, one of them, or the embedded one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from jupyter_llm_teach.engines.configured import EngineSettings, read_settings
from jupyter_llm_teach.engines.making import Places, make_engine
from jupyter_llm_teach.engines.routing import Configured, Router
from jupyter_llm_teach.engines.source import file_source, option_source
from jupyter_llm_teach.engines.spec import EngineSpec
from jupyter_llm_teach.errors import ConfigurationError
from jupyter_llm_teach.ports import Engine

EMBEDDED = "embedded"
"""How the embedded engine is called where nobody configured any."""

_KIND: Final = "llamacpp"
_OPTIONS = {
    "engines": "TeachApp.engines",
    "purposes": "TeachApp.purposes",
    "allow": "TeachApp.allowed_urls",
    "site": "TeachApp.region",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was configured.

    Attributes:
        engine: Empty: all that file and tables say, else the embedded one; the name of one of
            those, or ``llamacpp``, for that one alone.
        model: The embedded engine's, by its catalogue name; empty: what suits this machine.
        file: The file that says which engines there are; None where there is none.
        tables: The same tables from options; they go before the file.
    """

    engine: str = ""
    model: str = ""
    file: Path | None = None
    tables: Mapping[str, object] = field(default_factory=dict)


def settings_of(wanted: Wanted, environment: Mapping[str, str]) -> EngineSettings:
    """How the engines are configured.

    Args:
        wanted: What was configured.
        environment: The variables that keys may stand in.

    Raises:
        ConfigurationError: Something is wrong; the message names every problem with its place.
    """
    sources = [] if wanted.file is None else [file_source(wanted.file)]
    if wanted.tables:
        sources.append(option_source(wanted.tables, _OPTIONS, Path.cwd()))
    found = read_settings(sources, environment)
    named = {each.name: each for each in found.specs}
    if not wanted.engine and named:
        return found
    if wanted.engine in named:
        return EngineSettings((named[wanted.engine],), {}, found.region)
    if wanted.engine not in ("", _KIND):
        known = ", ".join([_KIND, "none", *named])
        raise ConfigurationError(
            f'TeachApp.engine: no engine is called "{wanted.engine:.60}".',
            f"Choose one of: {known}.",
        )
    embedded = EngineSpec(EMBEDDED, _KIND, wanted.model)
    return EngineSettings((embedded,), {}, found.region)


async def router_of(
    settings: EngineSettings, places: Places, wrapped: Callable[[Engine], Engine]
) -> Router:
    """The engines of settings, each wrapped in what counts its cost.

    Raises:
        ConfigurationError: One of them can't be made; the message names it.
    """
    engines = [
        Configured(spec.name, wrapped(await make_engine(spec, places)), spec.parallel)
        for spec in settings.specs
    ]
    return Router(engines, settings.purposes)
