"""A notebook as far as teaching needs it: cells in order."""

from __future__ import annotations

from dataclasses import dataclass, field
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
class TeachBlock:
    """What an instructor says of a cell in the ``teach`` block of its metadata.

    Attributes:
        id: Of the exercise; empty where nobody said.
        title: Of the exercise; empty where nobody said.
        points: What it is worth; None where nobody said.
        starter: What students find in the answer cell; None where nobody said.
        hidden: Whether students don't get the cell.
        policy: The rules of help for its exercise, as JSON; empty where nobody said.
        unknown: The keys that mean nothing.
        wrong: The keys whose value is of a wrong type.
    """

    id: str = ""
    title: str = ""
    points: float | None = None
    starter: str | None = None
    hidden: bool = False
    unknown: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    policy: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Cell:
    r"""A cell.

    Attributes:
        id: The notebook format's cell id; its position as text where the format has none.
        kind: What it holds.
        source: Its text, with ``\n`` line ends.
        mark: nbgrader's metadata, where it has any.
        tags: The tags of its metadata.
        teach: The ``teach`` block of its metadata, where it has one.
        printed: What its last run printed. An instructor's may be what a test expects: neither
            this nor the result goes into a prompt or to the browser.
        result: The text of the value that its last run ended with.
    """

    id: str
    kind: Literal["code", "markdown", "raw"]
    source: str
    mark: NbgraderMark | None = None
    tags: tuple[str, ...] = ()
    teach: TeachBlock | None = None
    printed: str = field(default="", repr=False)
    result: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Notebook:
    """A notebook.

    Attributes:
        path: Relative to its course or to the server's root, with ``/``.
        language: Programming language of its kernel, lower case; empty where unknown.
        cells: In order.
        beside: Paths and texts of the test files that it comes with, relative to its folder. Tests
            that its own metadata holds count as one of them.
    """

    path: str
    language: str
    cells: tuple[Cell, ...]
    beside: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    @property
    def name(self) -> str:
        """Its file name."""
        return self.path.rsplit("/", 1)[-1]
