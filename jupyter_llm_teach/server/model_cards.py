"""The model that phrases help: in short for the badge, and in whole on its card."""

from __future__ import annotations

from jupyter_llm_teach import wire
from jupyter_llm_teach.teaching.cards.quantisation import quantisation
from jupyter_llm_teach.teaching.cards.suited import Suited
from jupyter_llm_teach.teaching.cards.suiting import READING
from jupyter_llm_teach.tutor.helping_model import helping_model, suited_here
from jupyter_llm_teach.tutor.measuring import measured
from jupyter_llm_teach.tutor.tutor import Tutor


async def card(tutor: Tutor, _body: bytes) -> str:
    """All that is known of the model that phrases help."""
    model = await helping_model(tutor)
    view = None
    if model is not None:
        view = card_view(await suited_here(tutor, model), model.engine)
    return wire.CardReply(card=view).model_dump_json()


async def measure(tutor: Tutor, _body: bytes) -> str:
    """The same, after the model's speed was measured."""
    model = await measured(tutor)
    view = card_view(await suited_here(tutor, model), model.engine)
    return wire.CardReply(card=view).model_dump_json()


async def badge(tutor: Tutor) -> wire.ModelBadge:
    """Which model phrases help, from where, and how it stands."""
    model = await helping_model(tutor)
    if model is None:
        return wire.ModelBadge(
            title="", engine="none", local=True, status="unavailable", message="", todo=""
        )
    return wire.ModelBadge(
        title=model.card.title,
        engine=model.card.engine,
        local=model.card.local,
        status=model.state.status,
        message=model.state.message,
        todo=model.state.todo,
    )


def card_view(found: Suited, engine_name: str) -> wire.CardView:
    """A card as the browser gets it, with the name that its engine was given."""
    card, speed = found.card, found.speed
    return wire.CardView(
        name=card.name,
        title=card.title,
        maker=card.maker,
        engine=card.engine,
        engine_name=engine_name,
        local=card.local,
        operator=card.operator,
        jurisdiction=card.jurisdiction,
        parameters=card.parameters,
        active_parameters=card.active_parameters,
        architecture=card.architecture,
        distilled_from=card.distilled_from,
        quantisation=_quantisation_view(card.quantisation),
        context=card.context,
        licence=card.licence,
        openness=card.openness,
        training_data=card.training_data,
        fills_in=card.fills_in,
        disk_bytes=card.disk_bytes,
        memory_mb=found.needed_mb,
        memory_estimated=found.is_estimated,
        free_memory_mb=found.free_mb,
        speed=None
        if speed is None
        else wire.SpeedView(written=speed.written, first=speed.first, day=speed.day),
        reading=round(READING, 1),
        suits=found.suits,
        sources=[wire.SourceView(url=each.url, year=each.year) for each in card.sources],
    )


def _quantisation_view(name: str) -> wire.QuantisationView | None:
    if not name:
        return None
    found = quantisation(name)
    if found is None:
        return wire.QuantisationView(name=name, bits=None, loss=None)
    return wire.QuantisationView(name=name, bits=found.bits, loss=found.loss)
