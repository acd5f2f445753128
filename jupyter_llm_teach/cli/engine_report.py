"""How each configured engine stands, and what a small request to one of them says."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from jupyter_llm_teach.app import Settings, engine_places, engine_settings, ollama_host
from jupyter_llm_teach.errors import BadInputError, DeadlineError, TeachError
from jupyter_llm_teach.ports import NOBODY, EngineState
from jupyter_llm_teach.teaching.model_card import ModelCard
from jupyter_llm_teach.tutor.measuring import trial

if TYPE_CHECKING:
    from jupyter_llm_teach.engines.routing import Router
    from jupyter_llm_teach.engines.spec import EngineSpec

_STATE_SECONDS = 10.0
_TEST_SECONDS = 180.0


@dataclass(frozen=True, slots=True)
class Standing:
    """An engine and how it stands.

    Attributes:
        name: As configured.
        kind: The adapter.
        card: Its model.
        host: Its server, as ``https://HOST``; empty where it runs in a process of ours.
        parallel: How many requests it takes at once.
        state: How it stands.
        purposes: What it may be asked for.
    """

    name: str
    kind: str
    card: ModelCard
    host: str
    parallel: int
    state: EngineState
    purposes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What is configured.

    Attributes:
        file: Where the settings stand; None where there is no file.
        region: Where this machine stands; empty where nobody said.
        engines: In the order in which they are written.
        ollama: A server of Ollama that answers here, and that nobody configured.
    """

    file: Path | None
    region: str
    engines: tuple[Standing, ...]
    ollama: EngineSpec | None


@dataclass(frozen=True, slots=True)
class Tried:
    """What a small request to an engine gave.

    Attributes:
        name: The engine's.
        model: Who answered.
        text: The answer.
        first_token: Seconds until it began, the start of the engine included; None: it did not.
        tokens_per_second: From then on; None where that can't be told.
        prompt_tokens: Of the request.
        output_tokens: Of the answer.
        error: Why there is none; None where there is.
    """

    name: str
    model: str = ""
    text: str = ""
    first_token: float | None = None
    tokens_per_second: float | None = None
    prompt_tokens: int | None = None
    output_tokens: int | None = None
    error: TeachError | None = None


async def standings(settings: Settings) -> Found:
    """How the configured engines stand.

    Raises:
        ConfigurationError: the settings are wrong.
    """
    from jupyter_llm_teach.engines.configured import PURPOSES  # noqa: PLC0415
    from jupyter_llm_teach.engines.ollama_discovery import discovered  # noqa: PLC0415

    if settings.engine == "none":
        return Found(settings.engines_file, "", (), None)
    found = engine_settings(settings)
    router = await _router(settings)
    try:
        standing = [_standing(router, each) for each in found.specs]
        engines = await asyncio.gather(*standing)
    finally:
        await router.aclose()
    known = any(each.kind == "ollama" for each in found.specs)
    ollama = None if known else await discovered(ollama_host())
    orders = {purpose: found.order(purpose) for purpose in PURPOSES}
    return Found(
        settings.engines_file,
        found.region,
        tuple(
            replace(each, purposes=tuple(p for p in PURPOSES if each.name in orders[p]))
            for each in engines
        ),
        ollama,
    )


async def tried(settings: Settings, name: str) -> Tried:
    """What a small request to an engine gives.

    Raises:
        ConfigurationError: the settings are wrong.
        BadInputError: no engine has that name.
    """
    configured = () if settings.engine == "none" else engine_settings(settings).specs
    names = [each.name for each in configured]
    if name not in names:
        known = f"Choose one of: {', '.join(names)}." if names else "None is configured."
        raise BadInputError(f"No engine is called {name:.60}.", known)
    router = await _router(settings)
    try:
        return await _tried(router, name)
    except TeachError as error:
        return Tried(name, error=error)
    finally:
        await router.aclose()


async def _tried(router: Router, name: str) -> Tried:
    done = await trial(router.route([name]), NOBODY, _TEST_SECONDS)
    return Tried(
        name=name,
        model=done.model,
        text=done.text,
        first_token=done.first_token,
        tokens_per_second=done.tokens_per_second,
        prompt_tokens=done.prompt_tokens,
        output_tokens=done.output_tokens,
    )


async def _router(settings: Settings) -> Router:
    from jupyter_llm_teach.engines.wanted import router_of  # noqa: PLC0415

    found = engine_settings(settings)
    return await router_of(found, engine_places(settings), lambda engine: engine)


async def _standing(router: Router, spec: EngineSpec) -> Standing:
    from jupyter_llm_teach.engines.address import Address, address_in  # noqa: PLC0415

    route = router.route([spec.name])
    try:
        state = await asyncio.wait_for(route.state(), _STATE_SECONDS)
    except (asyncio.TimeoutError, DeadlineError):
        state = EngineState("unavailable", "It does not say how it stands.", "Look at its server.")
    where = address_in(spec.url)
    return Standing(
        name=spec.name,
        kind=spec.kind,
        card=route.card(),  # after its state: a server tells its model then
        host=where.title if isinstance(where, Address) else "",
        parallel=spec.parallel,
        state=state,
        purposes=(),
    )
