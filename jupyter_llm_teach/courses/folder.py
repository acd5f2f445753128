"""Courses in folders, as instructors keep them."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from pathlib import Path

from jupyter_llm_teach.courses.accepted import LearnersNotebooks
from jupyter_llm_teach.courses.alignment import aligned
from jupyter_llm_teach.courses.cell_rules import cell_layers, cell_problems
from jupyter_llm_teach.courses.dialects import learners_exercises
from jupyter_llm_teach.courses.files_beside import FilesBeside, folder_of
from jupyter_llm_teach.courses.index import CourseIndex, duplicate
from jupyter_llm_teach.courses.teach_toml import NAME, read_course
from jupyter_llm_teach.courses.tests_beside import with_tests_beside
from jupyter_llm_teach.courses.tree import is_inside
from jupyter_llm_teach.errors import CourseUnreadableError, TeachError
from jupyter_llm_teach.ports import Course
from jupyter_llm_teach.teaching.data_file import DataFile
from jupyter_llm_teach.teaching.exercise import Answer, Exercise
from jupyter_llm_teach.teaching.layers.layer import Layer, Target
from jupyter_llm_teach.teaching.layers.resolve import Resolved, resolve
from jupyter_llm_teach.teaching.named_files import NamedFiles
from jupyter_llm_teach.teaching.notebook import Notebook


class FolderCourses:
    """The courses of some folders; an adapter of the `Courses` port.

    A folder is a course, or holds courses: folders with a `teach.toml` of their own.

    Args:
        folders: Where to look; nothing is read before the first question.
        settled_for: Seconds for which the answer of a look at the files is taken as still true.
        root: Where learners' notebooks are, whose paths are relative to it; test and data files
            that lie beside them are read as well. None where notebooks stand nowhere.
        site: The administrator's rules.
    """

    def __init__(
        self,
        folders: Sequence[Path],
        *,
        settled_for: float = 1.0,
        root: Path | None = None,
        site: Layer | None = None,
    ) -> None:
        self._site = site
        self._root = root
        self._folders = tuple(folder.absolute() for folder in folders)
        self._settled_for = settled_for
        self._looked: float | None = None
        self._indexes: dict[Path, CourseIndex] = {}
        self._lock = threading.Lock()
        self._beside = FilesBeside()
        self._learners: dict[tuple[Path, str], LearnersNotebooks] = {}

    def all(self) -> Sequence[Course]:
        """The configured courses; raises `CourseUnreadableError` for the first that is wrong."""
        return tuple(read_course(folder, self._site) for folder in self._course_folders())

    def read(self, notebook: Notebook) -> tuple[Exercise, ...]:
        """The exercises of any notebook; raises `DuplicateExerciseError` where two share an id."""
        if self._root is not None and is_inside(self._root / notebook.path, self._root):
            notebook = with_tests_beside(notebook, self._root / notebook.path)
        found = self._completed(notebook, learners_exercises(notebook))
        for each in found:
            same = [other for other in found if other.id == each.id]
            if len(same) > 1:
                raise duplicate(same)
        return found

    def find(self, exercise: str, notebook: str) -> tuple[Course, Exercise] | None:
        """The instructor's version of an exercise, as the `Courses` port has it."""
        indexes = self._current()
        name = notebook.rsplit("/", 1)[-1]
        holding = [index for index in indexes if index.with_id(exercise, notebook)]
        preferred = sorted(holding, key=lambda index: not index.has_notebook(name))
        if not preferred:
            self._raise_first_problem(indexes)
            return None
        found = preferred[0].with_id(exercise, notebook)
        if len(found) > 1:
            raise duplicate(found)
        return read_course(preferred[0].folder, self._site), found[0]

    def rules(self, exercise: str, notebook: str, learner: str) -> Resolved:
        """The rules in force for a learner, as the `Courses` port has it."""
        found = self.find(exercise, notebook) if exercise else None
        if found is not None:
            course, theirs = found
            index = self._indexes[course.folder]
            target = Target(exercise, index.paths(theirs.notebook), learner)
            return course.rules(target, cell_layers(index, theirs))
        name = notebook.rsplit("/", 1)[-1]
        holding = next((each for each in self._current() if each.has_notebook(name)), None)
        if holding is None:
            return resolve(() if self._site is None else (self._site,))
        return read_course(holding.folder, self._site).rules(Target("", (notebook,), learner))

    def files(
        self, course: Course | None, notebook: str, named: NamedFiles
    ) -> tuple[DataFile, ...]:
        """The files beside a notebook that programs name, as the `Courses` port has it."""
        root = self._root if course is None else course.folder
        if root is None or not is_inside(root / notebook, root):
            return ()
        return self._beside.named(folder_of(root, notebook), named)

    def answers(self, exercise: str, notebook: str) -> tuple[Answer, ...]:
        """What other learners wrote for an exercise, as the `Courses` port has it."""
        found = self.find(exercise, notebook)
        if found is None or not found[0].accepted_answers:
            return ()
        course, theirs = found
        place = (course.folder, course.accepted_answers)
        learners = self._learners.setdefault(place, LearnersNotebooks(*place))
        return learners.answers(theirs)

    def problems(self) -> tuple[TeachError, ...]:
        """All that is wrong with the courses, for the instructor."""
        found: list[TeachError] = []
        for folder in self._course_folders():
            found.extend(_course_problem(folder))
        for index in self._current():
            found.extend(index.unreadable())
            found.extend(index.duplicates())
            found.extend(cell_problems(index))
        return tuple(found)

    def rule_problems(self) -> tuple[CourseUnreadableError, ...]:
        """All that is wrong with the rules of the courses, in `teach.toml` and in cells."""
        found = [each for folder in self._course_folders() for each in _course_problem(folder)]
        # The rules of cells may name presets of a file, so they wait for that to be right.
        return tuple(found or (each for index in self._current() for each in cell_problems(index)))

    def targets(self, course: Course) -> tuple[Target, ...]:
        """Every exercise of a course, with the paths by which the course knows its notebook."""
        index = next((each for each in self._current() if each.folder == course.folder), None)
        if index is None:
            return ()
        return tuple(Target(each.id, index.paths(each.notebook)) for each in self.exercises(course))

    def exercises(self, course: Course) -> tuple[Exercise, ...]:
        """All exercises of a course that can be read, in the order of its notebooks."""
        index = next((each for each in self._current() if each.folder == course.folder), None)
        loaded = index.notebooks.values() if index is not None else ()
        return tuple(each for one in loaded for each in one.exercises)

    def _course_folders(self) -> list[Path]:
        return list(dict.fromkeys(each for folder in self._folders for each in _courses_in(folder)))

    def _current(self) -> tuple[CourseIndex, ...]:
        with self._lock:
            now = time.monotonic()
            if self._looked is None or now - self._looked >= self._settled_for:
                folders = self._course_folders()
                self._indexes = {
                    folder: self._indexes.get(folder, CourseIndex(folder)) for folder in folders
                }
                for index in self._indexes.values():
                    index.look()
                self._looked = now
            return tuple(self._indexes.values())

    def _has(self, exercise: str, notebook: Notebook) -> bool:
        return any(index.with_id(exercise, notebook.path) for index in self._current())

    def _completed(self, notebook: Notebook, found: Sequence[Exercise]) -> tuple[Exercise, ...]:
        """The exercises found by their marks, and those of the course that only a place tells."""
        known = [each for each in found if self._has(each.id, notebook)]
        ids = {each.id for each in known}
        placed = [each for each in self._aligned(notebook) if each.id not in ids]
        taken = {cell for each in placed for cell in each.answer_cells}
        others = [
            each for each in found if each.id not in ids and taken.isdisjoint(each.answer_cells)
        ]
        order = {cell.id: place for place, cell in enumerate(notebook.cells)}
        every = [*known, *placed, *others]
        return tuple(sorted(every, key=lambda each: order[each.answer_cells[0]]))

    def _aligned(self, notebook: Notebook) -> tuple[Exercise, ...]:
        """The exercises of a notebook without marks that a course gives to its students."""
        every = (each for index in self._current() for each in index.for_students(notebook.name))
        found = (
            aligned(notebook, each.document.notebook, each.source)
            for each in every
            if each.document is not None and each.source is not None
        )
        return next((each for each in found if each), ())

    def _raise_first_problem(self, indexes: Sequence[CourseIndex]) -> None:
        for index in indexes:
            for error in (*_folder_problem(index.folder), *index.unreadable()):
                raise error


def _courses_in(folder: Path) -> list[Path]:
    if (folder / NAME).is_file() or not folder.is_dir():
        return [folder]
    children = [
        child
        for child in sorted(folder.iterdir())
        if not child.name.startswith(".") and (child / NAME).is_file() and is_inside(child, folder)
    ]
    return children or [folder]


def _course_problem(folder: Path) -> tuple[CourseUnreadableError, ...]:
    try:
        read_course(folder)
    except CourseUnreadableError as error:
        return (error,)
    return ()


def _folder_problem(folder: Path) -> tuple[CourseUnreadableError, ...]:
    if folder.is_dir():
        return ()
    return (
        CourseUnreadableError(
            f"There is no course folder {folder.name}.", "Check the folder that was configured."
        ),
    )
