"""A model's card for `jupyter teach models show`: as sentences and as JSON."""

from __future__ import annotations

import sys
from typing import Final

from jupyter_llm_teach.cli.shapes import SCHEMA, Json
from jupyter_llm_teach.teaching.cards.quantisation import quantisation
from jupyter_llm_teach.teaching.cards.suited import Suited
from jupyter_llm_teach.teaching.cards.suiting import READING, Speed, Suits
from jupyter_llm_teach.teaching.model_card import Disclosure, ModelCard, Openness

_MB: Final = 1_000_000
_UNKNOWN: Final = "unknown"

OPENNESS: Final[dict[Openness, str]] = {
    "": "it is not known what of it can be had",
    "open_source": "open source: anybody may use, study and change its weights, its training data "
    "and its code",
    "open_weights": "open weights: anybody may run it, but its training data can't be had, so "
    "nobody can check what it learnt from or make it again",
    "closed": "closed: it is only offered as a service, and nobody outside can look inside",
}
TRAINING_DATA: Final[dict[Disclosure, str]] = {
    "": "unknown",
    "published": "published: it can be looked at",
    "described": "its makers say of what kinds it is; it can't be looked at",
    "undisclosed": "its makers do not say",
}
_SUITS: Final[dict[Suits, str]] = {
    "runs_here": "It runs here.",
    "too_large": "It is too large for the memory that is free here.",
    "slow": "It runs here, but writes more slowly than people read.",
    "elsewhere": "It does not run on this machine.",
    "unknown": "Whether it runs here is not known; try it with --measure.",
}


def card_json(shown: Suited) -> Json:
    """The answer of `jupyter teach models show --json`; null where something is unknown."""
    card = shown.card
    quantised = quantisation(card.quantisation)
    speed = shown.speed
    return {
        "schema": SCHEMA,
        "name": card.name,
        "title": card.title,
        "maker": card.maker or None,
        "engine": card.engine or None,
        "parameters": card.parameters or None,
        "active_parameters": card.active_parameters or None,
        "architecture": card.architecture or None,
        "distilled_from": card.distilled_from or None,
        "quantisation": card.quantisation or None,
        "quantisation_explained": None if quantised is None else quantised.sentence,
        "context": card.context,
        "licence": card.licence or None,
        "openness": card.openness or None,
        "openness_explained": OPENNESS[card.openness],
        "training_data": card.training_data or None,
        "fills_in": card.fills_in if card.engine else None,
        "runs": {
            "local": card.local,
            "operator": card.operator or None,
            "jurisdiction": card.jurisdiction or None,
        },
        "disk_bytes": card.disk_bytes,
        "memory_mb": shown.needed_mb,
        "memory_estimated": shown.is_estimated,
        "free_memory_mb": shown.free_mb,
        "speed": None
        if speed is None
        else {"tokens_per_second": speed.written, "first_token": speed.first, "day": speed.day},
        "suits": shown.suits,
        "sources": [{"url": each.url, "year": each.year} for each in card.sources],
    }


def print_card(shown: Suited) -> None:
    """A line for each thing that is known, and for what is not."""
    card = shown.card
    quantised = quantisation(card.quantisation)
    lines = (
        ("Model", f"{card.title} ({card.name})"),
        ("Made by", card.maker or _UNKNOWN),
        ("Parameters", _parameters(card)),
        ("Distilled from", card.distilled_from or "no other model, as far as is known"),
        (
            "Quantisation",
            card.quantisation and (quantised.sentence if quantised else card.quantisation),
        ),
        ("Context", f"{card.context} tokens of prompt and reply together" if card.context else ""),
        ("Licence", card.licence),
        ("Openness", OPENNESS[card.openness]),
        ("Training data", TRAINING_DATA[card.training_data]),
        ("Completes code", _completes(card)),
        ("Runs", _place(card)),
        ("On the disk", f"{card.disk_bytes / _MB:.0f} MB" if card.disk_bytes else ""),
        ("Memory", _memory(shown)),
        ("Speed here", _speed(shown.speed)),
        ("Here", _SUITS[shown.suits]),
        ("Sources", ", ".join(f"{each.url} ({each.year})" for each in card.sources)),
    )
    for name, text in lines:
        sys.stdout.write(f"{name + ':':16}{text or _UNKNOWN}\n")


def _parameters(card: ModelCard) -> str:
    if not card.parameters:
        return ""
    if card.architecture == "mixture":
        working = card.active_parameters or "some"
        return f"{card.parameters}, a mixture of experts: {working} of them work on a token"
    dense = ", dense: all of them work on every token" if card.architecture else ""
    return f"{card.parameters}{dense}"


def _completes(card: ModelCard) -> str:
    if not card.engine:
        return ""
    return "yes, between what is before and after" if card.fills_in else "no"


def _place(card: ModelCard) -> str:
    if card.local:
        return "on this machine; nothing leaves it"
    if not card.engine:
        return f"elsewhere, as a service of {card.maker or 'its maker'}; it is not configured here"
    operator = card.operator or "somebody whom the administrator did not name"
    law = card.jurisdiction or "an unknown country"
    return f"elsewhere, by {operator}, under the law of {law}; questions are sent there"


def _memory(shown: Suited) -> str:
    if not shown.card.local or shown.needed_mb is None:
        return ""
    about = "about " if shown.is_estimated else ""
    free = "" if shown.free_mb is None else f"; {shown.free_mb} MB are free now"
    return f"{about}{shown.needed_mb} MB{free}"


def _speed(speed: Speed | None) -> str:
    if speed is None:
        return "not measured yet; --measure does it"
    return (
        f"{speed.written:.1f} tokens a second, the first after {speed.first:.1f} s "
        f"({speed.day}); people read about {READING:.0f} a second"
    )
