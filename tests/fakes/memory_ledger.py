"""A ledger that forgets everything with its process."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from jupyter_llm_teach.errors import TeachError
from jupyter_llm_teach.ports import Asked
from jupyter_llm_teach.teaching.ledger.call import Call
from jupyter_llm_teach.teaching.ledger.total import By, Total, by_name, total_of
from jupyter_llm_teach.teaching.request import Used


class MemoryLedger:
    """Keeps calls in a list that a test can look at.

    Attributes:
        calls: What was kept, oldest first.
        failure: Raised by every reading method while it is set.
    """

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.failure: TeachError | None = None

    def add(self, call: Call) -> None:
        """Keep a call."""
        self.calls.append(call)

    async def totals(self, by: By, asked: Asked) -> Sequence[Total]:
        """What calls cost together, for each student, exercise, model or day, in order."""
        found = self._found(asked)
        return by_name(replace(total_of(each), name=_name(each, by)) for each in found)

    async def used(self, learner: str, since: datetime) -> Used:
        """What a learner used from a moment on, over all exercises."""
        found = self._found(Asked(learner, since))
        return Used(
            sum(each.tokens.all for each in found),
            sum(each.seconds for each in found),
            sum((each.energy.watt_hours.value for each in found), 0.0),
        )

    async def aclose(self) -> None:
        """Nothing to close."""

    def _found(self, asked: Asked) -> list[Call]:
        if self.failure is not None:
            raise self.failure
        return [each for each in self.calls if _is_meant(each, asked)]


def _is_meant(call: Call, asked: Asked) -> bool:
    return (
        asked.learner in (None, call.account.learner)
        and (asked.since is None or call.at >= asked.since)
        and (asked.exercises is None or call.account.exercise in asked.exercises)
    )


def _name(call: Call, by: By) -> str:
    names: dict[By, str] = {
        "student": call.account.learner,
        "exercise": call.account.exercise,
        "model": call.model,
        "day": call.at.astimezone().date().isoformat(),
    }
    return names[by]
