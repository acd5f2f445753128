"""What a browser sent, as values: messages, notebooks, and the work on an exercise."""

from __future__ import annotations

import asyncio
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from jupyter_llm_teach import wire
from jupyter_llm_teach.errors import BadInputError, UnknownExerciseError
from jupyter_llm_teach.teaching.notebook import Cell, NbgraderMark, Notebook, TeachBlock
from jupyter_llm_teach.tutor.recent import Place
from jupyter_llm_teach.tutor.tutor import Tutor
from jupyter_llm_teach.tutor.work import Work, work_at

Request = TypeVar("Request", bound=BaseModel)


def parsed(model: type[Request], body: bytes) -> Request:
    """A request's bytes as a message.

    Raises:
        BadInputError: they are none; the message names the field.
    """
    try:
        return model.model_validate_json(body)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise BadInputError(
            f"The request can't be read: {place}: {first['msg']}.", "Reload the page."
        ) from error


def notebook_in(where: wire.Where) -> Notebook:
    """The notebook as it stands in the browser."""
    cells = tuple(
        Cell(
            each.id,
            each.kind,
            each.source,
            _mark(each.nbgrader),
            tuple(each.tags),
            _teach(each.teach),
        )
        for each in where.cells
    )
    return Notebook(where.path, where.kernel_language, cells)


def _mark(mark: wire.NbgraderIn | None) -> NbgraderMark | None:
    if mark is None or not mark.grade_id:
        return None
    return NbgraderMark(
        grade_id=mark.grade_id,
        grade=mark.grade,
        solution=mark.solution,
        locked=mark.locked,
        task=mark.task,
        points=mark.points or 0.0,
    )


def _teach(block: wire.TeachIn | None) -> TeachBlock | None:
    if block is None:
        return None
    return TeachBlock(block.id, block.title, block.points, hidden=block.hidden)


async def found_at(tutor: Tutor, where: wire.Where) -> Work | None:
    """The work on the exercise at a cell, or None."""
    notebook = notebook_in(where)
    # In a thread: reading a course of many notebooks must not hold up other answers.
    work = await asyncio.to_thread(work_at, tutor.courses, notebook, where.cell_id, where.language)
    if work is not None:
        place = Place(notebook, work.exercise.id, where.language)
        tutor.recent.at(work.key.learner, place)
    return work


async def required(tutor: Tutor, where: wire.Where) -> Work:
    """The work on the exercise at a cell.

    Raises:
        UnknownExerciseError: the cell belongs to none.
    """
    work = await found_at(tutor, where)
    if work is None:
        raise UnknownExerciseError(
            "This cell belongs to no exercise.", "Click into an exercise and ask again."
        )
    return work
