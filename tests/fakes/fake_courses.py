"""Courses that are held in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from jupyter_llm_teach.errors import DuplicateExerciseError
from jupyter_llm_teach.ports import Course
from jupyter_llm_teach.teaching.data_file import DataFile
from jupyter_llm_teach.teaching.exercise import Answer, Exercise
from jupyter_llm_teach.teaching.layers.layer import Target
from jupyter_llm_teach.teaching.layers.resolve import Resolved, resolve
from jupyter_llm_teach.teaching.named_files import NamedFiles
from jupyter_llm_teach.teaching.notebook import Notebook


class FakeCourses:
    """Courses as given, and the exercises that notebooks of some paths hold.

    Args:
        courses: Each course with its exercises, hidden tests and references included.
        answers: What other learners wrote, by the id of an exercise.
        files: What lies beside the notebooks of a course, by the course's id.
        learners: What `read` gives for a notebook, by its path; nothing for other notebooks.
    """

    def __init__(
        self,
        courses: Sequence[tuple[Course, Sequence[Exercise]]] = (),
        learners: Mapping[str, Sequence[Exercise]] | None = None,
        answers: Mapping[str, Sequence[Answer]] | None = None,
        files: Mapping[str, Sequence[DataFile]] | None = None,
    ) -> None:
        self._courses = tuple(courses)
        self._learners = dict(learners or {})
        self._answers = dict(answers or {})
        self._files = dict(files or {})

    def all(self) -> Sequence[Course]:
        return tuple(course for course, _ in self._courses)

    def read(self, notebook: Notebook) -> tuple[Exercise, ...]:
        found = tuple(self._learners.get(notebook.path, ()))
        if len({each.id for each in found}) < len(found):
            raise DuplicateExerciseError(f"An exercise id is used twice in {notebook.path}.")
        return found

    def find(self, exercise: str, notebook: str) -> tuple[Course, Exercise] | None:
        name = notebook.rsplit("/", 1)[-1]
        holding = [
            (not any(each.notebook.rsplit("/", 1)[-1] == name for each in every), course, every)
            for course, every in self._courses
            if any(each.id == exercise for each in every)
        ]
        if not holding:
            return None
        _, course, every = min(holding, key=lambda one: one[0])
        found = [each for each in every if each.id == exercise]
        if len(found) > 1:
            raise DuplicateExerciseError(f'The exercise id "{exercise}" is used twice.')
        return course, found[0]

    def rules(self, exercise: str, notebook: str, learner: str) -> Resolved:
        found = self.find(exercise, notebook)
        if found is None:
            return resolve(())
        course, theirs = found
        return course.rules(Target(exercise, (theirs.notebook,), learner))

    def files(
        self, course: Course | None, notebook: str, named: NamedFiles
    ) -> tuple[DataFile, ...]:
        del notebook
        every = self._files.get("" if course is None else course.id, ())
        return tuple(each for each in every if each.path in named.files)

    def answers(self, exercise: str, notebook: str) -> tuple[Answer, ...]:
        found = self.find(exercise, notebook)
        allowed = found is not None and found[0].accepted_answers
        return tuple(self._answers.get(exercise, ())) if allowed else ()
