"""How long it takes to read and lint a course of many notebooks, nothing being run.

    python benchmarks/course_check.py [--notebooks N] [--course DIR]

The notebooks are those of a sample course, copied under other names and ids.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from pathlib import Path

from jupyter_llm_teach.courses.index import CourseIndex
from jupyter_llm_teach.courses.lint import lint

_SAMPLE = Path(__file__).parents[1] / "exercises" / "en"
_RUNS = 3


def course_of(notebooks: int, sample: Path, folder: Path) -> None:
    """Write a course of many notebooks."""
    originals = sorted(sample.glob("*.ipynb"))
    for number in range(notebooks):
        original = originals[number % len(originals)]
        document = json.loads(original.read_text("utf-8"))
        for cell in document["cells"]:
            mark = cell["metadata"].get("nbgrader")
            if mark is not None:
                mark["grade_id"] = f"{mark['grade_id']}_{number}"
        text = json.dumps(document, indent=1, ensure_ascii=False)
        (folder / f"{number:04}-{original.name}").write_text(text, "utf-8")


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notebooks", type=int, default=300)
    parser.add_argument("--course", type=Path, default=_SAMPLE)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as room:
        folder = Path(room)
        course_of(options.notebooks, options.course, folder)
        seconds: list[float] = []
        for _ in range(_RUNS):
            began = time.perf_counter()
            index = CourseIndex(folder)
            index.look()
            found = lint(index)
            seconds.append(time.perf_counter() - began)
        exercises = sum(len(each.exercises) for each in index.notebooks.values())
    print(f"{options.notebooks} notebooks, {exercises} exercises, {len(found.problems)} problems")
    print(f"read and linted in {statistics.median(seconds):.2f} s (median of {_RUNS})")


if __name__ == "__main__":
    main()
