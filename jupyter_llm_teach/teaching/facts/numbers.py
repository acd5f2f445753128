"""How two numbers, truth values or other single things differ."""

from __future__ import annotations

import math
import sys

from jupyter_llm_teach.teaching.facts.fact import Kind

_CLOSE = 1e-2
_SAME = 1e-9
_DECIMALS = range(11)

Content = bool | int | float | str | None


def number_kind(got: Content, expected: Content) -> Kind:
    """The kind of difference between two values that are not equal.

    ``OFF_BY_ONE`` needs a whole expected number; ``ROUNDING`` a fraction on at least one side;
    ``CUT`` is what an integer division leaves; ``LAST_DIGITS`` what another order of sums does.
    """
    if isinstance(got, bool) and isinstance(expected, bool):
        return Kind.OPPOSITE
    if not isinstance(got, (int, float)) or not isinstance(expected, (int, float)):
        return Kind.VALUE
    if not _finite(got) or not _finite(expected):
        return Kind.SIGN if got == -expected else Kind.VALUE
    if isinstance(expected, int) and got in (expected - 1, expected + 1):
        return Kind.OFF_BY_ONE
    return Kind.SIGN if got == -expected else _fraction_kind(got, expected)


def _fraction_kind(got: float, expected: float) -> Kind:
    if got == int(got) and expected == int(expected):
        return Kind.VALUE
    if math.isclose(got, expected, rel_tol=_SAME, abs_tol=_SAME):
        return Kind.LAST_DIGITS
    if got == math.floor(expected):
        return Kind.CUT
    return Kind.ROUNDING if _rounded(got, expected) else Kind.VALUE


def _finite(number: float) -> bool:
    return abs(number) <= sys.float_info.max


def _rounded(got: float, expected: float) -> bool:
    """Whether one is the other rounded, or they are within one percent."""
    if math.isclose(got, expected, rel_tol=_CLOSE):
        return True
    return got == math.ceil(expected) or any(round(got, n) == expected for n in _DECIMALS)
