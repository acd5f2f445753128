"""How two numbers, truth values or other single things differ."""

from __future__ import annotations

import math
import sys

from jupyter_llm_teach.teaching.facts.fact import Kind

_CLOSE = 1e-2
_DECIMALS = range(11)

Content = bool | int | float | str | None


def number_kind(got: Content, expected: Content) -> Kind:
    """The kind of difference between two values that are not equal.

    ``OFF_BY_ONE`` needs a whole expected number; ``ROUNDING`` a fraction on at least one side.
    """
    if isinstance(got, bool) and isinstance(expected, bool):
        return Kind.OPPOSITE
    if not isinstance(got, (int, float)) or not isinstance(expected, (int, float)):
        return Kind.VALUE
    if not _finite(got) or not _finite(expected):
        return Kind.SIGN if got == -expected else Kind.VALUE
    if isinstance(expected, int) and got in (expected - 1, expected + 1):
        return Kind.OFF_BY_ONE
    if got == -expected:
        return Kind.SIGN
    fractions = got != int(got) or expected != int(expected)
    return Kind.ROUNDING if fractions and _rounded(got, expected) else Kind.VALUE


def _finite(number: float) -> bool:
    return abs(number) <= sys.float_info.max


def _rounded(got: float, expected: float) -> bool:
    """Whether one is the other rounded, or cut at the point, or they are within one percent."""
    if math.isclose(got, expected, rel_tol=_CLOSE):
        return True
    near = {math.floor(expected), math.ceil(expected)}
    return got in near or any(round(got, digits) == expected for digits in _DECIMALS)
