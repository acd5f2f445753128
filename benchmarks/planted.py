"""How often a fault that was planted is found: its line is known exactly.

    python benchmarks/planted.py [FOLDER [--every N]]

The programs are the references of the sample course, of which the fault lines are never tuned on;
with FOLDER (see `student_programs`) also the correct programs of students there. Small faults are
put into each, one at a time: another comparison, a number one too large, ``+`` for ``-``, ``and``
for ``or``, a range one too short, a ``return`` one step further in, a statement that is gone.
Those that make a test fail count. Candidates come from tests and text alone, and with the
reference; of a sample exercise that is the very program without the fault, of a student's program
it is another one.
"""

from __future__ import annotations

import argparse
import ast
import asyncio
import copy
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from student_programs import programs_in, write_course

from jupyter_llm_teach.courses.folder import FolderCourses
from jupyter_llm_teach.courses.notebook_file import read_notebook
from jupyter_llm_teach.ports import Key, Sandbox
from jupyter_llm_teach.sandbox.choose import best_sandbox
from jupyter_llm_teach.teaching.exercise import Answer, Exercise
from jupyter_llm_teach.teaching.facts.fact import State
from jupyter_llm_teach.teaching.place import answer_of
from jupyter_llm_teach.teaching.policy import Policy
from jupyter_llm_teach.tutor.tests import TestRunner
from jupyter_llm_teach.tutor.work import Work, work_on

ROOT = Path(__file__).parents[1]
_FAULTS = 8
"""How many faults are put into each program."""
_AMONG = 3
_SWAPS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}


@dataclass(frozen=True, slots=True)
class Fault:
    """A program with one fault, and the lines where it is.

    Attributes:
        code: The program, in standard layout.
        lines: The line that was changed; of a statement that is gone, the lines around it.
    """

    code: str
    lines: frozenset[int]


def faulty(code: str) -> Iterator[Fault]:
    """A program with one small fault each, taken from all over it."""
    tree = ast.parse(ast.unparse(ast.parse(code)))
    found = [*_changed(tree), *_moved(tree)]
    step = max(len(found) / _FAULTS, 1)
    chosen = [found[int(number * step)] for number in range(_FAULTS) if number * step < len(found)]
    yield from dict.fromkeys(chosen)


def _changed(tree: ast.Module) -> Iterator[Fault]:
    for place, node in enumerate(ast.walk(tree)):
        for change in _changes(node):
            other = copy.deepcopy(tree)
            target = next(islice(ast.walk(other), place, None))
            for name, value in change.items():
                setattr(target, name, value)
            line = getattr(node, "lineno", 0)
            yield Fault(ast.unparse(ast.fix_missing_locations(other)), frozenset({line}))


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


def _moved(tree: ast.Module) -> Iterator[Fault]:
    """A statement that is gone, and a return that moved into the loop before it."""
    bodies = [
        (place, number)
        for place, node in enumerate(ast.walk(tree))
        if isinstance(node, (ast.FunctionDef, ast.For, ast.While))
        for number in range(len(node.body))
    ]
    for place, number in bodies:
        other = copy.deepcopy(tree)
        body = _body(other, place)
        node = body.pop(number)
        before = body[number - 1] if number else None
        if isinstance(node, ast.Return) and isinstance(before, (ast.For, ast.While)):
            before.body.append(node)
            code = ast.unparse(ast.fix_missing_locations(other))
            yield Fault(code, frozenset({node.lineno}))
        elif body and isinstance(node, (ast.Assign, ast.AugAssign, ast.Expr)):
            code = ast.unparse(ast.fix_missing_locations(other))
            yield Fault(code, frozenset({node.lineno - 1, node.lineno}))


def _body(tree: ast.Module, place: int) -> list[ast.stmt]:
    node = next(islice(ast.walk(tree), place, None))
    assert isinstance(node, (ast.FunctionDef, ast.For, ast.While))
    return node.body


async def main() -> None:
    """Plant faults, and print how often they are found."""
    parser = argparse.ArgumentParser(description="How often a planted fault is found.")
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--every", type=int, default=1, help="take every n-th program of a student")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        sandbox = await best_sandbox(Path(scratch), pool=1)
        try:
            await _report("references of the sample course", _sample(), sandbox)
            if options.folder is not None:
                theirs = _students(options.folder, Path(scratch) / "course", options.every)
                await _report("correct programs of students", theirs, sandbox)
        finally:
            await sandbox.aclose()


def _sample() -> Iterator[Work]:
    courses = FolderCourses([ROOT / "exercises" / "en"])
    for course in courses.all():
        for exercise in courses.exercises(course):
            notebook = read_notebook(course.folder / exercise.notebook)
            for reference in exercise.references[:1]:
                answer = answer_of(reference, notebook, exercise, exercise)
                yield _work(exercise, answer)


def _students(folder: Path, course: Path, every: int) -> Iterator[Work]:
    programs = [each for each in programs_in(folder) if each.kind == "correct"][::every]
    write_course(programs, course)
    courses = FolderCourses([course])
    for each in programs:
        notebook = read_notebook(course / each.notebook, name=f"{each.task.id}.ipynb")
        yield work_on(courses, notebook, each.task.id, "en")


def _work(exercise: Exercise, answer: Answer) -> Work:
    key = Key("local", "", exercise.id)
    return Work(key, exercise, exercise, answer, Policy(), "en", "")


async def _report(name: str, works: Iterator[Work], sandbox: Sandbox) -> None:
    runner = TestRunner(sandbox)
    counts: Counter[str] = Counter()
    for work in works:
        for fault in faulty(work.answer.code):
            other = replace(work, answer=Answer(fault.code, work.answer.prelude))
            alone = replace(other, exercise=replace(work.exercise, references=()))
            for kind, one in (("tests and text alone", alone), ("with the reference", other)):
                facts = await runner.facts(one)
                if facts.state in (State.FAILED, State.ERROR):
                    lines = [each.line for each in (await runner.located(one, facts)).lines]
                    counts[kind] += 1
                    counts[f"{kind}, first"] += not fault.lines.isdisjoint(lines[:1])
                    counts[f"{kind}, among"] += not fault.lines.isdisjoint(lines[:_AMONG])
    for kind in ("tests and text alone", "with the reference"):
        total = counts[kind]
        first, among = counts[f"{kind}, first"], counts[f"{kind}, among"]
        print(
            f"planted faults in {name}, {kind}: among three {among}/{total} = {among / total:.1%}, "
            f"first {first / total:.1%}",
            flush=True,
        )


if __name__ == "__main__":
    asyncio.run(main())
