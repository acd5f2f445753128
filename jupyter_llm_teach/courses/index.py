"""The exercises of one course folder, read again when its files change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from jupyter_llm_teach.courses.nbgrader import source_exercises
from jupyter_llm_teach.courses.notebook_file import read_notebook
from jupyter_llm_teach.courses.tree import NOTEBOOK, File, course_files
from jupyter_llm_teach.errors import BadInputError, CourseUnreadableError, DuplicateExerciseError
from jupyter_llm_teach.teaching.exercise import Exercise


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a notebook of a course gave: its exercises, or why it can't be read."""

    file: File
    exercises: tuple[Exercise, ...] = ()
    error: CourseUnreadableError | None = None


@dataclass(slots=True)
class CourseIndex:
    """The notebooks of a course as they are now.

    Attributes:
        folder: The course's folder.
        notebooks: What was read at the last look, by path.
    """

    folder: Path
    notebooks: dict[str, Loaded] = field(default_factory=dict)

    def look(self) -> None:
        """Read the notebooks that are new or changed, and forget those that are gone."""
        files = [each for each in course_files(self.folder) if each.name.endswith(NOTEBOOK)]
        known = self.notebooks
        self.notebooks = {
            file.path: known[file.path]
            if file.path in known and known[file.path].file == file
            else _load(self.folder, file)
            for file in files
        }

    def with_id(self, exercise: str) -> tuple[Exercise, ...]:
        """Every exercise that has an id; more than one is the instructor's mistake."""
        loaded = self.notebooks.values()
        return tuple(each for one in loaded for each in one.exercises if each.id == exercise)

    def has_notebook(self, name: str) -> bool:
        """Whether a notebook of the course has a file name."""
        return any(loaded.file.name == name for loaded in self.notebooks.values())

    def unreadable(self) -> tuple[CourseUnreadableError, ...]:
        """Why some of the notebooks can't be read."""
        errors = (loaded.error for loaded in self.notebooks.values())
        return tuple(error for error in errors if error is not None)

    def duplicates(self) -> tuple[DuplicateExerciseError, ...]:
        """One error for each id that stands twice."""
        every = [each for loaded in self.notebooks.values() for each in loaded.exercises]
        seen: dict[str, list[Exercise]] = {}
        for each in every:
            seen.setdefault(each.id, []).append(each)
        return tuple(duplicate(same) for same in seen.values() if len(same) > 1)


def duplicate(same: Sequence[Exercise]) -> DuplicateExerciseError:
    """The error for exercises that share an id."""
    notebooks = " and ".join(sorted({each.notebook for each in same}))
    return DuplicateExerciseError(
        f'The exercise id "{same[0].id}" is used {len(same)} times, in {notebooks}.',
        "Give each answer cell its own nbgrader id.",
    )


def _load(folder: Path, file: File) -> Loaded:
    try:
        notebook = read_notebook(folder / file.path, name=file.path)
        return Loaded(file, exercises=source_exercises(notebook))
    except CourseUnreadableError as error:
        return Loaded(file, error=error)
    except BadInputError as error:
        return Loaded(file, error=CourseUnreadableError(error.message, error.todo))
