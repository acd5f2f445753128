"""Use case: complete code at the cursor, one line at a time."""

from __future__ import annotations

from contextlib import aclosing
from dataclasses import dataclass

import anyio

from jupyter_llm_teach.errors import DeadlineError, EngineError, ModelError, NoExercisesError
from jupyter_llm_teach.ports import Courses, Engine, FillIn, Piece
from jupyter_llm_teach.teaching.allowance import Allowance
from jupyter_llm_teach.teaching.completion.cursor import Cursor, gives_most, within
from jupyter_llm_teach.teaching.completion.line import one_line, window
from jupyter_llm_teach.teaching.exercise import Answer
from jupyter_llm_teach.teaching.facts.fact import Facts
from jupyter_llm_teach.teaching.guard.inspect import inspect
from jupyter_llm_teach.teaching.guard.trial import newly_passing
from jupyter_llm_teach.teaching.guard.verdict import Ruling
from jupyter_llm_teach.teaching.notebook import Notebook
from jupyter_llm_teach.teaching.policy import CompletionMode, Language
from jupyter_llm_teach.tutor.tests import TestRunner
from jupyter_llm_teach.tutor.tutor import Tutor
from jupyter_llm_teach.tutor.work import Work, works

_SECONDS = 20.0
_TRIAL_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class Completion:
    """What may be inserted at the cursor; empty, with a reason, where nothing may."""

    text: str
    withheld: str | None = None


def is_allowed(courses: Courses, notebook: Notebook, language: Language) -> bool:
    """Whether the instructor allows completion in a notebook, outside of its exercises too.

    Raises:
        DuplicateExerciseError: two exercises share an id.
        CourseUnreadableError: the course can't be read.
    """
    try:
        return all(
            _mode(each) is not CompletionMode.OFF for each in works(courses, notebook, language)
        )
    except NoExercisesError:
        return True


async def complete(tutor: Tutor, work: Work | None, prefix: str, suffix: str) -> Completion:
    """The rest of the line at the cursor.

    Withheld with ``policy`` where the instructor turned completion off, ``no_completion`` where
    no model can fill in, ``engine`` where it failed, ``guard`` where the line would give a part
    of a reference away, bring the cell to most of one, or make a test pass.
    """
    if work is not None and _mode(work) is CompletionMode.OFF:
        return Completion("", "policy")
    engine = tutor.engine
    if engine is None or not engine.card().fills_in:
        return Completion("", "no_completion")
    if (await engine.state()).status in ("missing_model", "unavailable"):
        return Completion("", "engine")
    cursor = Cursor(prefix, suffix)
    try:
        text = one_line(await _filled_in(engine, *window(prefix, suffix)), suffix)
    except (EngineError, ModelError, DeadlineError):
        return Completion("", "engine")
    if work is not None and text and await _gives_away(tutor.runner, work, cursor, text):
        return Completion("", "guard")
    return Completion(text)


def _mode(work: Work) -> CompletionMode:
    return work.policy.completes(exercise=True, passed=False)


async def _gives_away(runner: TestRunner, work: Work, cursor: Cursor, text: str) -> bool:
    line = f"```python\n{cursor.line(text)}\n```"
    verdict = inspect(line, work.exercise, work.answer.code, (), Allowance.OTHER_PROBLEM)
    if verdict.ruling is not Ruling.CLEAN:
        return True
    if gives_most(work.exercise, cursor.cell, cursor.completed(text)):
        return True
    with anyio.move_on_after(_TRIAL_SECONDS):
        return await _solves(runner, work, cursor, text)
    # What could not be tried in time is not offered.
    return True


async def _solves(runner: TestRunner, work: Work, cursor: Cursor, text: str) -> bool:
    """Whether a test passes that passes neither with the line unfinished nor without it."""
    after = await _facts_with(runner, work, cursor, cursor.completed(text))
    if not after.passed:
        return False
    unfinished = await _facts_with(runner, work, cursor, cursor.cell)
    without = await _facts_with(runner, work, cursor, cursor.without_line)
    gained = set(newly_passing(unfinished, after)) & set(newly_passing(without, after))
    return bool(gained)


async def _facts_with(runner: TestRunner, work: Work, cursor: Cursor, cell: str) -> Facts:
    code = within(work.answer.code, cursor.cell, cell)
    return await runner.facts_of(work.exercise, Answer(code, work.answer.prelude))


async def _filled_in(engine: Engine, prefix: str, suffix: str) -> str:
    request = FillIn(prefix, suffix, max_tokens=32, stop=("\n",))
    text = ""
    async with aclosing(engine.fill_in(request, deadline=_SECONDS)) as stream:  # type: ignore[type-var]
        async for part in stream:
            if isinstance(part, Piece):
                text += part.text
    return text
