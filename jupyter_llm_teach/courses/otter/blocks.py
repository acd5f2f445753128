"""The marks that stand between cells: which cell belongs to which block of which question.

A mark is the first line of a raw cell, or stands in a fence called ``otter`` in a text cell.

Source: https://otter-grader.readthedocs.io/en/latest/otter_assign/notebook_format.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Literal

from jupyter_llm_teach.courses.otter.settings import (
    AssignmentSettings,
    QuestionSettings,
    assignment_settings,
    question_settings,
)
from jupyter_llm_teach.courses.otter.spelling import looks_like
from jupyter_llm_teach.courses.regions import Fault
from jupyter_llm_teach.teaching.notebook import Cell, Notebook

CONFIG = "ASSIGNMENT CONFIG"
_FENCE = "```otter"
_MARK = re.compile(r"#\s+(BEGIN|END)\s+(QUESTION|PROMPT|SOLUTION|TESTS)\s*", re.IGNORECASE)
_ALONE = re.compile(
    r"\s*#+\s*(?:(BEGIN|END)\s+(QUESTION|PROMPT|SOLUTION|TESTS)|ASSIGNMENT\s+CONFIG)\s*$",
    re.IGNORECASE,
)
_CONFIG = re.compile(r"#\s+ASSIGNMENT\s+CONFIG\s*", re.IGNORECASE)
_IGNORED = re.compile(r"##?\s*ignore", re.IGNORECASE)


class Block(Enum):
    """What the cells between two marks are; the value is what the marks say."""

    QUESTION = "QUESTION"
    PROMPT = "PROMPT"
    SOLUTION = "SOLUTION"
    TESTS = "TESTS"


MARKS = (*(f"{side} {block.value}" for block in Block for side in ("BEGIN", "END")), CONFIG)


@dataclass(frozen=True, slots=True)
class Piece:
    """A cell, or the part of a text cell that stands between two fenced marks.

    Attributes:
        cell: The place of its cell in the notebook, from 0.
        kind: What it holds.
        source: Its text.
        before: How many lines of its cell come before it.
        whole: Whether it is its cell, and not a part.
        block: The innermost block that it stands in; None outside of questions.
        question: The place of its question among the questions; None outside of them.
    """

    cell: int
    kind: Literal["code", "markdown", "raw"]
    source: str
    before: int = 0
    whole: bool = True
    block: Block | None = None
    question: int | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A question.

    Attributes:
        settings: What its configuration says.
        cell: The place of the cell that begins it, from 0.
        line: The line of that cell at which it begins, from 1.
        last: How many pieces of the notebook stand before its end.
    """

    settings: QuestionSettings
    cell: int
    line: int
    last: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """A fault, and the place of its cell from 0."""

    cell: int
    fault: Fault


@dataclass(frozen=True, slots=True)
class Layout:
    """A notebook's cells without marks and configurations, each with the block it stands in."""

    settings: AssignmentSettings
    questions: tuple[Question, ...]
    pieces: tuple[Piece, ...]
    found: tuple[Found, ...]


def holds_marks(notebook: Notebook) -> bool:
    """Whether a notebook holds a mark between its cells, as an instructor's does."""
    return any(
        _MARK.match(each.source) or _CONFIG.match(each.source)
        for cell in notebook.cells
        if cell.kind == "raw" or _FENCE in cell.source
        for each in _pieces(0, cell)
        if isinstance(each, Piece) and each.kind == "raw"
    )


def layout(notebook: Notebook) -> Layout:
    """The questions of an instructor's notebook, its cells, and every mark that is wrong."""
    walk = _Walk()
    for place, cell in enumerate(notebook.cells):
        for each in _pieces(place, cell):
            match each:
                case Fault():
                    walk.found.append(Found(place, each))
                case Piece():
                    walk.take(each)
    walk.finish()
    return Layout(walk.settings, tuple(walk.questions), tuple(walk.pieces), tuple(walk.found))


@dataclass(slots=True)
class _Open:
    block: Block
    piece: Piece


