"""Finds the regions that nbgrader removes from a cell, and refuses to guess where they end.

Source of the markers: https://nbgrader.readthedocs.io/en/stable/user_guide/creating_and_grading_assignments.html
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum
from functools import lru_cache

_ALIKE = 0.85
_ALIKE_WORD = 0.75
_LONGEST_MARKER = 60


class Kind(Enum):
    """What a region holds; the value is what its markers say."""

    SOLUTION = "SOLUTION"
    HIDDEN_TESTS = "HIDDEN TESTS"
    MARK_SCHEME = "MARK SCHEME"


@dataclass(frozen=True, slots=True)
class Region:
    """Lines of a cell from a begin marker to its end marker, both included, counted from 1."""

    kind: Kind
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Fault:
    """A marker that can't be understood.

    Attributes:
        line: Where it stands, from 1.
        message: What is wrong with it.
        code: Name of the rule that it breaks.
    """

    line: int
    message: str
    code: str = "tag_unbalanced"


@lru_cache(maxsize=256)  # a notebook is read at every key; one cell of it is new
def regions(source: str) -> tuple[Region, ...] | Fault:
    """The regions of a cell, in order; the first fault where a marker is wrong."""
    found: list[Region] = []
    opened: tuple[Kind, int] | None = None
    for number, line in enumerate(source.split("\n"), start=1):
        if fault := _misspelled(line, number):
            return fault
        match _marker(line):
            case None:
                continue
            case ("BEGIN", kind) if opened is None:
                opened = (kind, number)
            case ("END", kind) if opened is not None and opened[0] is kind:
                found.append(Region(kind, opened[1], number))
                opened = None
            case (side, kind):
                return Fault(number, _out_of_place(side, kind, opened))
    if opened is not None:
        return Fault(opened[1], f'"BEGIN {opened[0].value}" is never ended')
    return tuple(found)


def lines_of(found: Iterable[Region]) -> frozenset[int]:
    """The numbers of the lines of regions, their markers included."""
    return frozenset(n for region in found for n in range(region.first, region.last + 1))


def markers_of(found: Iterable[Region]) -> frozenset[int]:
    """The numbers of the marker lines of regions."""
    return frozenset(n for region in found for n in (region.first, region.last))


def without(source: str, lines: frozenset[int]) -> str:
    """The source without some of its lines."""
    kept = (text for n, text in enumerate(source.split("\n"), start=1) if n not in lines)
    return "\n".join(kept)


def blanked(source: str, lines: frozenset[int]) -> str:
    """The source with some of its lines emptied, so that the others keep their numbers."""
    texts = enumerate(source.split("\n"), start=1)
    return "\n".join("" if n in lines else text for n, text in texts)


def of_kind(found: Iterable[Region], *kinds: Kind) -> tuple[Region, ...]:
    """The regions of some kinds."""
    return tuple(region for region in found if region.kind in kinds)


def _marker(line: str) -> tuple[str, Kind] | None:
    for kind in Kind:
        for side in ("BEGIN", "END"):
            if f"{side} {kind.value}" in line:
                return side, kind
    return None


def _out_of_place(side: str, kind: Kind, opened: tuple[Kind, int] | None) -> str:
    if opened is None:
        return f'"{side} {kind.value}" has no "BEGIN {kind.value}" before it'
    return f'"{side} {kind.value}" stands inside "BEGIN {opened[0].value}" of line {opened[1]}'


def _misspelled(line: str, number: int) -> Fault | None:
    if _marker(line):
        return None
    words = re.findall(r"[A-Za-z]+", line) if len(line) <= _LONGEST_MARKER else []
    letters = "".join(words).upper()
    if not letters or not (line.strip()[0] in "#=/%<*-" or letters == "".join(words)):
        return None
    for kind in Kind:
        for side in ("BEGIN", "END"):
            wanted = f"{side}{kind.value}".replace(" ", "")
            if _begins_like(words[0].upper(), side) and _likeness(letters, wanted) >= _ALIKE:
                message = f'"{line.strip()}" looks like a misspelled "{side} {kind.value}"'
                return Fault(number, message, "tag_misspelled")
    return None


def _begins_like(word: str, side: str) -> bool:
    return word.startswith(side) or _likeness(word, side) >= _ALIKE_WORD


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
