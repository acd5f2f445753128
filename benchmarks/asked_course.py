"""A course of many equal exercises, so that each hint is a learner's first one on its exercise."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from jupyter_llm_teach.courses.folder import FolderCourses
from jupyter_llm_teach.courses.student import write_student_copy

_SAMPLE = Path(__file__).parents[1] / "exercises" / "en"
_NOTEBOOK = "02-strings-and-lists.ipynb"
_EXERCISE = "running_mean"
_TOO_SHORT = """\
def running_mean(xs, k):
    means = []
    for i in range(len(xs) - k):
        means.append(sum(xs[i:i + k]) / k)
    return means
"""


def write(course: Path, work: Path, count: int) -> list[dict[str, Any]]:
    """Write a course of `count` notebooks and a learner's copies of them.

    Gives a place for each, as the browser would send it: the learner's notebook with a wrong
    answer, and the cell that it stands in.
    """
    course.mkdir(parents=True)
    rules = (_SAMPLE / "teach.toml").read_text(encoding="utf-8")
    rules = rules.replace("new_attempt_between_hints = true", "new_attempt_between_hints = false")
    (course / "teach.toml").write_text(rules, encoding="utf-8")
    sample = (_SAMPLE / _NOTEBOOK).read_text(encoding="utf-8")
    for number in range(count):
        notebook = json.loads(sample)
        for cell in notebook["cells"]:
            mark = cell["metadata"].get("nbgrader", {})
            if "grade_id" in mark:
                mark["grade_id"] += f"-{number}"
        (course / f"asked-{number}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    write_student_copy(FolderCourses([course]).all()[0], work)
    return [_place(work / f"asked-{number}.ipynb", number) for number in range(count)]


def with_answer(place: dict[str, Any], code: str) -> dict[str, Any]:
    """The same place with another answer in its cell."""
    cells = [
        {**each, "source": code} if each["id"] == place["cell_id"] else each
        for each in place["cells"]
    ]
    return {**place, "cells": cells}


def elsewhere(place: dict[str, Any]) -> dict[str, Any]:
    """The same cell in a notebook of the learner's own, which holds no exercise."""
    cells = [
        {**each, "nbgrader": None} for each in place["cells"] if each["id"] == place["cell_id"]
    ]
    return {**place, "path": "notes.ipynb", "cells": cells}


def _place(path: Path, number: int) -> dict[str, Any]:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    sent = [
        {
            "id": each["id"],
            "kind": each["cell_type"],
            "source": "".join(each["source"]),
            "nbgrader": each["metadata"].get("nbgrader"),
        }
        for each in cells
    ]
    wanted = f"{_EXERCISE}-{number}"
    answer = next(
        each for each in sent if each["nbgrader"] and each["nbgrader"].get("grade_id") == wanted
    )
    place = {
        "path": path.name,
        "kernel_language": "python",
        "cells": sent,
        "cell_id": answer["id"],
        "language": "en",
    }
    return with_answer(place, _TOO_SHORT)
