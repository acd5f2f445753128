"""How two texts differ."""

from __future__ import annotations

from jupyter_llm_teach.teaching.facts.fact import Kind
from jupyter_llm_teach.teaching.facts.sequences import first_place

_LINE_ENDS = "\r\n"
_FEW = 3  # signs in a row, in which texts that are nearly equal may differ
_ENOUGH = 5  # signs of a text that can be nearly right


def text_kind(got: str, expected: str) -> Kind:
    """The kind of difference between two texts that are not equal."""
    if got.casefold() == expected.casefold():
        return Kind.LETTER_CASE
    if "".join(got.split()) == "".join(expected.split()):
        return _space_kind(got, expected)
    return _sign_kind(got, expected)


def _sign_kind(got: str, expected: str) -> Kind:
    """Of texts that differ in more than capitals and spaces."""
    if sorted(got) == sorted(expected):
        return Kind.REVERSED if got == expected[::-1] else Kind.ORDER
    if got in expected:
        return Kind.TOO_SHORT
    if expected in got:
        return Kind.TOO_LONG
    return Kind.NEARLY if _nearly(got, expected) else Kind.VALUE


def _space_kind(got: str, expected: str) -> Kind:
    if got.rstrip(_LINE_ENDS) == expected.rstrip(_LINE_ENDS):
        return Kind.LINE_END
    return Kind.OUTER_SPACES if got.strip() == expected.strip() else Kind.SPACES


def _nearly(got: str, expected: str) -> bool:
    """Whether both begin and end alike, but for a few signs in a row."""
    if min(len(got), len(expected)) < _ENOUGH:
        return False
    start = first_place(got, expected)
    end = first_place(got[start:][::-1], expected[start:][::-1])
    return max(len(got), len(expected)) - start - end <= _FEW
