"""The models that configured engines have, and having a server of Ollama fetch one more."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jupyter_llm_teach.app import Settings, engine_settings
from jupyter_llm_teach.cli.engine_report import standings
from jupyter_llm_teach.errors import BadInputError, TeachError
from jupyter_llm_teach.teaching.cards.known import completed
from jupyter_llm_teach.teaching.model_card import ModelCard

if TYPE_CHECKING:
    from jupyter_llm_teach.engines.pulling import Progress
    from jupyter_llm_teach.engines.spec import EngineSpec


@dataclass(frozen=True, slots=True)
class EngineModels:
    """The models of an engine.

    Attributes:
        engine: Its name.
        kind: The adapter.
        cards: Its models; the configured one alone where the engine has no list.
        message: Why its list can't be had, and what to do; empty where it can.
    """

    engine: str
    kind: str
    cards: tuple[ModelCard, ...]
    message: str = ""


async def models_of_engines(settings: Settings) -> tuple[EngineModels, ...]:
    """The models of every configured engine but the embedded one, whose models the catalogue has.

    Raises:
        ConfigurationError: the settings of the engines are wrong.
    """
    if settings.engine == "none":
        return ()
    specs = {each.name: each for each in engine_settings(settings).specs}
    found: list[EngineModels] = []
    for each in (await standings(settings)).engines:
        own = (completed(each.card),)
        if each.kind == "ollama":
            found.append(await _listed(specs[each.name], own))
        elif each.kind != "llamacpp":
            message = f"{each.state.message} {each.state.todo}".strip()
            found.append(EngineModels(each.name, each.kind, own, message))
    return tuple(found)


async def _listed(spec: EngineSpec, own: tuple[ModelCard, ...]) -> EngineModels:
    from jupyter_llm_teach.engines.ollama_models import models  # noqa: PLC0415 - only when run

    try:
        cards = await models(spec)
    except TeachError as error:
        return EngineModels(spec.name, spec.kind, own, str(error))
    return EngineModels(spec.name, spec.kind, tuple(map(completed, cards)))


async def pull_at(
    settings: Settings, engine: str, name: str, report: Callable[[Progress], None]
) -> None:
    """Have the server of an engine fetch a model.

    Args:
        settings: What is configured.
        engine: The engine's name; one of kind ``ollama``.
        name: The model's, as its library has it.
        report: Is told how far it is.

    Raises:
        BadInputError: no engine has that name, or it fetches nothing.
        TeachError: the model can't be had; the message says why.
    """
    from jupyter_llm_teach.engines.ollama_models import pull  # noqa: PLC0415 - only when run

    specs = {each.name: each for each in engine_settings(settings).specs}
    spec = specs.get(engine)
    if spec is None:
        raise BadInputError(
            f"No engine is called {engine:.60}.", f"Choose one of: {', '.join(specs)}."
        )
    if spec.kind != "ollama":
        raise BadInputError(
            f"An engine of kind {spec.kind} fetches no models by this command.",
            "Leave --engine out for the embedded engine; other servers have commands of their own.",
        )
    async with aclosing(pull(spec, name or spec.model)) as news:  # type: ignore[type-var]
        async for each in news:
            report(each)
