"""Load: which exercise is meant, what the learner wrote, and which rules apply."""

from __future__ import annotations

from dataclasses import dataclass, replace

from jupyter_llm_teach.errors import NoExercisesError, UnknownExerciseError
from jupyter_llm_teach.ports import Course, Courses, Key
from jupyter_llm_teach.teaching.exercise import Answer, Exercise
from jupyter_llm_teach.teaching.named_files import named_files
from jupyter_llm_teach.teaching.notebook import Notebook
from jupyter_llm_teach.teaching.place import answer_in, exercise_at
from jupyter_llm_teach.teaching.policy import Language, Policy

# In practice mode there is one learner: whoever owns this server.
_LEARNER = "local"


@dataclass(frozen=True, slots=True)
class Work:
    """A learner's work on one exercise.

    Attributes:
        key: Where the journal keeps it.
        exercise: The instructor's version where a course holds it, else the notebook's own.
        local: The exercise as the learner's notebook holds it.
        answer: What the learner wrote.
        policy: The rules in force.
        language: The language of help.
        course: The course's title; empty where the notebook stands alone.
    """

    key: Key
    exercise: Exercise
    local: Exercise
    answer: Answer
    policy: Policy
    language: Language
    course: str


def works(courses: Courses, notebook: Notebook, language: Language) -> tuple[Work, ...]:
    """Every exercise of a notebook, in order.

    Args:
        courses: The instructor's courses.
        notebook: The learner's notebook.
        language: The learner's own language, for where the course names none.

    Raises:
        NoExercisesError: it holds none.
        DuplicateExerciseError: two of them share an id.
        CourseUnreadableError: the course can't be read.
    """
    exercises = courses.read(notebook)
    if not exercises:
        raise NoExercisesError(
            f"{notebook.name or 'This notebook'} holds no exercise.",
            "Open a notebook of a course, or one with tests below its answers.",
        )
    return tuple(_work(courses, notebook, each, language) for each in exercises)


def work_on(courses: Courses, notebook: Notebook, exercise: str, language: Language) -> Work:
    """The work on the exercise of an id.

    Raises:
        UnknownExerciseError: the notebook has no such exercise; the message names those it has.
        NoExercisesError: it holds no exercise at all.
    """
    found = works(courses, notebook, language)
    for each in found:
        if each.exercise.id == exercise:
            return each
    ids = ", ".join(each.exercise.id for each in found)
    raise UnknownExerciseError(
        f"{notebook.name} has no exercise “{exercise}”.", f"Its exercises are: {ids}."
    )


def work_at(courses: Courses, notebook: Notebook, cell: str, language: Language) -> Work | None:
    """The work on the exercise that a cell belongs to, or None."""
    exercise = exercise_at(notebook, courses.read(notebook), cell)
    return None if exercise is None else _work(courses, notebook, exercise, language)


def key_of(courses: Courses, exercise: str, notebook: str) -> Key:
    """Where the journal keeps the work on an exercise of the notebook at a path."""
    return _key(courses.find(exercise, notebook), exercise, notebook)


def _key(found: tuple[Course, Exercise] | None, exercise: str, notebook: str) -> Key:
    if found is None:
        return Key(_LEARNER, "", f"{notebook.rsplit('/', 1)[-1]}#{exercise}")
    scope = found[1].scope
    return Key(_LEARNER, found[0].id, f"{scope}#{exercise}" if scope else exercise)


def _starter(local: Exercise) -> str:
    """What the answer cells held at first, as far as a notebook without a course can tell."""
    return local.starter if "raise NotImplementedError" in local.starter else ""


def _work(courses: Courses, notebook: Notebook, local: Exercise, language: Language) -> Work:
    found = courses.find(local.id, notebook.path)
    key = _key(found, local.id, notebook.path)
    if found is None:
        answer = answer_in(notebook, local, local)
        named = named_files(local, answer)
        files = courses.files(None, notebook.path, named) if named else ()
        alone = replace(local, starter=_starter(local), files=files)
        return Work(key, alone, local, answer, Policy(), language, "")
    course, exercise = found
    answer = answer_in(notebook, local, exercise)
    named = named_files(exercise, answer)
    files = courses.files(course, exercise.notebook, named) if named else ()
    return Work(
        key=key,
        exercise=replace(exercise, files=files) if files else exercise,
        local=local,
        answer=answer,
        policy=course.policy_of(exercise.id),
        language=course.policy.language or language,
        course=course.title,
    )
