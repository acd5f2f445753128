"""Puts the parts of a MyST notebook together: which cells belong to which exercise, and as what."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from jupyter_llm_teach.courses.headings import Heading
from jupyter_llm_teach.courses.myst.blocks import Block, Found, Place, Role
from jupyter_llm_teach.courses.naming import slug
from jupyter_llm_teach.courses.plain.cells import code_cell
from jupyter_llm_teach.courses.problem import Problem
from jupyter_llm_teach.courses.stub import is_unsolved
from jupyter_llm_teach.courses.text.directives import closes, nearest, opening
from jupyter_llm_teach.teaching.notebook import Cell, Notebook

SOLUTION_TAGS = ("solution", "correction")
HIDDEN_TAGS = ("hidden-tests", "hidden_tests")
_TEST_TAGS = ("tests", "test")
_FOLDED_TAGS = ("hide-cell", "hide_cell")
PYTHON = ("", "python", "ipython", "python3")
_PYTHON_LEXERS = ("python", "python3", "ipython", "ipython3", "py")


@dataclass(slots=True)
class Parts:
    """The cells that belong to an exercise, by their places in the notebook.

    Attributes:
        block: The exercise's directive.
        label: Its label; empty where it has none.
        passed: The headings before it, in order.
        answers: Where students write.
        tests: The tests that students see.
        hidden: The tests that they don't.
        solutions: Code of solutions, beside that of directives.
        solved: The solutions' directives.
    """

    block: Block
    label: str
    passed: tuple[Heading, ...]
    answers: list[int] = field(default_factory=list)
    tests: list[int] = field(default_factory=list)
    hidden: list[int] = field(default_factory=list)
    solutions: list[int] = field(default_factory=list)
    solved: list[Block] = field(default_factory=list)


def parts_of(
    notebook: Notebook, found: Found, *, is_learners: bool
) -> tuple[tuple[Parts, ...], tuple[Problem, ...]]:
    """The exercises of a notebook with their cells, and what is wrong with solutions and tags.

    Args:
        notebook: The notebook.
        found: What stands in its markdown.
        is_learners: Whether the first cell after an exercise is the answer, whatever it holds.
    """
    places = [at for at, _ in found.headings]
    texts = [heading for _, heading in found.headings]
    exercises = [
        Parts(each, each.label, tuple(texts[: bisect_left(places, each.first)]))
        for each in found.blocks
        if each.role is Role.EXERCISE
    ]
    problems = [*_same_labels(exercises, notebook), *_assigned(exercises, found.blocks, notebook)]
    sharing = _Sharing(notebook, found, exercises, is_learners=is_learners)
    sharing.all()
    return tuple(exercises), (*problems, *sharing.problems)


def solution_cells(found: Found) -> frozenset[int]:
    """The cells that stand inside of solutions."""
    solutions = [each for each in found.blocks if each.role is Role.SOLUTION]
    return frozenset(number for each in solutions for number in each.cells if each.holds(number))


def fenced_code(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Language and text of each fence with code in a markdown text."""
    at = 0
    while at < len(lines):
        opened = opening(lines[at])
        at += 1
        if opened is None or not opened.is_code:
            continue
        end = next((n for n in range(at, len(lines)) if closes(lines[n], opened.fence)), len(lines))
        text = list(lines[at:end])
        while text and re.match(r"\s*:[\w-]+:", text[0]) and opened.name:
            del text[0]
        yield opened.language, "\n".join(text).strip("\n")
        at = end + 1


def is_python(language: str) -> bool:
    """Whether fenced code is in Python."""
    return language in _PYTHON_LEXERS


def is_to_be_written(cell: Cell, language: str) -> bool:
    """Whether a cell waits for a program: empty, a stub, comments alone, or with a hole in it."""
    lines = [each.strip() for each in cell.source.split("\n")]
    comments = all(not each or each.startswith(("#", "//", "%%")) for each in lines)
    if comments or is_unsolved(cell.source, "code", language):
        return True
    return language in PYTHON and code_cell(cell.source).has_hole


