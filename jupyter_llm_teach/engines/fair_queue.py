"""Whose turn it is at an engine: learners one after another, whatever each of them asks for."""

from __future__ import annotations

from collections import OrderedDict, deque
from itertools import zip_longest

import anyio

_LONGEST = 500


class Ticket:
    """A request that works or waits.

    Attributes:
        place: 0 while it is its turn, 1 for who is next.
    """

    def __init__(self, learner: str) -> None:
        self.learner = learner
        self.place = -1
        self._news = anyio.Event()

    async def left(self, place: int) -> None:
        """Wait until the place is another one than that."""
        while self.place == place:
            await self._news.wait()

    def put(self, place: int) -> None:
        """Give it a place, and tell whoever waits for it."""
        if place != self.place:
            self.place = place
            self._news.set()
            self._news = anyio.Event()


class FairQueue:
    """Turns at one engine.

    Args:
        parallel: How many requests it works on at once.
    """

    def __init__(self, parallel: int) -> None:
        self._free = parallel
        self._waiting: OrderedDict[str, deque[Ticket]] = OrderedDict()

    def __len__(self) -> int:
        return sum(map(len, self._waiting.values()))

    @property
    def is_full(self) -> bool:
        """Whether so many wait that one more would wait in vain."""
        return len(self) >= _LONGEST

    def enter(self, learner: str) -> Ticket:
        """A place for a request; it must `leave` however it ends."""
        ticket = Ticket(learner)
        self._waiting.setdefault(learner, deque()).append(ticket)
        self._move()
        return ticket

    def leave(self, ticket: Ticket) -> None:
        """Give a turn or a place back."""
        if ticket.place == 0:
            self._free += 1
        else:
            theirs = self._waiting[ticket.learner]
            theirs.remove(ticket)
            if not theirs:
                del self._waiting[ticket.learner]
        self._move()

    def _move(self) -> None:
        while self._free and self._waiting:
            learner, theirs = self._waiting.popitem(last=False)
            theirs.popleft().put(0)
            self._free -= 1
            if theirs:
                self._waiting[learner] = theirs  # behind all others
        rounds = zip_longest(*self._waiting.values())
        order = [each for turn in rounds for each in turn if each is not None]
        for place, each in enumerate(order, start=1):
            each.put(place)
