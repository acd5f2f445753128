"""The rules of an exercise that stand in the metadata of its answer cell."""

from __future__ import annotations

from collections.abc import Iterator

from jupyter_llm_teach.courses.index import CourseIndex
from jupyter_llm_teach.courses.teach_toml import cell_layer
from jupyter_llm_teach.errors import CourseUnreadableError
from jupyter_llm_teach.teaching.exercise import Exercise
from jupyter_llm_teach.teaching.layers.layer import Layer


def cell_layers(index: CourseIndex, exercise: Exercise) -> tuple[Layer, ...]:
    """The layers that the instructor's notebook holds for an exercise, in the order of its cells.

    Raises:
        CourseUnreadableError: One of them is wrong; the message names notebook and cell.
    """
    loaded = index.notebooks.get(exercise.notebook)
    cells = loaded.document.notebook.cells if loaded is not None and loaded.document else ()
    return tuple(
        cell_layer(index.folder, exercise.id, (exercise.notebook, number), cell.teach.policy)
        for number, cell in enumerate(cells, start=1)
        if cell.id in exercise.answer_cells and cell.teach is not None and cell.teach.policy
    )


def cell_problems(index: CourseIndex) -> Iterator[CourseUnreadableError]:
    """What is wrong with the rules that stand in cells of a course."""
    for loaded in index.notebooks.values():
        for exercise in loaded.exercises:
            try:
                cell_layers(index, exercise)
            except CourseUnreadableError as error:  # noqa: PERF203 - each is told
                yield error
