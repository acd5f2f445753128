"""Students' programs as a course of nbgrader notebooks, in a temporary folder.

A data folder holds ``tasks.jsonl`` (task, description, setup, reference, tests of call and
expected) and ``programs.jsonl`` (task, kind ``wrong`` or ``correct``, code, outcome). Nothing of it
is kept.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

ANSWERS = "submitted"


class Call(TypedDict):
    """A test: two Python expressions."""

    call: str
    expected: str


@dataclass(frozen=True, slots=True)
class Task:
    """A task of the data set."""

    id: str
    description: str
    setup: str
    reference: str
    tests: tuple[Call, ...]


@dataclass(frozen=True, slots=True)
class Program:
    """A student's program.

    Attributes:
        task: Its task.
        code: As the student wrote it.
        kind: ``wrong`` or ``correct``, as recorded.
        failure: The kind of failure that was recorded; empty where none was.
        notebook: Its notebook, relative to the course.
    """

    task: Task
    code: str
    kind: str
    failure: str
    notebook: str


def programs_in(folder: Path) -> list[Program]:
    """The programs of a data folder, in its order."""
    rows = map(json.loads, (folder / "tasks.jsonl").read_text("utf-8").splitlines())
    tasks = {row["task"]: _task(row) for row in rows}
    lines = (folder / "programs.jsonl").read_text("utf-8").splitlines()
    return [_program(json.loads(line), number, tasks) for number, line in enumerate(lines)]


def write_course(programs: Sequence[Program], course: Path) -> None:
    """Write the course: a notebook with reference for each task, and one for each program."""
    course.mkdir(parents=True, exist_ok=True)
    course.joinpath("teach.toml").write_text(
        f'[course]\nid = "programs"\naccepted_answers = "{ANSWERS}"\n', "utf-8"
    )
    for task in {each.task.id: each.task for each in programs}.values():
        solution = f"### BEGIN SOLUTION\n{task.reference}\n### END SOLUTION"
        _write(course / "source" / f"{task.id}.ipynb", task, solution)
    for each in programs:
        _write(course / each.notebook, each.task, each.code)


def _task(row: dict[str, object]) -> Task:
    references, tests = row["reference"], row["tests"]
    assert isinstance(references, list)
    assert isinstance(tests, list)
    return Task(
        id=f"task_{row['task']}",
        description=str(row["description"]),
        setup=str(row["setup"]),
        reference=str(references[0]),
        tests=tuple(tests),
    )


def _program(row: dict[str, object], number: int, tasks: dict[object, Task]) -> Program:
    task, outcome = tasks[row["task"]], row["outcome"]
    # What is recorded as correct is offered as an accepted answer; its tests run again.
    folder = ANSWERS if row["kind"] == "correct" else "release"
    return Program(
        task=task,
        code=str(row["code"]),
        kind=str(row["kind"]),
        failure=str(outcome[0]) if isinstance(outcome, list) else "",
        notebook=f"{folder}/{number:04}/{task.id}.ipynb",
    )


def _write(path: Path, task: Task, answer: str) -> None:
    tests = "\n".join(f"assert {each['call']} == {each['expected']}" for each in task.tests)
    cells = [
        _cell("markdown", f"# {task.id}\n\n{task.description}"),
        *([_cell("code", task.setup)] if task.setup.strip() else []),
        _cell("code", answer, grade_id=task.id, solution=True, grade=False, locked=False),
        _cell("code", tests, grade_id=f"{task.id}_t", solution=False, grade=True, locked=True),
    ]
    notebook = {
        "cells": cells,
        "metadata": {"kernelspec": {"name": "python3", "language": "python"}},
        "nbformat": 4,
        "nbformat_minor": 4,
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(notebook), "utf-8")


def _cell(kind: str, source: str, **marks: object) -> dict[str, object]:
    metadata: dict[str, object] = {}
    if marks:
        points = {"points": 1} if marks["grade"] else {}
        metadata["nbgrader"] = {**marks, **points, "schema_version": 3, "task": False}
    cell: dict[str, object] = {"cell_type": kind, "metadata": metadata, "source": source}
    return cell if kind == "markdown" else {**cell, "execution_count": None, "outputs": []}
