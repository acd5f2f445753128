"""What completions gave in each exercise, so that a solution can't be collected line by line."""

from __future__ import annotations

from collections import OrderedDict

from jupyter_llm_teach.ports import Key

_MOST_LINES = 200


class Given:
    """Remembers completed lines; it forgets the exercise that was completed longest ago.

    Args:
        size: How many learners' exercises it remembers.
    """

    def __init__(self, size: int = 4096) -> None:
        self._size = size
        self._lines: OrderedDict[Key, tuple[str, ...]] = OrderedDict()

    def lines(self, key: Key) -> tuple[str, ...]:
        """The lines that were completed in an exercise, oldest first."""
        return self._lines.get(key, ())

    def add(self, key: Key, lines: tuple[str, ...]) -> None:
        """Remember lines that are shown now."""
        kept = tuple(dict.fromkeys((*self._lines.get(key, ()), *lines)))
        self._lines[key] = kept[-_MOST_LINES:]
        self._lines.move_to_end(key)
        while len(self._lines) > self._size:
            self._lines.popitem(last=False)
