"""The questions of an instructor's notebook: what stands in which of their blocks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jupyter_llm_teach.courses.otter.blocks import Block, Found, Layout, Piece, Question
from jupyter_llm_teach.courses.otter.settings import AssignmentSettings
from jupyter_llm_teach.courses.otter.solutions import (
    faults,
    holds_solution_marks,
    solved,
    starter,
    stray,
    without_ignored,
)
from jupyter_llm_teach.courses.otter.tests import Case, case_in
from jupyter_llm_teach.courses.python_cell import parsed
from jupyter_llm_teach.courses.regions import Fault
from jupyter_llm_teach.courses.stub import is_unsolved
from jupyter_llm_teach.teaching.notebook import Cell, Notebook

INCLUDED = "otter_include"


@dataclass(frozen=True, slots=True)
class Part:
    """A question with its cells.

    Attributes:
        question: Its configuration and place.
        pieces: Its cells, marks excepted, in order.
        cases: Its tests, in order.
        found: What is wrong in its test cells.
    """

    question: Question
    pieces: tuple[Piece, ...]
    cases: tuple[Case, ...]
    found: tuple[Found, ...]

    @property
    def name(self) -> str:
        """What it is called; empty where nobody named it."""
        return self.question.settings.name

    @property
    def visible(self) -> tuple[Case, ...]:
        """The tests that students see."""
        return tuple(each for each in self.cases if not each.hidden)

    @property
    def is_checked(self) -> bool:
        """Whether students get a cell that checks it."""
        return bool(self.visible) and self.question.settings.check_cell

    def of(self, *blocks: Block) -> tuple[Piece, ...]:
        """Its cells in some blocks."""
        return tuple(each for each in self.pieces if each.block in blocks)

    @property
    def texts(self) -> tuple[Piece, ...]:
        """The texts before its first prompt or solution."""
        found: list[Piece] = []
        for each in self.pieces:
            if each.block in (Block.PROMPT, Block.SOLUTION):
                break
            if each.block is Block.QUESTION and each.kind == "markdown":
                found.append(each)
        return tuple(found)

    @property
    def replaced(self) -> Piece | None:
        """The solution in words in whose place students get room for their own."""
        if self.of(Block.PROMPT) or not self.question.settings.manual:
            return None
        words = (each for each in self.of(Block.SOLUTION) if each.kind == "markdown")
        return next(words, None)

    @property
    def answers(self) -> tuple[Piece, ...]:
        """The cells that students answer in."""
        prompts = self.of(Block.PROMPT)
        written = (e for e in self.of(Block.SOLUTION) if e.kind == "code" or e == self.replaced)
        return (*prompts, *written)

    @property
    def between(self) -> tuple[Piece, ...]:
        """The code cells behind its first answer that students get as they are."""
        first = next((n for n, e in enumerate(self.pieces) if e in self.answers), len(self.pieces))
        later = self.pieces[first:]
        return tuple(e for e in later if e.block is Block.QUESTION and e.kind == "code")


def parts(notebook: Notebook, found: Layout) -> tuple[Part, ...]:
    """The questions of a notebook, with their tests."""
    held = _by_question(found.pieces)
    return tuple(
        _part(notebook, question, held.get(number, []))
        for number, question in enumerate(found.questions)
    )


def given(piece: Piece, settings: AssignmentSettings, language: str) -> str:
    """The text that students get of a cell which they get."""
    solution = piece.block is Block.SOLUTION and piece.kind == "code"
    if solution or (settings.strip_everywhere and piece.kind == "code"):
        return starter(piece.source, language)
    return without_ignored(piece.source)


def reference(part: Part) -> str:
    """The instructor's own answer; empty where there is none."""
    found = (
        solved(each.source) if each.kind == "code" else each.source.strip()
        for each in part.of(Block.SOLUTION)
        if each.kind != "raw"
    )
    return "\n\n".join(each for each in found if each.strip())


def points(part: Part) -> float:
    """What a question is worth, as Otter counts it."""
    settings = part.question.settings
    if settings.each is not None:
        return settings.each * len(part.cases)
    match settings.points:
        case float(value):
            return value
        case tuple(values):
            return sum(values)
        case None:
            given_ = [e.settings.points for e in part.cases if e.settings.points is not None]
            return sum(given_) or (0.0 if settings.manual else 1.0)


def marks_wrong(
    pieces: Sequence[Piece], settings: AssignmentSettings, language: str
) -> Iterator[Found]:
    """What is wrong with the marks inside cells that are no tests."""
    for each in pieces:
        if each.kind != "code" or each.block is Block.TESTS:
            continue
        solution = each.block is Block.SOLUTION or settings.strip_everywhere
        for fault in faults(each.source) if solution else stray(each.source):
            yield Found(each.cell, fault)
    yield from _unmarked([e for e in pieces if e.block is Block.SOLUTION], language)


def _by_question(pieces: Sequence[Piece]) -> dict[int | None, list[Piece]]:
    found: dict[int | None, list[Piece]] = {}
    for each in pieces:
        found.setdefault(each.question, []).append(each)
    return found


def _part(notebook: Notebook, question: Question, pieces: Sequence[Piece]) -> Part:
    cases: list[Case] = []
    found: list[Found] = []
    python = notebook.language in ("", "python", "ipython", "python3")
    for each in pieces:
        if each.block is not Block.TESTS:
            continue
        if each.kind != "code":
            fault = Fault(each.before + 1, "Only code cells can be tests", "tag_misplaced")
            found.append(Found(each.cell, fault))
            continue
        case, wrong = case_in(notebook.cells[each.cell], each.source)
        cases.append(case)
        found += [Found(each.cell, fault) for fault in wrong]
        if python and not wrong and parsed(case.source) is None:
            found.append(Found(each.cell, Fault(1, "This test is not Python", "bad_test")))
    values = question.settings.points
    if isinstance(values, tuple) and len(values) != len(cases):
        message = f"There are {len(values)} numbers of points for {len(cases)} tests"
        fault = Fault(question.line, message, "bad_configuration")
        found.append(Found(question.cell, fault))
    return Part(question, tuple(pieces), tuple(cases), tuple(found))


def _unmarked(solutions: Sequence[Piece], language: str) -> Iterator[Found]:
    """The solution cells that students would get whole, in questions without any mark."""
    for held in _by_question(solutions).values():
        codes = [each for each in held if each.kind == "code"]
        if any(holds_solution_marks(each.source) for each in codes):
            continue
        for each in codes:
            if not is_unsolved(without_ignored(each.source), "code", language):
                message = "No line of this solution is marked: students would get all of it"
                yield Found(each.cell, Fault(1, message, "solution_unmarked"))


def is_included(cell: Cell) -> bool:
    """Whether students get a solution in words."""
    return INCLUDED in cell.tags
