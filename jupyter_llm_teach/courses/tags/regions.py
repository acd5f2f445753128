"""The tagged regions of a notebook's cells, and every tag that nobody can be sure about."""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from jupyter_llm_teach.courses.names import asserts
from jupyter_llm_teach.courses.problem import Problem, Severity
from jupyter_llm_teach.courses.python_cell import parsed
from jupyter_llm_teach.courses.regions import Kind, Region
from jupyter_llm_teach.courses.tags.lines import OddTag, Tag, tags
from jupyter_llm_teach.teaching.notebook import Cell, Notebook

_TESTING = (ast.Assert, ast.Expr, ast.For, ast.With)
_PREPARING = (ast.Assign, ast.Import, ast.ImportFrom)
_FIXES = {
    "tag_misspelled": "Write the tag as <CORRECTION> or </CORRECTION>, alone on its line.",
    "tag_misplaced": "Put each tag on a line of its own, after # or alone.",
    "tag_mentioned": "If it is meant as a tag, put it on a line of its own.",
    "tag_unbalanced": "Open each correction with <CORRECTION> and close it with </CORRECTION>, "
    "in the same cell.",
    "tag_across_cells": "Close it in the same cell, and open another one in the next cell.",
    "tag_empty": "Put the correction between the tags, or remove them.",
}


@dataclass(frozen=True, slots=True)
class Tagged:
    """A cell and its regions.

    Attributes:
        cell: As the instructor wrote it.
        regions: Those that are removed, in order; none where a tag of the cell is wrong.
        has_fault: Whether a tag of the cell is wrong.
    """

    cell: Cell
    regions: tuple[Region, ...] = ()
    has_fault: bool = False


def tagged_cells(
    notebook: Notebook, skipped: Collection[int] = ()
) -> tuple[tuple[Tagged, ...], tuple[Problem, ...]]:
    """The cells of a notebook with their regions, and everything that is wrong with their tags.

    Args:
        notebook: The instructor's notebook.
        skipped: The places of cells that are not looked at.
    """
    reading = _Reading(notebook)
    for place, cell in enumerate(notebook.cells):
        reading.add(cell, () if place in skipped else tags(cell.source, cell.kind, _of(notebook)))
    return reading.end()


def has_tags(notebook: Notebook) -> bool:
    """Whether a cell holds a tag, or something that can't be told from one."""
    return any(
        isinstance(each, Tag) or each.severity is Severity.ERROR
        for cell in notebook.cells
        for each in tags(cell.source, cell.kind, _of(notebook))
    )


@dataclass(slots=True)
class _Balance:
    """The regions of one cell, and what is wrong in it.

    A tag that is wrong already explains the next one that does not fit: only the first is told.
    """

    regions: list[tuple[int, int]] = field(default_factory=list)
    odd: list[OddTag] = field(default_factory=list)
    strays: list[Tag] = field(default_factory=list)
    opened: Tag | None = None
    is_doubtful: bool = False
    excused: int = 0

    def add(self, found: Tag | OddTag) -> None:
        match found:
            case OddTag():
                self.odd.append(found)
                for closes in found.sides:
                    self._doubt(None if closes else Tag(found.line, "", closes=False))
            case Tag(closes=False):
                self._open(found)
            case Tag():
                self._close(found)

    @property
    def unclosed(self) -> Tag | None:
        return None if self.is_doubtful else self.opened

    def _open(self, tag: Tag) -> None:
        before, self.opened = self.opened, tag
        if before is not None and not self.is_doubtful:
            words = f'stands inside the correction of line {before.line}; is its "/" missing?'
            self._fault(tag, words)
            self._doubt(tag)
            self.excused += 1
        else:
            self.is_doubtful = False

    def _close(self, tag: Tag) -> None:
        before, self.opened = self.opened, None
        if before is None:
            if self.excused:
                self.excused -= 1
            else:
                self.strays.append(tag)
        elif not self.is_doubtful:
            if before.name != tag.name:
                self._fault(tag, f'can\'t close the "{before.text}" of line {before.line}.')
            self.regions.append((before.line, tag.line))

    def _doubt(self, opened: Tag | None) -> None:
        self.opened, self.is_doubtful = opened, opened is not None

    def _fault(self, tag: Tag, words: str) -> None:
        self.odd.append(OddTag(tag.line, "tag_unbalanced", f'"{tag.text}" {words}'))


