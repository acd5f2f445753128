"""How many parameters a model has, from what its card says."""

from __future__ import annotations

import re
from typing import Final

from jupyter_llm_teach.teaching.ledger.remote import UNKNOWN_SIZE, Size
from jupyter_llm_teach.teaching.model_card import ModelCard

_COUNT: Final = re.compile(r"(?:(\d+)\s*x\s*)?(\d+(?:[.,]\d+)?)\s*([BM])\b", re.IGNORECASE)
_MILLION: Final = 1000.0
# Of the experts of a mixture such as 8x7B, two work on a token (Mixtral, 2024).
_WORKING: Final = 2


def billions(text: str) -> float | None:
    """The number of parameters in a text such as ``1.5B``, ``135M`` or ``8x7B``; None without."""
    found = _COUNT.search(text)
    if found is None:
        return None
    count = float(found[2].replace(",", ".")) * int(found[1] or 1)
    return count if found[3].upper() == "B" else count / _MILLION


def size_of(card: ModelCard) -> Size:
    """How large a model is; a wide range where its card does not say."""
    whole = billions(card.parameters)
    if whole is None:
        return UNKNOWN_SIZE
    experts = _COUNT.search(card.parameters)
    if experts is not None and experts[1]:
        working = whole * _WORKING / int(experts[1])
        return Size(whole, working, working)
    return Size(whole, whole, whole)
