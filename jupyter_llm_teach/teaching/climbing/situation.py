"""Everything that a decision about a rung looks at, and what it counts in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from jupyter_llm_teach.teaching.facts.fact import Facts, State
from jupyter_llm_teach.teaching.history import History, PastHint
from jupyter_llm_teach.teaching.policy import Policy, RungRule
from jupyter_llm_teach.teaching.rung import Rung


@dataclass(frozen=True, slots=True)
class Situation:
    """One learner before one exercise, now.

    Attributes:
        policy: The rules in force.
        facts: What is known of the answer as it stands; None where it was not looked at.
        history: What happened before this request.
        answer: Digest of the answer as it stands.
        has_reference: Whether the instructor gave a solution.
        now: The time, in the zone whose midnight begins a new day.
        worth: The exercise's points.
    """

    policy: Policy
    facts: Facts | None
    history: History
    answer: str
    has_reference: bool
    now: datetime
    worth: float = 0.0

    @property
    def solved(self) -> bool:
        """Whether the answer as it stands passes all tests."""
        if self.facts is not None and self.facts.state is not State.NOT_RUN:
            return self.facts.state is State.PASSED
        same = [each for each in self.history.attempts if each.answer == self.answer]
        return bool(same) and 0 < same[-1].total == same[-1].passed

    @property
    def passed(self) -> bool:
        """Whether this answer or an earlier one passed all tests."""
        return self.solved or self.history.passed

    @property
    def given(self) -> tuple[PastHint, ...]:
        """Every hint when it was first shown for an answer, oldest first, without the goal.

        The goal says only what the tests say anyway: it counts as help where it costs something.
        """
        first: dict[tuple[Rung, str], PastHint] = {}
        for hint in self.history.hints:
            if hint.rung is not Rung.ORIENT or hint.cost:
                first.setdefault((hint.rung, hint.answer), hint)
        return tuple(first.values())

    @property
    def helped(self) -> tuple[PastHint, ...]:
        """The hints that count as help with the answer: what came after passing, if it cost."""
        passed = [each.at for each in self.history.attempts if 0 < each.total == each.passed]
        return tuple(
            each for each in self.given if each.cost or not passed or each.at <= min(passed)
        )

    @property
    def begun(self) -> datetime:
        """When the learner was first seen on the exercise; now, if never."""
        history = self.history
        seen = [each.at for each in history.attempts] + [each.at for each in history.hints]
        seen += history.asked if history.opened is None else (*history.asked, history.opened)
        return min([self.now, *seen])

    @property
    def stuck_at(self) -> datetime | None:
        """When the learner counts as stuck: so long after the start or the last hint, unsolved.

        None where the policy has no such time, nothing was tried yet, or the tests passed.
        """
        minutes = self.policy.stuck_minutes
        if minutes is None or self.passed or not self.history.attempts:
            return None
        last = [hint.at for hint in self.given[-1:]]
        return min(max([self.begun, *last]), self.now) + timedelta(minutes=minutes)

    @property
    def stuck(self) -> bool:
        """Whether the learner has been at it for long without passing."""
        at = self.stuck_at
        return at is not None and at <= self.now

    def rule(self, rung: Rung) -> RungRule:
        """What a rung asks for and costs."""
        return self.policy.rule_of(rung)
