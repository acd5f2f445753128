"""Finds the exercises of a learner's notebook that carries no marks, by the student's version.

The student's version that the instructor's notebook makes is laid beside the learner's notebook:
cells with the same id belong together, then cells with the same text, then, between those, cells
of the same kind in their order. A notebook that has hardly a cell in common only has the name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from jupyter_llm_teach.courses.reading import Added, Changed, Kept, Source
from jupyter_llm_teach.teaching.exercise import Exercise
from jupyter_llm_teach.teaching.notebook import Cell, Notebook

_MOST_COMPARED = 400
_LEAST_COMMON = 0.2


@dataclass(frozen=True, slots=True)
class _Given:
    """A cell as students got it, with the id of the instructor's cell that it comes from."""

    id: str
    kind: str
    source: str


def aligned(learner: Notebook, teacher: Notebook, source: Source) -> tuple[Exercise, ...]:
    """The exercises of a learner's notebook, without references and hidden tests.

    Args:
        learner: The learner's notebook.
        teacher: The instructor's notebook.
        source: What was read from it.
    """
    given = tuple(_given(teacher, source))
    pairs = dict(_pairs(given, learner.cells))
    places = {each.id: place for place, each in enumerate(given) if each.id}
    found = (_in_learners(each, places, pairs, learner) for each in source.exercises)
    return tuple(each for each in found if each is not None)


def _given(teacher: Notebook, source: Source) -> Iterator[_Given]:
    for each in source.student.cells:
        match each:
            case Kept(cell=place):
                cell = teacher.cells[place]
                yield _Given(cell.id, cell.kind, cell.source)
            case Changed(cell=place, source=text):
                cell = teacher.cells[place]
                yield _Given(cell.id, cell.kind, text)
            case Added(kind=kind, source=text):
                yield _Given("", kind, text)


def _in_learners(
    exercise: Exercise, places: dict[str, int], pairs: dict[int, Cell], learner: Notebook
) -> Exercise | None:
    answers = _matched(exercise.answer_cells, places, pairs)
    if not answers:
        return None
    return replace(
        exercise,
        notebook=learner.path,
        answer_cells=answers,
        test_cells=_matched(exercise.test_cells, places, pairs),
        tests=tuple(each for each in exercise.tests if each.visible),
        references=(),
    )


def _matched(ids: Sequence[str], places: dict[str, int], pairs: dict[int, Cell]) -> tuple[str, ...]:
    found = (pairs.get(places[each]) for each in ids if each in places)
    return tuple(each.id for each in found if each is not None)


def _pairs(given: Sequence[_Given], cells: Sequence[Cell]) -> Iterator[tuple[int, Cell]]:
    """Places of given cells with the learner's cells that belong to them."""
    anchors = _anchors(given, cells)
    if len(anchors) < _LEAST_COMMON * len(given):
        return
    yield from ((one, cells[other]) for one, other in anchors)
    before = (-1, -1)
    for after in [*anchors, (len(given), len(cells))]:
        yield from _between(given, cells, before, after)
        before = after


def _anchors(given: Sequence[_Given], cells: Sequence[Cell]) -> list[tuple[int, int]]:
    """Places of cells that are surely the same, in an order that holds for both notebooks."""
    ids = {cell.id: place for place, cell in enumerate(cells) if not cell.id.isdecimal()}
    sure = [(one, ids[each.id]) for one, each in enumerate(given) if each.id in ids]
    if sure and sure == sorted(sure, key=lambda pair: pair[1]):
        return sure
    texts = SequenceMatcher(
        None,
        [(each.kind, each.source.strip()) for each in given],
        [(each.kind, each.source.strip()) for each in cells],
        autojunk=False,
    )
    return [
        (block.a + step, block.b + step)
        for block in texts.get_matching_blocks()
        for step in range(block.size)
    ]


def _between(
    given: Sequence[_Given], cells: Sequence[Cell], before: tuple[int, int], after: tuple[int, int]
) -> Iterator[tuple[int, Cell]]:
    """Cells of the same kind between two anchors, in order; the likest where numbers differ."""
    for kind in ("code", "markdown", "raw"):
        ours = [n for n in range(before[0] + 1, after[0]) if given[n].kind == kind]
        theirs = [n for n in range(before[1] + 1, after[1]) if cells[n].kind == kind]
        if len(ours) != len(theirs) and len(ours) * len(theirs) <= _MOST_COMPARED:
            yield from _likest(given, cells, ours, theirs)
        else:
            yield from ((one, cells[other]) for one, other in zip(ours, theirs, strict=False))


def _likest(
    given: Sequence[_Given], cells: Sequence[Cell], ours: list[int], theirs: list[int]
) -> Iterator[tuple[int, Cell]]:
    """Pairs of cells by their likeness; none crosses a pair that is more alike."""
    scored = sorted(
        (-SequenceMatcher(None, given[one].source, cells[other].source).ratio(), one, other)
        for one in ours
        for other in theirs
    )
    kept: list[tuple[int, int]] = []
    for _, one, other in scored:
        if all((one < a) == (other < b) and one != a and other != b for a, b in kept):
            kept.append((one, other))
            yield one, cells[other]
