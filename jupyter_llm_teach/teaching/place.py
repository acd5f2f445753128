"""Which exercise a place in a notebook belongs to, and what a learner wrote there."""

from __future__ import annotations

from jupyter_llm_teach.teaching.exercise import Answer, Compare, Exercise, Holds, Runs, Test
from jupyter_llm_teach.teaching.needed import needed_cells
from jupyter_llm_teach.teaching.notebook import Cell, Notebook


def exercise_at(notebook: Notebook, exercises: tuple[Exercise, ...], cell: str) -> Exercise | None:
    """The exercise that a cell belongs to, or None.

    Answer and test cells belong to their exercise, text to the exercise below it, and any other
    cell to the exercise above it.
    """
    owners = [_owner(exercises, each.id) for each in notebook.cells]
    index = next((i for i, each in enumerate(notebook.cells) if each.id == cell), None)
    if index is None:
        return None
    above = next((owner for owner in reversed(owners[: index + 1]) if owner is not None), None)
    below = next((owner for owner in owners[index:] if owner is not None), None)
    if owners[index] is not None:
        return owners[index]
    return below or above if notebook.cells[index].kind == "markdown" else above


def answer_in(notebook: Notebook, local: Exercise, course: Exercise) -> Answer:
    """What the notebook's learner wrote for an exercise.

    Args:
        notebook: The learner's notebook.
        local: The exercise as read from that notebook, which says where the answer stands.
        course: The exercise as the instructor wrote it, whose tests may need earlier cells.
    """
    code = "\n\n".join(each.source for each in notebook.cells if each.id in local.answer_cells)
    return answer_of(code, notebook, local, course)


def answer_of(code: str, notebook: Notebook, local: Exercise, course: Exercise) -> Answer:
    """A program as the answer to an exercise, with the earlier cells of a notebook that it needs.

    Args:
        code: The program.
        notebook: Where it would stand.
        local: The exercise as read from that notebook, which says where an answer stands.
        course: The exercise as the instructor wrote it, whose tests may need earlier cells.
    """
    earlier: list[str] = []
    for each in notebook.cells:
        if each.id in local.answer_cells:
            break
        if each.kind == "code" and each.id not in local.test_cells and not _is_test(each):
            earlier.append(each.source)
    # What a reference needs, a better answer may need as well.
    wanted = "\n".join([code, *course.references, *map(_text, course.tests)])
    return Answer(code=code, prelude=needed_cells(earlier, wanted))


def _owner(exercises: tuple[Exercise, ...], cell: str) -> Exercise | None:
    return next((e for e in exercises if cell in e.answer_cells or cell in e.test_cells), None)


def _is_test(cell: Cell) -> bool:
    return cell.mark is not None and cell.mark.grade and not cell.mark.solution


def _text(test: Test) -> str:
    match test.check:
        case Compare(expression=text) | Holds(expression=text) | Runs(code=text):
            return f"{test.setup}\n{text}"
