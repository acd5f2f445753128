"""How long a small program takes in each sandbox, beside a bare interpreter.

Run as ``python benchmarks/sandbox.py [runs]``. Prints the median, the 10th and the 90th percentile
in milliseconds. ``cold`` starts a worker for the job; ``warm`` takes one that waits.
"""

from __future__ import annotations

import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from jupyter_llm_teach.sandbox.bubblewrap import BubblewrapSandbox
from jupyter_llm_teach.sandbox.landlock import LandlockSandbox
from jupyter_llm_teach.teaching.run import Evaluate, Job

PROBES = (Evaluate("f(1)"), Evaluate("f(2)"), Evaluate("f(0)"))
SMALL = Job("def f(x):\n    return 1 / x\n", PROBES)
PANDAS = Job("def f(x):\n    return pd.Series([x]).sum()\n", PROBES, ("import pandas as pd",))
Sandbox = BubblewrapSandbox | LandlockSandbox


async def timed(act: Callable[[], Awaitable[object]]) -> float:
    """Milliseconds that an act takes."""
    start = time.perf_counter()
    await act()
    return (time.perf_counter() - start) * 1000


def bare(runs: int) -> list[float]:
    """Milliseconds of an interpreter that does nothing."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-I", "-c", "pass"], check=True)
        times.append((time.perf_counter() - start) * 1000)
    return times


async def cold(make: Callable[[int], Sandbox], job: Job, runs: int) -> list[float]:
    """Milliseconds of jobs that start their worker."""
    sandbox = make(0)
    times = [await timed(lambda: sandbox.run(job)) for _ in range(runs)]
    await sandbox.aclose()
    return times


async def warm(make: Callable[[int], Sandbox], job: Job, runs: int) -> list[float]:
    """Milliseconds of jobs that a worker waits for."""
    sandbox = make(1)
    await sandbox.run(job)
    times = []
    for _ in range(runs):
        await sandbox.warm()
        await asyncio.sleep(0.1)
        times.append(await timed(lambda: sandbox.run(job)))
    await sandbox.aclose()
    return times


def show(name: str, times: list[float]) -> None:
    """Print a line of the table."""
    tenths = statistics.quantiles(times, n=10)
    print(f"{name:<28}{statistics.median(times):>8.1f}{tenths[0]:>8.1f}{tenths[-1]:>8.1f}")


async def main(runs: int) -> None:
    """Print the table."""
    print(f"{'milliseconds, ' + str(runs) + ' runs':<28}{'median':>8}{'p10':>8}{'p90':>8}")
    show("bare interpreter", bare(runs))
    with tempfile.TemporaryDirectory() as folder:
        kinds: dict[str, Callable[[int], Sandbox]] = {
            "bubblewrap": lambda pool: BubblewrapSandbox(pool=pool),
            "landlock": lambda pool: LandlockSandbox(Path(folder), pool=pool),
        }
        for name, make in kinds.items():
            for title, job in (("small", SMALL), ("pandas", PANDAS)):
                show(f"{name} {title} cold", await cold(make, job, runs))
                show(f"{name} {title} warm", await warm(make, job, runs))


asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20))
