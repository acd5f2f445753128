"""A notebook as far as teaching needs it: cells in order, without outputs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class NbgraderMark:
    """nbgrader's metadata of a cell, the same for every version of its schema."""

    grade_id: str
    grade: bool = False
    solution: bool = False
    locked: bool = False
    task: bool = False
    points: float = 0.0


@dataclass(frozen=True, slots=True)
class Cell:
    r"""A cell.

    Attributes:
        id: The notebook format's cell id; its position as text where the format has none.
        kind: What it holds.
        source: Its text, with ``\n`` line ends.
        mark: nbgrader's metadata, where it has any.
        tags: The tags of its metadata.
    """

    id: str
    kind: Literal["code", "markdown", "raw"]
    source: str
    mark: NbgraderMark | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Notebook:
    """A notebook.

    Attributes:
        path: Relative to its course or to the server's root, with ``/``.
        language: Programming language of its kernel, lower case; empty where unknown.
        cells: In order.
    """

    path: str
    language: str
    cells: tuple[Cell, ...]

    @property
    def name(self) -> str:
        """Its file name."""
        return self.path.rsplit("/", 1)[-1]
