"""Answers to free questions in our own words: the facts, and where to go on."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from jupyter_llm_teach.teaching.asking.question import Reason
from jupyter_llm_teach.teaching.case import Case
from jupyter_llm_teach.teaching.facts.fact import State
from jupyter_llm_teach.teaching.ladder import Step
from jupyter_llm_teach.teaching.permission import NoModel
from jupyter_llm_teach.teaching.quoting import code_span, goal_of
from jupyter_llm_teach.teaching.summary import summary
from jupyter_llm_teach.teaching.wording import Wording


class Lacking(Enum):
    """Why an answer is in our own words.

    `NO_MODEL`: no model is there. `NOT_ALLOWED`: the policy allows other models. `USED_UP`: the
    day's budget is. `FAILED`: it could not answer. `HELD_BACK`: what it wrote could not be shown.
    """

    NO_MODEL = "no_model"
    NOT_ALLOWED = "not_allowed"
    USED_UP = "used_up"
    FAILED = "failed"
    HELD_BACK = "held_back"


def lacking_for(refusal: NoModel) -> Lacking:
    """Why an answer is in our own words where no model may work."""
    match refusal:
        case NoModel.ENGINE | NoModel.MODEL | NoModel.REMOTE:
            return Lacking.NOT_ALLOWED
        case NoModel.TOKENS | NoModel.ENERGY:
            return Lacking.USED_UP
        case NoModel.NO_ENGINE | NoModel.AI_OFF | NoModel.EXAM:
            return Lacking.NO_MODEL


def own_answer(lacking: Lacking, case: Case, steps: Sequence[Step], wording: Wording) -> str:
    """What is known for sure, where no model's text is shown."""
    lead = wording.say(f"asking.{lacking.value}")
    return _joined(lead, *_known(case, wording), next_step(steps, wording))


def instead(reason: Reason, case: Case, steps: Sequence[Step], wording: Wording) -> str:
    """What is told where the question is about something else, or asks for the answer itself."""
    known = _known(case, wording) if reason is Reason.ASKS_FOR_SOLUTION else ()
    return _joined(wording.say(f"asking.{reason.value}"), *known, next_step(steps, wording))


def with_facts(text: str, case: Case, told: Sequence[str], wording: Wording) -> str:
    """A model's text on the learner's own work, and beside it what the tests say, told once."""
    facts = wording.say("asking.facts", summary=summary(case.shown, wording))
    wrong = case.shown.state in (State.FAILED, State.ERROR)
    return _joined(text, facts) if wrong and not any(facts in each for each in told) else text


def next_step(steps: Sequence[Step], wording: Wording) -> str:
    """Which step of the ladder is open, as a sentence."""
    for state in ("next", "open"):
        step = next((each for each in steps if each.state == state), None)
        if step is not None:
            return wording.say("asking.step", rung=wording.say(f"rung.{step.rung.value}"))
    return wording.say("asking.no_step")


def _known(case: Case, wording: Wording) -> tuple[str, ...]:
    facts = case.shown
    parts = [wording.say("asking.facts", summary=summary(facts, wording))]
    goal = goal_of(case.exercise.statement)
    if facts.unchanged and goal:
        parts.insert(0, wording.say("orient.goal", goal=goal))
    first = facts.first
    if first is not None:
        call, expected, got = (code_span(each) for each in (first.call, first.expected, first.got))
        if call and expected and got:
            parts.append(wording.say("asking.case", call=call, expected=expected, got=got))
    return tuple(parts)


def _joined(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)
