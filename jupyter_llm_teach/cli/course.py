"""`jupyter teach course`: lint of a course, and what students get of it."""

from __future__ import annotations

import argparse
import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Literal

from jupyter_llm_teach.app import build_sandbox, configured
from jupyter_llm_teach.cli.course_report import (
    Checked,
    check_json,
    print_check,
    print_student,
    proof_problems,
    student_json,
)
from jupyter_llm_teach.cli.progress import Counted
from jupyter_llm_teach.cli.shapes import write_json
from jupyter_llm_teach.courses.files_beside import FilesBeside, folder_of
from jupyter_llm_teach.courses.index import CourseIndex
from jupyter_llm_teach.courses.lint import Lint, lint, ordered
from jupyter_llm_teach.courses.problem import Severity
from jupyter_llm_teach.courses.student import refuse, refuse_overlap, write_release
from jupyter_llm_teach.courses.teach_toml import NAME, read_course
from jupyter_llm_teach.errors import CourseUnreadableError
from jupyter_llm_teach.ports import Course
from jupyter_llm_teach.teaching.exercise import Exercise
from jupyter_llm_teach.teaching.named_files import named_files
from jupyter_llm_teach.teaching.notebook import Notebook
from jupyter_llm_teach.teaching.place import answer_of
from jupyter_llm_teach.tutor.proof import NOT_RUN, Proof, proof

_OTHERS: dict[bool, Literal["refuse", "replace"]] = {False: "refuse", True: "replace"}


def add(groups: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands."""
    parser = groups.add_parser("course", help="check a course, make its student version")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    check = commands.add_parser("check", help="what is wrong with a course, cell by cell")
    _add_common(check)
    check.add_argument("--no-run", action="store_true", help="run no reference and no starter")
    check.set_defaults(run=run_check)
    student = commands.add_parser("student", help="write what students get of a course")
    _add_common(student)
    student.add_argument("--out", type=Path, metavar="OUT", required=True, help="a folder for it")
    student.add_argument(
        "--check", action="store_true", help="run references and starters before writing"
    )
    student.add_argument(
        "--replace", action="store_true", help="write over files of OUT that are different"
    )
    student.set_defaults(run=run_student)


def run_check(arguments: argparse.Namespace) -> int:
    """Check a course and print what was found."""
    course, index = _read(arguments)
    proofs = {} if arguments.no_run else asyncio.run(_proofs(index))
    checked = _checked(course, index, lint(index), proofs)
    if arguments.json:
        write_json(check_json(checked))
    else:
        print_check(checked)
    return 0


def run_student(arguments: argparse.Namespace) -> int:
    """Write the student version, or say what is in the way of it."""
    out: Path = arguments.out.absolute()
    course, index = _read(arguments)
    refuse_overlap(course.folder, out)
    found = lint(index)
    proofs = asyncio.run(_proofs(index)) if arguments.check else {}
    checked = _checked(course, index, found, proofs)
    stopping = [each for each in checked.problems if each.severity is Severity.ERROR]
    refuse([*stopping, *found.release.leaks])
    copy = write_release(found.release, out, others=_OTHERS[arguments.replace])
    if arguments.json:
        write_json(student_json(checked, out, copy))
    else:
        print_student(checked, out, copy)
    return 0


def _add_common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("course", type=Path, metavar="DIR", help="the instructor's course")
    parser.add_argument("--json", action="store_true", help="print JSON")


def _read(arguments: argparse.Namespace) -> tuple[Course, CourseIndex]:
    folder: Path = arguments.course
    if not folder.is_dir():
        raise CourseUnreadableError(f"There is no course folder {folder}.", "Check the path.")
    inner = [each.parent.name for each in sorted(folder.glob(f"*/{NAME}"))]
    if inner and not (folder / NAME).is_file():
        raise CourseUnreadableError(
            f"{folder} holds {len(inner)} courses: {', '.join(inner)}.", "Name one of them."
        )
    course = read_course(folder)
    index = CourseIndex(course.folder)
    with Counted("Reading notebooks") as progress:
        for done, total in index.looking():
            progress.show(done, total)
    return course, index


async def _proofs(index: CourseIndex) -> dict[tuple[str, str], Proof]:
    """By notebook and id, how the exercises of a course stand."""
    every = [
        (loaded, exercise)
        for loaded in index.notebooks.values()
        for exercise in loaded.exercises
        if loaded.document is not None
    ]
    found: dict[tuple[str, str], Proof] = {}
    files = FilesBeside()
    sandbox = await build_sandbox(configured())
    try:
        with Counted("Running references and starters") as progress:
            for number, (loaded, exercise) in enumerate(every, start=1):
                assert loaded.document is not None, "only notebooks that were read have exercises"
                key = (exercise.notebook, exercise.id)
                complete = _with_files(files, index.folder, exercise, loaded.document.notebook)
                found[key] = await proof(sandbox, complete, loaded.document.notebook)
                progress.show(number, len(every))
    finally:
        await sandbox.aclose()
    return found


def _with_files(
    files: FilesBeside, course: Path, exercise: Exercise, notebook: Notebook
) -> Exercise:
    """An exercise with the files that its references, its starter and its tests name."""
    starter = answer_of(exercise.starter, notebook, exercise, exercise)
    named = named_files(exercise, starter)
    return replace(exercise, files=files.named(folder_of(course, exercise.notebook), named))


def _checked(
    course: Course, index: CourseIndex, found: Lint, proofs: dict[tuple[str, str], Proof]
) -> Checked:
    exercises = [
        (each, proofs.get((each.notebook, each.id), NOT_RUN))
        for loaded in index.notebooks.values()
        if loaded.source is not None
        for each in loaded.source.exercises
    ]
    proven = (each for pair in exercises for each in proof_problems(*pair, index))
    return Checked(
        course=course.id,
        title=course.title,
        notebooks=len(index.notebooks),
        exercises=tuple(exercises),
        problems=ordered([*found.problems, *proven]),
        leaks=found.leaks,
    )
