"""Writes the student's version of a text notebook: what students keep keeps its bytes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from typing_extensions import assert_never

from jupyter_llm_teach.courses.reading import Added, Changed, Kept, StudentCell
from jupyter_llm_teach.courses.text.lines import Kind, bare, is_blank, newline_of, split_lines
from jupyter_llm_teach.courses.text.markdown import opens_region
from jupyter_llm_teach.courses.text.myst import is_break
from jupyter_llm_teach.courses.text.notebook import Format, TextNotebook
from jupyter_llm_teach.courses.text.rules import holds_rules, without_rules
from jupyter_llm_teach.courses.text.writing import added_cell, changed_cell, closing


@dataclass(frozen=True, slots=True)
class _Piece:
    """A cell as students get it.

    Attributes:
        kind: What it holds.
        lines: With their line ends.
        place: The cell's place in the instructor's notebook, from 0; None for a new one.
        closing: The line that has to end it, where another cell follows.
    """

    kind: Kind
    lines: tuple[str, ...]
    place: int | None = None
    closing: tuple[str, ...] = ()


def student_text(text: str, text_notebook: TextNotebook, cells: Sequence[StudentCell]) -> str:
    """The text of a student's version of a text notebook.

    The header and the cells that students keep keep their bytes, and so does what stands between
    two that stay neighbours. A cell with another text keeps its fence or marker, and its options.

    Args:
        text: The instructor's file.
        text_notebook: What was read from it.
        cells: What students get.
    """
    lines = split_lines(text)
    return _Writing(lines, tuple(bare(lines)), newline_of(text), text_notebook).of(cells)


@dataclass(frozen=True, slots=True)
class _Writing:
    lines: tuple[str, ...]
    plain: tuple[str, ...]
    newline: str
    notebook: TextNotebook

    def of(self, cells: Sequence[StudentCell]) -> str:
        places = self.notebook.cells
        written = list(self.lines[: places[0].start] if places else self.lines)
        before: _Piece | None = None
        for each in cells:
            piece = self._piece(each)
            if before is not None or written:
                self._end_line(written)
            if before is not None:
                written += before.closing
                written += self._gap(before, piece)
            written += self._marked(piece, is_first=before is None)
            before = piece
        if before is not None and before.place == len(places) - 1:
            written += self.lines[places[-1].end :]
        return "".join(written)

    def _piece(self, cell: StudentCell) -> _Piece:
        match cell:
            case Kept(cell=at):
                place = self.notebook.cells[at]
                own = (*self._head(at), *self.lines[place.first : place.end])
                return _Piece(self._kind(at), own, at, self._new(closing(self.plain, place)))
            case Changed(cell=at):
                made = changed_cell(self.plain, self.notebook.cells[at], cell, self.notebook)
                return _Piece(self._kind(at), self._new(made), at)
            case Added(kind=kind, source=source):
                return _Piece(kind, self._new(added_cell(kind, source, self.notebook)))
            case _:
                assert_never(cell)

    def _head(self, at: int) -> Sequence[str]:
        """What stands before a cell's text, without rules of help."""
        place, cell = self.notebook.cells[at], self.notebook.notebook.cells[at]
        if not holds_rules(cell):
            return self.lines[place.start : place.first]
        return self._new(without_rules(self.plain[place.start : place.first], self.notebook))

    def _kind(self, at: int) -> Kind:
        return self.notebook.notebook.cells[at].kind

    def _new(self, lines: Iterable[str]) -> tuple[str, ...]:
        return tuple(each + self.newline for each in lines)

    def _end_line(self, written: list[str]) -> None:
        if written and not written[-1].endswith(("\n", "\r")):
            written[-1] += self.newline

    def _gap(self, one: _Piece, other: _Piece) -> Sequence[str]:
        """What parts two cells: what did so before, else as much as the format needs."""
        following = self._following(one)
        neighbours = one.place is not None and other.place == one.place + 1
        texts = one.kind == other.kind == "markdown"
        match self.notebook.format:
            case Format.MARKDOWN:
                opened = [opens_region("".join(each.lines[:1])) for each in (one, other)]
                if neighbours and not (texts and opened[1] and len(following) > 1):
                    return following
                return self._new(["", ""] if texts and not any(opened) else [""])
            case _ if neighbours:
                return following
            case Format.MYST if texts and not (other.lines and is_break(other.lines[0])):
                return self._new(["", "+++", ""])
            case Format.MYST | Format.PERCENT:
                blank = following and all(map(is_blank, following))
                return following if blank else self._new([""])
            case _:
                assert_never(self.notebook.format)

    def _following(self, piece: _Piece) -> Sequence[str]:
        """What stands between a cell and the next one in the instructor's file."""
        places = self.notebook.cells
        if piece.place is None or piece.place + 1 == len(places):
            return ()
        return self.lines[places[piece.place].end : places[piece.place + 1].start]

    def _marked(self, piece: _Piece, *, is_first: bool) -> Sequence[str]:
        """The lines of a cell; only a script's first cell needs no marker."""
        script = self.notebook.script
        if script is None or is_first or (piece.lines and script.begins(piece.lines[0])):
            return piece.lines
        return (*self._new([f"{script.comment} %%"]), *piece.lines)
