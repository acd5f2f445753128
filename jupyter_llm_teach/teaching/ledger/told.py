"""Figures as people read them: two digits that mean something, and the range."""

from __future__ import annotations

from math import floor, log10
from typing import Final

from jupyter_llm_teach.teaching.ledger.amount import Amount

_MINUTE, _HOUR = 60, 3600
_KILO: Final = 1000
_TEN_KILO: Final = 10_000
_MILLI: Final = 0.001


def amount_told(amount: Amount, unit: str) -> tuple[str, str]:
    """A figure with its unit, and its range in brackets; small figures in thousandths.

    Args:
        amount: In the unit.
        unit: Such as ``Wh`` or ``g``.
    """
    scale, prefix = _scale(max(amount.value, amount.high))
    value, low, high = (digits(each / scale) for each in (amount.value, amount.low, amount.high))
    return f"{value} {prefix}{unit}", f"({low}-{high})"


def digits(figure: float) -> str:
    """A figure with two digits that mean something, without an exponent."""
    if figure <= 0:
        return "0"
    places = 1 - floor(log10(figure))
    rounded = round(figure, places)
    return f"{rounded:.{max(places, 0)}f}" if places > 0 else str(int(rounded))


def count_told(count: int) -> str:
    """A number of tokens, in thousands where there are many."""
    return str(count) if count < _TEN_KILO else f"{count / _KILO:.0f} k"


def seconds_told(seconds: float) -> str:
    """A duration in its largest useful unit."""
    if seconds < _MINUTE:
        return f"{seconds:.1f} s"
    if seconds < _HOUR:
        return f"{seconds / _MINUTE:.0f} min"
    return f"{seconds / _HOUR:.1f} h"


def _scale(figure: float) -> tuple[float, str]:
    if figure >= _KILO:
        return _KILO, "k"
    return (1, "") if figure >= 1 else (_MILLI, "m")
