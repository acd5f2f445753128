"""Values as messages for the browser."""

from __future__ import annotations

from collections.abc import Sequence

from jupyter_llm_teach import wire
from jupyter_llm_teach.errors import TeachError
from jupyter_llm_teach.teaching.facts.fact import ErrorFact, Facts
from jupyter_llm_teach.teaching.history import History
from jupyter_llm_teach.teaching.ladder import Step, Withhold
from jupyter_llm_teach.teaching.noticing import card_sentence
from jupyter_llm_teach.teaching.phrasing import withheld
from jupyter_llm_teach.teaching.policy import CompletionMode
from jupyter_llm_teach.teaching.wording import Wording
from jupyter_llm_teach.tutor.hint import Hint
from jupyter_llm_teach.tutor.model import Spent
from jupyter_llm_teach.tutor.work import Work


def fact_card(work: Work, shown: Facts, wording: Wording) -> wire.FactCard:
    """The card of facts that may be shown."""
    first = shown.first
    case = None
    if first is not None and first.visible and first.expected:
        case = wire.CaseView(call=first.call, expected=first.expected, got=first.got)
    error = shown.error or (first.error if first is not None and first.visible else None)
    return wire.FactCard(
        exercise=work.exercise.id,
        state=shown.state.value,
        tests=[
            wire.TestView(name=each.name, visible=each.visible, state=each.state.value)
            for each in shown.tests
        ],
        passed=shown.passed,
        total=len(shown.tests),
        case=case,
        error=None if error is None else error_view(error),
        summary=card_sentence(shown, wording),
    )


def error_view(error: ErrorFact) -> wire.ErrorView:
    """An exception, for the card; a program that had to be stopped raised none."""
    name = "" if error.stopped else error.type
    return wire.ErrorView(type=name, message=error.message, line=error.line)


def ladder_view(
    work: Work, steps: Sequence[Step], history: History, wording: Wording
) -> list[wire.RungView]:
    """The ladder, with a sentence for every closed rung."""
    views = []
    for step in steps:
        reason = todo = ""
        if step.reason is not None:
            decision = Withhold(step.rung, step.reason)
            reason, todo = withheld(decision, work.policy, history, wording)
        views.append(
            wire.RungView(rung=step.rung.value, state=step.state, reason=reason, next=todo)
        )
    return views


def exercise_view(work: Work, ladder: list[wire.RungView], history: History) -> wire.ExerciseView:
    """The exercise at the cursor."""
    return wire.ExerciseView(
        id=work.exercise.id,
        title=work.exercise.title,
        points=work.exercise.points,
        course=work.course,
        answer_cells=list(work.local.answer_cells),
        ladder=ladder,
        completion=work.policy.completes(exercise=True, passed=False) is not CompletionMode.OFF,
        language=work.language,
        shown=[wire.ShownHint(rung=each.rung.value, text=each.text) for each in history.hints],
    )


def usage_view(spent: Spent | None) -> wire.UsageView | None:
    """What phrasing cost."""
    if spent is None:
        return None
    return wire.UsageView(
        engine=spent.engine,
        model=spent.model,
        prompt_tokens=spent.prompt_tokens,
        output_tokens=spent.output_tokens,
        seconds=round(spent.seconds, 3),
    )


def hint_view(hint: Hint, ladder: list[wire.RungView]) -> wire.HintShown:
    """A hint."""
    return wire.HintShown(
        id=hint.id,
        rung=hint.rung.value,
        text=hint.text,
        source=hint.source,
        usage=usage_view(hint.spent),
        ladder=ladder,
    )


def failure_view(error: TeachError) -> wire.Failure:
    """A failure in the middle of a stream."""
    return wire.Failure(code=error.code, message=error.message, todo=error.todo)
