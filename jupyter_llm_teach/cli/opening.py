"""What commands about a notebook share: their arguments, and what those open."""

from __future__ import annotations

import argparse
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from jupyter_llm_teach.app import Settings, build_tutor, configured, rehearsal
from jupyter_llm_teach.courses.documents import open_document
from jupyter_llm_teach.errors import CourseUnreadableError, NotebookUnreadableError
from jupyter_llm_teach.ports import Courses
from jupyter_llm_teach.teaching.layers.layer import Which
from jupyter_llm_teach.teaching.notebook import Notebook
from jupyter_llm_teach.tutor.tutor import Tutor
from jupyter_llm_teach.tutor.work import LEARNER, Work, work_on

_SHOWN_PARTS = 2


def add_notebook(parser: argparse.ArgumentParser) -> None:
    """The arguments that name a notebook, a course and a language."""
    parser.add_argument("notebook", type=Path, metavar="NOTEBOOK", help="a learner's notebook")
    parser.add_argument("--course", type=Path, metavar="DIR", help="the instructor's course")
    parser.add_argument(
        "--language", choices=["en", "fr"], help="the language of help (default: the course's)"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")


def add_learner(parser: argparse.ArgumentParser) -> None:
    """The argument that names for whom the rules are looked up."""
    parser.add_argument(
        "--as",
        metavar="STUDENT",
        dest="learner",
        default=LEARNER,
        help="with the rules of this student, such as a longer exam",
    )


def notebook_of(arguments: argparse.Namespace) -> Notebook:
    """The notebook that the arguments name."""
    path: Path = arguments.notebook
    # As much of the path as tells notebooks of one name apart, and no more: it may be shown.
    document = open_document(path, "/".join(path.absolute().parts[-_SHOWN_PARTS:]))
    if document is None:
        raise NotebookUnreadableError(
            f"{path.name} is not a notebook.", "Choose a .ipynb file, or a MyST or Jupytext one."
        )
    return document.notebook


def unread(path: Path | str, error: OSError | UnicodeDecodeError) -> str:
    """Why a file can't be read, as a sentence."""
    match error:
        case FileNotFoundError():
            return f"There is no file {path}."
        case IsADirectoryError():
            return f"{path} is a folder."
        case UnicodeDecodeError():
            return f"{path} is no text in UTF-8."
        case OSError():
            return f"{path} can't be read ({error.strerror})."


def settings_of(arguments: argparse.Namespace) -> Settings:
    """The configured settings, with the notebook and the course that the arguments name.

    Raises:
        CourseUnreadableError: there is no such folder.
    """
    notebook: Path = arguments.notebook
    settings = replace(configured(), root=notebook.absolute().parents[:_SHOWN_PARTS][-1])
    course: Path | None = arguments.course
    if course is None:
        return settings
    if not course.is_dir():
        raise CourseUnreadableError(
            f"There is no course folder {course}.", "Give --course a folder with a teach.toml."
        )
    return replace(settings, courses=(course.resolve(),))


def work_of(tutor: Tutor, notebook: Notebook, arguments: argparse.Namespace) -> Work:
    """The work on the exercise that the arguments name, in the language that they name.

    Raises:
        UnknownExerciseError: the notebook has no such exercise.
        NoExercisesError: it holds no exercise at all.
    """
    language = arguments.language
    exercise, learner = arguments.exercise, arguments.learner
    work = work_on(tutor.courses, notebook, exercise, language or "en", learner)
    remark_on(tutor.courses, learner)
    return replace(work, language=language) if language else work


def remark_on(courses: Courses, learner: str) -> None:
    """Tell on the error stream that nothing of the courses' rules is meant for a student alone."""
    layers = [layer for course in courses.all() for layer in course.layers]
    named = {each.name for each in layers if each.which is Which.STUDENT}
    named |= {name for each in layers for name in each.members}
    if learner not in (LEARNER, *named):
        sys.stderr.write(
            f"No rule names the student “{learner}”: these are the rules for everybody.\n"
        )


def is_rehearsed(arguments: argparse.Namespace) -> bool:
    """Whether a request is made in the place of a student, who did not make it."""
    return bool(arguments.learner != LEARNER)


@asynccontextmanager
async def opened_as(settings: Settings, arguments: argparse.Namespace) -> AsyncIterator[Tutor]:
    """A tutor; for another student, one that knows what was recorded of them and adds nothing.

    Raises:
        DiskFullError: there is no space for a copy of the journal.
        JournalError: the journal can't be read.
    """
    if not is_rehearsed(arguments):
        async with opened(settings) as tutor:
            yield tutor
        return
    with TemporaryDirectory() as folder:
        async with opened(rehearsal(settings, Path(folder))) as tutor:
            yield tutor


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Tutor]:
    """A tutor, closed at the end."""
    tutor = await build_tutor(settings)
    try:
        yield tutor
    finally:
        await tutor.aclose()
