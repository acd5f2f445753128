"""Use case: complete code at the cursor, as the policy says: when asked, a line, or a block."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import aclosing
from dataclasses import dataclass
from enum import Enum

import anyio

from jupyter_llm_teach.errors import (
    BadInputError,
    DeadlineError,
    EngineError,
    ModelError,
    NoExercisesError,
    SandboxUnavailableError,
)
from jupyter_llm_teach.ports import Courses, FillIn, Key, Route
from jupyter_llm_teach.teaching.completion.cursor import Cursor, within
from jupyter_llm_teach.teaching.completion.giving import (
    Offer,
    brings_avoided,
    gives_away,
    must_be_run,
)
from jupyter_llm_teach.teaching.completion.line import block, one_line, window
from jupyter_llm_teach.teaching.notebook import Notebook
from jupyter_llm_teach.teaching.permission import NoModel, has_budget
from jupyter_llm_teach.teaching.policy import CompletionMode, Language, Policy
from jupyter_llm_teach.tutor.completed import recorded
from jupyter_llm_teach.tutor.permitted import permitted
from jupyter_llm_teach.tutor.reply import Reply
from jupyter_llm_teach.tutor.tests import TestRunner
from jupyter_llm_teach.tutor.trying import passing
from jupyter_llm_teach.tutor.tutor import Tutor
from jupyter_llm_teach.tutor.work import LEARNER, Work, works

_SECONDS = 20.0
_TRIAL_SECONDS = 3.0
_LINE_TOKENS = 32
_BLOCK_TOKENS = 160


class Trigger(Enum):
    """What a completion was asked for by: a pause in typing, or the learner."""

    TYPING = "typing"
    ASKED = "asked"


@dataclass(frozen=True, slots=True)
class Completion:
    """What may be inserted at the cursor; empty, with a reason, where nothing may."""

    text: str
    withheld: str | None = None


def rules_outside(courses: Courses, notebook: Notebook, language: Language) -> tuple[Policy, ...]:
    """The rules that count in a notebook outside of its exercises.

    Those of the place, and those of every exercise: what is written beside one may be meant for it.

    Raises:
        DuplicateExerciseError: two exercises share an id.
        CourseUnreadableError: the course can't be read.
    """
    place = courses.rules("", notebook.path, LEARNER).policy
    try:
        found = works(courses, notebook, language)
    except NoExercisesError:
        found = ()
    return tuple(dict.fromkeys([place, *(each.policy for each in found)]))


async def complete(  # noqa: PLR0913, PLR0917 - where, what, and how it was asked for
    tutor: Tutor,
    work: Work | None,
    prefix: str,
    suffix: str,
    trigger: Trigger = Trigger.ASKED,
    outside: tuple[Policy, ...] = (Policy(),),
) -> Completion:
    """The rest of the line at the cursor, or the rest of a block.

    Withheld with ``policy`` where the instructor turned completion off, ``on_demand`` where it is
    there only for those who ask, ``no_completion`` where no model can fill in, ``engine`` where it
    failed, ``guard`` where it would give a part of a reference away, bring the cell to most of
    one, use what answers do without, or make a test pass.

    Args:
        tutor: The ports.
        work: The work on the exercise that the cell belongs to; None outside of exercises.
        prefix: The cell before the cursor.
        suffix: The cell after it.
        trigger: What it was asked for by.
        outside: The rules that count where there is no exercise; the strictest of them decides.
    """
    mode = _strictest(outside) if work is None else await _mode(tutor, work)
    refused = _refused(mode, trigger)
    if refused:
        return Completion("", refused)
    rules = outside if work is None else (work.policy,)
    key = Key(LEARNER, "", "") if work is None else work.key
    allowed = await permitted(tutor, rules, key.learner, "completion")
    engine = allowed.engine
    if engine is None:
        none = allowed.refusal is NoModel.NO_ENGINE
        return Completion("", "no_completion" if none else "policy")
    if (await engine.state()).status in ("missing_model", "unavailable"):
        return Completion("", "engine")
    reply = Reply()
    try:
        text = await _text(engine, reply, _asked(prefix, suffix, mode, key), mode)
    except (EngineError, ModelError, DeadlineError):
        return Completion("", "engine")
    given, marks = await _guarded(tutor, work, Cursor(prefix, suffix), text)
    is_recorded = await recorded(tutor, key, (text, given.text), marks, reply.spent(engine))
    if not is_recorded and any(map(has_budget, rules)):
        return Completion("", "policy")  # what can't be counted would be free
    return given


async def _guarded(
    tutor: Tutor, work: Work | None, cursor: Cursor, text: str
) -> tuple[Completion, tuple[str, ...]]:
    """What may be inserted, and the marks of the lines that it writes or finishes."""
    if work is None or not text:
        return Completion(text), ()
    code = work.answer.code
    offer = Offer(cursor, text, await tutor.given.marks(tutor.journal, work.key))
    too_much = brings_avoided(work.policy.avoid, code, offer)
    too_much = too_much or gives_away(work.exercise, code, offer)
    if too_much or (must_be_run(offer) and await _may_solve(tutor.runner, work, offer)):
        return Completion("", "guard"), ()
    tutor.given.add(work.key, offer.marks)
    return Completion(text), offer.marks


def _refused(mode: CompletionMode, trigger: Trigger) -> str:
    if mode is CompletionMode.OFF:
        return "policy"
    on_demand = mode is CompletionMode.ON_DEMAND and trigger is Trigger.TYPING
    return "on_demand" if on_demand else ""


def _strictest(rules: Iterable[Policy]) -> CompletionMode:
    modes = [_mode_of(each, exercise=False, passed=False) for each in rules]
    return min(modes, key=list(CompletionMode).index)


async def _mode(tutor: Tutor, work: Work) -> CompletionMode:
    policy = work.policy
    if policy.completion_after_passing is None:
        return _mode_of(policy, exercise=True, passed=False)
    history = await tutor.journal.history(work.key)
    return _mode_of(policy, exercise=True, passed=history.passed)


def _mode_of(policy: Policy, *, exercise: bool, passed: bool) -> CompletionMode:
    return policy.completes(exercise=exercise, passed=passed) if policy.ai else CompletionMode.OFF


async def _may_solve(runner: TestRunner, work: Work, offer: Offer) -> bool:
    """Whether a test passes that passes neither with the line unfinished nor without it."""
    try:
        with anyio.move_on_after(_TRIAL_SECONDS):
            return await _solves(runner, work, offer)
    except BadInputError:
        return True
    except SandboxUnavailableError:
        # Nothing runs on this machine, the learner's tests neither: the text alone decides.
        return False
    # What could not be tried in time is not offered.
    return True


async def _solves(runner: TestRunner, work: Work, offer: Offer) -> bool:
    exercise = work.exercise
    if exercise.language not in ("", "python") or not exercise.tests:
        return False
    cursor = offer.cursor
    cells = (cursor.completed(offer.text), cursor.cell, cursor.without_line)
    programs = [within(work.answer.code, cursor.cell, each) for each in cells]
    after, unfinished, without = await passing(runner, exercise, programs, work.answer.prelude)
    if after is None:  # it does not end: nobody knows what it would pass
        return unfinished is not None
    return bool(set(after) - set(unfinished or ()) - set(without or ()))


def _asked(prefix: str, suffix: str, mode: CompletionMode, key: Key) -> FillIn:
    before, after = window(prefix, suffix)
    tokens, stop = (_BLOCK_TOKENS, "\n\n") if mode is CompletionMode.BLOCK else (_LINE_TOKENS, "\n")
    return FillIn(before, after, max_tokens=tokens, stop=(stop,), key=key)


async def _text(engine: Route, reply: Reply, request: FillIn, mode: CompletionMode) -> str:
    async with aclosing(engine.fill_in(request, deadline=_SECONDS)) as stream:  # type: ignore[type-var]
        async for part in stream:
            reply.take(part)
    trimmed = block if mode is CompletionMode.BLOCK else one_line
    return trimmed(reply.text, request.suffix)
