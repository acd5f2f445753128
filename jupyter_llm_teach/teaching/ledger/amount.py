"""Energy and CO2e, each with the range that it may lie in and how it was found."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal

Method = Literal["nvml", "rapl", "cpu_seconds", "fitted", "wall_seconds", "table"]
"""How energy was found, the surest first: the GPU's own counter; the processor's own counter;
the processor time of the engine, times what a processor of its class draws; the tokens, times what
this machine took for a token before; the seconds alone; a published formula for a model that runs
elsewhere."""

WATT_SECONDS: Final = 3600.0
"""Joules in a watt-hour."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure and the range that it may lie in."""

    value: float
    low: float
    high: float

    def __add__(self, other: Amount) -> Amount:
        # The same table or counter may be wrong the same way twice, so the ranges add up too.
        return Amount(self.value + other.value, self.low + other.low, self.high + other.high)

    def times(self, other: Amount) -> Amount:
        """The product of two figures that can't be negative."""
        return Amount(self.value * other.value, self.low * other.low, self.high * other.high)


NOTHING: Final = Amount(0.0, 0.0, 0.0)

# How far the true figure may be from what a method says, as factors. `docs/ledger.md` says why.
_RANGES: Final[dict[Method, tuple[float, float]]] = {
    "nvml": (0.95, 1.3),
    "rapl": (0.6, 1.2),
    "cpu_seconds": (0.6, 1.4),
    "fitted": (0.5, 1.6),
    "wall_seconds": (1 / 3, 3.0),
    "table": (1 / 3, 3.0),
}


@dataclass(frozen=True, slots=True)
class Energy:
    """What a call used.

    Attributes:
        watt_hours: How much.
        method: How that was found.
    """

    watt_hours: Amount
    method: Method


@dataclass(frozen=True, slots=True)
class Carbon:
    """What making that electricity gave off.

    Attributes:
        grams: CO2 equivalents.
        grid: The region whose electricity it is, such as ``FR`` or ``world``.
        source: Whose figure of that electricity is used.
        year: Of that figure.
    """

    grams: Amount
    grid: str
    source: str
    year: int


def energy_sum(one: Energy | None, other: Energy | None) -> Energy | None:
    """What two calls used together, by the less sure of their methods; None where neither knows."""
    if one is None or other is None:
        return one or other
    method = max(one.method, other.method, key=list(_RANGES).index)
    return Energy(one.watt_hours + other.watt_hours, method)


def carbon_sum(one: Carbon | None, other: Carbon | None) -> Carbon | None:
    """What two calls gave off together; of two grids, the later call's is named."""
    if one is None or other is None:
        return one or other
    return replace(other, grams=one.grams + other.grams)


def energy_by(method: Method, watt_hours: float) -> Energy:
    """Energy as a method found it, with the range that this method leaves."""
    low, high = _RANGES[method]
    return Energy(Amount(watt_hours, watt_hours * low, watt_hours * high), method)
