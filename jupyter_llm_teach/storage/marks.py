"""The marks of what was completed in each exercise, read once: completions come often."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jupyter_llm_teach.ports import Key
from jupyter_llm_teach.storage import details

if TYPE_CHECKING:
    from jupyter_llm_teach.storage.database import Database

_MOST = 1024


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read of an exercise: so many events, up to a number in the file."""

    count: int = 0
    last: int = 0
    marks: frozenset[str] = frozenset()


class Marks:
    """Remembers what it read, and asks for what came after; other servers write as well."""

    def __init__(self) -> None:
        self._read: OrderedDict[Key, _Read] = OrderedDict()

    def of(self, key: Key, database: Database) -> frozenset[str]:
        """The marks of all lines that completions wrote or finished in an exercise."""
        known = self._read.get(key, _Read())
        count, later = database.payloads(key, "completed", known.last)
        if count != known.count:  # some were erased, or it is another file
            known = _Read()
            _, later = database.payloads(key, "completed", known.last)
        if later:
            marks = known.marks | details.marks_in(payload for _, payload in later)
            known = _Read(known.count + len(later), later[-1][0], marks)
        self._read[key] = known
        self._read.move_to_end(key)
        while len(self._read) > _MOST:
            self._read.popitem(last=False)
        return known.marks
