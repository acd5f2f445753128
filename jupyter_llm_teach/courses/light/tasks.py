"""Which cells of a notebook in our own light form belong together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from jupyter_llm_teach.courses.headings import headings
from jupyter_llm_teach.courses.light.roles import Role, role_of
from jupyter_llm_teach.courses.light.starter import reference
from jupyter_llm_teach.courses.plain.cells import CodeCell, code_cell
from jupyter_llm_teach.courses.plain.tests import following_among
from jupyter_llm_teach.teaching.notebook import Cell, Notebook, TeachBlock

_TESTS = (Role.TESTS, Role.HIDDEN_TESTS)


@dataclass(frozen=True, slots=True)
class Task:
    """The places of an exercise's cells in its notebook.

    Attributes:
        answer: The cell in which students answer.
        solutions: The cells with solutions; the answer cell among them where it is one itself.
        texts: The texts above it, from the exercise before on.
        tests: The cells that test it, in order.
        block: What the ``teach`` blocks of its cells say.
        functions: What a right answer defines.
    """

    answer: int
    solutions: tuple[int, ...] = ()
    texts: tuple[int, ...] = ()
    tests: tuple[int, ...] = ()
    block: TeachBlock = field(default_factory=TeachBlock)
    functions: frozenset[str] = frozenset()


def tasks_of(notebook: Notebook) -> tuple[Task, ...]:
    """The exercises of a notebook, in order."""
    cells = notebook.cells
    roles = [role_of(each) for each in cells]
    starts = [place for place, role in enumerate(roles) if role is Role.ANSWER]
    starts += [
        place
        for place, role in enumerate(roles)
        if role is Role.SOLUTION and _answer_above(cells, roles, place) is None
    ]
    starts.sort()
    if not starts:
        return ()
    codes = {
        place: code_cell(reference(each) if roles[place] is Role.SOLUTION else each.source)
        for place, each in enumerate(cells)
        if each.kind == "code" and each.source.strip()
    }
    found: list[Task] = []
    begin = 0
    for start, end in zip(starts, [*starts[1:], len(cells)], strict=True):
        task = _task(cells, codes, start, range(begin, end))
        begin = max(start, *task.solutions, *task.tests, begin) + 1
        found.append(task)
    return tuple(found)


def _task(cells: Sequence[Cell], codes: dict[int, CodeCell], answer: int, around: range) -> Task:
    """The exercise of an answer cell.

    Args:
        cells: All cells of the notebook.
        codes: What its code cells are.
        answer: The place of the answer cell.
        around: From after the exercise before to where the next answer begins.
    """
    roles = {place: role_of(cells[place]) for place in around}
    solutions = tuple(
        place for place in around if place >= answer and roles[place] is Role.SOLUTION
    )
    texts = tuple(
        place
        for place in range(around.start, answer)
        if cells[place].kind == "markdown" and roles[place] in (None, Role.EXERCISE)
    )
    said = {place for place in around if place > answer and roles[place] in _TESTS}
    last = max(answer, *solutions) if solutions else answer
    known = codes.get(last, CodeCell())
    names = known.functions or known.names
    below = following_among(cells, codes, last, names)
    free = {place for place in below if place in around and roles[place] is None}
    tests = tuple(sorted(place for place in said | free if cells[place].kind == "code"))
    blocks = [cells[place].teach for place in (answer, *solutions, *reversed(texts))]
    block = _merged([each for each in blocks if each is not None])
    return Task(answer, solutions, texts, tests, block, known.functions)


def _merged(blocks: Sequence[TeachBlock]) -> TeachBlock:
    """What blocks say of an exercise; the first one that says something counts."""
    return TeachBlock(
        id=next((each.id for each in blocks if each.id), ""),
        title=next((each.title for each in blocks if each.title), ""),
        points=next((each.points for each in blocks if each.points is not None), None),
    )


def _answer_above(cells: Sequence[Cell], roles: Sequence[Role | None], place: int) -> int | None:
    """The answer cell to which a solution belongs: no heading and no other code between them."""
    for above in range(place - 1, -1, -1):
        if roles[above] is Role.ANSWER:
            return above if cells[above].kind == cells[place].kind else None
        if roles[above] not in (None, Role.SOLUTION, Role.NOTES):
            return None
        is_code = cells[above].kind == "code" and roles[above] is None
        if is_code or (cells[above].kind == "markdown" and headings(cells[above].source)):
            return None
    return None
