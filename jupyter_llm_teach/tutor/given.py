"""What completions gave in each exercise, so that a solution can't be collected line by line."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from contextlib import suppress

from jupyter_llm_teach.errors import DiskFullError, JournalError
from jupyter_llm_teach.ports import Journal, Key


class Given:
    """Remembers the marks of lines that completions gave, as `teaching.completion.giving` has them.

    The journal keeps them over restarts and for other servers. This remembers what it could not
    record; it forgets the exercise that was completed longest ago.

    Args:
        size: How many learners' exercises it remembers.
    """

    def __init__(self, size: int = 4096) -> None:
        self._size = size
        self._marks: OrderedDict[Key, frozenset[str]] = OrderedDict()

    async def marks(self, journal: Journal, key: Key) -> frozenset[str]:
        """The marks of all lines that were completed in an exercise, as far as anybody knows."""
        known = self._marks.get(key, frozenset())
        with suppress(JournalError, DiskFullError):
            known |= await journal.completed(key)
        return known

    def add(self, key: Key, marks: Iterable[str]) -> None:
        """Remember lines that are shown now."""
        self._marks[key] = self._marks.get(key, frozenset()) | frozenset(marks)
        self._marks.move_to_end(key)
        while len(self._marks) > self._size:
            self._marks.popitem(last=False)
