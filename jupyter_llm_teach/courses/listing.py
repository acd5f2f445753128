"""Which files of a course may be instructors' notebooks, and which of them belong together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from jupyter_llm_teach.courses.text.notebook import TEXT_ENDINGS
from jupyter_llm_teach.courses.tree import NOTEBOOK, File
from jupyter_llm_teach.courses.twin_names import student_path


@dataclass(frozen=True, slots=True)
class Listed:
    """A file that may hold an instructor's notebook.

    Attributes:
        file: Where it is.
        twin: The student's notebook beside it, where there is one.
    """

    file: File
    twin: File | None = None


def listed(files: Iterable[File]) -> tuple[Listed, ...]:
    """The files that may hold instructors' notebooks, by path.

    A student's notebook beside its instructor's is listed as its twin only.
    """
    notebooks = {each.path: each for each in files if is_candidate(each.name)}
    twins = {path: _twin(path, notebooks) for path in notebooks}
    students = {twin.path for twin in twins.values() if twin is not None}
    return tuple(
        Listed(file, twins[path]) for path, file in notebooks.items() if path not in students
    )


def is_candidate(name: str) -> bool:
    """Whether a file of that name may hold a notebook."""
    return name.endswith((NOTEBOOK, *TEXT_ENDINGS))


def other_forms(path: str) -> tuple[str, ...]:
    """The paths of the same notebook in the other formats, as Jupytext pairs have them."""
    stem, _, ending = path.rpartition(".")
    return tuple(stem + other for other in (NOTEBOOK, *TEXT_ENDINGS) if other != f".{ending}")


def _twin(path: str, notebooks: dict[str, File]) -> File | None:
    student = student_path(path)
    if student is None:
        return None
    return next(_there(student, notebooks), None)


def _there(path: str, notebooks: dict[str, File]) -> Iterator[File]:
    return (notebooks[each] for each in (path, *other_forms(path)) if each in notebooks)
