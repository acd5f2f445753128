"""`jupyter teach models show`: all that is known of a model, and whether it suits this machine."""

from __future__ import annotations

import argparse
import asyncio
import sys
from dataclasses import dataclass, replace

from jupyter_llm_teach.app import Settings, SystemClock, build_gauge, configured
from jupyter_llm_teach.cli.card_report import card_json, print_card
from jupyter_llm_teach.cli.engine_report import standings, tried
from jupyter_llm_teach.cli.shapes import write_json
from jupyter_llm_teach.errors import BadInputError, EngineUnavailableError
from jupyter_llm_teach.ports import Gauge
from jupyter_llm_teach.teaching.cards.family import Family
from jupyter_llm_teach.teaching.cards.known import completed, known
from jupyter_llm_teach.teaching.cards.suited import Suited, suited
from jupyter_llm_teach.teaching.cards.suiting import Machine, Speed
from jupyter_llm_teach.teaching.model_card import ModelCard


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


async def _shown(name: str, *, measures: bool) -> Suited:
    settings = configured()
    named = await _named(name, settings)
    gauge = build_gauge(settings)
    if measures:
        await _measure(named, gauge)
    machine = Machine(gauge.free_memory_mb(), named.runs_now)
    return suited(named.card, machine, gauge.speed(named.card))


async def _named(name: str, settings: Settings) -> _Named:
    """The model of a name: of the catalogue, of a configured engine, or of the table alone."""
    from jupyter_llm_teach.engines.catalogue import MODELS  # noqa: PLC0415 - only when run

    for each in (await standings(settings)).engines:
        if name in (each.name, each.card.name):
            runs_now = each.state.status == "ready"
            return _Named(completed(each.card), each.name, settings, runs_now)
    for model in MODELS:
        if model.name == name:
            card = completed(model.card("llamacpp"))
            alone = replace(settings, engine="llamacpp", model=name)
            return _Named(card, "embedded", alone)
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


async def _measure(named: _Named, gauge: Gauge) -> None:
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
    gauge.keep(named.card, Speed(0.0, written, round(outcome.first_token, 3), day))
