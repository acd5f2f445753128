"""What checking one exercise costs: running its tests, and turning results into facts.

Run as ``python benchmarks/check_cost.py [runs]``. An exercise of one function with four visible and
two hidden tests, answered wrongly in another way each time, so that nothing is kept from before.
Prints the median, the 10th and the 90th percentile in milliseconds. ``bare`` is an interpreter that
runs the same tests with nothing around it; ``over bare`` is the difference of the medians.
"""

from __future__ import annotations

import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from jupyter_llm_teach.ports import Sandbox
from jupyter_llm_teach.prompts.load import load_wording
from jupyter_llm_teach.sandbox.choose import best_sandbox
from jupyter_llm_teach.teaching.exercise import Answer, Compare, Exercise, Test
from jupyter_llm_teach.teaching.facts.judging.trial import trials
from jupyter_llm_teach.teaching.facts.plan import answer_jobs, expected_job, outcome_of
from jupyter_llm_teach.teaching.facts.results import facts
from jupyter_llm_teach.teaching.facts.shown import shown
from jupyter_llm_teach.teaching.run import Outcome
from jupyter_llm_teach.teaching.summary import summary

_CALLS = ("[]", "[1]", "[1, 2, 3]", "[5, -5]", "[2] * 50", "list(range(100))")
_TESTS = tuple(
    Test(f"t {number}", number < 4, Compare(f"total({call})", f"sum({call})"))  # noqa: PLR2004
    for number, call in enumerate(_CALLS)
)
_EXERCISE = Exercise("total", "", "n.ipynb", "nbgrader", "python", "", "", ("a",), tests=_TESTS)
_WRONG = (
    "def total(xs):\n    found = {}\n    for i in range(len(xs)):\n        found += xs[i + 1]\n"
)
_WORDING = load_wording("en")


def bare(answer: Answer) -> float:
    """Milliseconds of an interpreter that runs the tests and does nothing else."""
    calls = [f"try: print(total({call}))\nexcept Exception as e: print(e)" for call in _CALLS]
    program = "\n".join([answer.code, *calls])
    start = time.perf_counter()
    subprocess.run([sys.executable, "-I", "-c", program], check=True, capture_output=True)
    return (time.perf_counter() - start) * 1000


async def ran(sandbox: Sandbox, answer: Answer) -> tuple[float, Outcome]:
    """Milliseconds of the tests in the sandbox, and what came of them."""
    start = time.perf_counter()
    jobs = answer_jobs(_EXERCISE, answer, trials(_EXERCISE, answer))
    found = await asyncio.gather(*map(sandbox.run, jobs))
    return (time.perf_counter() - start) * 1000, outcome_of(_EXERCISE, found)


def told(answer: Answer, outcome: Outcome, expected: Outcome | None) -> float:
    """Milliseconds from results to a sentence."""
    start = time.perf_counter()
    summary(shown(facts(_EXERCISE, answer, outcome, expected), None), _WORDING)
    return (time.perf_counter() - start) * 1000


def show(name: str, times: list[float]) -> float:
    """Print a line of the table; gives its median."""
    tenths = statistics.quantiles(times, n=10)
    print(f"{name:<34}{statistics.median(times):>8.1f}{tenths[0]:>8.1f}{tenths[-1]:>8.1f}")
    return statistics.median(times)


async def main(runs: int) -> None:
    """Print the table."""
    answers = [Answer(_WRONG.format(number)) for number in range(runs)]
    print(f"{'milliseconds, ' + str(runs) + ' answers':<34}{'median':>8}{'p10':>8}{'p90':>8}")
    alone = show("bare interpreter", [bare(each) for each in answers])
    wanted = expected_job(_EXERCISE)
    with tempfile.TemporaryDirectory() as folder:
        for pool in (1, 2):
            sandbox = await best_sandbox(Path(folder), pool=pool)
            expected = None if wanted is None else await sandbox.run(wanted)
            times, after = [], []
            for answer in answers:
                await asyncio.sleep(0.5)  # the next worker starts while the learner types
                taken, outcome = await ran(sandbox, answer)
                times.append(taken)
                after.append(told(answer, outcome, expected))
            median = show(f"{sandbox.name}, {pool} waiting", times)
            print(f"{'  over bare':<34}{median - alone:>8.1f}")
            show("  results to sentence", after)
            await sandbox.aclose()


asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20))
