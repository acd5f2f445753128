"""How long the guard takes for a line of completion, and how often a program has to be run for it.

Run it with ``python benchmarks/completion_lines.py``. Every line of the wrong answers in
``benchmarks/leak/corpora`` is offered where it stands, the answer up to there written: alone, and
after the line above it came from completion as well. The exercise is known, as it is from the
first key on; the answer is new with each line.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from jupyter_llm_teach.teaching.completion.cursor import Cursor
from jupyter_llm_teach.teaching.completion.giving import (
    Offer,
    brings_avoided,
    gives_away,
    mark_of,
    must_be_run,
)
from jupyter_llm_teach.teaching.exercise import Compare, Exercise, Test

CORPORA = Path(__file__).parent / "leak" / "corpora"


def exercises() -> Iterator[tuple[Exercise, list[str]]]:
    """Each exercise of the corpora with its wrong answers."""
    for name in ("tasks_dev.json", "tasks_heldout.json"):
        tasks = json.loads((CORPORA / name).read_text("utf-8"))
        for key, task in tasks.items():
            yield _exercise(key, task), list(task["answers"].values())


def _exercise(name: str, task: dict[str, Any]) -> Exercise:
    pairs = [(kind, pair) for kind in ("visible", "hidden") for pair in task[kind]]
    tests = [
        Test(f"{kind} {number}", visible=kind == "visible", check=Compare(*pair))
        for number, (kind, pair) in enumerate(pairs)
    ]
    return Exercise(
        *(name, name, "corpus.ipynb", "nbgrader", "python"),
        statement=task["statement"],
        starter=task["starter"],
        answer_cells=(name,),
        tests=tuple(tests),
        references=tuple(task["references"]),
    )


def offers(answer: str) -> Iterator[tuple[Offer, Offer]]:
    """For each line of an answer: the offer of it, and the one after the line above was given."""
    lines = [line for line in answer.split("\n") if line.strip()]
    for place in range(1, len(lines)):
        line = lines[place]
        indent = line[: len(line) - len(line.lstrip())]
        cursor = Cursor("\n".join(lines[:place]) + f"\n{indent}", "")
        above = frozenset([mark_of(lines[place - 1])])
        yield Offer(cursor, line.strip()), Offer(cursor, line.strip(), above)


def decided(exercise: Exercise, offer: Offer) -> tuple[float, bool, bool]:
    """Milliseconds of the decision by text, whether it is withheld, and whether it is run."""
    cell = offer.cursor.cell
    start = time.perf_counter()
    held = brings_avoided(("eval",), cell, offer) or gives_away(exercise, cell, offer)
    ran = not held and must_be_run(offer)
    return (time.perf_counter() - start) * 1000, held, ran


def main() -> int:
    """Print the table."""
    first: list[tuple[float, bool, bool]] = []
    second: list[tuple[float, bool, bool]] = []
    for exercise, answers in exercises():
        gives_away(exercise, "", Offer(Cursor("", ""), ""))
        for answer in answers:
            for alone, after in offers(answer):
                first.append(decided(exercise, alone))
                second.append(decided(exercise, after))
    for title, found in (("the first line", first), ("the line after it", second)):
        times = [each[0] for each in found]
        print(
            f"{title}: {len(found)} offers, median {median(times):.2f} ms, "
            f"p95 {quantiles(times, n=20)[-1]:.2f} ms; "
            f"{sum(each[1] for each in found)} withheld by text, "
            f"{sum(each[2] for each in found)} have to be run"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
