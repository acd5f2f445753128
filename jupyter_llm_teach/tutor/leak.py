"""A leak is something that runs: whether what a text tells makes a test pass."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

import anyio

from jupyter_llm_teach.errors import BadInputError, SandboxUnavailableError
from jupyter_llm_teach.teaching.allowance import Allowance
from jupyter_llm_teach.teaching.facts.fact import Facts, State
from jupyter_llm_teach.teaching.guard.batch import open_tests
from jupyter_llm_teach.teaching.guard.bounds import Bounds
from jupyter_llm_teach.teaching.guard.inspect import inspect, redacted
from jupyter_llm_teach.teaching.guard.trial import MOST, Trial, trials
from jupyter_llm_teach.teaching.guard.verdict import Finding, Ruling, Verdict
from jupyter_llm_teach.teaching.run import StopCause
from jupyter_llm_teach.tutor.tests import TestRunner
from jupyter_llm_teach.tutor.trying import passing
from jupyter_llm_teach.tutor.work import Work

_SECONDS = 8.0
_ALONE = 8  # so few programs are tried one after the other; of more, half beside the other half
_ROUNDS = 2
# The sandbox or the tests can't judge the learner's own work either: nothing is gained by a reply.
_NOTHING_TO_GAIN = ("no_tests", "other_language")


async def guarded(
    runner: TestRunner,
    work: Work,
    reply: str,
    shown: Sequence[str],
    allowance: Allowance | Bounds,
) -> Verdict:
    """The guard's whole ruling on a reply: its text first, then what runs.

    Args:
        runner: Runs the tests of the exercise.
        work: The learner's work on it.
        reply: What would be shown.
        shown: What was shown to this learner on this exercise before, oldest first.
        allowance: What the reply may contain.
    """
    bounds = allowance if isinstance(allowance, Bounds) else Bounds(allowance)
    if not bounds.avoid:
        bounds = replace(bounds, avoid=work.policy.avoid)
    verdict = _inspected(reply, work, shown, bounds)
    for _ in range(_ROUNDS):
        if verdict.ruling is Ruling.BLOCKED or bounds.allowance is Allowance.REFERENCE:
            return verdict
        found = await _gain(runner, work, verdict.text, shown)
        if found is None:
            return verdict
        verdict = _without(verdict, found, work, shown, bounds)
    return Verdict(Ruling.BLOCKED, "", verdict.findings)


def is_plain(sentence: str, work: Work, told: Sequence[str]) -> bool:
    """Whether a sentence may be shown before the rest of its reply: it holds nothing to try.

    Args:
        sentence: A finished sentence of a reply that is still being written.
        work: The learner's work.
        told: What was shown before, sentences of this reply included, oldest first.
    """
    verdict = _inspected(sentence, work, told, Bounds(Allowance.NO_CODE))
    return verdict.ruling is Ruling.CLEAN and _trials(sentence, work, told) == ()


async def leaks(
    runner: TestRunner, work: Work, text: str, shown: Sequence[str] = ()
) -> tuple[str, ...]:
    """The tests that code of a text, applied to the learner's cell, newly passes.

    What could not be tried counts as passing a test without a name.
    """
    found = await _gain(runner, work, text, shown)
    return () if found is None else found.gained or ("",)


def _inspected(reply: str, work: Work, shown: Sequence[str], bounds: Bounds) -> Verdict:
    try:
        return inspect(reply, work.exercise, work.answer.code, shown, bounds)
    except RecursionError:
        return Verdict(Ruling.BLOCKED, "", (Finding("too_much_code", 0, len(reply)),))


def _trials(text: str, work: Work, shown: Sequence[str]) -> tuple[Trial, ...] | None:
    """What a text makes to try; None where it is nested deeper than can be taken apart."""
    try:
        return trials(text, work.exercise, work.answer.code, shown)
    except RecursionError:
        return None


def _without(
    verdict: Verdict, found: Finding, work: Work, shown: Sequence[str], bounds: Bounds
) -> Verdict:
    """The reply without the part that leaks, where what is left is still useful and clean."""
    findings = (*verdict.findings, found)
    span = (found.where, found.end or len(verdict.text))
    rest = redacted(verdict.text, [span], bounds.note) if found.gained else ""
    again = _inspected(rest, work, shown, bounds)
    if not rest or again.ruling is not Ruling.CLEAN:
        return Verdict(Ruling.BLOCKED, "", findings)
    return Verdict(Ruling.REDACTED, rest, findings)


async def _gain(runner: TestRunner, work: Work, text: str, shown: Sequence[str]) -> Finding | None:
    """What a text makes pass; None where it makes nothing pass."""
    tries = _trials(text, work, shown)
    if tries == ():
        return None
    before = await runner.facts_of(work.exercise, work.answer)
    if before.not_run in _NOTHING_TO_GAIN or before.state is State.PASSED:
        return None
    if tries is None or len(tries) > MOST:
        return Finding("too_much_code", 0, len(text))
    try:
        with anyio.move_on_after(_SECONDS):
            return await _first_gain(runner, work, before, tries)
    except (SandboxUnavailableError, BadInputError):
        pass
    # What could not be tried is not shown.
    return Finding("not_tried", tries[0].span[0], tries[0].span[1])


async def _first_gain(
    runner: TestRunner, work: Work, before: Facts, tries: Sequence[Trial]
) -> Finding | None:
    exercise = open_tests(work.exercise, before)
    half = -(-len(tries) // 2) if len(tries) > _ALONE else len(tries)
    parts = [[each.program for each in some] for some in (tries[:half], tries[half:]) if some]
    found = await asyncio.gather(
        *(passing(runner, exercise, programs, work.answer.prelude) for programs in parts)
    )
    for each, names in zip(tries, chain.from_iterable(found), strict=True):
        if names:
            return Finding("makes_a_test_pass", *each.span, names)
        if names is None and not _has_no_end(before):
            return Finding("not_tried", *each.span)
    return None


def _has_no_end(found: Facts) -> bool:
    """Whether the learner's own work takes too long: what shares that fault tells nothing."""
    errors = [found.error, *(test.error for test in found.tests)]
    return any(each is not None and each.type == StopCause.TIME.value for each in errors)
