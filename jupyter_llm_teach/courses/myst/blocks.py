"""Finds the directives for exercises and solutions in a notebook, and refuses to guess their ends.

A directive may hold further ones, fences of colons and the gated forms reach over cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from jupyter_llm_teach.courses.headings import Heading, headings
from jupyter_llm_teach.courses.problem import Problem, Severity
from jupyter_llm_teach.courses.text.directives import (
    Opening,
    closes,
    is_bare_colons,
    misspelled,
    opening,
    options,
)
from jupyter_llm_teach.teaching.notebook import Notebook

Place = tuple[int, int]
"""A cell of the notebook and a line of it, both from 0."""

_DEEPEST = 50
_SOLVES = re.compile(
    r"(?:la |the )?(?:solutions?|corrections?|corrigés?|réponses?|answers?)\b", re.IGNORECASE
)
_TARGET = re.compile(r"\s*\(([^()\s]+)\)=\s*$")


class Role(Enum):
    """What a directive is about; the value is its name."""

    EXERCISE = "exercise"
    SOLUTION = "solution"


@dataclass(frozen=True, slots=True)
class Block:
    """An exercise or a solution as it stands in a notebook.

    Attributes:
        role: What it is.
        argument: An exercise's title; the label of a solution's exercise.
        label: An exercise's; empty where it has none.
        first: The line that opens it.
        body: The first line of its text.
        end: The line after its text.
        last: The line that closes it.
    """

    role: Role
    argument: str
    label: str
    first: Place
    body: Place
    end: Place
    last: Place

    @property
    def cells(self) -> range:
        """The cells that it stands in."""
        return range(self.first[0], self.last[0] + 1)

    def holds(self, cell: int) -> bool:
        """Whether a whole cell is part of it."""
        return self.first[0] < cell < self.last[0]

    def lines_of(self, cell: int, count: int) -> range:
        """The lines of a cell, which has so many, that are part of it with its fences."""
        if not self.first[0] <= cell <= self.last[0]:
            return range(0)
        start = self.first[1] if cell == self.first[0] else 0
        return range(start, self.last[1] + 1 if cell == self.last[0] else count)

    def text_of(self, cell: int, count: int) -> range:
        """The lines of a cell that are part of its text."""
        if not self.body[0] <= cell <= self.end[0]:
            return range(0)
        start = self.body[1] if cell == self.body[0] else 0
        return range(start, self.end[1] if cell == self.end[0] else count)


@dataclass(frozen=True, slots=True)
class Found:
    """What a look at a notebook's markdown gives.

    Attributes:
        blocks: The exercises and solutions, in order.
        headings: The headings outside of all directives, with their places.
        problems: What is wrong with the directives.
    """

    blocks: tuple[Block, ...]
    headings: tuple[tuple[Place, Heading], ...]
    problems: tuple[Problem, ...]


def blocks_of(notebook: Notebook) -> Found:
    """The exercises and solutions of a notebook."""
    scan = _Scan(notebook.path)
    for number, cell in enumerate(notebook.cells):
        if cell.kind == "markdown":
            scan.cell(number, cell.source.split("\n"))
    scan.end()
    found = sorted(scan.blocks, key=lambda each: each.first)
    problems = sorted(scan.problems, key=lambda each: (each.cell or 0, each.line or 0))
    return Found(tuple(found), tuple(scan.headings), tuple(problems))


@dataclass(frozen=True, slots=True)
class _Open:
    """A fence that is not closed yet."""

    what: Opening
    at: Place
    body: int = 0
    label: str = ""

    @property
    def role(self) -> Role:
        return Role(self.what.name.split("-")[0])


@dataclass(slots=True)
class _Scan:
    path: str
    blocks: list[Block] = field(default_factory=list)
    headings: list[tuple[Place, Heading]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    gate: tuple[_Open, Place] | None = None

    def cell(self, number: int, lines: Sequence[str]) -> None:
        for line in range(len(lines)):
            self._line((number, line), lines)
        kept = [each for each in self.stack if each.what.fence[0] == ":"]
        for each in self.stack:
            if each not in kept:
                self._unclosed(each, lines[each.at[1] + 1 :])
        self.stack = kept

    def end(self) -> None:
        for each in self.stack:
            self._unclosed(each, ())
        if self.gate is not None:
            start = self.gate[0]
            name = start.role.value
            self._add(
                "tag_unbalanced",
                start.at,
                f'"{{{name}-start}}" has no "{{{name}-end}}" after it.',
                f'Close it with a "{{{name}-end}}" directive.',
            )

    def _line(self, at: Place, lines: Sequence[str]) -> None:
        line = lines[at[1]]
        closed = next((n for n, each in enumerate(self.stack) if _closes(each, line)), None)
        if closed is not None:
            self._close(closed, at)
            return
        opened = opening(line)
        self._refuse_equal_fence(opened, at)
        if any(each.what.is_code for each in self.stack):
            return
        if opened is not None and len(self.stack) < _DEEPEST:
            self._open(opened, at, lines)
        elif not self.stack:
            self.headings.extend((at, each) for each in headings(line))
        self._refuse_misspelled(line, at)
        if opened is None and is_bare_colons(line):
            message = "These colons close nothing: what they should close ends before."
            fix = "Give the outer directive more colons than those that it holds."
            self._add("tag_unbalanced", at, message, fix)

    def _open(self, opened: Opening, at: Place, lines: Sequence[str]) -> None:
        if not opened.is_marked:
            self.stack.append(_Open(opened, at))
            self._warn_of_solution(opened, at)
            return
        used, said = options(lines[at[1] + 1 :])
        label = _label(said) or _target(lines[: at[1]])
        self.stack.append(_Open(opened, at, at[1] + 1 + used, label))

    def _close(self, index: int, at: Place) -> None:
        for each in self.stack[index + 1 :]:
            self._unclosed(each, ())
        opened = self.stack[index]
        del self.stack[index:]
        if not opened.what.is_marked:
            return
        _, _, side = opened.what.name.partition("-")
        match side:
            case "start":
                self._start(opened, at)
            case "end":
                self._finish(opened, at)
            case _:
                body = (opened.at[0], opened.body)
                self.blocks.append(_block(opened, body, at, at))

    def _start(self, opened: _Open, at: Place) -> None:
        if self.gate is not None:
            before = self.gate[0]
            message = f'"{{{opened.what.name}}}" stands inside "{{{before.what.name}}}"'
            message += f" of cell {before.at[0] + 1}, line {before.at[1] + 1}."
            fix = f'Close that one first with "{{{before.role.value}-end}}".'
            self._add("tag_unbalanced", opened.at, message, fix)
        self.gate = (opened, (at[0], at[1] + 1))

    def _finish(self, opened: _Open, at: Place) -> None:
        gate, self.gate = self.gate, None
        if gate is None or gate[0].role is not opened.role:
            name = opened.role.value
            message = f'"{{{name}-end}}" has no "{{{name}-start}}" before it.'
            fix = f'Begin it with a "{{{name}-start}}" directive, or remove this one.'
            self._add("tag_unbalanced", opened.at, message, fix)
            return
        self.blocks.append(_block(gate[0], gate[1], opened.at, at))

    def _unclosed(self, opened: _Open, rest: Sequence[str]) -> None:
        swallows = any(each.is_marked for each in map(opening, rest) if each is not None)
        if not opened.what.is_marked and not swallows:
            return
        name = f'"{{{opened.what.name}}}"' if opened.what.name else "This fence"
        message = f"{name} is never closed."
        fix = f'Close it with a line "{opened.what.fence}".'
        self._add("tag_unbalanced", opened.at, message, fix)

    def _refuse_equal_fence(self, opened: Opening | None, at: Place) -> None:
        if opened is None or not (opened.name or opened.argument):
            return
        around = (each.what for each in self.stack if each.what.is_marked)
        outer = next((each for each in around if opened.fence.startswith(each.fence)), None)
        if outer is not None:
            message = f'This fence is as long as that of "{{{outer.name}}}" around it, '
            message += "which therefore ends at the next one."
            signs = "colons" if opened.fence[0] == ":" else "backticks"
            fix = f"Give the outer directive more {signs} than those that it holds."
            self._add("tag_unbalanced", at, message, fix)

    def _refuse_misspelled(self, line: str, at: Place) -> None:
        meant = misspelled(line)
        if meant is not None:
            message = f'"{line.strip():.60}" looks like a misspelled "{meant}".'
            self._add("tag_misspelled", at, message, f'Write "{meant}".')

    def _warn_of_solution(self, opened: Opening, at: Place) -> None:
        if opened.name and _SOLVES.match(opened.argument):
            problem = Problem(
                "solution_unmarked",
                self.path,
                f'Students keep "{opened.argument:.60}", which may be a solution.',
                'Make it a "{solution}" directive with the label of its exercise.',
                at[0] + 1,
                at[1] + 1,
                Severity.WARNING,
            )
            self.problems.append(problem)

    def _add(self, code: str, at: Place, message: str, fix: str) -> None:
        self.problems.append(Problem(code, self.path, message, fix, at[0] + 1, at[1] + 1))


def _closes(opened: _Open, line: str) -> bool:
    return closes(line, opened.what.fence)


def _block(opened: _Open, body: Place, end: Place, last: Place) -> Block:
    return Block(opened.role, opened.what.argument, opened.label, opened.at, body, end, last)


def _label(said: Mapping[str, str]) -> str:
    return said.get("label", "") or said.get("name", "")


def _target(before: Sequence[str]) -> str:
    """The label that a line such as ``(label)=`` before a directive gives it."""
    lines: Iterator[str] = (each for each in reversed(before) if each.strip())
    found = _TARGET.match(next(lines, ""))
    return found[1] if found else ""
