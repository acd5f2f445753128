"""A reply without some of its sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from jupyter_llm_teach.teaching.guard.secrets import FENCE

_END = re.compile(r"(?<=[.!?…])\s+(?=\S)|\n+")
_BLANK_LINES = re.compile(r"\n{3,}")


def without(text: str, places: Sequence[int]) -> str:
    """The text without the sentences, list items and blocks in which the places stand."""
    kept = [text[start:end] for start, end in _pieces(text) if not _hit(start, end, places)]
    return _BLANK_LINES.sub("\n\n", "".join(kept)).strip()


def _hit(start: int, end: int, places: Sequence[int]) -> bool:
    return any(start <= place < end for place in places)


def _pieces(text: str) -> list[tuple[int, int]]:
    fences = [match.span() for match in FENCE.finditer(text)]
    inside = {place for start, end in fences for place in range(start, end)}
    ends = [match.end() for match in _END.finditer(text) if match.start() not in inside]
    cuts = sorted({0, *ends, *(place for span in fences for place in span), len(text)})
    return list(pairwise(cuts))
