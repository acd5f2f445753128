"""Student copies of the sample course, filled in."""

from __future__ import annotations

import json
from pathlib import Path

from jupyter_llm_teach.courses.folder import FolderCourses
from jupyter_llm_teach.courses.student import write_student_copy

COURSES = Path(__file__).parents[2] / "exercises"

TOO_SHORT = """\
def {name}(xs, k):
    means = []
    for i in range(len(xs) - k):
        means.append(sum(xs[i:i + k]) / k)
    return means
"""

RIGHT = """\
def {name}(xs, k):
    means = []
    for i in range(len(xs) - k + 1):
        means.append(sum(xs[i:i + k]) / k)
    return means
"""


def student_copy(language: str, folder: Path) -> Path:
    """A fresh copy of a sample course for a student; gives the copy's folder."""
    course = FolderCourses([COURSES / language]).all()[0]
    write_student_copy(course, folder)
    return folder


def answered(folder: Path, exercise: str, code: str) -> Path:
    """The notebook of an exercise in a student copy, with an answer written into it."""
    for path in sorted(folder.rglob("*.ipynb")):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        for cell in notebook["cells"]:
            if cell["metadata"].get("nbgrader", {}).get("grade_id") == exercise:
                cell["source"] = code
                path.write_text(json.dumps(notebook, ensure_ascii=False), encoding="utf-8")
                return path
    raise LookupError(exercise)
