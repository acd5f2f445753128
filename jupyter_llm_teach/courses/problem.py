"""What is wrong with an instructor's notebook: a place, a sentence and a way to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Severity(Enum):
    """Whether a student version can still be made."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that lint found.

    Attributes:
        code: Stable name of the rule, such as ``tag_misspelled``.
        notebook: Path in the course, with ``/``.
        message: One sentence: what is wrong.
        fix: One sentence: what to do about it.
        cell: Place of the cell, from 1; None where it is about the notebook.
        line: Line of that cell, from 1 (in a text notebook: of the file); None where it is about
            the cell as a whole.
        severity: ``ERROR`` where nobody can know what the instructor meant.
    """

    code: str
    notebook: str
    message: str
    fix: str
    cell: int | None = None
    line: int | None = None
    severity: Severity = Severity.ERROR

    @property
    def place(self) -> str:
        """Notebook, cell and line, as people read them."""
        parts = [self.notebook]
        if self.cell is not None:
            parts.append(f"cell {self.cell}")
        if self.line is not None:
            parts.append(f"line {self.line}")
        return ", ".join(parts)
