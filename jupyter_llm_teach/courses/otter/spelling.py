"""Tells a misspelled mark of Otter-Grader from an ordinary line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

_ALIKE = 0.85
_ALIKE_WORD = 0.75
_LONGEST = 60
_SIDES = ("BEGIN", "END")
_COMMENT = re.compile(r"(?:#+|<!-+)[\s#]*(/?[A-Za-z][A-Za-z /<>_-]*)[\s.:;>\"'-]*$")


def comment_of(line: str) -> str:
    """The words of the comment at the end of a line; empty where it has none."""
    found = _COMMENT.search(line[-_LONGEST:])
    return found[1].strip() if found else ""


def looks_like(text: str, marks: Iterable[str]) -> str:
    """The mark that a text was probably meant to be; empty where it is like none.

    Args:
        text: A short line, or the words of a comment.
        marks: The words of the marks that may stand there, such as ``BEGIN SOLUTION``.
    """
    letters = "".join(re.findall(r"[A-Za-z]+", text)).upper()
    if not letters or len(text) > _LONGEST:
        return ""
    likeness = {each: _likeness(letters, each.replace(" ", "")) for each in marks}
    best = max(likeness, key=lambda each: likeness[each], default="")
    if not best or likeness[best] < _ALIKE:
        return ""
    side = best.split()[0]
    return best if side not in _SIDES or _begins_like(letters, side) else ""


def _begins_like(letters: str, side: str) -> bool:
    return letters.startswith(side) or _likeness(letters[: len(side)], side) >= _ALIKE_WORD


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
