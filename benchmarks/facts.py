"""How often analysis alone finds something to say about real students' programs.

    python benchmarks/facts.py FOLDER [--limit N]

FOLDER holds ``tasks.jsonl`` (task, setup, reference, tests of call and expected) and
``programs.jsonl`` (task, kind ``wrong`` or ``correct``, code, outcome). Every program runs in the
sandbox. Fault lines are measured on the correct programs with one small fault put into each: how
often the line that was changed is the first of the suspicious lines, and one of them.
"""

from __future__ import annotations

import argparse
import ast
import asyncio
import copy
import json
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TypedDict

from jupyter_llm_teach.ports import Sandbox
from jupyter_llm_teach.sandbox.choose import best_sandbox
from jupyter_llm_teach.teaching.exercise import Answer, Compare, Exercise, Test
from jupyter_llm_teach.teaching.facts.fact import Facts, State
from jupyter_llm_teach.teaching.facts.lines import suspicious_lines
from jupyter_llm_teach.teaching.facts.plan import answer_job, expected_job
from jupyter_llm_teach.teaching.facts.results import facts

_FAULTS = 6
"""How many faults are put into each correct program, one at a time."""
_ERRORS = ("IndexError", "NameError", "TypeError", "UnboundLocalError", "AttributeError")
_SWAPS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}


@dataclass(frozen=True, slots=True)
class Program:
    """A student's program and what was recorded of it."""

    exercise: Exercise
    setup: str
    code: str
    kind: str
    failure: str


@dataclass(frozen=True, slots=True)
class Measured:
    """What analysis said of a program, and how long running and analysing it took."""

    program: Program
    facts: Facts
    seconds: float
    analysis_seconds: float


class _Call(TypedDict):
    call: str
    expected: str


class _Task(TypedDict):
    task: int
    setup: str
    tests: list[_Call]


class _Row(TypedDict):
    task: int
    kind: str
    code: str
    outcome: tuple[str, float] | None


def programs_in(folder: Path) -> list[Program]:
    """The programs of a data folder."""
    lines = (folder / "tasks.jsonl").read_text().splitlines()
    tasks: dict[int, _Task] = {each["task"]: each for each in map(json.loads, lines)}
    exercises = {name: _exercise(name, task["tests"]) for name, task in tasks.items()}
    rows = (folder / "programs.jsonl").read_text().splitlines()
    return [_program(json.loads(row), tasks, exercises) for row in rows]


def _program(row: _Row, tasks: dict[int, _Task], exercises: dict[int, Exercise]) -> Program:
    return Program(
        exercise=exercises[row["task"]],
        setup=tasks[row["task"]]["setup"],
        code=row["code"],
        kind=row["kind"],
        failure=row["outcome"][0] if row["outcome"] else "",
    )


def _exercise(name: int, tests: Sequence[_Call]) -> Exercise:
    return Exercise(
        id=f"task_{name}",
        title="",
        notebook="",
        dialect="",
        language="python",
        statement="",
        starter="",
        answer_cells=("answer",),
        tests=tuple(
            Test(f"test {number}", visible=True, check=Compare(test["call"], test["expected"]))
            for number, test in enumerate(tests, start=1)
        ),
    )


async def measured(program: Program, sandbox: Sandbox) -> Measured:
    """Run a program and analyse what came of it, fault lines included."""
    began = time.perf_counter()
    answer = Answer(program.code, (program.setup,) if program.setup.strip() else ())
    wanted = expected_job(program.exercise)
    expected = None if wanted is None else await sandbox.run(wanted)
    outcome = await sandbox.run(answer_job(program.exercise, answer, traced=True))
    ran = time.perf_counter()
    found = facts(program.exercise, answer, outcome, expected)
    lines = suspicious_lines(program.code, found, outcome)
    done = time.perf_counter()
    located = Facts(found.state, found.tests, found.error, lines, found.unchanged, found.not_run)
    return Measured(program, located, done - began, done - ran)


