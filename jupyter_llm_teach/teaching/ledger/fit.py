"""What a token costs on this machine, from calls whose energy was measured.

The model is ``energy = read * prefilled + write * generated + call``; the last part is what a call
costs whatever its length. Its coefficients are never negative.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import combinations
from math import sqrt
from typing import Final

LEAST_SAMPLES: Final = 8
"""Fewer calls than these say nothing about the next one."""
_PARTS: Final = 3
_FITS: Final = 16  # that try themselves on calls that they have not seen
_SMALL: Final = 1e-10
_CHOICES: Final = tuple(
    chosen for size in range(_PARTS, 0, -1) for chosen in combinations(range(_PARTS), size)
)


@dataclass(frozen=True, slots=True)
class Sample:
    """A call that had the engine to itself, and what it used, in watt-hours."""

    prefilled: int
    generated: int
    watt_hours: float


@dataclass(frozen=True, slots=True)
class Fit:
    """What tokens cost.

    Attributes:
        read: Watt-hours for each token of the prompt that was read.
        write: Watt-hours for each token that was written.
        call: Watt-hours for each call.
        samples: How many calls it was found from.
        error: By how much it is wrong on calls that it was not found from, as a share of what they
            used together; 0.1 is ten per cent.
    """

    read: float
    write: float
    call: float
    samples: int
    error: float

    def energy(self, prefilled: float, generated: float) -> float:
        """What a call costs, in watt-hours."""
        return self.read * prefilled + self.write * generated + self.call


def fitted(samples: Sequence[Sample]) -> Fit | None:
    """What tokens cost; None where the samples are too few or all alike."""
    if len(samples) < LEAST_SAMPLES:
        return None
    found = _coefficients(_sums(samples))
    if found is None:
        return None
    return Fit(*found, len(samples), held_out_error(samples))


def held_out_error(samples: Sequence[Sample]) -> float:
    """By how much fits are wrong on the calls they have not seen, each call left out once.

    The sum of what they are wrong by, over the sum of what was used. Of many calls some are left
    out together.
    """
    whole = _sums(samples)
    wrong = used = 0.0
    for start in range(_FITS):
        unseen = samples[start::_FITS]
        found = _coefficients(reduce(_without, unseen, whole)) or (0.0, 0.0, 0.0)
        for sample in unseen:
            told = found[0] * sample.prefilled + found[1] * sample.generated + found[2]
            wrong += abs(told - sample.watt_hours)
            used += sample.watt_hours
    return wrong / used if used else 0.0


@dataclass(frozen=True, slots=True)
class _Sums:
    """The normal equations of some calls: all that a least-squares fit needs of them."""

    products: tuple[tuple[float, ...], ...]
    totals: tuple[float, ...]
    count: int


def _sums(samples: Sequence[Sample]) -> _Sums:
    rows = [_row(each) for each in samples if each.watt_hours > 0]
    parts = range(_PARTS)
    products = tuple(tuple(sum(row[i] * row[j] for row in rows) for j in parts) for i in parts)
    return _Sums(products, tuple(sum(row[i] for row in rows) for i in parts), len(rows))


def _without(sums: _Sums, sample: Sample) -> _Sums:
    if sample.watt_hours <= 0:
        return sums
    row, parts = _row(sample), range(_PARTS)
    products = tuple(tuple(sums.products[i][j] - row[i] * row[j] for j in parts) for i in parts)
    return _Sums(products, tuple(sums.totals[i] - row[i] for i in parts), sums.count - 1)


def _row(sample: Sample) -> tuple[float, float, float]:
    # Divided by what was used: an error of ten per cent counts the same for a short call.
    used = sample.watt_hours
    return (sample.prefilled / used, sample.generated / used, 1 / used)


def _coefficients(sums: _Sums) -> tuple[float, float, float] | None:
    """The least squares of relative errors with no coefficient below zero.

    Where all three are above zero nothing is better; else every choice of those that stay there
    is tried (Lawson and Hanson, Solving Least Squares Problems, 1974, chapter 23, have the general
    way).
    """
    best: tuple[float, tuple[float, ...]] | None = None
    for chosen in _CHOICES:
        solved = _solved(sums, chosen)
        if solved is None or min(solved) < 0:
            continue
        left = sums.count - sum(
            each * sums.totals[i] for each, i in zip(solved, chosen, strict=True)
        )
        if best is None or left < best[0] - _SMALL:
            whole = dict(zip(chosen, solved, strict=True))
            best = (left, tuple(whole.get(i, 0.0) for i in range(_PARTS)))
        if len(chosen) == _PARTS:
            break
    return None if best is None else (best[1][0], best[1][1], best[1][2])


def _solved(sums: _Sums, chosen: Sequence[int]) -> tuple[float, ...] | None:
    """The normal equations of some columns, by elimination; None where columns are alike."""
    scales = [sqrt(max(sums.products[i][i], 0.0)) for i in chosen]
    if min(scales) == 0:
        return None
    size = len(chosen)
    table = [
        [sums.products[i][j] / scales[a] / scales[b] for b, j in enumerate(chosen)]
        + [sums.totals[i] / scales[a]]
        for a, i in enumerate(chosen)
    ]
    for pivot in range(size):
        if abs(table[pivot][pivot]) < _SMALL:
            return None
        for other in range(size):
            if other != pivot:
                factor = table[other][pivot] / table[pivot][pivot]
                pairs = zip(table[other], table[pivot], strict=True)
                table[other] = [a - factor * b for a, b in pairs]
    return tuple(table[i][size] / table[i][i] / scales[i] for i in range(size))
