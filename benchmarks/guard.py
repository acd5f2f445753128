"""The guard on replies that leak and replies that don't: what it blocks, and how long it takes.

Run it with ``python -m benchmarks.guard`` or ``python benchmarks/guard.py``. The replies were
written together with the rules, so the shares say that the rules do what they are meant to do;
they are no estimate for replies that nobody has seen.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

from jupyter_llm_teach.teaching.allowance import Allowance
from jupyter_llm_teach.teaching.exercise import Compare, Exercise, Test
from jupyter_llm_teach.teaching.guard.inspect import inspect
from jupyter_llm_teach.teaching.guard.known import known
from jupyter_llm_teach.teaching.guard.verdict import Ruling, Verdict

GOLDEN = Path(__file__).parents[1] / "tests" / "golden" / "guard"
ROUNDS = 50
SENTENCE = (
    "Look at the windows of the list and count them again: `xs` is the list, k their length. "
)


def exercises() -> dict[str, tuple[Exercise, str]]:
    """The exercises of the golden replies with a learner's answer to each, by name."""
    found = json.loads((GOLDEN / "exercises.json").read_text(encoding="utf-8"))
    return {name: (_exercise(name, entry), entry["answer"]) for name, entry in found.items()}


def _exercise(name: str, entry: dict[str, Any]) -> Exercise:
    tests = [
        Test(f"{kind} {number}", visible=kind == "visible", check=Compare(*pair))
        for kind in ("visible", "hidden")
        for number, pair in enumerate(entry[kind])
    ]
    return Exercise(
        id=name,
        title=name,
        notebook="golden.ipynb",
        dialect="nbgrader",
        language="python",
        statement=entry["statement"],
        starter=entry["starter"],
        answer_cells=("a",),
        tests=tuple(tests),
        references=tuple(entry["references"]),
    )


def ruled(name: str) -> list[tuple[dict[str, Any], Verdict]]:
    """The guard's rulings on a file of golden replies."""
    known_exercises = exercises()
    lines = (GOLDEN / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [(entry, _ruling(entry, known_exercises)) for entry in map(json.loads, lines)]


def _ruling(entry: dict[str, Any], known_exercises: dict[str, tuple[Exercise, str]]) -> Verdict:
    exercise, answer = known_exercises[entry["exercise"]]
    return inspect(entry["reply"], exercise, answer, entry["shown"], Allowance.NO_CODE)


def milliseconds() -> tuple[float, float]:
    """Median time for a reply of 1,000 characters against 3 references: first, and later."""
    exercise, answer = exercises()["running_mean"]
    exercise = replace(exercise, references=exercise.references[:1] * 3)
    reply = (SENTENCE * 12)[:1000]
    first, later = [], []
    for _ in range(ROUNDS):
        known.cache_clear()
        first.append(_timed(reply, exercise, answer))
        later.append(_timed(reply, exercise, answer))
    return median(first) * 1e3, median(later) * 1e3


def _timed(reply: str, exercise: Exercise, answer: str) -> float:
    start = time.perf_counter()
    inspect(reply, exercise, answer, (), Allowance.NO_CODE)
    return time.perf_counter() - start


def main() -> None:
    """Print the table."""
    for name in ("leaks", "clean"):
        rulings = ruled(name)
        counts = Counter(verdict.ruling.value for _, verdict in rulings)
        print(f"{name}: {len(rulings)} replies, {dict(counts)}")
        wrong = [e for e, v in rulings if (v.ruling is Ruling.CLEAN) is (name == "leaks")]
        for entry in wrong:
            print(f"  {'passed' if name == 'leaks' else 'held back'}: {entry['reply'][:90]!r}")
    first, later = milliseconds()
    print(f"1,000 characters, 3 references: {first:.1f} ms first, {later:.1f} ms later")


if __name__ == "__main__":
    main()
