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
LEARNER = "local"


@dataclass(frozen=True, slots=True)
class Work:
    """A learner's work on one exercise.

    Attributes:
        key: Where the journal keeps it.
        exercise: The instructor's version where a course holds it, else the notebook's own.
        local: The exercise as the learner's notebook holds it.
        answer: What the learner wrote.
        policy: The rules in force for this learner on this exercise.
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


def works(
    courses: Courses, notebook: Notebook, language: Language, learner: str = LEARNER
) -> tuple[Work, ...]:
    """Every exercise of a notebook, in order.

    Args:
        courses: The instructor's courses.
        notebook: The learner's notebook.
        language: The learner's own language, for where the course names none.
        learner: Who works on it.

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
    return tuple(_work(courses, notebook, each, language, learner) for each in exercises)


def work_on(
    courses: Courses,
    notebook: Notebook,
    exercise: str,
    language: Language,
    learner: str = LEARNER,
) -> Work:
    """The work on the exercise of an id.

    Raises:
        UnknownExerciseError: the notebook has no such exercise; the message names those it has.
        NoExercisesError: it holds no exercise at all.
    """
    found = works(courses, notebook, language, learner)
    for each in found:
        if each.exercise.id == exercise:
            return each
    ids = ", ".join(each.exercise.id for each in found)
    raise UnknownExerciseError(
        f"{notebook.name} has no exercise “{exercise}”.", f"Its exercises are: {ids}."
    )


def work_at(
    courses: Courses, notebook: Notebook, cell: str, language: Language, learner: str = LEARNER
) -> Work | None:
    """The work on the exercise that a cell belongs to, or None."""
    exercise = exercise_at(notebook, courses.read(notebook), cell)
    return None if exercise is None else _work(courses, notebook, exercise, language, learner)


def key_of(courses: Courses, exercise: str, notebook: str, learner: str = LEARNER) -> Key:
    """Where the journal keeps the work on an exercise of the notebook at a path."""
    return _key(courses.find(exercise, notebook), exercise, notebook, learner)


def _key(found: tuple[Course, Exercise] | None, exercise: str, notebook: str, learner: str) -> Key:
    if found is None:
        return Key(learner, "", f"{notebook.rsplit('/', 1)[-1]}#{exercise}")
    scope = found[1].scope
    return Key(learner, found[0].id, f"{scope}#{exercise}" if scope else exercise)


def _starter(local: Exercise) -> str:
    """What the answer cells held at first, as far as a notebook without a course can tell."""
    return local.starter if "raise NotImplementedError" in local.starter else ""


def _work(
    courses: Courses, notebook: Notebook, local: Exercise, language: Language, learner: str
) -> Work:
    found = courses.find(local.id, notebook.path)
    policy = courses.rules(local.id, notebook.path, learner).policy
    course, exercise = found or (None, replace(local, starter=_starter(local)))
    # Where no course holds it, the notebook's own exercise is all that is known of the starter.
    answer = answer_in(notebook, local, local if course is None else exercise)
    named = named_files(local if course is None else exercise, answer)
    place = notebook.path if course is None else exercise.notebook
    files = courses.files(course, place, named) if named else ()
    return Work(
        key=_key(found, local.id, notebook.path, learner),
        exercise=replace(exercise, files=files) if files else exercise,
        local=local,
        answer=answer,
        policy=policy,
        language=policy.language or language,
        course="" if course is None else course.title,
    )
