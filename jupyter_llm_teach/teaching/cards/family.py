"""A family of models, as its makers describe it."""

from __future__ import annotations

from dataclasses import dataclass

from jupyter_llm_teach.teaching.model_card import Architecture, CardSource, Disclosure, Openness


@dataclass(frozen=True, slots=True)
class Member:
    """A model of a family that differs from the rest of it, by its size.

    Attributes:
        size: As names have it, such as ``671b``.
        parameters: Such as ``671B``; empty: as `size` says.
        active: Of a mixture of experts, those that work on a token.
        architecture: Where it is another one.
        distilled_from: Where it was trained on another model's answers.
        licence: Where it is another one.
    """

    size: str
    parameters: str = ""
    active: str = ""
    architecture: Architecture = ""
    distilled_from: str = ""
    licence: str = ""


@dataclass(frozen=True, slots=True)
class Family:
    """What is known of all models of a name.

    Attributes:
        pattern: Matches a name that was made plain: small letters, ``-`` between parts.
        title: For people, without a size.
        maker: Who trained it.
        licence: SPDX name, or the licence's own.
        openness: What of it can be had.
        training_data: What is known of what it was trained on.
        source: Where that comes from.
        architecture: Of all of them that no `members` name.
        distilled_from: The model whose answers all of them were trained on.
        parameters: Of all of them, where there is one size.
        active: Of a mixture, those that work on a token, where there is one size.
        members: The models that differ.
    """

    pattern: str
    title: str
    maker: str
    licence: str
    openness: Openness
    training_data: Disclosure
    source: CardSource
    architecture: Architecture = "dense"
    distilled_from: str = ""
    parameters: str = ""
    active: str = ""
    members: tuple[Member, ...] = ()
