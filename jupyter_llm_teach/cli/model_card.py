"""`jupyter teach models show`: all that is known of a model, and whether it suits this machine."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jupyter_llm_teach.app import Settings, SystemClock, configured
from jupyter_llm_teach.cli.card_report import Shown, card_json, print_card
from jupyter_llm_teach.cli.engine_report import standings, tried
from jupyter_llm_teach.cli.shapes import write_json
from jupyter_llm_teach.errors import BadInputError, EngineUnavailableError
from jupyter_llm_teach.teaching.cards.family import Family
from jupyter_llm_teach.teaching.cards.known import completed, known
from jupyter_llm_teach.teaching.cards.size import memory_estimate_mb
from jupyter_llm_teach.teaching.cards.suiting import Machine, Speed, suits
from jupyter_llm_teach.teaching.model_card import ModelCard

if TYPE_CHECKING:
    from jupyter_llm_teach.metering.speeds import Speeds


@dataclass(frozen=True, slots=True)
class _Named:
    """A model that was named: its card, the engine that runs it, and what to ask it with."""

    card: ModelCard
    engine: str
    settings: Settings
    runs_now: bool = False


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the `models` group."""
    text = "all that is known of a model, and whether it suits this machine"
    parser = commands.add_parser("show", help=text, description=text)
    parser.add_argument(
        "name", metavar="NAME", help="a model, by any of its names, or a configured engine"
    )
    parser.add_argument("--measure", action="store_true", help="measure how fast it is here")
    parser.add_argument("--json", action="store_true", help="answer with JSON")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the card."""
    shown = asyncio.run(_shown(arguments.name, measures=arguments.measure))
    if arguments.json:
        write_json(card_json(shown))
    else:
        print_card(shown)
    return 0


async def _shown(name: str, *, measures: bool) -> Shown:
    settings = configured()
    named = await _named(name, settings)
    speeds = _speeds(settings)
    key = f"{named.card.engine}:{named.card.name}"
    if measures:
        await _measure(named, speeds, key)
    card, speed = named.card, speeds.of(key)
    needed, free = memory_estimate_mb(card), _free_memory_mb()
    verdict = suits(
        local=card.local, needed_mb=needed, machine=Machine(free, named.runs_now), speed=speed
    )
    return Shown(card, needed, card.memory_mb is None, free, speed, verdict)


async def _named(name: str, settings: Settings) -> _Named:
    """The model of a name: of the catalogue, of a configured engine, or of the table alone."""
    from jupyter_llm_teach.engines.catalogue import MODELS  # noqa: PLC0415 - only when run

    for each in (await standings(settings)).engines:
        if name in (each.name, each.card.name):
            runs_now = each.state.status == "ready"
            return _Named(_with_disk(completed(each.card)), each.name, settings, runs_now)
    for model in MODELS:
        if model.name == name:
            card = completed(model.card("llamacpp"))
            alone = replace(settings, engine="llamacpp", model=name)
            return _Named(_with_disk(card), "embedded", alone)
    family = known(name)
    if family is None:
        names = ", ".join(each.name for each in MODELS)
        raise BadInputError(
            f"Nothing is known of a model {name:.60}, and no configured engine has it.",
            f"Give a model's name as its engine has it, or one of: {names}.",
        )
    card = ModelCard(
        name=name,
        title=name,
        engine="",
        local=isinstance(family, Family),
        parameters="",
        quantisation="",
        licence="",
        fills_in=False,
    )
    return _Named(completed(card), "", settings)


def _with_disk(card: ModelCard) -> ModelCard:
    """What the catalogue measured of its models."""
    from jupyter_llm_teach.engines.catalogue import MODELS  # noqa: PLC0415 - only when run

    for model in MODELS:
        if model.name == card.name and card.engine == "llamacpp":
            return replace(card, disk_bytes=model.size, memory_mb=model.memory_mb)
    return card


async def _measure(named: _Named, speeds: Speeds, key: str) -> None:
    if not named.engine:
        raise EngineUnavailableError(
            f"No configured engine runs {named.card.title}, so it can't be measured.",
            "Add it to engines.toml first (docs/engines.md).",
        )
    sys.stderr.write("Measuring: the model is asked for one sentence ...\n")
    await tried(named.settings, named.engine)  # starts it: a start is no speed
    outcome = await tried(named.settings, named.engine)
    if outcome.error is not None:
        raise outcome.error
    if outcome.tokens_per_second is None or outcome.first_token is None:
        raise EngineUnavailableError(
            f"{named.card.title} said too little to be measured.", "Try again."
        )
    day = SystemClock().now().astimezone().date().isoformat()
    written = round(outcome.tokens_per_second, 2)
    speeds.keep(key, Speed(0.0, written, round(outcome.first_token, 3), day))


def _speeds(settings: Settings) -> Speeds:
    from jupyter_llm_teach.metering.choose import machine_name  # noqa: PLC0415 - only when run
    from jupyter_llm_teach.metering.speeds import Speeds  # noqa: PLC0415

    return Speeds(settings.data_folder / "speeds.json", machine_name(os.cpu_count() or 1))


def _free_memory_mb() -> int | None:
    from jupyter_llm_teach.engines.choice import free_memory_mb  # noqa: PLC0415 - only when run

    return free_memory_mb()
