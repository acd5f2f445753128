"""Run programs that could be made of a reply: many of them in one run of the sandbox."""

from __future__ import annotations

from collections.abc import Sequence

from jupyter_llm_teach.teaching.exercise import Answer, Exercise
from jupyter_llm_teach.teaching.facts.plan import expected_job
from jupyter_llm_teach.teaching.guard.batch import (
    LONG,
    SHORT,
    Passed,
    alone,
    batch,
    is_endless,
    passed,
    passed_by,
)
from jupyter_llm_teach.teaching.run import Outcome, Returned
from jupyter_llm_teach.tutor.tests import TestRunner


async def passing(
    runner: TestRunner, exercise: Exercise, programs: Sequence[str], prelude: tuple[str, ...]
) -> tuple[Passed | None, ...]:
    """The names of the tests that each program passes; None of one that takes too long.

    Args:
        runner: Runs jobs.
        exercise: With the tests to ask.
        programs: All that stands in the learner's cells, changed.
        prelude: The earlier cells.

    Raises:
        SandboxUnavailableError: nothing can be run.
        BadInputError: the programs are too long to be run.
    """
    wanted = expected_job(exercise)
    expected = None if wanted is None else await runner.ran(wanted)
    outcome = await _outcome(runner, exercise, programs, prelude)
    found: list[Passed | None] = []
    for program, result in zip(programs, outcome.results, strict=True):
        if is_endless(result):
            found.append(None)
            continue
        known = passed_by(exercise, result, expected)
        if known is None:
            job = alone(exercise, Answer(program, prelude))
            known = passed(exercise, await runner.ran(job), expected)
        found.append(known)
    return tuple(found)


async def _outcome(
    runner: TestRunner, exercise: Exercise, programs: Sequence[str], prelude: tuple[str, ...]
) -> Outcome:
    """What a batch gives; once more with more time where an earlier cell may have needed it."""
    outcome = await runner.ran(batch(exercise, programs, prelude))
    took_long = outcome.seconds >= SHORT.probe_seconds
    if not isinstance(outcome.loaded, Returned) or (outcome.failed_prelude and took_long):
        outcome = await runner.ran(batch(exercise, programs, prelude, LONG))
    return outcome
