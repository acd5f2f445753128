"""Where a program differs from the accepted programs that are nearest to it.

What leaves this module are lines of the learner's own program and how much they differ. What an
accepted program has there instead never does.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from functools import lru_cache

from jupyter_llm_teach.teaching.facts.alignment import aligned, distance
from jupyter_llm_teach.teaching.facts.normal import FREE, Statement, statements

_COMPARED = 8
"""How many accepted programs are aligned: those nearest by their words."""
_FALL = 4.0
"""Words of difference by which the voice of a program gets e times weaker."""


def different_lines(program: str, accepted: Sequence[str]) -> Mapping[int, float]:
    """By line of the program, from 0 to 1, how strongly the nearest accepted programs differ there.

    Empty where the program does not parse or there is none to compare with. A program that is far
    from all of them gets low values.

    Args:
        program: The learner's answer.
        accepted: Programs that pass; those that do not parse are left out.
    """
    own = statements(program)
    others = [other for other in map(_statements, dict.fromkeys(accepted)) if other]
    if not own or not others:
        return {}
    near = sorted(others, key=lambda other: _apart(own, other))[:_COMPARED]
    found = sorted((_touched(own, other) for other in near), key=lambda one: one[0])
    return _voted(found, sum(len(each.words) for each in own))


@lru_cache(maxsize=512)
def _statements(source: str) -> tuple[Statement, ...]:
    return statements(source)


def _voted(found: Sequence[tuple[int, Mapping[int, float]]], size: int) -> Mapping[int, float]:
    least = found[0][0]
    votes: dict[int, float] = {}
    total = 0.0
    for cost, touched in found:
        weight = math.exp((least - cost) / _FALL)
        total += weight
        for line, share in touched.items():
            votes[line] = votes.get(line, 0.0) + weight * share
    closeness = 1.0 / (1.0 + least / max(size, 1))
    return {line: closeness * vote / total for line, vote in votes.items()}


def _apart(own: Sequence[Statement], other: Sequence[Statement]) -> int:
    left, right = _bag(own), _bag(other)
    return (left - right).total() + (right - left).total()


def _bag(program: Sequence[Statement]) -> Counter[str]:
    return Counter(word for each in program for word in each.shape)


def _touched(
    own: Sequence[Statement], other: Sequence[Statement]
) -> tuple[int, Mapping[int, float]]:
    """The cost of turning a program into another one, and the lines of it that this touches."""
    renamed = _renamed(own, other)
    cost = 0
    lines: dict[int, float] = {}
    pairs = aligned([each.words for each in own], renamed, len, distance)
    for place, (left, right) in enumerate(pairs):
        if left is None:
            assert right is not None, "no pair is empty"
            cost += len(renamed[right])
            for each in _beside(pairs, place):
                lines.setdefault(own[each].line, 0.6)
        else:
            apart = (
                len(own[left].words) if right is None else distance(own[left].words, renamed[right])
            )
            cost += apart
            if apart:
                lines[own[left].line] = 1.0
    return cost, lines


def _beside(pairs: Sequence[tuple[int | None, int | None]], place: int) -> list[int]:
    """The statements before and after one that is missing."""
    before = next((left for left, _ in reversed(pairs[:place]) if left is not None), None)
    after = next((left for left, _ in pairs[place + 1 :] if left is not None), None)
    return [each for each in (before, after) if each is not None]


def _renamed(own: Sequence[Statement], other: Sequence[Statement]) -> list[tuple[str, ...]]:
    """The other program's words, with the names that stand in the same places here."""
    names = _matched(own, other)
    return [
        tuple(names.get(word, FREE + word) if word[0] == FREE else word for word in each.words)
        for each in other
    ]


def _matched(own: Sequence[Statement], other: Sequence[Statement]) -> Mapping[str, str]:
    votes: Counter[tuple[str, str]] = Counter()
    shapes = [each.shape for each in own], [each.shape for each in other]
    for left, right in aligned(*shapes, len, distance):
        if left is not None and right is not None:
            words = own[left].words, other[right].words
            votes.update(_pairs(*words, shapes[0][left], shapes[1][right]))
    chosen: dict[str, str] = {}
    for (theirs, ours), _ in votes.most_common():
        if theirs not in chosen and ours not in chosen.values():
            chosen[theirs] = ours
    return chosen


def _pairs(
    own: Sequence[str], other: Sequence[str], shape: Sequence[str], shape_of_other: Sequence[str]
) -> list[tuple[str, str]]:
    pairs = aligned(shape, shape_of_other, _one, _same)
    return [
        (other[right], own[left])
        for left, right in pairs
        if left is not None and right is not None and shape[left] == shape_of_other[right] == FREE
    ]


def _one(word: Hashable) -> int:  # noqa: ARG001 - every word costs the same
    return 1


def _same(left: Hashable, right: Hashable) -> int:
    return int(left != right)
