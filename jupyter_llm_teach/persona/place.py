"""Which exercise a chat message is about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from jupyter_llm_teach.courses.documents import open_document
from jupyter_llm_teach.errors import NotebookUnreadableError
from jupyter_llm_teach.teaching.notebook import Notebook
from jupyter_llm_teach.teaching.policy import Language
from jupyter_llm_teach.teaching.wording import Wording
from jupyter_llm_teach.tutor.recent import Place
from jupyter_llm_teach.tutor.tutor import Tutor
from jupyter_llm_teach.tutor.work import LEARNER, Work, work_at, works

_MENTION = re.compile(r"^\s*@Teach\b[:,]?\s*", re.IGNORECASE)
_FILE = re.compile(r"[\w./\-]*[\w\-]\.(?:ipynb|md|py)\b")
_DRIVE = re.compile(r"^[A-Za-z]\w*:")
_NAMED = 12


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that hangs on a message.

    Attributes:
        path: Below the server's folder.
        cells: Ids of the cells that were chosen of it.
    """

    path: str
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """A message of a chat."""

    text: str
    attached: tuple[Attached, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """The work that a message is about, and its question."""

    work: Work
    question: str


@dataclass(frozen=True, slots=True)
class Unclear:
    """It is not clear which exercise is meant: what to say."""

    reply: str


def place_of(tutor: Tutor, said: Said, root: Path, wording: Wording) -> Found | Unclear:
    """The exercise that a message is about.

    A notebook or a cell that is attached comes first, then a file and an exercise that the message
    names, then what the learner last worked on.

    Args:
        tutor: The ports.
        said: The message.
        root: The server's folder: no file outside of it is read.
        wording: The language to ask back in.

    Raises:
        NotebookUnreadableError: a file that is named is no notebook.
        NoExercisesError: the notebook holds no exercise.
        CourseUnreadableError: the course can't be read.
    """
    question = _MENTION.sub("", said.text, count=1).strip()
    recent = tutor.recent.of(LEARNER)
    language: Language = wording.language if recent is None else recent.language
    path = _path(said, question)
    if path is None and recent is None:
        return Unclear(wording.say("persona.no_notebook"))
    if path is not None and _is_elsewhere(path, recent):
        notebook, last = _opened(path, root), ""
    else:
        assert recent is not None, "without a path there is a place"
        notebook, last = recent.notebook, recent.exercise
    work = _at_cells(tutor, notebook, said, language)
    if work is not None:
        return Found(work, question)
    return _named(works(tutor.courses, notebook, language), last, question, wording)


def _is_elsewhere(path: str, recent: Place | None) -> bool:
    """Whether a notebook is another one than the panel knows, which knows unsaved cells as well."""
    return recent is None or recent.notebook.path != path


def _path(said: Said, question: str) -> str | None:
    paths = [_DRIVE.sub("", each.path).lstrip("/") for each in said.attached]
    if paths:
        return paths[0]
    named = _FILE.search(question)
    return None if named is None else named[0]


def _opened(path: str, root: Path) -> Notebook:
    file = (root / path).resolve()
    document = None
    if file.is_relative_to(root.resolve()) and file.is_file():
        document = open_document(file, path)
    if document is None:
        raise NotebookUnreadableError(
            f"There is no notebook “{Path(path).name}” here.",
            "Attach the notebook to your message, or name its file.",
        )
    return document.notebook


def _at_cells(tutor: Tutor, notebook: Notebook, said: Said, language: Language) -> Work | None:
    cells = [cell for each in said.attached for cell in each.cells]
    found = (work_at(tutor.courses, notebook, cell, language) for cell in cells)
    return next((each for each in found if each is not None), None)


def _named(every: tuple[Work, ...], last: str, question: str, wording: Wording) -> Found | Unclear:
    first = question.split(maxsplit=1)
    for work in every:
        if first and first[0].strip("`:,") == work.exercise.id and len(first) > 1:
            return Found(work, first[1])
    words = set(re.findall(r"[\w\-]+", question))
    named = [each for each in every if each.exercise.id in words]
    chosen = named or [each for each in every if each.exercise.id == last]
    if not chosen and len(every) == 1:
        chosen = list(every)
    if len(chosen) == 1:
        return Found(chosen[0], question)
    ids = ", ".join(f"`{each.exercise.id}`" for each in (named or every)[:_NAMED])
    return Unclear(wording.say("persona.which", ids=ids))
