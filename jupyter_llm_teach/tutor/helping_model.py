"""Use case: which model phrases help, and all that is known of it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from jupyter_llm_teach.ports import EngineState, Route
from jupyter_llm_teach.teaching.cards.known import completed
from jupyter_llm_teach.teaching.cards.suited import Suited, suited
from jupyter_llm_teach.teaching.cards.suiting import Machine
from jupyter_llm_teach.teaching.model_card import ModelCard
from jupyter_llm_teach.tutor.tutor import Tutor


@dataclass(frozen=True, slots=True)
class HelpingModel:
    """The model that phrases help now.

    Attributes:
        engine: The name of its engine, as configured; empty where another one answered meanwhile.
        card: What its engine says of it.
        state: How its engine stands.
    """

    engine: str
    card: ModelCard
    state: EngineState


async def helping_model(tutor: Tutor) -> HelpingModel | None:
    """The model that phrases help; None where help comes from analysis alone."""
    names = [each.name for each in tutor.engines.offered("phrasing")]
    if not names:
        return None
    return await standing(tutor, tutor.engines.route(names))


async def standing(tutor: Tutor, route: Route) -> HelpingModel:
    """The model that a way leads to, and how it stands."""
    state = await route.state()
    card = route.card()  # after its state: a server tells its model then
    offered = tutor.engines.offered("phrasing")
    name = next((each.name for each in offered if each.card == card), "")
    return HelpingModel(name, card, state)


async def suited_here(tutor: Tutor, model: HelpingModel) -> Suited:
    """All that is known of a model, and how it suits this machine."""
    card = completed(model.card)
    gauge, runs_now = tutor.gauge, model.state.status == "ready"
    if gauge is None:
        return suited(card, Machine(None, runs_now), None)
    free, speed = await asyncio.to_thread(lambda: (gauge.free_memory_mb(), gauge.speed(card)))
    return suited(card, Machine(free, runs_now), speed)
