"""The marks of Otter-Grader before its version 4: configurations in fences, blocks by their cells.

A text cell with a fence that begins with ``BEGIN QUESTION`` starts a question. The cell behind it
is its solution, the test cells behind that are its tests, and any other cell ends it.

Source: https://otter-grader.readthedocs.io/en/v3.3.0/otter_assign/v0/notebook_format.html
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from jupyter_llm_teach.courses.otter.blocks import Block, Found, Layout, Piece, Question
from jupyter_llm_teach.courses.otter.settings import (
    AssignmentSettings,
    assignment_settings,
    question_settings,
)
from jupyter_llm_teach.courses.otter.solutions import holds_solution_marks
from jupyter_llm_teach.courses.regions import Fault
from jupyter_llm_teach.teaching.notebook import Cell, Notebook

_MARK = re.compile(r"^```[ \t]*\n[ \t]*BEGIN (QUESTION|ASSIGNMENT)[ \t]*$", re.MULTILINE)
_TEST = re.compile(r'#+\s*(?:hidden\s+)?tests?\b|""?"?\s*#\s*BEGIN\s*TEST\s*CONFIG', re.IGNORECASE)
_SOLUTION = re.compile(r"\s*(?:<strong>|\*{2})solution:?(?:</strong>|\*{2})", re.IGNORECASE)
_IGNORED = re.compile(r"##?\s*ignore", re.IGNORECASE)


def holds_old_marks(notebook: Notebook) -> bool:
    """Whether a notebook holds a fence with a configuration, as an instructor's does."""
    return any(each.kind != "code" and _MARK.search(each.source) for each in notebook.cells)


def old_layout(notebook: Notebook) -> Layout:
    """The questions of an instructor's notebook, its cells, and what is wrong with its fences."""
    walk = _Walk()
    for place, cell in enumerate(notebook.cells):
        if not _IGNORED.match(cell.source):
            walk.take(place, cell)
    walk.end()
    return Layout(walk.settings, tuple(walk.questions), tuple(walk.pieces), tuple(walk.found))


@dataclass(slots=True)
class _Walk:
    settings: AssignmentSettings = field(
        default_factory=lambda: AssignmentSettings(strip_everywhere=True)
    )
    questions: list[Question] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    found: list[Found] = field(default_factory=list)
    inside: bool = False
    answered: bool = False

    def take(self, place: int, cell: Cell) -> None:
        mark = _MARK.search(cell.source) if cell.kind != "code" else None
        if mark is not None:
            self.end()
            self._fence(place, cell, mark)
            return
        block = self._block(cell) if self.inside else None
        if block is None:
            self.end()
        self.answered = self.answered or block in (Block.SOLUTION, Block.TESTS)
        self._add(Piece(place, cell.kind, cell.source), block)

    def end(self) -> None:
        """A cell that belongs to no question ends the one before."""
        if self.inside:
            self.questions[-1] = replace(self.questions[-1], last=len(self.pieces))
        self.inside = self.answered = False

    def _block(self, cell: Cell) -> Block | None:
        """What a cell behind the text of a question is to it; None where the question is over."""
        if cell.kind == "code" and _TEST.match(cell.source):
            return Block.TESTS
        if cell.kind == "markdown" and _SOLUTION.match(cell.source):
            return Block.SOLUTION
        if self.answered:
            marked = cell.kind == "code" and holds_solution_marks(cell.source)
            return Block.SOLUTION if marked else None
        if cell.kind == "code":
            return Block.SOLUTION
        return Block.PROMPT if self.questions[-1].settings.manual else Block.QUESTION

    def _fence(self, place: int, cell: Cell, mark: re.Match[str]) -> None:
        first = cell.source.count("\n", 0, mark.start())
        lines = cell.source.split("\n")
        end = next((n for n in range(first + 2, len(lines)) if lines[n].strip() == "```"), None)
        if end is None:
            fault = Fault(first + 1, f'The fence of "BEGIN {mark[1]}" is never closed')
            self.found.append(Found(place, fault))
            return
        text = "\n".join(lines[first + 2 : end])
        if mark[1] == "ASSIGNMENT":
            settings, faults = assignment_settings(text, first + 3)
            self.settings = replace(settings, strip_everywhere=True)
        else:
            own, faults = question_settings(text, first + 3)
            self.questions.append(Question(own, place, first + 1))
            self.inside = True
        self.found += [Found(place, each) for each in faults]
        rest = "\n".join([*lines[:first], *lines[end + 1 :]]).strip("\n")
        if rest.strip() and cell.kind == "markdown":
            block = Block.QUESTION if self.inside else None
            self._add(Piece(place, "markdown", rest, whole=False), block)

    def _add(self, piece: Piece, block: Block | None) -> None:
        question = len(self.questions) - 1 if self.inside else None
        self.pieces.append(replace(piece, block=block, question=question))
