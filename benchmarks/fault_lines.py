"""How often the true fault line is among the first three candidates."""

from __future__ import annotations

import math
import re
import statistics
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from truth_lines import Edit, Token, abstract, distance, smallest_edit, tokens

from jupyter_llm_teach.tutor.tutor import Tutor

if TYPE_CHECKING:
    from facts import Measured

_ALIGNED = 12
"""Of how many passing programs, nearest first without names, the edit is worked out."""
_SMALL = (1, 2, 3)
_CANDIDATES = 3


@dataclass(frozen=True, slots=True)
class Truth:
    """Where the fault of a program is.

    Attributes:
        edit: The smallest edit to a passing program.
        sources: The passing programs that are that near; the first is the one that was taken.
            others: The passing programs of the other half.
    """

    edit: Edit
    sources: tuple[str, ...]
    others: tuple[str, ...]


def truths(failing: Sequence[Measured], passing: Sequence[Measured]) -> Mapping[str, Truth]:
    """The truth of every failing program, by its notebook."""
    found: dict[str, Truth] = {}
    for one in failing:
        task = one.program.task
        programs = [task.reference]
        programs += [o.program.code for o in passing if o.program.task.id == task.id]
        kept = frozenset(re.findall(r"^def\s+(\w+)", task.reference, re.MULTILINE))
        truth = _truth(one.program.code, programs, kept)
        if truth is not None:
            found[one.program.notebook] = truth
    return found


def _truth(code: str, programs: Sequence[str], kept: frozenset[str]) -> Truth | None:
    own = tokens(code, kept)
    others = [(number, tokens(each, kept)) for number, each in enumerate(programs)]
    known = [(number, each) for number, each in others if each is not None]
    if own is None or not known:
        return None
    near = sorted(known, key=lambda one: _apart(own, one[1]))[:_ALIGNED]
    edits = sorted(
        ((smallest_edit(own, each), number) for number, each in near),
        key=lambda one: (one[0].distance, one[1]),
    )
    edit, chosen = edits[0]
    sources = tuple(programs[n] for each, n in edits if each.distance == edit.distance)
    half = [each for number, each in enumerate(programs) if number % 2 != chosen % 2]
    return Truth(edit, sources, tuple(half))


def _apart(own: Sequence[Token], other: Sequence[Token]) -> int:
    return distance(abstract(own), abstract(other))


async def report_lines(
    failing: Sequence[Measured], truth: Mapping[str, Truth], tutor: Tutor
) -> None:
    """Print the shares, for three choices of accepted programs."""
    with_truth = [one for one in failing if one.program.notebook in truth]
    touched = [len(truth[one.program.notebook].edit.lines) for one in with_truth]
    print(
        f"true fault lines known: {len(with_truth)}/{len(failing)} programs; the smallest edit "
        f"touches {statistics.median(touched):.0f} lines (median)"
    )
    own = sum(
        one.program.task.reference in truth[one.program.notebook].sources for one in with_truth
    )
    print(f"  the smallest edit leads to the reference itself: {own} programs")
    alone = [(one, _numbers(one)) for one in with_truth]
    _print("reference alone", alone, truth)
    _print(
        "reference alone, where the truth is another program",
        [
            (one, lines)
            for one, lines in alone
            if one.program.task.reference not in truth[one.program.notebook].sources
        ],
        truth,
    )
    times: list[float] = []
    for name in (
        "accepted answers, without those of the truth",
        "accepted answers of the other half",
    ):
        lines = []
        for one in with_truth:
            accepted = await _accepted(name, one, truth[one.program.notebook], tutor)
            work = replace(one.work, exercise=replace(one.work.exercise, references=accepted))
            await tutor.runner.located(work, one.facts)
            began = time.perf_counter()
            found = await tutor.runner.located(work, one.facts)
            times.append(time.perf_counter() - began)
            lines.append((one, [each.line for each in found.lines]))
        _print(name, lines, truth)
    tenths = statistics.quantiles(times, n=10)
    print(
        f"fault lines with accepted programs: median {statistics.median(times) * 1000:.1f} ms, "
        f"p90 {tenths[-1] * 1000:.1f} ms, max {max(times) * 1000:.0f} ms"
    )


async def _accepted(name: str, one: Measured, truth: Truth, tutor: Tutor) -> tuple[str, ...]:
    if name.endswith("other half"):
        return truth.others
    answers = tutor.courses.answers(one.program.task.id, one.work.exercise.notebook)
    every = [one.program.task.reference, *(each.code for each in answers)]
    taken = {each.strip() for each in truth.sources}
    return tuple(each for each in every if each.strip() not in taken)


def _numbers(one: Measured) -> list[int]:
    return [each.line for each in one.facts.lines]


def _print(
    name: str, found: Sequence[tuple[Measured, list[int]]], truth: Mapping[str, Truth]
) -> None:
    groups = [(f"{most} or fewer", most) for most in _SMALL] + [("any number of", 10_000)]
    print(f"true fault line among three candidates, {name}:")
    for words, most in groups:
        chosen = [
            (one, lines, truth[one.program.notebook].edit.lines)
            for one, lines in found
            if len(truth[one.program.notebook].edit.lines) <= most
        ]
        if not chosen:
            continue
        among = sum(not wanted.isdisjoint(lines[:_CANDIDATES]) for _, lines, wanted in chosen)
        first = sum(not wanted.isdisjoint(lines[:1]) for _, lines, wanted in chosen)
        chance = sum(_chance(one.program.code, len(wanted)) for one, _, wanted in chosen)
        print(
            f"  {words} lines touched: {among}/{len(chosen)} = {among / len(chosen):.1%}, "
            f"first {first / len(chosen):.1%} (three lines by chance {chance / len(chosen):.1%})"
        )


def _chance(code: str, touched: int) -> float:
    """How often three lines drawn by chance would hold one of the touched ones."""
    lines = sum(bool(each.strip()) for each in code.splitlines())
    others = max(lines - touched, 0)
    return 1 - (
        math.comb(others, _CANDIDATES) / math.comb(lines, _CANDIDATES)
        if lines >= _CANDIDATES
        else 0
    )
