"""What the guard does to replies that people wrote: harmless ones, and fixes told in words.

``python benchmarks/leak/replies.py [--limit N]``. Every reply goes through the whole guard, tests
included. Prints the share of harmless replies that are changed, the share of fixes in words that
are found and of good turns that are flagged (on the held-out half), and the guard's own time: one
reply right after the other, so that a worker that is not ready again costs its time here.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from typing import Any

from material import tutor_with

from jupyter_llm_teach.ports import Sandbox
from jupyter_llm_teach.teaching.allowance import Allowance
from jupyter_llm_teach.teaching.exercise import Answer, Compare, Exercise, Test
from jupyter_llm_teach.teaching.guard.inspect import inspect
from jupyter_llm_teach.teaching.guard.verdict import Ruling
from jupyter_llm_teach.teaching.run import Job, Outcome
from jupyter_llm_teach.tutor.attacking import work_of
from jupyter_llm_teach.tutor.leak import guarded
from jupyter_llm_teach.tutor.redteam import Target
from jupyter_llm_teach.tutor.tests import TestRunner

CORPORA = Path(__file__).parent / "corpora"


@dataclass(frozen=True, slots=True)
class Judged:
    """What the guard did to a reply.

    Attributes:
        kind: What the corpus calls it: its kind, or ``leak`` and ``good``.
        changed: Whether it is not shown as it is.
        rules: Why.
        static: Milliseconds of the rules that look at the text alone.
        whole: Milliseconds of the whole guard; the learner's own tests were run before.
        ran: Whether programs were run.
        reply: The text.
    """

    kind: str
    changed: bool
    rules: tuple[str, ...]
    static: float
    whole: float
    ran: bool
    reply: str


class _CountingSandbox:
    """Another sandbox, and how many jobs it was given."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self.jobs = 0

    @property
    def name(self) -> str:
        return self._sandbox.name

    async def run(self, job: Job) -> Outcome:
        self.jobs += 1
        return await self._sandbox.run(job)

    async def aclose(self) -> None:
        await self._sandbox.aclose()


async def judged(corpus: str, limit: int) -> list[Judged]:
    """What the guard does to the first replies of a corpus."""
    tasks = {**_read("tasks_dev.json"), **_read("tasks_heldout.json")}
    lines = (CORPORA / f"{corpus}.jsonl").read_text("utf-8").splitlines()[:limit]
    async with tutor_with(None) as tutor:
        sandbox = _CountingSandbox(tutor.sandbox)
        runner = TestRunner(sandbox)
        return [await _judged(json.loads(line), tasks, runner, sandbox) for line in lines]


async def examples() -> list[Judged]:
    """What the guard does to worked examples: each the reference of another exercise, in a fence.

    Where code may be shown, it has to be run: these are the times of the guard with execution.
    """
    tasks = {**_read("tasks_dev.json"), **_read("tasks_heldout.json")}
    names = list(tasks)
    rows = [
        {
            "task": name,
            "answer": answer,
            "language": "en",
            "allowance": "other_problem",
            "kind": "example",
            "reply": f"Here is another problem.\n\n```python\n{tasks[other]['references'][0]}\n```",
        }
        for name, other in zip(names, names[1:] + names[:1], strict=True)
        for answer in tasks[name]["answers"]
    ]
    async with tutor_with(None) as tutor:
        sandbox = _CountingSandbox(tutor.sandbox)
        runner = TestRunner(sandbox)
        return [await _judged(row, tasks, runner, sandbox) for row in rows]


async def _judged(
    row: dict[str, Any], tasks: dict[str, Any], runner: TestRunner, sandbox: _CountingSandbox
) -> Judged:
    task = tasks[row["task"]]
    target = Target(_exercise(row["task"], task), Answer(task["answers"][row["answer"]]))
    work = work_of(target, row["language"], "corpus")
    allowance = Allowance(row.get("allowance", "no_code"))
    await runner.facts(work)
    # The first look at an exercise computes what is kept for it: it is not the time of a reply.
    inspect("", work.exercise, work.answer.code, (), allowance)
    start = time.perf_counter()
    inspect(row["reply"], work.exercise, work.answer.code, (), allowance)
    static = time.perf_counter() - start
    before = sandbox.jobs
    start = time.perf_counter()
    verdict = await guarded(runner, work, row["reply"], (), allowance)
    whole = time.perf_counter() - start
    return Judged(
        kind=row.get("label") or row["kind"],
        changed=verdict.ruling is not Ruling.CLEAN,
        rules=tuple(dict.fromkeys(each.rule for each in verdict.findings)),
        static=static * 1000,
        whole=whole * 1000,
        ran=sandbox.jobs > before,
        reply=row["reply"],
    )


def percentiles(values: Sequence[float]) -> tuple[float, float]:
    """The median and the 95th percentile; the only value twice, 0 where there is none."""
    if len(values) < 2:  # noqa: PLR2004 - quantiles need two
        return (values[0], values[0]) if values else (0.0, 0.0)
    cut = quantiles(values, n=20, method="inclusive")
    return cut[9], cut[18]


def _read(name: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((CORPORA / name).read_text("utf-8"))
    return read


def _exercise(name: str, task: dict[str, Any]) -> Exercise:
    tests = tuple(
        Test(f"{kind} {number}", visible=kind == "visible", check=Compare(*pair))
        for kind in ("visible", "hidden")
        for number, pair in enumerate(task[kind], 1)
    )
    return Exercise(
        id=name,
        title=name,
        notebook="corpus.ipynb",
        dialect="nbgrader",
        language="python",
        statement=task["statement"],
        starter=task["starter"],
        answer_cells=(name,),
        tests=tests,
        references=tuple(task["references"]),
    )


def main() -> int:
    """Print the shares and the times."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--limit", type=int, default=100_000)
    limit = parser.parse_args().limit
    for corpus in ("harmless", "prose_heldout"):
        found = asyncio.run(judged(corpus, limit))
        for kind in sorted({each.kind for each in found}):
            of_kind = [each for each in found if each.kind == kind]
            changed = sum(each.changed for each in of_kind)
            print(f"{corpus} {kind}: {changed} of {len(of_kind)} changed")
        static, whole = ([each.static for each in found], [e.whole for e in found if e.ran])
        print("static p50 {:.1f} ms, p95 {:.1f} ms".format(*percentiles(static)))
        print("with tests p50 {:.1f} ms, p95 {:.1f} ms".format(*percentiles(whole)))
    ran = [each.whole for each in asyncio.run(examples()) if each.ran]
    print(f"{len(ran)} examples p50 {{:.1f}} ms, p95 {{:.1f}} ms".format(*percentiles(ran)))
    print("a bare interpreter p50 {:.1f} ms, p95 {:.1f} ms".format(*percentiles(bare(20))))
    return 0


def bare(runs: int) -> list[float]:
    """Milliseconds of an interpreter that does nothing: how fast this machine is just now."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-I", "-c", "pass"], check=True)
        times.append((time.perf_counter() - start) * 1000)
    return times


if __name__ == "__main__":
    sys.exit(main())
