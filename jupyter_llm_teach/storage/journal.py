"""The journal in a SQLite file that all servers of one user share."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable, Sequence
from dataclasses import astuple
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from jupyter_llm_teach.ports import Feedback, Key
from jupyter_llm_teach.storage import details
from jupyter_llm_teach.storage.event import Broken, Event, Intact, Kind, Line, Whose, as_payload
from jupyter_llm_teach.storage.failures import told
from jupyter_llm_teach.storage.marks import Marks
from jupyter_llm_teach.storage.turns import Turn, turn
from jupyter_llm_teach.storage.worker import Worker
from jupyter_llm_teach.teaching.history import Attempt, History, Note, Reflection
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

if TYPE_CHECKING:
    from jupyter_llm_teach.storage.database import Database

T = TypeVar("T")

# Namespace of the ids that requests get from their keys and clients.
_REQUESTS = uuid.UUID("6d2b64c4-2c0b-4a6f-8d0a-3a0c2f4c2b5e")
_TOLD: tuple[Kind, ...] = (
    "hint",
    "attempt",
    "reserved",
    "delivered",
    "reflection",
    "note",
    "opened",
)


class SqlJournal:
    """Append-only, and hash-chained so that a later change shows.

    The file is made, readable by its owner only, at the first use. When a method returns, its
    event is on the disk: it outlives a crash and is there exactly once.

    Args:
        path: The file; its folder is made where it is missing.
        wait_seconds: How long a write waits for another process to finish its own.

    Raises:
        DiskFullError: there is no space; what was recorded before stays.
        JournalError: the file is damaged, locked, read-only, or from a newer version.
    """

    def __init__(self, path: Path, wait_seconds: float = 10.0) -> None:
        self._path = path
        self._worker = Worker(path, wait_seconds, "journal")
        self._turns: dict[str, Turn] = {}
        self._marks = Marks()

    async def begin(self, key: Key, request: Request) -> Begun:
        """Reserve a request, so that one at a time is answered for a key and a door."""
        taken: list[str] = []
        try:
            return await self._worker.run(partial(self._begin, key, request, taken))
        except asyncio.CancelledError:
            for each in taken:  # nobody will end it
                self._give_up(each)
            raise

    async def finish(self, request: str, delivered: Delivered) -> Delivered:
        """Record what is shown for a reserved request; gives what stands."""
        payload = details.of_delivered(delivered)
        stands = await self._ending(
            request, lambda database: database.deliver(request, delivered.at, payload)
        )
        return details.delivered_in(stands)

    async def refuse(self, request: str, refusal: Refusal) -> None:
        """End a reserved request because help is withheld; nothing is charged."""
        payload = details.of_refusal(refusal)
        await self._ending(
            request, lambda database: database.end(request, "refused", refusal.at, payload)
        )

    async def cancel(self, request: str, at: datetime) -> None:
        """Give a reserved request back unanswered; nothing is charged. Harmless once it ended."""
        if request in self._turns:
            payload = as_payload(why="cancelled")
            await self._ending(
                request, lambda database: database.end(request, "refunded", at, payload)
            )

    async def add_completion(
        self, key: Key, delivered: Delivered, marks: Sequence[str] = ()
    ) -> None:
        """Record what was completed for a learner; it costs no points and needs no turn.

        A crash of the server loses nothing of it; a power failure may lose the last ones.
        """
        new = _event("completed", key, delivered.at, details.of_completion(delivered, marks))
        await self._worker.run(lambda database: database.append_lightly(new))

    async def completed(self, key: Key) -> frozenset[str]:
        """The marks of all lines that completions wrote or finished in an exercise."""
        return await self._worker.run(partial(self._marks.of, key))

    async def add_attempt(self, key: Key, attempt: Attempt) -> None:
        """Record a checked answer; the same answer checked again right after is recorded once."""
        payload = as_payload(answer=attempt.answer, passed=attempt.passed, total=attempt.total)
        await self._add_unless_repeated(_event("attempt", key, attempt.at, payload))

    async def add_feedback(self, key: Key, feedback: Feedback) -> None:
        """Record feedback on a hint."""
        payload = as_payload(hint=feedback.hint, helpful=feedback.helpful)
        await self._add(_event("feedback", key, feedback.at, payload))

    async def add_reflection(self, key: Key, reflection: Reflection) -> None:
        """Record what a learner wrote of the own work; the same again right after only once."""
        payload = as_payload(answer=reflection.answer, text=reflection.text)
        await self._add_unless_repeated(_event("reflection", key, reflection.at, payload))

    async def add_note(self, key: Key, note: Note) -> None:
        """Record what a learner sent to the instructor; the same again right after only once."""
        await self._add_unless_repeated(_event("note", key, note.at, as_payload(text=note.text)))

    async def add_opened(self, key: Key, at: datetime) -> None:
        """Record that the exercise was first seen; later calls change nothing."""
        await self._add_unless_repeated(_event("opened", key, at, as_payload()))

    async def add_policy(self, key: Key, policy: str, at: datetime) -> None:
        """Record the rules in force, as text, where they differ from those recorded last."""
        await self._add_unless_repeated(_event("policy", key, at, as_payload(policy=policy)))

    async def history(self, key: Key, without: str = "") -> History:
        """What the learner did on the exercise, oldest first."""
        found = await self._worker.run(lambda database: database.events(key, *_TOLD))
        return details.history_in(found, without)

    async def spent(self, learner: str, since: datetime) -> Used:
        """What models cost for a learner from a moment on, over all exercises."""
        return details.used_in(
            await self._worker.run(lambda database: database.delivered_since(learner, since))
        )

    async def verify(self) -> Intact | Broken:
        """Whether every event is as it was written; the first that is not, otherwise."""
        return await self._worker.run(lambda database: database.verified())

    async def learners(self, course: str | None = None) -> tuple[str, ...]:
        """Of whom something is recorded, in a course or in any, in alphabetical order."""
        return await self._worker.run(lambda database: database.learners(course))

    async def export(self, whose: Whose, at: datetime, by: str) -> tuple[Line, ...]:
        """All events of a learner, or of all; that `by` has read them is recorded first."""
        log = _event(
            "exported", Key(whose.learner or "", whose.course or "", ""), at, as_payload(by=by)
        )
        return await self._worker.run(lambda database: database.export(whose, log))

    async def erase(self, whose: Whose, at: datetime, by: str) -> int:
        """Take the details of a learner's events away for good; gives of how many.

        The chain stays valid. What remains of an event is when it happened, its kind, and to whom.
        """
        return await self._worker.run(lambda database: database.erase(whose, at, by))

    async def aclose(self) -> None:
        """Close the file and give up what was reserved; a later use opens it again."""
        await self._worker.wait_for(self._end)

    def _begin(self, key: Key, request: Request, taken: list[str], database: Database) -> Begun:
        name = str(uuid.uuid5(_REQUESTS, "\0".join((*astuple(key), request.client))))
        delivery = database.delivery(name)
        if delivery is None:
            mine = self._turn(key, request)
            if mine is None:
                return Busy()
            new = _event("reserved", key, request.at, details.of_request(request), name)
            try:
                delivery = database.reserve(new)
            except BaseException:
                mine.end()
                raise
            if delivery is None:
                self._give_up(name)
                self._turns[name] = mine
                taken.append(name)
                return Reserved(name)
            mine.end()
        return Repeated(name, details.delivered_in(delivery))

    def _turn(self, key: Key, request: Request) -> Turn | None:
        folder = self._path.with_name(f"{self._path.name}-turns")
        try:
            return turn(folder, key, request.door)
        except OSError as error:
            raise told(error, self._path) from error

    def _give_up(self, request: str) -> None:
        taken = self._turns.pop(request, None)
        if taken is not None:
            taken.end()

    async def _ending(self, request: str, act: Callable[[Database], T]) -> T:
        try:
            return await self._worker.run(act)
        finally:
            self._give_up(request)

    async def _add(self, new: Event) -> None:
        await self._worker.run(lambda database: database.append(new))

    async def _add_unless_repeated(self, new: Event) -> None:
        await self._worker.run(lambda database: database.append_unless_repeated(new))

    def _end(self) -> None:
        for each in tuple(self._turns):
            self._give_up(each)
        self._worker.close()


def _event(kind: Kind, key: Key, at: datetime, payload: str, request: str | None = None) -> Event:
    return Event(str(uuid.uuid4()), at, kind, key, payload, request)