@dataclass(slots=True)
class _Sharing:
    """Goes through a notebook and gives each code cell to the exercise that it belongs to."""

    notebook: Notebook
    found: Found
    exercises: Sequence[Parts]
    is_learners: bool
    problems: list[Problem] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)
    starts: list[Place] = field(init=False)
    headings: list[Place] = field(init=False)

    def __post_init__(self) -> None:
        self.starts = [each.block.first for each in self.exercises]
        self.headings = [at for at, _ in self.found.headings]

    def all(self) -> None:
        inside = solution_cells(self.found)
        for number, cell in enumerate(self.notebook.cells):
            if cell.kind == "code" and number not in inside:
                self._refuse_misspelled(number, cell)
                self._share(number, cell)

    def _share(self, number: int, cell: Cell) -> None:
        owner = self._owner(number)
        if owner is None:
            if _is_tagged(cell, (*SOLUTION_TAGS, *HIDDEN_TAGS)):
                self._add(
                    number,
                    "tag_misplaced",
                    f'This cell is tagged "{cell.tags[0]}", but no exercise stands before it.',
                    "Put it after its exercise, or remove the tag.",
                )
            return
        if self._is_solution(number, cell, owner):
            owner.solutions.append(number)
        elif _is_tagged(cell, HIDDEN_TAGS):
            owner.hidden.append(number)
        elif owner.block.holds(number) or self._is_near(number, owner):
            self._take(number, cell, owner)

    def _take(self, number: int, cell: Cell, owner: Parts) -> None:
        """An open cell of an exercise or right after it: an answer, tests, or nothing of it."""
        gated = owner.block.holds(number)
        is_first = id(owner) not in self.seen
        self.seen.add(id(owner))
        tests = _is_tagged(cell, _TEST_TAGS) or code_cell(cell.source).is_test
        if self.is_learners and is_first:
            owner.answers.append(number)
        elif tests:
            owner.tests.append(number)
        elif gated or (is_first and is_to_be_written(cell, self.notebook.language)):
            owner.answers.append(number)

    def _owner(self, number: int) -> Parts | None:
        place = bisect_left(self.starts, (number, 0))
        return self.exercises[place - 1] if place else None

    def _is_near(self, number: int, owner: Parts) -> bool:
        """Whether no heading stands between an exercise and a cell."""
        place = bisect_right(self.headings, owner.block.last)
        return place == bisect_left(self.headings, (number, 0))

    def _is_solution(self, number: int, cell: Cell, owner: Parts) -> bool:
        if _is_tagged(cell, SOLUTION_TAGS):
            return True
        folded = _is_tagged(cell, _FOLDED_TAGS) and self._is_near(number, owner)
        return folded and not owner.solved and not code_cell(cell.source).is_test

    def _refuse_misspelled(self, number: int, cell: Cell) -> None:
        known = (*SOLUTION_TAGS, *HIDDEN_TAGS)
        for tag in cell.tags:
            meant = nearest(tag.lower(), known) if tag not in known else None
            if meant is not None:
                message = f'The tag "{tag:.60}" looks like a misspelled "{meant}".'
                self._add(number, "tag_misspelled", message, f'Write "{meant}".')

    def _add(self, number: int, code: str, message: str, fix: str) -> None:
        self.problems.append(Problem(code, self.notebook.path, message, fix, number + 1))


def _is_tagged(cell: Cell, tags: Iterable[str]) -> bool:
    return any(each in tags for each in cell.tags)


def _same_labels(exercises: Sequence[Parts], notebook: Notebook) -> Iterator[Problem]:
    seen: set[str] = set()
    for each in exercises:
        if each.label and each.label in seen:
            cell, line = each.block.first
            yield Problem(
                "duplicate_id",
                notebook.path,
                f'The label "{each.label:.60}" is given to several exercises.',
                "Give each exercise its own label.",
                cell + 1,
                line + 1,
            )
        seen.add(each.label)


def _names(parts: Parts) -> tuple[str, ...]:
    """What a solution may call an exercise: its label, else the one that its heading makes."""
    if parts.label:
        return (parts.label,)
    texts = (parts.block.argument, parts.passed[-1].text if parts.passed else "")
    return tuple(name for name in map(slug, texts) if name)


def _assigned(
    exercises: Sequence[Parts], blocks: Sequence[Block], notebook: Notebook
) -> Iterator[Problem]:
    """Gives each solution to its exercise; yields a problem for one that belongs to none."""
    labelled: Mapping[str, Parts] = {
        name: each for each in reversed(exercises) for name in _names(each)
    }
    for block in blocks:
        if block.role is not Role.SOLUTION:
            continue
        label = block.argument.split()[0] if block.argument else ""
        if label in labelled:
            labelled[label].solved.append(block)
            continue
        alike = nearest(label, list(labelled)) if label else None
        fix = f'Did you mean "{alike}"?' if alike else "Write the label of its exercise after it."
        yield Problem(
            "unknown_label" if label else "missing_label",
            notebook.path,
            f'No exercise has the label "{label:.60}".'
            if label
            else "This solution does not say which exercise it solves.",
            fix,
            block.first[0] + 1,
            block.first[1] + 1,
        )