@dataclass(slots=True)
class _Walk:
    settings: AssignmentSettings = field(default_factory=AssignmentSettings)
    questions: list[Question] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    found: list[Found] = field(default_factory=list)
    opened: list[_Open] = field(default_factory=list)
    answered: bool = False

    def take(self, piece: Piece) -> None:
        mark = _MARK.match(piece.source) if piece.kind == "raw" else None
        if mark is not None:
            self._stray_marks(piece, 1)
            block = Block[mark[2].upper()]
            self._begin(block, piece) if mark[1].upper() == "BEGIN" else self._end(block, piece)
        elif piece.kind == "raw" and _CONFIG.match(piece.source):
            self.settings, faults = assignment_settings(piece.source, piece.before + 1)
            self.found += [Found(piece.cell, each) for each in faults]
            self._stray_marks(piece, 1)
        elif not _IGNORED.match(piece.source.split("\n", 1)[0]):
            self._add(piece)

    def finish(self) -> None:
        for each in self.opened:
            self._fault(each.piece, f'"BEGIN {each.block.value}" is never ended')
        self._close(0)

    def _add(self, piece: Piece) -> None:
        block = self.opened[-1].block if self.opened else None
        number = len(self.questions) - 1 if self._in_question() else None
        if piece.kind == "raw":
            wanted = looks_like(piece.source.split("\n", 1)[0], MARKS)
            if wanted:
                message = f'"{_first_line(piece)}" looks like a misspelled "# {wanted}"'
                self._fault(piece, message, "tag_misspelled")
        self._stray_marks(piece, 0)
        self.pieces.append(
            Piece(piece.cell, piece.kind, piece.source, piece.before, piece.whole, block, number)
        )

    def _begin(self, block: Block, piece: Piece) -> None:
        if block is Block.QUESTION:
            for each in self.opened:
                self._fault(each.piece, f'"BEGIN {each.block.value}" is never ended')
            self._close(0)
            settings, faults = question_settings(piece.source, piece.before + 1)
            self.questions.append(Question(settings, piece.cell, piece.before + 1))
            self.found += [Found(piece.cell, each) for each in faults]
            self.answered = False
        elif not self._in_question():
            self._fault(piece, f'"BEGIN {block.value}" stands outside a question', "tag_misplaced")
        elif len(self.opened) > 1:
            outer = self.opened[-1].block.value
            self._fault(piece, f'"BEGIN {block.value}" stands inside "BEGIN {outer}"')
        elif block is Block.PROMPT and self.answered:
            self._fault(piece, 'A prompt must stand before "BEGIN SOLUTION"', "tag_misplaced")
        self.answered = self.answered or block is Block.SOLUTION
        self.opened.append(_Open(block, piece))

    def _end(self, block: Block, piece: Piece) -> None:
        begun = [number for number, each in enumerate(self.opened) if each.block is block]
        if not begun:
            name = block.value
            self._fault(piece, f'"END {name}" has no "BEGIN {name}" before it')
            return
        for each in self.opened[begun[-1] + 1 :]:
            self._fault(each.piece, f'"BEGIN {each.block.value}" is never ended')
        self._close(begun[-1])

    def _close(self, depth: int) -> None:
        if depth == 0 and self._in_question():
            last = self.questions[-1]
            self.questions[-1] = Question(last.settings, last.cell, last.line, len(self.pieces))
        del self.opened[depth:]

    def _in_question(self) -> bool:
        return bool(self.opened) and self.opened[0].block is Block.QUESTION

    def _stray_marks(self, piece: Piece, first: int) -> None:
        """Marks where Otter does not look for them: it would take them for ordinary text."""
        for number, line in enumerate(piece.source.split("\n")[first:], start=first + 1):
            mark = _ALONE.match(line)
            if mark is None or (piece.kind == "code" and _is_codes_own(mark)):
                continue
            where = {"raw": "below the first line of its cell", "markdown": "in a text cell"}
            message = f'"{line.strip()}" stands {where.get(piece.kind, "in a code cell")}'
            fault = Fault(piece.before + number, message, "tag_misplaced")
            if not (piece.kind == "raw" and number == 1):
                self.found.append(Found(piece.cell, fault))

    def _fault(self, piece: Piece, message: str, code: str = "tag_unbalanced") -> None:
        self.found.append(Found(piece.cell, Fault(piece.before + 1, message, code)))


def _is_codes_own(mark: re.Match[str]) -> bool:
    """Whether a mark may stand in a code cell: solutions and prompts do."""
    return (mark[2] or "").upper() in ("SOLUTION", "PROMPT")


def _first_line(piece: Piece) -> str:
    return piece.source.split("\n", 1)[0].strip()


def _pieces(place: int, cell: Cell) -> Iterator[Piece | Fault]:
    """A cell, or the parts of a text cell with fenced marks, the marks as raw pieces."""
    lines = cell.source.split("\n")
    starts = [n for n, line in enumerate(lines) if line.strip() == _FENCE]
    if cell.kind != "markdown" or not starts:
        yield Piece(place, cell.kind, cell.source)
        return
    done = 0
    for start in starts:
        end = next((n for n in range(start + 1, len(lines)) if lines[n].strip() == "```"), None)
        if end is None or start < done:
            yield Fault(start + 1, 'This "```otter" is never closed', "tag_unbalanced")
            continue
        yield from _text(place, lines[done:start], done)
        yield Piece(place, "raw", "\n".join(lines[start + 1 : end]), start + 1, whole=False)
        blank = end + 1 < len(lines) and not lines[end + 1].strip()
        done = end + 2 if blank else end + 1
    yield from _text(place, lines[done:], done)


def _text(place: int, lines: list[str], before: int) -> Iterator[Piece]:
    if any(line.strip() for line in lines):
        yield Piece(place, "markdown", "\n".join(lines), before, whole=False)
