"""What the table knows of a model, whatever its engine calls it."""

from __future__ import annotations

import re
from dataclasses import replace

from jupyter_llm_teach.teaching.cards.closed_models import CLOSED_MODELS, Service
from jupyter_llm_teach.teaching.cards.family import Family, Member
from jupyter_llm_teach.teaching.cards.names import plain, quantisation_in, size_in
from jupyter_llm_teach.teaching.cards.open_models import OPEN_MODELS
from jupyter_llm_teach.teaching.model_card import ModelCard


def known(name: str) -> Family | Service | None:
    """The family that a model belongs to; None where the table does not know it."""
    made_plain = plain(name)
    families: tuple[Family | Service, ...] = (*OPEN_MODELS, *CLOSED_MODELS)
    for family in families:
        if re.search(rf"(?:^|-)(?:{family.pattern})", made_plain):
            return family
    return None


def completed(card: ModelCard) -> ModelCard:
    """A card with what the table and the model's own name tell; what its engine said stays.

    What neither knows stays empty.
    """
    size = size_in(card.name)
    card = replace(
        card,
        parameters=card.parameters or size.upper().replace("X", "x"),
        quantisation=card.quantisation or quantisation_in(card.name),
    )
    match known(card.name):
        case Family() as family:
            return _of_family(card, family, _member(family, card))
        case Service() as service:
            return _of_service(card, service)
        case None:
            return card


def _member(family: Family, card: ModelCard) -> Member:
    name = plain(card.name)
    for each in family.members:
        # Ollama's names without a size mean a small one; a service's mean the whole model.
        named = re.search(rf"(?:^|-){each.size}(?=-|$)", name) if each.size else not card.local
        if named:
            return each
    return Member("", family.parameters, family.active)


def _of_family(card: ModelCard, family: Family, member: Member) -> ModelCard:
    size = member.parameters or card.parameters
    of_one = f"{family.title} {size}" if size and not family.parameters else family.title
    return replace(
        card,
        title=of_one if card.title in ("", card.name) else card.title,
        parameters=size,
        licence=card.licence or member.licence or family.licence,
        maker=card.maker or family.maker,
        architecture=card.architecture or member.architecture or family.architecture,
        active_parameters=card.active_parameters or member.active,
        distilled_from=card.distilled_from or member.distilled_from or family.distilled_from,
        openness=card.openness or family.openness,
        training_data=card.training_data or family.training_data,
        sources=card.sources or (family.source,),
    )


def _of_service(card: ModelCard, service: Service) -> ModelCard:
    return replace(
        card,
        title=service.title if card.title in ("", card.name) else card.title,
        maker=card.maker or service.maker,
        openness=card.openness or "closed",
        training_data=card.training_data or "undisclosed",
        sources=card.sources or (service.source,),
    )
