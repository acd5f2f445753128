"""The notebooks of one course folder, read again when its files change."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from jupyter_llm_teach.courses.dialects import source_of_course
from jupyter_llm_teach.courses.documents import Document, open_document
from jupyter_llm_teach.courses.listing import Listed, listed, other_forms
from jupyter_llm_teach.courses.problem import Problem, Severity
from jupyter_llm_teach.courses.reading import Source
from jupyter_llm_teach.courses.tree import NOTEBOOK, SOURCE_FOLDER, course_files
from jupyter_llm_teach.errors import BadInputError, CourseUnreadableError, DuplicateExerciseError
from jupyter_llm_teach.teaching.exercise import Exercise


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a file of a course gave.

    Attributes:
        listed: The file, and the student's notebook beside it.
        document: The notebook; None where the file holds none or can't be read.
        twin: The student's notebook, where there is one that can be read.
        source: What was read from it, with the lines of problems as people see them.
        error: Why it can't be read.
    """

    listed: Listed
    document: Document | None = None
    twin: Document | None = None
    source: Source | None = None
    error: CourseUnreadableError | None = None

    @property
    def path(self) -> str:
        """Where it is in the course."""
        return self.listed.file.path

    @property
    def student_path(self) -> str:
        """Where the student's version of it is, as students see it."""
        path = self.path if self.source is None else self.source.student.path
        return path.removeprefix(SOURCE_FOLDER)

    @property
    def faults(self) -> tuple[Problem, ...]:
        """The problems that make it unfit for students."""
        every = self.source.problems if self.source is not None else ()
        return tuple(each for each in every if each.severity is Severity.ERROR)

    @property
    def exercises(self) -> tuple[Exercise, ...]:
        """Its exercises; none where something is wrong with it."""
        return () if self.source is None or self.faults else self.source.exercises


@dataclass(slots=True)
class CourseIndex:
    """The notebooks of a course as they are now.

    Attributes:
        folder: The course's folder.
        notebooks: What was read at the last look, by path.
    """

    folder: Path
    notebooks: dict[str, Loaded] = field(default_factory=dict)
    _read: dict[str, Loaded] = field(default_factory=dict)

    def look(self) -> None:
        """Read the files that are new or changed, and forget those that are gone."""
        for _ in self.looking():
            pass

    def looking(self) -> Iterator[tuple[int, int]]:
        """The same as `look`; gives how many files were read and how many there are."""
        files = listed(course_files(self.folder))
        known = self._read
        self._read = {}
        for number, each in enumerate(files, start=1):
            before = known.get(each.file.path)
            fresh = before is not None and before.listed == each
            self._read[each.file.path] = before if fresh and before else load(self.folder, each)
            yield number, len(files)
        self.notebooks = dict(_notebooks(self._read))

    def every(self) -> tuple[Loaded, ...]:
        """All files that hold notebooks, both files of a pair among them, or can't be read."""
        return tuple(each for each in self._read.values() if each.document or each.error)

    def with_id(self, exercise: str, notebook: str) -> tuple[Exercise, ...]:
        """Every exercise that has an id.

        Where several notebooks use the id, as in courses whose ids are unique in a notebook only,
        those of the notebooks whose path ends most like a student's, with their notebook as their
        scope. Two of the same notebook are the instructor's mistake.

        Args:
            exercise: The id.
            notebook: Path of the student's notebook.
        """
        found = [
            (_likeness(loaded.student_path, notebook), each)
            for loaded in self.notebooks.values()
            for each in loaded.exercises
            if each.id == exercise
        ]
        if len({each.notebook for _, each in found}) <= 1:
            return tuple(each for _, each in found)
        best = max(likeness for likeness, _ in found)
        return tuple(
            replace(each, scope=each.notebook) for likeness, each in found if likeness == best
        )

    def place(self, path: str, cell: str) -> int | None:
        """Which cell of a notebook has an id, from 1; None where none has."""
        loaded = self.notebooks.get(path)
        cells = loaded.document.notebook.cells if loaded and loaded.document else ()
        return next((n for n, each in enumerate(cells, start=1) if each.id == cell), None)

    def paths(self, notebook: str) -> tuple[str, ...]:
        """The paths by which the course knows a notebook: the instructor's, and the student's."""
        loaded = self.notebooks.get(notebook)
        return (notebook,) if loaded is None else (notebook, loaded.student_path)

    def has_notebook(self, name: str) -> bool:
        """Whether a notebook of the course, or its student's version, has a file name."""
        return any(name in _names(loaded) for loaded in self.notebooks.values())

    def for_students(self, name: str) -> Iterator[Loaded]:
        """The notebooks whose student's version has a file name."""
        for each in self.notebooks.values():
            if each.exercises and name in _names(each):
                yield each

    def unreadable(self) -> tuple[CourseUnreadableError, ...]:
        """Why some of the notebooks can't be used."""
        return tuple(error for loaded in self.notebooks.values() for error in _errors(loaded))

    def duplicates(self) -> tuple[DuplicateExerciseError, ...]:
        """One error for each id that stands twice."""
        return tuple(duplicate(same) for same in self.same_ids())

    def same_ids(self) -> tuple[tuple[Exercise, ...], ...]:
        """The exercises that share an id."""
        seen: dict[str, list[Exercise]] = {}
        for loaded in self.notebooks.values():
            for each in loaded.source.exercises if loaded.source else ():
                seen.setdefault(each.id, []).append(each)
        return tuple(tuple(same) for same in seen.values() if len(same) > 1)