@dataclass(slots=True)
class _Reading:
    notebook: Notebook
    balances: list[_Balance] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    wrong: set[int] = field(default_factory=set)
    pending: tuple[int, Tag] | None = None

    def add(self, cell: Cell, found: Iterator[Tag | OddTag] | tuple[()]) -> None:
        balance = _Balance()
        for each in found:
            balance.add(each)
        self.balances.append(balance)
        number = len(self.balances)
        inside = {n for first, last in balance.regions for n in range(first, last + 1)}
        for odd in balance.odd:
            if odd.severity is Severity.ERROR or odd.line not in inside:
                self._tell(number, odd)
        for stray in balance.strays:
            self._stray(number, stray)
        if balance.unclosed is not None:
            self._end_pending()
            self.pending = (number, balance.unclosed)
        for first, last in balance.regions:
            inner = cell.source.split("\n")[first : last - 1]
            if not "".join(inner).strip():
                words = "Nothing stands between this tag and the one that closes it."
                self._tell(number, OddTag(first, "tag_empty", words, Severity.WARNING))

    def end(self) -> tuple[tuple[Tagged, ...], tuple[Problem, ...]]:
        self._end_pending()
        cells = tuple(self._tagged(n, each) for n, each in enumerate(self.notebook.cells, start=1))
        return cells, tuple(
            sorted(self.problems, key=lambda each: (each.cell or 0, each.line or 0))
        )

    def _tagged(self, number: int, cell: Cell) -> Tagged:
        if number in self.wrong:
            return Tagged(cell, has_fault=True)
        found = self.balances[number - 1].regions
        return Tagged(
            cell, tuple(_region(cell, first, last, _of(self.notebook)) for first, last in found)
        )

    def _stray(self, number: int, tag: Tag) -> None:
        if self.pending is None:
            words = f'"{tag.text}" closes nothing: no correction is open here.'
            self._tell(number, OddTag(tag.line, "tag_unbalanced", words))
            return
        cell, opened = self.pending
        self.pending = None
        words = f'The correction that "{opened.text}" opens here is closed in cell {number}, line'
        self._tell(cell, OddTag(opened.line, "tag_across_cells", f"{words} {tag.line}."))
        self.wrong.add(number)

    def _end_pending(self) -> None:
        if self.pending is not None:
            cell, opened = self.pending
            words = f'The correction that "{opened.text}" opens here is never closed.'
            self._tell(cell, OddTag(opened.line, "tag_unbalanced", words))
            self.pending = None

    def _tell(self, number: int, odd: OddTag) -> None:
        if odd.severity is Severity.ERROR:
            self.wrong.add(number)
        self.problems.append(
            Problem(
                odd.code,
                self.notebook.path,
                odd.message,
                _FIXES[odd.code],
                number,
                odd.line,
                odd.severity,
            )
        )


def _region(cell: Cell, first: int, last: int, language: str) -> Region:
    inner = "\n".join(cell.source.split("\n")[first : last - 1])
    tests = cell.kind == "code" and language in ("", "python") and _only_tests(inner)
    return Region(Kind.HIDDEN_TESTS if tests else Kind.SOLUTION, first, last)


def _only_tests(source: str) -> bool:
    """Whether statements do nothing but assert, and prepare what they assert of."""
    written = parsed(textwrap.dedent(source))
    if written is None or not written.body:
        return False
    ends = isinstance(written.body[-1], _TESTING) and asserts(written.body[-1])
    return ends and all(isinstance(each, (*_TESTING, *_PREPARING)) for each in written.body)


def _of(notebook: Notebook) -> str:
    return "python" if notebook.language in ("ipython", "python3") else notebook.language
