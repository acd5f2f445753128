"""What reading an instructor's notebook gives, whatever its dialect."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from jupyter_llm_teach.courses.problem import Problem
from jupyter_llm_teach.teaching.exercise import Exercise
from jupyter_llm_teach.teaching.notebook import Notebook, TeachBlock


@dataclass(frozen=True, slots=True)
class Kept:
    """A cell that students get as it is, without its outputs.

    Attributes:
        cell: Its place in the instructor's notebook, from 0.
    """

    cell: int


@dataclass(frozen=True, slots=True)
class Changed:
    """A cell that students get with another text, or with other marks.

    Attributes:
        cell: Its place in the instructor's notebook, from 0.
        source: What students get.
        tags: The tags that it gets in place of its own; None where it keeps them.
        teach: The ``teach`` block that it gets in place of its own; None where it keeps it.
    """

    cell: int
    source: str
    tags: tuple[str, ...] | None = None
    teach: TeachBlock | None = None


@dataclass(frozen=True, slots=True)
class Added:
    """A cell that students get and the instructor's notebook does not hold."""

    kind: Literal["code", "markdown"]
    source: str


StudentCell = Kept | Changed | Added


@dataclass(frozen=True, slots=True)
class ExtraFile:
    """A file that students get beside the notebook.

    Attributes:
        path: Relative to the notebook's folder, with ``/``.
        text: Its content.
    """

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class StudentVersion:
    """What students get of an instructor's notebook.

    Attributes:
        path: Of the student's notebook, relative to the course, with ``/``.
        cells: In order; a cell of the instructor's that is not among them is left out.
        files: Further files.
        copied: Whether students get the notebook that the course holds at that path already, as
            it is; the cells then say what it holds.
    """

    path: str
    cells: tuple[StudentCell, ...]
    files: tuple[ExtraFile, ...] = ()
    copied: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """An instructor's notebook, read.

    Attributes:
        exercises: With references and hidden tests.
        problems: What is wrong with it. Where one is an error, the rest is a best effort that
            must not reach students.
        student: What students get.
    """

    exercises: tuple[Exercise, ...]
    problems: tuple[Problem, ...]
    student: StudentVersion


@dataclass(frozen=True, slots=True)
class Dialect:
    """A way in which notebooks mark exercises.

    Attributes:
        name: Such as ``nbgrader``; every exercise carries it.
        recognises: Whether a notebook, an instructor's or a learner's, carries its marks. The
            second notebook is the other one of a pair, where the course holds a pair.
        learners: The exercises of a learner's notebook. Never raises: what is odd is taken as it
            is, since learners may write anything.
        source: An instructor's notebook, and the student's notebook that the course holds
            beside it, where it holds one. Never raises: what is wrong is a problem.
        leftovers: Marks of the instructor's side, one line each: where one of them is in a
            student's cell, something went wrong.
    """

    name: str
    recognises: Callable[[Notebook, Notebook | None], bool]
    learners: Callable[[Notebook], tuple[Exercise, ...]]
    source: Callable[[Notebook, Notebook | None], Source]
    leftovers: re.Pattern[str]
