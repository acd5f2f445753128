"""A journal that forgets everything with its process."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timezone

from jupyter_llm_teach.errors import TeachError
from jupyter_llm_teach.ports import Feedback, Key
from jupyter_llm_teach.teaching.history import (
    Attempt,
    Exchange,
    History,
    Note,
    PastHint,
    Reflection,
)
from jupyter_llm_teach.teaching.request import (
    Begun,
    Busy,
    Delivered,
    Refusal,
    Repeated,
    Request,
    Reserved,
    Used,
)


@dataclass
class _Kept:
    key: Key
    request: Request
    delivered: Delivered | None = None


class MemoryJournal:
    """Keeps what happened in lists that a test can look at.

    Attributes:
        failure: Raised by every method while it is set.
        delivered: What was shown, by the id of its request, oldest first.
        refused: What was withheld, with the id of its request, oldest first.
        completions: What was completed, oldest first.
        cancelled: Ids of the requests that were given back.
        feedback: All feedback, oldest first.
        policies: The rules that were in force, oldest first.
    """

    def __init__(self) -> None:
        self.failure: TeachError | None = None
        self.delivered: dict[str, Delivered] = {}
        self.refused: list[tuple[str, Refusal]] = []
        self.completions: list[tuple[Key, Delivered]] = []
        self._marks: dict[Key, set[str]] = defaultdict(set)
        self.cancelled: list[str] = []
        self.feedback: list[tuple[Key, Feedback]] = []
        self.policies: list[tuple[Key, str]] = []
        self._requests: dict[str, _Kept] = {}
        self._held: set[str] = set()
        self._attempts: dict[Key, list[Attempt]] = defaultdict(list)
        self._reflections: dict[Key, list[Reflection]] = defaultdict(list)
        self._notes: dict[Key, list[Note]] = defaultdict(list)
        self._opened: dict[Key, datetime] = {}

    async def begin(self, key: Key, request: Request) -> Begun:
        """Reserve a request, so that one at a time is answered for a key and a door."""
        self._fail()
        name = str(uuid.uuid5(uuid.NAMESPACE_OID, f"{key} {request.client}"))
        delivered = self.delivered.get(name)
        if delivered is not None:
            return Repeated(name, delivered)
        live = [self._requests[each] for each in self._held]
        if any(each.key == key and each.request.door == request.door for each in live):
            return Busy()
        self._requests.setdefault(name, _Kept(key, replace(request, at=_utc(request.at))))
        self._held.add(name)
        return Reserved(name)

    async def finish(self, request: str, delivered: Delivered) -> Delivered:
        """Record what is shown for a reserved request; gives what stands."""
        self._fail()
        self._held.discard(request)
        kept = self._requests[request]
        stands = self.delivered.setdefault(request, replace(delivered, at=_utc(delivered.at)))
        kept.delivered = stands
        return stands

    async def refuse(self, request: str, refusal: Refusal) -> None:
        """End a reserved request because help is withheld; nothing is charged."""
        self._fail()
        self._held.discard(request)
        self.refused.append((request, refusal))

    async def cancel(self, request: str, at: datetime) -> None:  # noqa: ARG002 - the port's
        """Give a reserved request back unanswered; nothing is charged."""
        if request in self._held:
            self._held.discard(request)
            self.cancelled.append(request)
        self._fail()

    async def add_completion(
        self, key: Key, delivered: Delivered, marks: Sequence[str] = ()
    ) -> None:
        """Record what was completed for a learner; it costs no points and needs no turn."""
        self._fail()
        self.completions.append((key, replace(delivered, at=_utc(delivered.at))))
        self._marks[key] |= set(marks)

    async def completed(self, key: Key) -> frozenset[str]:
        """The marks of all lines that completions wrote or finished in an exercise."""
        self._fail()
        return frozenset(self._marks[key])

    async def add_attempt(self, key: Key, attempt: Attempt) -> None:
        """Record a checked answer; the same answer checked again right after is recorded once."""
        self._fail()
        attempts = self._attempts[key]
        new = replace(attempt, at=_utc(attempt.at))
        if not attempts or replace(attempts[-1], at=new.at) != new:
            attempts.append(new)

    async def add_feedback(self, key: Key, feedback: Feedback) -> None:
        """Record feedback on a hint."""
        self._fail()
        self.feedback.append((key, feedback))

    async def add_reflection(self, key: Key, reflection: Reflection) -> None:
        """Record what a learner wrote; the same again right after only once."""
        self._fail()
        kept = self._reflections[key]
        new = replace(reflection, at=_utc(reflection.at))
        if not kept or replace(kept[-1], at=new.at) != new:
            kept.append(new)

    async def add_note(self, key: Key, note: Note) -> None:
        """Record what a learner sent to the instructor; the same right after only once."""
        self._fail()
        kept = self._notes[key]
        new = replace(note, at=_utc(note.at))
        if not kept or replace(kept[-1], at=new.at) != new:
            kept.append(new)

    async def add_opened(self, key: Key, at: datetime) -> None:
        """Record that the exercise was first seen; later calls change nothing."""
        self._fail()
        self._opened.setdefault(key, _utc(at))

    async def add_policy(self, key: Key, policy: str, at: datetime) -> None:  # noqa: ARG002
        """Record the rules in force where they differ from those recorded last."""
        self._fail()
        before = [each for known, each in self.policies if known == key]
        if before[-1:] != [policy]:
            self.policies.append((key, policy))

    async def history(self, key: Key, without: str = "") -> History:
        """What the learner did on the exercise, oldest first."""
        self._fail()
        own = {name: each for name, each in self._requests.items() if each.key == key}
        shown = [(own[name].request, each) for name, each in self.delivered.items() if name in own]
        return History(
            hints=tuple(
                PastHint(each.rung, asked.answer, each.at, each.text, each.cost)
                for asked, each in shown
                if each.rung is not None
            ),
            attempts=tuple(self._attempts.get(key, ())),
            reflections=tuple(self._reflections.get(key, ())),
            exchanges=tuple(
                Exchange(asked.question, each.text, asked.answer, each.at, each.source)
                for asked, each in shown
                if each.rung is None
            ),
            notes=tuple(self._notes.get(key, ())),
            asked=tuple(each.request.at for name, each in own.items() if name != without),
            opened=self._opened.get(key),
        )

    async def spent(self, learner: str, since: datetime) -> Used:
        """What models cost for a learner from a moment on, over all exercises."""
        self._fail()
        shown = [(self._requests[name].key, each) for name, each in self.delivered.items()]
        costs = [
            each.spent
            for key, each in (*shown, *self.completions)
            if each.spent is not None and each.at >= since and key.learner == learner
        ]
        return Used(
            sum(each.prompt_tokens + each.output_tokens for each in costs),
            sum(each.seconds for each in costs),
        )

    async def aclose(self) -> None:
        """Nothing is open."""
        self._held.clear()

    def _fail(self) -> None:
        if self.failure is not None:
            raise self.failure


def _utc(at: datetime) -> datetime:
    return at.astimezone(timezone.utc)
