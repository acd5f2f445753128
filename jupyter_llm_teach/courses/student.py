"""Writes the copy of a course that a learner works on."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jupyter_llm_teach.courses.notebook_file import read_document, source_of
from jupyter_llm_teach.courses.regions import Kind
from jupyter_llm_teach.courses.released import Released, refuse_secrets, released
from jupyter_llm_teach.courses.tree import NOTEBOOK, course_files, is_inside
from jupyter_llm_teach.errors import BadInputError, CourseUnreadableError, DiskFullError
from jupyter_llm_teach.ports import Course

_SOURCE = "source/"
_TABLES = ("csv", "tsv", "txt", "json", "jsonl", "geojson", "dat", "xlsx", "xls", "ods", "xml")
_ARRAYS = ("parquet", "npy", "npz", "hdf5", "h5", "fits", "sqlite", "db")
_MEDIA = ("png", "jpg", "jpeg", "gif", "svg", "webp", "bmp", "wav", "mp3", "ogg", "mp4", "pdf")
_DATA = frozenset((*_TABLES, *_ARRAYS, *_MEDIA))
_SECRETIVE = re.compile(
    r"solution|corrig|correction|answer|hidden|teacher|^tests?[_.-]|[_-]tests?\."
)
_IMPORT = re.compile(r"^\s*(?:import|from)\s+(\w+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class StudentCopy:
    """What a student copy holds; paths are relative to it, with ``/``.

    Attributes:
        written: The files that are new.
        kept: The files that the learner had already; they were not touched.
        left_out: Files of the course that were not copied, because notebooks don't need them or
            because they may hold solutions.
    """

    written: tuple[str, ...]
    kept: tuple[str, ...]
    left_out: tuple[str, ...]


def write_student_copy(course: Course, out: Path) -> StudentCopy:
    """Write the student's version of a course into a work folder.

    Files that are there already are never changed. Either all new files are written or none.

    Raises:
        CourseUnreadableError: A notebook can't be read, a marker is wrong, or something secret
            would remain.
        BadInputError: The work folder is in the course or the other way round, or it can't be
            written to.
        DiskFullError: There is no space left.
    """
    if is_inside(out, course.folder) or is_inside(course.folder, out):
        raise BadInputError(
            "The work folder and the course folder must not lie inside each other.",
            "Choose another work folder.",
        )
    plan = _plan(course)
    existed = out.exists()
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".student-copy-", dir=out) as room:
            new = [name for name in plan.files if not os.path.lexists(out / name)]
            _fill(Path(room), {name: plan.files[name] for name in new})
            written = _move(Path(room), out, new)
    except OSError as error:
        raise _write_error(error) from error
    finally:
        if not existed and out.is_dir() and not any(out.iterdir()):
            out.rmdir()
    kept = tuple(name for name in plan.files if name not in written)
    return StudentCopy(tuple(written), kept, plan.left_out)


@dataclass(frozen=True, slots=True)
class _Plan:
    """What belongs into a student copy: notebooks, and files to copy."""

    files: dict[str, Released | Path]
    left_out: tuple[str, ...]


def _plan(course: Course) -> _Plan:
    every = course_files(course.folder)
    files: dict[str, Released | Path] = {}
    imported: set[str] = set()
    for each in every:
        if each.name.endswith(NOTEBOOK):
            made = _made(course.folder / each.path, each.path)
            imported.update(_imports(made.document))
            _add(files, each.path, made)
    left_out: list[str] = []
    for each in every:
        if _is_needed(each.name, imported) and not _holds_markers(course.folder / each.path):
            _add(files, each.path, course.folder / each.path)
        elif not each.name.endswith((NOTEBOOK, ".toml")):
            left_out.append(each.path)
    return _Plan(files, tuple(left_out))


def _made(path: Path, called: str) -> Released:
    try:
        return released(read_document(path, called), called)
    except CourseUnreadableError:
        raise
    except BadInputError as error:
        raise CourseUnreadableError(error.message, error.todo) from error


def _add(files: dict[str, Released | Path], path: str, content: Released | Path) -> None:
    name = path.removeprefix(_SOURCE)
    if name in files:
        raise CourseUnreadableError(
            f"{name} is in the course folder and in its source folder.", "Remove one of them."
        )
    files[name] = content


def _imports(made: dict[str, Any]) -> set[str]:
    code = (source_of(each) for each in made["cells"] if each.get("cell_type") == "code")
    return {name for source in code for name in _IMPORT.findall(source)}


def _is_needed(name: str, imported: set[str]) -> bool:
    stem, _, ending = name.lower().rpartition(".")
    if _SECRETIVE.search(name.lower()):
        return False
    return ending in _DATA or (ending == "py" and name[: len(stem)] in imported)


def _holds_markers(path: Path) -> bool:
    if path.suffix.lower() not in (".py", ".md", ".txt"):
        return False
    text = path.read_text(encoding="utf-8", errors="replace")
    return any(f"BEGIN {kind.value}" in text for kind in Kind)


def _fill(room: Path, files: dict[str, Released | Path]) -> None:
    for name, content in files.items():
        target = room / name
        target.parent.mkdir(parents=True, exist_ok=True)
        match content:
            case Released():
                text = json.dumps(content.document, indent=1, ensure_ascii=False) + "\n"
                target.write_bytes(text.encode("utf-8", errors="backslashreplace"))
                refuse_secrets(read_document(target, name), content.secrets, name)
            case Path():
                shutil.copyfile(content, target)


def _move(room: Path, out: Path, names: list[str]) -> list[str]:
    moved: list[str] = []
    try:
        for name in names:
            target = out / name
            target.parent.mkdir(parents=True, exist_ok=True)
            _refuse_outside(target.parent, out, name)
            if not os.path.lexists(target):
                _move_one(room / name, target, name, moved)
    except (OSError, BadInputError):
        for name in moved:
            (out / name).unlink(missing_ok=True)
        raise
    return moved


def _refuse_outside(folder: Path, out: Path, name: str) -> None:
    if not is_inside(folder, out):
        raise BadInputError(
            f"The folder of {name} leads out of the work folder.", "Remove that link."
        )


def _move_one(source: Path, target: Path, name: str, moved: list[str]) -> None:
    # "x" fails on a file that a learner made a moment ago, where a rename would replace it
    with source.open("rb") as content, target.open("xb") as copy:
        moved.append(name)
        shutil.copyfileobj(content, copy)


def _write_error(error: OSError) -> BadInputError | DiskFullError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFullError("The disk is full.", "Make some space and try again.")
    return BadInputError(
        "The work folder can't be written to.", "Choose another one, or ask for access to it."
    )
