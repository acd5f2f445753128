"""What keeps what happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from jupyter_llm_teach.ports.key import Key
from jupyter_llm_teach.teaching.history import Attempt, History, Note, Reflection
from jupyter_llm_teach.teaching.request import Begun, Delivered, Refusal, Request, Used


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a learner thought of a hint."""

    hint: str
    helpful: bool
    at: datetime


RESERVED_SECONDS = 300.0
"""How long a request may be under way; the waits on the way to its answer end before that."""


class Journal(Protocol):
    """Append-only record of what happened. Raises `JournalError` or `DiskFullError`.

    A request for help is reserved before anything is spent on it, and ends with what was shown,
    a refusal, or nothing. Only what was shown is in the history, costs anything and stays for
    good; who asks again with the same client id after a refusal or a failure is heard afresh.
    """

    async def begin(self, key: Key, request: Request) -> Begun:
        """Reserve a request, so that one at a time is answered for a key and a door.

        `Reserved`: it is ours to answer. `Repeated`: this client id was answered before. `Busy`:
        one is being answered, this very one perhaps, here or in another process. A reservation
        whose process has died, or that is older than `RESERVED_SECONDS`, is given up by itself.
        """
        ...

    async def finish(self, request: str, delivered: Delivered) -> Delivered:
        """Record what is shown for a reserved request; gives what stands.

        That is another text where the same request was answered in the meantime: show that one.
        """
        ...

    async def refuse(self, request: str, refusal: Refusal) -> None:
        """End a reserved request because help is withheld; nothing is charged."""
        ...

    async def cancel(self, request: str, at: datetime) -> None:
        """Give a reserved request back unanswered; nothing is charged. Harmless once it ended."""
        ...

    async def add_completion(
        self, key: Key, delivered: Delivered, marks: Sequence[str] = ()
    ) -> None:
        """Record what was completed for a learner; it costs no points and needs no turn.

        It outlives the server, and not for sure a power failure right afterwards: a learner who is
        typing does not wait for a disk.

        Args:
            key: The learner and the exercise.
            delivered: What was completed.
            marks: Of the lines that it wrote or finished, see `completed`.
        """
        ...

    async def completed(self, key: Key) -> frozenset[str]:
        """The marks of all lines that completions wrote or finished in an exercise."""
        ...

    async def add_attempt(self, key: Key, attempt: Attempt) -> None:
        """Record a checked answer; the same answer checked again right after is recorded once."""
        ...

    async def add_feedback(self, key: Key, feedback: Feedback) -> None:
        """Record feedback on a hint."""
        ...

    async def add_reflection(self, key: Key, reflection: Reflection) -> None:
        """Record what a learner wrote of the own work; the same again right after only once."""
        ...

    async def add_note(self, key: Key, note: Note) -> None:
        """Record what a learner sent to the instructor; the same again right after only once."""
        ...

    async def add_opened(self, key: Key, at: datetime) -> None:
        """Record that the exercise was first seen; later calls change nothing."""
        ...

    async def add_policy(self, key: Key, policy: str, at: datetime) -> None:
        """Record the rules in force, as text, where they differ from those recorded last."""
        ...

    async def history(self, key: Key, without: str = "") -> History:
        """What the learner did on the exercise, oldest first.

        Args:
            key: The learner and the exercise.
            without: The id of a request that is not counted among those asked: the one at hand.
        """
        ...

    async def spent(self, learner: str, since: datetime) -> Used:
        """What models cost for a learner from a moment on, over all exercises."""
        ...

    async def aclose(self) -> None:
        """Close the store."""
        ...
