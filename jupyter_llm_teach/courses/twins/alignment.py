"""Which cells of an instructor's notebook and of its student's twin belong together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from jupyter_llm_teach.teaching.notebook import Cell

_ALIKE_TEXT = 0.3
_MOST_COMPARED = 400
_MOST_TEXTS = 250_000


_ASKS = re.compile(
    r"\b(?:votre|ta|your) (?:r[ée]ponse|answer)|r[ée]ponse ?:|answer ?:|[àa] compl[ée]ter"
    r"|^\W*(?:\.\.\.|\u2026)\W*$",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Pair:
    """A cell of the instructor's, or of the student's, or the same one of both.

    Attributes:
        teacher: Its place in the instructor's notebook, from 0; None where it is not there.
        student: Its place in the student's notebook, from 0; None where it is not there.
    """

    teacher: int | None
    student: int | None


def pairs(teacher: Sequence[Cell], student: Sequence[Cell]) -> tuple[Pair, ...]:
    """The cells of both notebooks, in an order that holds for both.

    Cells with the same id belong together, where ids are in the same order; then cells with the
    same text; then, between those, the ones that are most alike. A student's code cell that is
    nearly empty belongs to a code cell of the instructor's that nothing else belongs to.
    """
    made: list[Pair] = []
    before = (0, 0)
    for one, other in [*_anchors(teacher, student), (len(teacher), len(student))]:
        made += _between(teacher, student, (before[0], one), (before[1], other))
        if one < len(teacher) and other < len(student):
            made.append(Pair(one, other))
        before = (one + 1, other + 1)
    return tuple(made)


def asks_in_text(source: str) -> bool:
    """Whether a text leaves room for an answer."""
    return not source.strip() or _ASKS.search(source) is not None


def _anchors(teacher: Sequence[Cell], student: Sequence[Cell]) -> list[tuple[int, int]]:
    ids = {cell.id: place for place, cell in enumerate(student) if not cell.id.isdecimal()}
    sure = [
        (one, ids[each.id])
        for one, each in enumerate(teacher)
        if each.id in ids and each.kind == student[ids[each.id]].kind
    ]
    if all(one[1] < other[1] for one, other in pairwise(sure)):
        anchors = [(-1, -1), *sure, (len(teacher), len(student))]
    else:
        anchors = [(-1, -1), (len(teacher), len(student))]
    found: list[tuple[int, int]] = []
    for (one, other), (next_one, next_other) in pairwise(anchors):
        if one >= 0:
            found.append((one, other))
        ours, theirs = teacher[one + 1 : next_one], student[other + 1 : next_other]
        found += [(one + 1 + a, other + 1 + b) for a, b in _same(ours, theirs)]
    return found


def _same(ours: Sequence[Cell], theirs: Sequence[Cell]) -> Iterator[tuple[int, int]]:
    """The places of cells with the same text.

    An empty cell is the same as no other, and in long notebooks only texts that stand once in
    each are looked for: those that repeat take a time that grows with their square.
    """
    one = [(each.kind, each.source.strip()) for each in ours]
    other = [(each.kind, each.source.strip()) for each in theirs]
    most = 1 if len(one) * len(other) > _MOST_TEXTS else len(one) + len(other)
    often = {key for texts in (one, other) for key, times in Counter(texts).items() if times > most}
    left = [key if key[1] and key not in often else ("ours", str(n)) for n, key in enumerate(one)]
    right = [
        key if key[1] and key not in often else ("theirs", str(n)) for n, key in enumerate(other)
    ]
    for block in SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks():
        yield from ((block.a + step, block.b + step) for step in range(block.size))


def _between(
    teacher: Sequence[Cell], student: Sequence[Cell], ours: tuple[int, int], theirs: tuple[int, int]
) -> list[Pair]:
    """The pairs between two anchors, by the likeness of cells; none crosses another."""
    wide, high = ours[1] - ours[0], theirs[1] - theirs[0]
    if wide * high > _MOST_COMPARED:
        matched = _in_order(teacher, student, ours, theirs)
    else:
        matched = _likest(teacher[ours[0] : ours[1]], student[theirs[0] : theirs[1]])
    made: list[Pair] = []
    one, other = ours[0], theirs[0]
    for a, b in [*((ours[0] + a, theirs[0] + b) for a, b in matched), (ours[1], theirs[1])]:
        made += [Pair(n, None) for n in range(one, a)]
        made += [Pair(None, n) for n in range(other, b)]
        if a < ours[1] and b < theirs[1]:
            made.append(Pair(a, b))
        one, other = a + 1, b + 1
    return made


def _in_order(
    teacher: Sequence[Cell], student: Sequence[Cell], ours: tuple[int, int], theirs: tuple[int, int]
) -> list[tuple[int, int]]:
    """Pairs of a stretch that is too long to compare: cells of the same kind, one by one."""
    found: list[tuple[int, int]] = []
    place = theirs[0]
    for one in range(*ours):
        if place < theirs[1] and teacher[one].kind == student[place].kind:
            found.append((one - ours[0], place - theirs[0]))
            place += 1
    return found


def _likest(ours: Sequence[Cell], theirs: Sequence[Cell]) -> list[tuple[int, int]]:
    """The pairs whose likeness is highest in sum, as the longest common subsequence has it."""
    best: list[list[tuple[float, list[tuple[int, int]]]]] = [
        [(0.0, [])] * (len(theirs) + 1) for _ in range(len(ours) + 1)
    ]
    for a in range(len(ours) - 1, -1, -1):
        for b in range(len(theirs) - 1, -1, -1):
            skipped = max(best[a + 1][b], best[a][b + 1], key=lambda each: each[0])
            worth = _worth(ours[a], theirs[b])
            taken, rest = best[a + 1][b + 1]
            if worth and taken + worth >= skipped[0]:
                best[a][b] = (taken + worth, [(a, b), *rest])
            else:
                best[a][b] = skipped
    return best[0][0][1]


def _worth(one: Cell, other: Cell) -> float:
    """How much speaks for two cells being the same; nothing for 0."""
    if one.kind != other.kind:
        return 0.0
    words = (_words(one.source), _words(other.source))
    likeness = SequenceMatcher(None, *words, autojunk=False).ratio()
    if one.kind == "code" or asks_in_text(other.source):
        return 0.1 + likeness
    return likeness if likeness >= _ALIKE_TEXT else 0.0


def _words(text: str) -> list[str]:
    return text.split()[:400]
