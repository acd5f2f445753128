"""The guard on replies that leak and replies that don't: what it blocks, and how long it takes.

Run it with ``python -m benchmarks.guard`` or ``python benchmarks/guard.py``. The replies were
written together with the rules, so the shares say that the rules do what they are meant to do;
they are no estimate for replies that nobody has seen. Times are of the text alone, and of the whole
guard where something is run, with the answer's own tests known and a worker waiting, as it is when
a learner asks.
"""

from __future__ import annotations

import asyncio
import json
import tempfile
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from jupyter_llm_teach.ports import Key
from jupyter_llm_teach.sandbox.choose import best_sandbox
from jupyter_llm_teach.teaching.allowance import Allowance
from jupyter_llm_teach.teaching.exercise import Answer, Compare, Exercise, Test
from jupyter_llm_teach.teaching.guard.inspect import inspect
from jupyter_llm_teach.teaching.guard.known import known
from jupyter_llm_teach.teaching.guard.trial import trials
from jupyter_llm_teach.teaching.guard.verdict import Ruling, Verdict
from jupyter_llm_teach.teaching.policy import Policy
from jupyter_llm_teach.tutor.leak import guarded
from jupyter_llm_teach.tutor.tests import TestRunner
from jupyter_llm_teach.tutor.work import Work

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


def static_times() -> list[float]:
    """Milliseconds for the text of each golden reply alone, the exercise known, in order."""
    known_exercises = exercises()
    times = []
    for entry in _golden("clean"):
        exercise, answer = known_exercises[entry["exercise"]]
        inspect(entry["reply"], exercise, answer, (), Allowance.NO_CODE)
        start = time.perf_counter()
        inspect(entry["reply"], exercise, answer, entry["shown"], Allowance.NO_CODE)
        trials(entry["reply"], exercise, answer, entry["shown"])
        times.append((time.perf_counter() - start) * 1e3)
    return sorted(times)


async def whole_times() -> list[float]:
    """Milliseconds for the whole guard on replies whose code has to be run, in order."""
    times = []
    with tempfile.TemporaryDirectory() as folder:
        sandbox = await best_sandbox(Path(folder))
        runner = TestRunner(sandbox)
        for entry in (*_golden("leaks"), *_golden("clean")):
            exercise, answer = exercises()[entry["exercise"]]
            if exercise.id == "mean_by_city" or not trials(entry["reply"], exercise, answer):
                continue
            work = Work(
                Key("l", "", exercise.id), exercise, exercise, Answer(answer), Policy(), "en", ""
            )
            await runner.facts(work)
            await asyncio.sleep(0.1)  # the next worker starts
            start = time.perf_counter()
            await guarded(runner, work, entry["reply"], entry["shown"], Allowance.OTHER_PROBLEM)
            times.append((time.perf_counter() - start) * 1e3)
        await sandbox.aclose()
    return sorted(times)


def _golden(name: str) -> list[dict[str, Any]]:
    lines = (GOLDEN / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def _show(name: str, times: list[float]) -> None:
    p95 = quantiles(times, n=20)[-1]
    print(f"{name}: {len(times)} runs, median {median(times):.1f} ms, p95 {p95:.1f} ms")


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
    _show("text alone", static_times())
    _show("with execution", asyncio.run(whole_times()))


if __name__ == "__main__":
    main()
