"""The cheapest way to turn one sequence into another."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from functools import lru_cache
from typing import TypeVar

Item = TypeVar("Item", bound=Hashable)
Pair = tuple[int | None, int | None]


@lru_cache(maxsize=16384)
def distance(first: tuple[str, ...], second: tuple[str, ...]) -> int:
    """How many words must be inserted, removed or replaced (Levenshtein's distance)."""
    row = list(range(len(second) + 1))
    for i, left in enumerate(first, start=1):
        above, row = row, [i]
        for j, right in enumerate(second, start=1):
            row.append(min(above[j - 1] + (left != right), above[j] + 1, row[j - 1] + 1))
    return row[-1]


def aligned(
    first: Sequence[Item],
    second: Sequence[Item],
    cost: Callable[[Item], int],
    apart: Callable[[Item, Item], int],
) -> list[Pair]:
    """One cheapest alignment, in order, as pairs of indices; None where a side has no partner.

    Args:
        first: A sequence.
        second: Another one.
        cost: What inserting or removing an item costs.
        apart: What replacing an item of the first by one of the second costs.
    """
    rows = _rows(first, second, cost, apart)
    pairs: list[Pair] = []
    i, j = len(first), len(second)
    while i or j:
        if i and j and rows[i][j] == rows[i - 1][j - 1] + apart(first[i - 1], second[j - 1]):
            i, j = i - 1, j - 1
            pairs.append((i, j))
        elif i and rows[i][j] == rows[i - 1][j] + cost(first[i - 1]):
            i -= 1
            pairs.append((i, None))
        else:
            j -= 1
            pairs.append((None, j))
    return pairs[::-1]


def _rows(
    first: Sequence[Item],
    second: Sequence[Item],
    cost: Callable[[Item], int],
    apart: Callable[[Item, Item], int],
) -> list[list[int]]:
    row = [0]
    for each in second:
        row.append(row[-1] + cost(each))
    rows = [row]
    for left in first:
        above, row = row, [row[0] + cost(left)]
        for j, right in enumerate(second, start=1):
            replaced = above[j - 1] + apart(left, right)
            row.append(min(replaced, above[j] + cost(left), row[j - 1] + cost(right)))
        rows.append(row)
    return rows
