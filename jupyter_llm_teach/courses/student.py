"""Writes what students get of a course into a folder."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from jupyter_llm_teach.courses.index import CourseIndex
from jupyter_llm_teach.courses.problem import Problem
from jupyter_llm_teach.courses.release import Release, release_of
from jupyter_llm_teach.courses.tree import is_inside
from jupyter_llm_teach.errors import BadInputError, CourseUnreadableError, DiskFullError
from jupyter_llm_teach.ports import Course

_MOST_TOLD = 20


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
    refuse_overlap(course.folder, out)
    index = CourseIndex(course.folder)
    index.look()
    release = release_of(index)
    refuse([*release.problems, *release.leaks])
    return write_release(release, out, others="keep")


def refuse_overlap(course: Path, out: Path) -> None:
    """Raise `BadInputError` where one of two folders lies inside the other."""
    if is_inside(out, course) or is_inside(course, out):
        raise BadInputError(
            "The work folder and the course folder must not lie inside each other.",
            "Choose another work folder.",
        )


def refuse(found: Sequence[Problem]) -> None:
    """Raise `CourseUnreadableError` where something is in the way of handing a course out."""
    if found:
        more = [f"... and {len(found) - _MOST_TOLD} more."] if len(found) > _MOST_TOLD else []
        raise CourseUnreadableError("\n".join([*map(_told, found[:_MOST_TOLD]), *more]))


def write_release(
    release: Release, out: Path, *, others: Literal["keep", "refuse", "replace"]
) -> StudentCopy:
    """Write the files of a release into a folder: all that are to be written or none.

    Args:
        release: What students get.
        out: The folder.
        others: What to do about files of the folder with another content than ours.

    Raises:
        BadInputError: The folder can't be written to, leads elsewhere, or holds a file with
            another content that is not to be kept or replaced.
        DiskFullError: There is no space left.
    """
    existed = out.exists()
    try:
        new = _new(release, out, others)
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".student-copy-", dir=out) as room:
            _fill(Path(room), {name: release.files[name] for name in new})
            _move(Path(room), out, new)
    except OSError as error:
        raise _write_error(error) from error
    finally:
        if not existed and out.is_dir() and not any(out.iterdir()):
            out.rmdir()
    kept = tuple(name for name in release.files if name not in new)
    return StudentCopy(tuple(new), kept, release.left_out)


def _new(release: Release, out: Path, others: Literal["keep", "refuse", "replace"]) -> list[str]:
    """The files to write."""
    there = [name for name in release.files if os.path.lexists(out / name)]
    other = [name for name in there if _content(out / name) != _content(release.files[name])]
    if other and others == "refuse":
        raise BadInputError(
            f"{out} holds other versions of {', '.join(other[:_MOST_TOLD])}.",
            "Choose an empty folder, or add --replace to write over them.",
        )
    left = set(there) - (set(other) if others == "replace" else set())
    return [name for name in release.files if name not in left]


def _content(held: str | Path) -> bytes | None:
    match held:
        case str():
            return held.encode("utf-8", errors="backslashreplace")
        case Path():
            return held.read_bytes() if held.is_file() and not held.is_symlink() else None


def _told(problem: Problem) -> str:
    return f"{problem.place}: {problem.message} {problem.fix}"


def _fill(room: Path, files: Mapping[str, str | Path]) -> None:
    for name, content in files.items():
        target = room / name
        target.parent.mkdir(parents=True, exist_ok=True)
        match content:
            case str():
                target.write_bytes(_content(content) or b"")
            case Path():
                shutil.copyfile(content, target)


def _move(room: Path, out: Path, names: list[str]) -> None:
    """Put the new files in place; where one can't be, those that are new are taken back."""
    moved: list[str] = []
    try:
        for name in names:
            target = out / name
            target.parent.mkdir(parents=True, exist_ok=True)
            _refuse_outside(target.parent, out, name)
            if os.path.lexists(target):
                (room / name).replace(target)
            else:
                _move_one(room / name, target, name, moved)
    except (OSError, BadInputError):
        for name in moved:
            (out / name).unlink(missing_ok=True)
        raise


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