def faulty(code: str) -> Iterator[tuple[str, int]]:
    """Programs with one small fault each, in standard layout, and the line that was changed."""
    tree = ast.parse(ast.unparse(ast.parse(code)))
    for place, node in enumerate(ast.walk(tree)):
        for change in _changes(node):
            other = copy.deepcopy(tree)
            target = list(ast.walk(other))[place]
            for name, value in change.items():
                setattr(target, name, value)
            yield ast.unparse(ast.fix_missing_locations(other)), getattr(node, "lineno", 0)


def _changes(node: ast.AST) -> Iterator[dict[str, object]]:
    match node:
        case ast.Compare(ops=[op]) if type(op) in _SWAPS:
            yield {"ops": [_SWAPS[type(op)]()]}
        case ast.Constant(value=bool() as truth):
            yield {"value": not truth}
        case ast.Constant(value=int() as number):
            yield {"value": number + 1}
        case ast.BinOp(op=ast.Add()):
            yield {"op": ast.Sub()}
        case ast.BoolOp(op=ast.And()):
            yield {"op": ast.Or()}
        case ast.Call(func=ast.Name(id="range"), args=[end]):
            yield {"args": [ast.BinOp(left=end, op=ast.Sub(), right=ast.Constant(value=1))]}
        case _:
            pass


async def main() -> None:
    """Measure, and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--limit", type=int, default=None, help="programs of each kind")
    options = parser.parse_args()
    programs = programs_in(options.folder)
    with tempfile.TemporaryDirectory() as scratch:
        sandbox = await best_sandbox(Path(scratch), pool=1)
        try:
            print(f"sandbox: {sandbox.name}")
            wrong = [each for each in programs if each.kind == "wrong"][: options.limit]
            _report_wrong([await measured(each, sandbox) for each in wrong])
            correct = [each for each in programs if each.kind == "correct"][: options.limit]
            await _report_correct(correct, sandbox)
        finally:
            await sandbox.aclose()


def _report_wrong(results: Sequence[Measured]) -> None:
    found = [each for each in results if each.facts.first is not None or each.facts.error]
    print(f"wrong programs with a failing test found: {len(found)}/{len(results)}")
    raised = [each for each in results if each.program.failure in _ERRORS]
    same = [each for each in raised if each.program.failure in _error_types(each.facts)]
    print(f"recorded exceptions met again: {len(same)}/{len(raised)}")
    errors = [t.error for each in results for t in each.facts.tests if t.error is not None]
    lined = sum(error.line is not None for error in errors)
    print(f"exceptions and stops with their line known: {lined}/{len(errors)}")
    kinds = Counter(_kind(each.facts) for each in results)
    print("kind of the first failing test:")
    for kind, count in kinds.most_common():
        print(f"  {kind:22} {count:4}")
    print(
        f"with suspicious lines: {sum(bool(each.facts.lines) for each in results)}/{len(results)}"
    )
    print(f"median seconds a program: {statistics.median(e.seconds for e in results):.3f}")
    own = statistics.median(each.analysis_seconds for each in results)
    print(f"of which analysis: {own * 1000:.2f} ms")


async def _report_correct(programs: Sequence[Program], sandbox: Sandbox) -> None:
    results = [await measured(each, sandbox) for each in programs]
    passed = sum(each.facts.state is State.PASSED for each in results)
    print(f"correct programs that pass: {passed}/{len(results)}")
    first = top = total = 0
    for program in programs:
        for code, line in islice(faulty(program.code), _FAULTS):
            other = Program(program.exercise, program.setup, code, "wrong", "")
            found = (await measured(other, sandbox)).facts
            if found.state is State.FAILED:
                lines = [each.line for each in found.lines]
                total += 1
                first += lines[:1] == [line]
                top += line in lines
    print(f"line of a planted fault: first {first}/{total}, among three {top}/{total}")


def _error_types(found: Facts) -> set[str]:
    return {test.error.type for test in found.tests if test.error is not None}


def _kind(found: Facts) -> str:
    test = found.first
    if test is None:
        return "none"
    if test.error is not None:
        return test.error.type
    return test.difference.kind.value if test.difference else "holds"


if __name__ == "__main__":
    asyncio.run(main())
