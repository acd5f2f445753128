"""What students get of a course: their versions of its notebooks, and the files that these need."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from jupyter_llm_teach.courses.dialects import dialect_of
from jupyter_llm_teach.courses.documents import Document, document_of
from jupyter_llm_teach.courses.handed_out import (
    holds_marks,
    is_data,
    is_secretive,
    may_hold_marks,
)
from jupyter_llm_teach.courses.index import CourseIndex, Loaded
from jupyter_llm_teach.courses.leaks import leaks_in, leaks_in_text, secret_lines
from jupyter_llm_teach.courses.problem import Problem
from jupyter_llm_teach.courses.reading import Kept, StudentVersion
from jupyter_llm_teach.courses.tree import SOURCE_FOLDER, course_files

_IMPORT = re.compile(r"^\s*(?:import|from)\s+(\w+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Release:
    """What students get, and what is in the way of it.

    Attributes:
        files: By path relative to the students' folder, with ``/``: a text, or a file to copy.
        left_out: Files of the course that are not copied, because notebooks don't need them or
            because they may hold solutions.
        problems: Why nothing may be handed out; empty where all is well.
        leaks: What was found in the versions that would be handed out.
    """

    files: Mapping[str, str | Path] = field(repr=False)
    left_out: tuple[str, ...]
    problems: tuple[Problem, ...]
    leaks: tuple[Problem, ...]


@dataclass(slots=True)
class _Making:
    files: dict[str, str | Path] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    leaks: list[Problem] = field(default_factory=list)
    imported: set[str] = field(default_factory=set)

    def add(self, path: str, content: str | Path) -> None:
        name = path.removeprefix(SOURCE_FOLDER)
        if name in self.files:
            message = f"Students would get two files named {name}."
            fix = "Rename one of them, or what it is made of (a notebook, a question)."
            self.problems.append(Problem("duplicate_file", path, message, fix))
        self.files.setdefault(name, content)


def release_of(index: CourseIndex) -> Release:
    """What students get of a course.

    Args:
        index: Of the course, after a look.
    """
    making = _Making()
    for loaded in index.every():
        making.problems.extend(_faults(loaded))
        if loaded.document is not None and loaded.source is not None and not loaded.faults:
            _add_notebook(making, loaded, loaded.document)
    taken = {each.path for each in index.every() if each.document or each.error}
    taken |= {each.listed.twin.path for each in index.every() if each.twin and each.listed.twin}
    left_out: list[str] = []
    for file in course_files(index.folder):
        path = index.folder / file.path
        if file.path in taken or file.name.endswith(".toml"):
            continue
        if _is_needed(file.name, making.imported) and not _holds_marks(path):
            making.add(file.path, path)
        else:
            left_out.append(file.path)
    return Release(making.files, tuple(left_out), tuple(making.problems), tuple(making.leaks))


def _faults(loaded: Loaded) -> Iterator[Problem]:
    if loaded.error is not None:
        error = loaded.error
        yield Problem("unreadable", loaded.path, error.message, error.todo)
    yield from loaded.faults


def _add_notebook(making: _Making, loaded: Loaded, document: Document) -> None:
    assert loaded.source is not None, "a notebook that was opened was read"
    student = loaded.source.student
    text = _student_text(loaded, document, student)
    made = document_of(text, student.path)
    assert made is not None, "what was written as a notebook is one"
    secrets = secret_lines(document.notebook, loaded.source)
    dialect = dialect_of(document.notebook, loaded.twin.notebook if loaded.twin else None)
    making.leaks.extend(leaks_in(made, secrets, dialect))
    making.add(student.path, text)
    folder = student.path.rpartition("/")[0]
    for file in student.files:
        path = f"{folder}/{file.path}" if folder else file.path
        making.leaks.extend(leaks_in_text(file.text, secrets, path))
        making.add(path, file.text)
    making.imported.update(
        name
        for cell in made.notebook.cells
        if cell.kind == "code"
        for name in _IMPORT.findall(cell.source)
    )


def _student_text(loaded: Loaded, document: Document, student: StudentVersion) -> str:
    if student.copied and loaded.twin is not None:
        twin = loaded.twin
        return twin.student([Kept(place) for place in range(len(twin.notebook.cells))])
    return document.student(student.cells)


def _is_needed(name: str, imported: set[str]) -> bool:
    stem, _, ending = name.rpartition(".")
    if ending.lower() == "py":
        return stem in imported and not is_secretive(name)
    return is_data(name)


def _holds_marks(path: Path) -> bool:
    return may_hold_marks(path.name) and holds_marks(path.read_text("utf-8", errors="replace"))
