"""Where a completion would go, and what it would make of the cell."""

from __future__ import annotations

from dataclasses import dataclass

from jupyter_llm_teach.teaching.exercise import Exercise
from jupyter_llm_teach.teaching.guard.similarity import TOO_SIMILAR, given_away


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in a cell: the code before it and after it."""

    prefix: str
    suffix: str

    @property
    def cell(self) -> str:
        """The cell as it stands."""
        return self.prefix + self.suffix

    @property
    def without_line(self) -> str:
        """The cell without the line that is being written."""
        above, below = self.prefix.rpartition("\n")[0], self.suffix.partition("\n")[2]
        return f"{above}\n{below}"

    def completed(self, text: str) -> str:
        """The cell with a text at this place."""
        return f"{self.prefix}{text}{self.suffix}"

    def line(self, text: str) -> str:
        """The line that is being written, with a text at this place."""
        return self.prefix.rpartition("\n")[2] + text + self.suffix.partition("\n")[0]


def within(answer: str, cell: str, replaced: str) -> str:
    """An answer in which a cell is replaced; a cell that is none of the answer's stands alone.

    Args:
        answer: The learner's answer, perhaps of several cells.
        cell: A cell as it stands.
        replaced: The same cell, changed.
    """
    if cell.strip() and cell in answer:
        return answer.replace(cell, replaced, 1)
    return replaced


def gives_most(exercise: Exercise, cell: str, completed: str) -> bool:
    """Whether a completion brings a cell to most of a reference.

    The whole cell is compared, and the starter alone counts as known: a reference can't be
    collected line by line.
    """
    for reference in exercise.references:
        share = given_away(completed, reference, exercise.starter)
        if share >= TOO_SIMILAR and share > given_away(cell, reference, exercise.starter):
            return True
    return False
