"""What checking one exercise costs: running its tests, and turning results into facts.

Run as ``python benchmarks/check_cost.py [runs]``. An exercise of one function with four visible and
two hidden tests, answered wrongly in another way each time, so that nothing is kept from before:
once with tests that compare a value, once with tests that must hold, whose values are judged in a
process of their own. Prints the median, the 10th and the 90th percentile in milliseconds. ``bare``
is an interpreter that runs the same tests with nothing around it; ``over bare`` is the difference
of the medians, of times taken in turn.
"""

from __future__ import annotations

import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from jupyter_llm_teach.ports import Sandbox
from jupyter_llm_teach.sandbox.choose import best_sandbox
from jupyter_llm_teach.teaching.exercise import Answer, Compare, Exercise, Holds, Test
from jupyter_llm_teach.tutor.tests import TestRunner

_CALLS = ("[]", "[1]", "[1, 2, 3]", "[5, -5]", "[2] * 50", "list(range(100))")
_TESTS = tuple(
    Test(f"t {number}", number < 4, Compare(f"total({call})", f"sum({call})"))  # noqa: PLR2004
    for number, call in enumerate(_CALLS)
)
_EXERCISE = Exercise("total", "", "n.ipynb", "nbgrader", "python", "", "", ("a",), tests=_TESTS)
_HOLDING = replace(
    _EXERCISE,
    tests=tuple(
        replace(each, check=Holds(f"abs(total({call}) - sum({call})) < 0.1"))
        for each, call in zip(_TESTS, _CALLS, strict=True)
    ),
)
_WRONG = "def total(xs):\n    found = {}\n    for x in xs:\n        found += x\n    return found\n"


def bare(answer: Answer) -> float:
    """Milliseconds of an interpreter that runs the tests and does nothing else."""
    calls = [f"try: print(total({call}))\nexcept Exception as e: print(e)" for call in _CALLS]
    program = "\n".join([answer.code, *calls])
    start = time.perf_counter()
    subprocess.run([sys.executable, "-I", "-c", program], check=True, capture_output=True)
    return (time.perf_counter() - start) * 1000


async def checked(sandbox: Sandbox, exercise: Exercise, answer: Answer) -> float:
    """Milliseconds of a check, from the answer to its facts."""
    start = time.perf_counter()
    await TestRunner(sandbox).facts_of(exercise, answer)
    return (time.perf_counter() - start) * 1000


def show(name: str, times: list[float]) -> float:
    """Print a line of the table; gives its median."""
    tenths = statistics.quantiles(times, n=10)
    print(f"{name:<34}{statistics.median(times):>8.1f}{tenths[0]:>8.1f}{tenths[-1]:>8.1f}")
    return statistics.median(times)


async def main(runs: int) -> None:
    """Print the table."""
    print(f"{'milliseconds, ' + str(runs) + ' answers':<34}{'median':>8}{'p10':>8}{'p90':>8}")
    kinds = {"compared": _EXERCISE, "judged": _HOLDING}
    with tempfile.TemporaryDirectory() as folder:
        for pool in (1, 2, 3):
            sandbox = await best_sandbox(Path(folder), pool=pool)
            times: dict[str, list[float]] = {"bare": [], **{kind: [] for kind in kinds}}
            for number in range(runs + 1):  # the first only fills the pool
                answer = Answer(_WRONG.format(number))
                for kind, exercise in kinds.items():
                    await asyncio.sleep(0.5)  # the next worker starts while the learner types
                    times[kind].append(await checked(sandbox, exercise, answer))
                times["bare"].append(bare(answer))
            alone = show("bare interpreter", times["bare"][1:])
            for kind in kinds:
                median = show(f"{sandbox.name}, {pool} waiting, {kind}", times[kind][1:])
                print(f"{'  over bare':<34}{median - alone:>8.1f}")
            await sandbox.aclose()


asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20))
