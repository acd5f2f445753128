"""How many parameters a model has, for estimates of energy and memory."""

from __future__ import annotations

import re
from typing import Final

from jupyter_llm_teach.teaching.cards.closed_models import Service
from jupyter_llm_teach.teaching.cards.known import completed, known
from jupyter_llm_teach.teaching.cards.quantisation import quantisation
from jupyter_llm_teach.teaching.ledger.remote import UNKNOWN_SIZE, Size
from jupyter_llm_teach.teaching.model_card import ModelCard

_COUNT: Final = re.compile(r"(?:(\d+)\s*x\s*)?(\d+(?:[.,]\d+)?)\s*([BM])\b", re.IGNORECASE)
_MILLION: Final = 1000.0
# What a running model takes besides its parameters: the text that it has read, and its program.
_BESIDE_SHARE: Final = 1.1
_BESIDE_MB: Final = 400.0
_USUAL_BITS: Final = 16
_BITS_A_BYTE: Final = 8
# Groups of quantised parameters share figures of their own.
_SHARED_BITS: Final = 0.8


def billions(text: str) -> float | None:
    """The number of parameters in a text such as ``1.5B``, ``135M`` or ``8x7B``; None without."""
    found = _COUNT.search(text)
    if found is None:
        return None
    count = float(found[2].replace(",", ".")) * int(found[1] or 1)
    return count if found[3].upper() == "B" else count / _MILLION


def size_of(card: ModelCard) -> Size:
    """How large a model is; a wide range where nobody says."""
    family = known(card.name)
    if isinstance(family, Service):
        return family.assumed
    whole = completed(card)
    total = billions(whole.parameters)
    if total is None:
        return UNKNOWN_SIZE
    working = billions(whole.active_parameters) or total
    return Size(total, working, working)


def memory_estimate_mb(card: ModelCard) -> int | None:
    """About how much memory running a model takes; None where its size is unknown."""
    if card.memory_mb is not None:
        return card.memory_mb
    total = billions(card.parameters)
    if total is None:
        return None
    quantised = quantisation(card.quantisation)
    bits = float(_USUAL_BITS if quantised is None else quantised.bits)
    if bits < _USUAL_BITS:
        bits += _SHARED_BITS
    return round(total * 1000 * bits / _BITS_A_BYTE * _BESIDE_SHARE + _BESIDE_MB)
