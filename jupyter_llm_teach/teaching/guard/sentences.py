"""A reply without some of its sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from jupyter_llm_teach.teaching.guard.secrets import FENCE

_END = re.compile(r"(?<=[.!?…])\s+(?=\S)|\n+")
_WORD = re.compile(r"(?<![\w`])[^\W\d_]{2,}(?![\w`(])")
_CLOSING = ".!?…»)"
_FEWEST_WORDS, _FEWEST_OPEN = 3, 4
_BLANK_LINES = re.compile(r"\n{3,}")


def without(text: str, places: Sequence[tuple[int, int]], note: str) -> str:
    """The text with a note for the sentences, list items and blocks in which the places stand.

    Args:
        text: A reply.
        places: The first character of each place, and the one after its last.
        note: Stands for each run of parts that are left out; it may be empty.
    """
    kept: list[str] = []
    for start, end in _pieces(text):
        part = text[start:end]
        if not _hit(start, end, places):
            kept.append(part)
        elif not kept or kept[-1].strip() != note:
            tail = part[len(part.rstrip()) :] or ("" if text[end : end + 1].isspace() else " ")
            kept.append(f"{note}{tail}" if note else "")
    return _BLANK_LINES.sub("\n\n", "".join(kept)).strip()


def useful(text: str, note: str) -> int:
    """How many characters of a text are the reply's own."""
    return len(text.replace(note, "").strip()) if note else len(text)


def is_prose(text: str, note: str) -> bool:
    """Whether every line beside blocks and notes reads as a sentence, or as part of one."""
    for line in FENCE.sub("", text).split("\n"):
        body = (line.replace(note, "") if note else line).strip()
        words = len(_WORD.findall(body))
        if body and words < (_FEWEST_WORDS if body[-1] in _CLOSING else _FEWEST_OPEN):
            return False
    return True


def _hit(start: int, end: int, places: Sequence[tuple[int, int]]) -> bool:
    return any(first < end and start < last for first, last in places)


def _pieces(text: str) -> list[tuple[int, int]]:
    fences = [match.span() for match in FENCE.finditer(text)]
    inside = {place for start, end in fences for place in range(start, end)}
    ends = [match.end() for match in _END.finditer(text) if match.start() not in inside]
    cuts = sorted({0, *ends, *(place for span in fences for place in span), len(text)})
    return list(pairwise(cuts))
