"""The seven steps of help, weakest first."""

from __future__ import annotations

from enum import Enum
from functools import total_ordering


@total_ordering
class Rung(Enum):
    """A step of the help ladder; a weaker one is smaller.

    `ORIENT`: what is asked, which test fails and how. `QUESTION`: one Socratic question about the
    failing case. `CONCEPT`: the idea, and where it is treated. `LOCATE`: where in the code.
    `OUTLINE`: steps in words. `EXAMPLE`: a worked example of a different, parallel problem.
    `SOLUTION`: the instructor's own reference.
    """

    ORIENT = "orient"
    QUESTION = "question"
    CONCEPT = "concept"
    LOCATE = "locate"
    OUTLINE = "outline"
    EXAMPLE = "example"
    SOLUTION = "solution"

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, Rung):
            return NotImplemented
        return self.height < other.height

    @property
    def height(self) -> int:
        """Its place on the ladder, from 0."""
        return list(Rung).index(self)

    @property
    def above(self) -> Rung | None:
        """The next stronger rung, or None at the top."""
        rungs = list(Rung)
        return rungs[self.height + 1] if self.height + 1 < len(rungs) else None
