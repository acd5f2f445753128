"""Which cells below an answer test it, in a notebook that does not say so.

Any dialect whose tests carry no mark may use `following_tests`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jupyter_llm_teach.courses.headings import headings
from jupyter_llm_teach.courses.plain.cells import CodeCell, code_cell
from jupyter_llm_teach.courses.plain.words import is_about_tests, sets_a_task
from jupyter_llm_teach.teaching.notebook import Cell

_FARTHEST = 12


def following_tests(
    cells: Sequence[Cell], answer: int, names: frozenset[str] = frozenset()
) -> tuple[int, ...]:
    """The places of the cells that test an answer, in order.

    A test cell does nothing but test: it holds assertions, calls of a test library, test
    functions or classes, or doctests, and beside them only what tests need. It belongs to an
    answer where it reads a name that the answer defines, and none that a later cell of the same
    task defines. The search ends where the next task begins: at a heading that does not announce
    tests, at a text that calls itself an exercise, at a cell that defines the name anew, or after
    twelve code cells.

    Args:
        cells: All cells of the notebook.
        answer: The place of the answer cell.
        names: What a right answer defines; taken from the answer cell where left out.
    """
    codes = {
        place: code_cell(cells[place].source)
        for place in (answer, *_below(cells, answer))
        if cells[place].kind == "code"
    }
    return following_among(cells, codes, answer, names)


def following_among(
    cells: Sequence[Cell],
    codes: dict[int, CodeCell],
    answer: int,
    names: frozenset[str] = frozenset(),
) -> tuple[int, ...]:
    """The same for code cells that were looked at already.

    Args:
        cells: All cells of the notebook.
        codes: What each code cell is, by its place.
        answer: The place of the answer cell.
        names: What a right answer defines; taken from the answer cell where left out.
    """
    own = names or _defined(codes.get(answer, CodeCell()))
    found: list[int] = []
    others: frozenset[str] = frozenset()
    for place in _below(cells, answer):
        cell = codes.get(place)
        if cell is None:
            continue
        if cell.is_test:
            if _reads(cell, own, others):
                found.append(place)
        elif own & cell.names:
            break
        else:
            others |= cell.functions
    return tuple(found)


def _defined(cell: CodeCell) -> frozenset[str]:
    return cell.functions or cell.names


def _reads(cell: CodeCell, own: frozenset[str], others: frozenset[str]) -> bool:
    return not own.isdisjoint(cell.reads) and others.isdisjoint(cell.reads)


def _below(cells: Sequence[Cell], answer: int) -> Iterator[int]:
    """The places below an answer that belong to the same task."""
    seen = 0
    for place in range(answer + 1, len(cells)):
        cell = cells[place]
        if cell.kind == "markdown" and _begins_anew(cell.source):
            return
        seen += cell.kind == "code" and bool(cell.source.strip())
        if seen > _FARTHEST:
            return
        yield place


def _begins_anew(markdown: str) -> bool:
    found = headings(markdown)
    return sets_a_task(markdown) or any(not is_about_tests(each.text) for each in found)
