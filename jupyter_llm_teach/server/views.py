"""Values as messages for the browser."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from math import ceil

from jupyter_llm_teach import wire
from jupyter_llm_teach.errors import TeachError
from jupyter_llm_teach.server.cost_views import usage_view
from jupyter_llm_teach.teaching.facts.fact import ErrorFact, Facts
from jupyter_llm_teach.teaching.history import History
from jupyter_llm_teach.teaching.ladder import Step
from jupyter_llm_teach.teaching.noticing import card_sentence
from jupyter_llm_teach.teaching.policy import CompletionMode
from jupyter_llm_teach.teaching.standing import Standing
from jupyter_llm_teach.teaching.withholding import invitation
from jupyter_llm_teach.teaching.wording import Wording
from jupyter_llm_teach.tutor.hint import Hint, Refused
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


@dataclass(frozen=True, slots=True)
class HelpView:
    """The ladder and how the learner stands, as messages carry them."""

    ladder: list[wire.RungView]
    standing: wire.StandingView
    recalls: bool


def help_view(work: Work, stands: Standing, wording: Wording, now: datetime) -> HelpView:
    """The ladder, with a sentence for every closed rung, and what was used and is offered."""
    offer = stands.offer
    return HelpView(
        ladder=[_rung_view(work, step, wording, now) for step in stands.steps],
        standing=wire.StandingView(
            hints=stands.hints,
            cost=round(stands.cost, 2),
            offer=None
            if offer is None
            else wire.OfferView(
                stuck=offer.stuck,
                rung=None if offer.rung is None else offer.rung.value,
                instructor=offer.instructor,
            ),
            changes_in=_seconds(stands.changes, now),
        ),
        recalls=stands.recalls,
    )


def _rung_view(work: Work, step: Step, wording: Wording, now: datetime) -> wire.RungView:
    refusal = step.refusal
    code = reason = todo = ""
    if refusal is not None:
        code = refusal.reason.value
        # Without the time: the panel counts it down.
        reason, todo = invitation(refusal, work.policy, wording)
    return wire.RungView(
        rung=step.rung.value,
        state=step.state,
        code=code,
        reason=reason,
        next=todo,
        cost=_cost_view(work, step),
        opens_in=None if refusal is None else _seconds(refusal.when, now),
        missing=None if refusal is None else refusal.missing,
    )


def _cost_view(work: Work, step: Step) -> wire.CostView | None:
    cost = work.policy.rule_of(step.rung).cost
    is_paid = step.again or (step.state == "used" and step.refusal is not None)
    if is_paid or not cost.amount:
        return None
    points = round(cost.points(work.exercise.points), 2)
    return wire.CostView(amount=cost.amount, percent=cost.percent, points=points)


def _seconds(moment: datetime | None, now: datetime) -> int | None:
    return None if moment is None else max(ceil((moment - now).total_seconds()), 1)


def exercise_view(work: Work, helped: HelpView, history: History) -> wire.ExerciseView:
    """The exercise at the cursor."""
    shown = history.hints if helped.recalls else ()
    return wire.ExerciseView(
        id=work.exercise.id,
        title=work.exercise.title,
        points=work.exercise.points,
        course=work.course,
        answer_cells=list(work.local.answer_cells),
        ladder=helped.ladder,
        standing=helped.standing,
        completion=work.policy.completes(exercise=True, passed=False) is not CompletionMode.OFF,
        language=work.language,
        shown=[wire.ShownHint(rung=each.rung.value, text=each.text) for each in shown],
    )


def hint_view(hint: Hint, helped: HelpView, wording: Wording, warning: str) -> wire.HintShown:
    """A hint, with a warning where a budget ends soon."""
    return wire.HintShown(
        id=hint.id,
        rung=hint.rung.value,
        text=hint.text,
        source=hint.source,
        usage=usage_view(hint.spent, wording),
        why=hint.why,
        warning=warning,
        ladder=helped.ladder,
        standing=helped.standing,
    )


def withheld_view(
    refused: Refused, work: Work, helped: HelpView, wording: Wording
) -> wire.Withheld:
    """A refusal."""
    reason, todo = invitation(refused.decision, work.policy, wording)
    return wire.Withheld(
        rung=refused.decision.rung.value,
        code=refused.decision.reason.value,
        reason=reason,
        next=todo,
        ladder=helped.ladder,
        standing=helped.standing,
    )


def failure_view(error: TeachError) -> wire.Failure:
    """A failure in the middle of a stream."""
    return wire.Failure(code=error.code, message=error.message, todo=error.todo)
