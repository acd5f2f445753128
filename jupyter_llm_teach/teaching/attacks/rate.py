"""How often something may happen at most that was seen a few times, or never."""

from __future__ import annotations

from math import comb

_STEPS = 60


def upper_bound(seen: int, tried: int, confidence: float = 0.95) -> float:
    """The largest rate at which so few would be seen with a probability of 1 - confidence.

    The one-sided exact bound (Clopper and Pearson, "The use of confidence or fiducial limits",
    Biometrika 26, 1934).
    """
    if seen >= tried:
        return 1.0
    low, high = 0.0, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if _at_most(seen, tried, middle) > 1 - confidence:
            low = middle
        else:
            high = middle
    return high


def _at_most(seen: int, tried: int, rate: float) -> float:
    return sum(comb(tried, i) * rate**i * (1 - rate) ** (tried - i) for i in range(seen + 1))
