"""From the values that a learner's program gave to results, by a process that never saw it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from typing_extensions import assert_never

from jupyter_llm_teach.teaching.data_file import DataFile
from jupyter_llm_teach.teaching.facts.judging.expectation import KIND, MESSAGE, Expectation
from jupyter_llm_teach.teaching.facts.judging.rebuilt import (
    PREPARED,
    imports,
    is_faithful,
    rebuilt,
)
from jupyter_llm_teach.teaching.facts.judging.trial import AsItIs, Judging, Replay, Step, Trial
from jupyter_llm_teach.teaching.facts.truth import truth
from jupyter_llm_teach.teaching.run import (
    Evaluate,
    Execute,
    Job,
    Outcome,
    Probe,
    Raised,
    Result,
    Returned,
    StopCause,
    Stopped,
)
from jupyter_llm_teach.teaching.value import Items, Scalar, Value

_MOST_TEXT = 1_000_000
_WHETHER_NONE = re.compile(r"(?:assert )?(learners_\d+) is (?:not )?None")
_NOTHING = Scalar("NoneType", None)


@dataclass(frozen=True, slots=True)
class Judged:
    """A job that judges, and the tests that its probes are about.

    Attributes:
        job: Nothing of a learner's program is in it, only values.
        tests: Their indices, one for each probe.
    """

    job: Job
    tests: tuple[int, ...]


def judging_jobs(
    trials: Sequence[Trial], results: Sequence[Result], files: tuple[DataFile, ...]
) -> tuple[Judged, ...]:
    """The jobs that judge the values of an answer; none where the values speak for themselves.

    Args:
        trials: One for each test.
        results: What the learner's process gave for each.
        files: Of the exercise.
    """
    found: list[Judged] = []
    probes: dict[int, Probe] = {}
    size = 0
    for number, (trial, result) in enumerate(zip(trials, results, strict=False)):
        probe = _probe(trial.judging, result)
        if probe is None:
            continue
        length = len(str(probe))
        if probes and size + length > _MOST_TEXT:
            found.append(_judged(probes, files))
            probes, size = {}, 0
        probes[number] = probe
        size += length
    return (*found, _judged(probes, files)) if probes else tuple(found)


def judged(trials: Sequence[Trial], outcome: Outcome, verdicts: Mapping[int, Result]) -> Outcome:
    """An outcome with a result for each test, as if the test had run in one process.

    Args:
        trials: One for each test.
        outcome: What the learner's process gave for each.
        verdicts: By the index of its test, what came of each probe of `judging_jobs`.
    """
    results = [
        _result(trial.judging, result, verdicts.get(number))
        for number, (trial, result) in enumerate(zip(trials, outcome.results, strict=False))
    ]
    inside = (n for n, each in enumerate(trials) if each.judging == AsItIs(inside=True))
    return replace(outcome, results=tuple(results), inside=frozenset(inside))


def opaque(trials: Sequence[Trial], results: Sequence[Result]) -> frozenset[int]:
    """The tests whose values can't be put in again as they were, by their indices."""
    return frozenset(
        number
        for number, (trial, result) in enumerate(zip(trials, results, strict=False))
        if isinstance(trial.judging, Replay)
        and not all(
            is_faithful(each)
            for name, each in _bindings(trial.judging, result)
            if name not in _only_whether_none(trial.judging)
        )
    )


def _only_whether_none(judging: Replay) -> frozenset[str]:
    """The values of which nothing is asked but whether there is one."""
    found = (_WHETHER_NONE.fullmatch(each.code) for each in judging.steps)
    return frozenset(each[1] for each in found if each is not None)


def _judged(probes: Mapping[int, Probe], files: tuple[DataFile, ...]) -> Judged:
    program = "\n".join([imports(map(str, probes.values())), PREPARED])
    return Judged(Job(program, tuple(probes.values()), files=files), tuple(probes))


def _probe(judging: Judging, result: Result) -> Probe | None:
    match judging:
        case AsItIs():
            return None
        case Expectation():
            return _told(judging, result)
        case Replay():
            return _replayed(judging, result)
        case _:
            assert_never(judging)