def duplicate(same: Sequence[Exercise]) -> DuplicateExerciseError:
    """The error for exercises that share an id."""
    notebooks = " and ".join(sorted({each.notebook for each in same}))
    return DuplicateExerciseError(
        f'The exercise id "{same[0].id}" is used {len(same)} times, in {notebooks}.',
        "Give each exercise its own id.",
    )


def load(folder: Path, each: Listed) -> Loaded:
    """What a file of a course gives."""
    try:
        document = open_document(folder / each.file.path, each.file.path)
    except CourseUnreadableError as error:
        return Loaded(each, error=error)
    except BadInputError as error:
        return Loaded(each, error=CourseUnreadableError(error.message, error.todo))
    if document is None:
        return Loaded(each)
    twin = _twin(folder, each)
    source = source_of_course(document.notebook, twin.notebook if twin else None)
    problems = tuple(
        (twin if twin and problem.notebook == twin.notebook.path else document).placed(problem)
        for problem in source.problems
    )
    return Loaded(each, document, twin, Source(source.exercises, problems, source.student))


def _twin(folder: Path, each: Listed) -> Document | None:
    if each.twin is None:
        return None
    try:
        return open_document(folder / each.twin.path, each.twin.path)
    except BadInputError:
        return None


def _notebooks(read: dict[str, Loaded]) -> Iterator[tuple[str, Loaded]]:
    """The files that hold notebooks; of a pair, the text, which is what its author edits."""
    for path, loaded in read.items():
        texts = (read.get(each) for each in other_forms(path)) if path.endswith(NOTEBOOK) else ()
        paired = any(each is not None and each.document is not None for each in texts)
        if (loaded.document is not None or loaded.error is not None) and not paired:
            yield path, loaded


def _likeness(path: str, other: str) -> int:
    """How many names two paths have in common, from their ends; the ending does not matter."""
    pairs = zip(_stems(path), _stems(other), strict=False)
    return sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], pairs))


def _stems(path: str) -> list[str]:
    folders, _, name = path.rpartition("/")
    return [name.rpartition(".")[0], *reversed(folders.split("/"))]


def _names(loaded: Loaded) -> frozenset[str]:
    paths = [loaded.path, loaded.student_path, *other_forms(loaded.student_path)]
    return frozenset(path.rsplit("/", 1)[-1] for path in paths)


def _errors(loaded: Loaded) -> Iterator[CourseUnreadableError]:
    if loaded.error is not None:
        yield loaded.error
    for each in loaded.faults:
        yield CourseUnreadableError(f"{each.place}: {each.message}", each.fix)
