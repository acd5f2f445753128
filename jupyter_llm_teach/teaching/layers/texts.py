"""The texts that explaining rules needs in every language."""

from __future__ import annotations

from jupyter_llm_teach.teaching.allowance import Allowance
from jupyter_llm_teach.teaching.layers.layer import Which
from jupyter_llm_teach.teaching.policy import (
    CompletionMode,
    ErrorHelp,
    OffTopic,
    Questions,
    Tone,
)

_SINGLE = """
and help.on help.off help.exam rung.off rung.closed rung.open rung.needs
need.attempts need.attempts.one need.minutes need.new_attempt need.test_run need.reflection
need.after_passing need.after_due need.after_due.never cost.points cost.percent
cool_down hints_per_day stuck instructor completion.everywhere completion.differs
language.en language.fr language.learner longest_hint reading_grade avoid require
remote.yes remote.no engines engines.none models models.none tokens_per_day watt_hours_per_day
due.to_come due.past exam.times place.line place.cell why why.preset
""".split()  # noqa: SIM905 - a list that is read and reviewed as text

_CHOICES = {
    "contains": Allowance,
    "completion": CompletionMode,
    "error_help": ErrorHelp,
    "questions": Questions,
    "off_topic": OffTopic,
    "tone": Tone,
    "layer": Which,
}


def policy_texts() -> frozenset[str]:
    """Their keys."""
    choices = (f"{name}.{each.value}" for name, kind in _CHOICES.items() for each in kind)
    return frozenset(f"policy.{name}" for name in (*_SINGLE, *choices))