def _told(judging: Expectation, result: Result) -> Probe | None:
    """What is asked about an exception of the right class."""
    if not judging.detail or not isinstance(result, Raised) or not _is_wanted(judging, result):
        return None
    told = f"{MESSAGE} = {result.message!r}\n{KIND} = {result.type!r}"
    return Execute(f"{told}\n{judging.detail}")


def _replayed(judging: Replay, result: Result) -> Probe | None:
    bindings = dict(_bindings(judging, result))
    steps = _reached(judging, result)
    lacks = isinstance(result, Returned) and len(steps) < len(judging.steps)
    if not steps or lacks or isinstance(result, Stopped):
        return None
    texts = [(_before(each, bindings), each.code) for each in steps]
    if not judging.asks or isinstance(result, Raised):
        return Execute("\n".join(part for pair in texts for part in pair if part))
    (setup, expression) = texts[-1]
    return Evaluate(expression, setup)


def _before(step: Step, values: Mapping[str, Value]) -> str:
    given = [f"{name} = {rebuilt(values[name])}" for name in step.names]
    return "\n".join(part for part in (step.before, *given) if part)


def _bindings(judging: Replay, result: Result) -> Iterator[tuple[str, Value]]:
    """The learner's values, each with its name."""
    for step, value in zip(_asking(judging), _values(judging, result), strict=False):
        if len(step.names) == 1:
            yield step.names[0], value
        elif isinstance(value, Items):
            yield from zip(step.names, value.items, strict=False)


def _asking(judging: Replay) -> tuple[Step, ...]:
    return tuple(each for each in judging.steps if each.names)


def _values(judging: Replay, result: Result) -> tuple[Value, ...]:
    """What was seen, a value for each step that asks for one."""
    match result:
        case Returned(value=value):
            many = isinstance(value, Items) and judging.is_long
            return value.items if many and isinstance(value, Items) else (value,)
        case Raised(seen=seen):
            return seen
        case Stopped():
            return ()
        case _:
            assert_never(result)


def _reached(judging: Replay, result: Result) -> tuple[Step, ...]:
    """The steps for which everything is known."""
    known = dict(_bindings(judging, result))
    found: list[Step] = []
    for step in judging.steps:
        if not known.keys() >= set(step.names):
            break
        found.append(step)
    return tuple(found)


def _result(judging: Judging, result: Result, verdict: Result | None) -> Result:
    match judging:
        case AsItIs():
            return result
        case Expectation():
            return _expected(judging, result, verdict)
        case Replay():
            if judging.doubled and isinstance(result, Returned) and _holds(verdict):
                return replace(result, value=_values(judging, result)[-1])
            if verdict is not None:
                return _merged(result, verdict)
            # Who does not give the values that were asked for has no verdict of its own.
            return Stopped(StopCause.CRASH) if isinstance(result, Returned) else result
        case _:
            assert_never(judging)


def _holds(verdict: Result | None) -> bool:
    return isinstance(verdict, Returned) and truth(verdict.value)


def _merged(result: Result, verdict: Result) -> Result:
    """The verdict, with what is known of the run that gave the values."""
    match result, verdict:
        case Stopped(), _:
            return result
        case Raised(), Returned():
            return result
        case Returned(), Returned(value=value):
            return replace(result, value=value)
        case ((Returned() | Raised()), Raised()):
            return Raised(verdict.type, verdict.message, None, result.printed, result.lines)
        case _, Stopped():
            return replace(verdict, printed=result.printed)
        case _:
            raise AssertionError(result)


def _expected(judging: Expectation, result: Result, verdict: Result | None) -> Result:
    match result:
        case Returned(printed=printed, lines=lines):
            return Raised("AssertionError", judging.missing, None, printed, lines)
        case Raised() if _is_wanted(judging, result):
            passed = Returned(_NOTHING, result.printed, result.lines)
            return passed if verdict is None else _merged(passed, verdict)
        case Raised() | Stopped():
            return result
        case _:
            assert_never(result)


def _is_wanted(judging: Expectation, result: Raised) -> bool:
    return not {result.type, *result.bases}.isdisjoint(judging.types)
