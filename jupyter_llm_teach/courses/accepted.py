"""What learners wrote, read from a folder of their notebooks: programs alone, and no names."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from jupyter_llm_teach.courses.dialects import learners_exercises
from jupyter_llm_teach.courses.notebook_file import read_notebook
from jupyter_llm_teach.courses.tree import NOTEBOOK, is_inside
from jupyter_llm_teach.errors import BadInputError
from jupyter_llm_teach.teaching.exercise import Answer, Exercise
from jupyter_llm_teach.teaching.notebook import Notebook
from jupyter_llm_teach.teaching.place import answer_in

_MOST_NOTEBOOKS = 1000
MOST_ANSWERS = 50


class LearnersNotebooks:
    """The notebooks below a folder of a course; each is read again when its file changes.

    Args:
        course: The course's folder.
        folder: The folder of notebooks, relative to it.
    """

    def __init__(self, course: Path, folder: str) -> None:
        self._course = course
        self._folder = course / folder
        self._read: dict[Path, tuple[tuple[int, int], Notebook | None]] = {}

    def answers(self, exercise: Exercise) -> tuple[Answer, ...]:
        """Different answers to an exercise, 50 at most; empty where the folder can't be read.

        Args:
            exercise: The instructor's version.
        """
        found: dict[str, Answer] = {}
        for path in self._paths():
            notebook = self._notebook(path)
            for answer in () if notebook is None else _answers(notebook, exercise):
                found.setdefault(answer.digest, answer)
            if len(found) >= MOST_ANSWERS:
                break
        return tuple(found.values())[:MOST_ANSWERS]

    def _paths(self) -> list[Path]:
        if not is_inside(self._folder, self._course):
            return []
        paths: list[Path] = []
        for folder, folders, files in os.walk(self._folder):
            folders[:] = sorted(each for each in folders if not each.startswith("."))
            names = sorted(each for each in files if each.endswith(NOTEBOOK))
            paths += [path for each in names if is_inside(path := Path(folder, each), self._folder)]
            if len(paths) >= _MOST_NOTEBOOKS:
                break
        return paths[:_MOST_NOTEBOOKS]

    def _notebook(self, path: Path) -> Notebook | None:
        try:
            status = path.stat()
            state = (status.st_mtime_ns, status.st_size)
            known = self._read.get(path)
            if known is None or known[0] != state:
                known = (state, read_notebook(path, name=path.name))
        except (OSError, BadInputError):
            return None
        self._read[path] = known
        return known[1]


def _answers(notebook: Notebook, exercise: Exercise) -> Iterator[Answer]:
    for local in learners_exercises(notebook):
        if local.id == exercise.id:
            answer = answer_in(notebook, local, exercise)
            if answer.code.strip():
                yield answer
