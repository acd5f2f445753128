"""What students get of an instructor's notebook: its cells, and the test files beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from jupyter_llm_teach.courses.otter.blocks import Block, Layout, Piece
from jupyter_llm_teach.courses.otter.cells import (
    Wording,
    begin_mark,
    check_cell,
    end_mark,
    first_cells,
    last_cells,
)
from jupyter_llm_teach.courses.otter.learners import ANSWER
from jupyter_llm_teach.courses.otter.questions import INCLUDED, Part, given, is_included, points
from jupyter_llm_teach.courses.otter.written import python_file, r_file
from jupyter_llm_teach.courses.reading import (
    Added,
    Changed,
    ExtraFile,
    Kept,
    StudentCell,
    StudentVersion,
)
from jupyter_llm_teach.teaching.notebook import Notebook

_INSTRUCTORS = (ANSWER, INCLUDED)


def student_version(
    notebook: Notebook, found: Layout, parts: Sequence[Part], language: str
) -> StudentVersion:
    """What students get of a notebook.

    Args:
        notebook: The instructor's.
        found: Its cells.
        parts: Its questions.
        language: The programming language, lower case.
    """
    making = _Making(notebook, found, language, Wording(notebook))
    making.cells += first_cells(notebook, found.settings, language)
    making.add(parts)
    making.cells += last_cells(notebook, found.settings, language, making.wording)
    files = tuple(_files(parts, language, ok_format=found.settings.ok_format))
    return StudentVersion(notebook.path, tuple(making.cells), files)


def answer_text(part: Part, piece: Piece, found: Layout, language: str, wording: Wording) -> str:
    """What an answer cell holds at first."""
    if piece == part.replaced:
        return wording.answer
    return _seeded(given(piece, found.settings, language), found)


@dataclass(slots=True)
class _Making:
    notebook: Notebook
    layout: Layout
    language: str
    wording: Wording
    cells: list[StudentCell] = field(default_factory=list)
    used: set[int] = field(default_factory=set)

    def add(self, parts: Sequence[Part]) -> None:
        waiting = list(enumerate(parts))
        begun: set[int] = set()
        for place in range(len(self.layout.pieces) + 1):
            while waiting and waiting[0][1].question.last <= place:
                number, part = waiting.pop(0)
                self._begin(part) if number not in begun else None
                self._end(part)
            if place == len(self.layout.pieces):
                break
            piece = self.layout.pieces[place]
            if piece.question is not None and piece.question not in begun:
                begun.add(piece.question)
                self._begin(parts[piece.question])
            self._piece(piece, None if piece.question is None else parts[piece.question])

    def _begin(self, part: Part) -> None:
        if _needs_marks(part):
            self.cells.append(begin_mark(part.name, exported=_is_exported(part)))

    def _end(self, part: Part) -> None:
        if part.is_checked:
            self.cells.append(check_cell(part.name, self.language))
        if _needs_marks(part):
            self.cells.append(end_mark(part.name, exported=_is_exported(part)))

    def _piece(self, piece: Piece, part: Part | None) -> None:
        text = self._text(piece, part)
        if text is None:
            return
        if piece.cell in self.used:
            self.cells.append(Added("markdown", text))
            return
        self.used.add(piece.cell)
        cell = self.notebook.cells[piece.cell]
        tags = tuple(each for each in cell.tags if each not in _INSTRUCTORS)
        if part is not None and piece in part.answers:
            tags = (*tags, ANSWER)
        if text == cell.source and tags == cell.tags:
            self.cells.append(Kept(piece.cell))
        else:
            self.cells.append(Changed(piece.cell, text, None if tags == cell.tags else tags))

    def _text(self, piece: Piece, part: Part | None) -> str | None:
        """What students get of a cell; None where they don't get it."""
        if piece.block is Block.TESTS:
            return None
        if part is not None and piece == part.replaced:
            return self.wording.answer
        if piece.block is Block.SOLUTION and piece.kind != "code":
            included = piece.kind == "markdown" and is_included(self.notebook.cells[piece.cell])
            return piece.source if included else None
        text = _seeded(given(piece, self.layout.settings, self.language), self.layout)
        if self.layout.settings.show_points and part is not None and piece in part.texts[-1:]:
            worth = points(part)
            return f"{text}\n\n_Points:_ {int(worth) if worth.is_integer() else worth}"
        return text


def _seeded(text: str, found: Layout) -> str:
    """A cell whose seed has the value for students."""
    if found.settings.seed is None:
        return text
    name, value = found.settings.seed
    pattern = re.compile(rf"^([ \t]*{re.escape(name)}[ \t]*(?:=|<-)(?!=)[ \t]*).*$", re.MULTILINE)
    return pattern.sub(lambda match: match[1] + value, text)


def _needs_marks(part: Part) -> bool:
    return bool(part.name) and (_is_exported(part) or not part.is_checked)


def _is_exported(part: Part) -> bool:
    return part.question.settings.manual or part.question.settings.export


def _files(parts: Sequence[Part], language: str, *, ok_format: bool) -> Iterator[ExtraFile]:
    for part in parts:
        if not (part.name and part.visible):
            continue
        settings = part.question.settings
        if language == "r":
            yield ExtraFile(f"tests/{part.name}.R", r_file(settings, part.cases))
        elif language == "python":
            text = python_file(settings, part.cases, ok_format=ok_format)
            yield ExtraFile(f"tests/{part.name}.py", text)
