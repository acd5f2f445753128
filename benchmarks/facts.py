"""What analysis finds in real students' wrong programs, compared with runs and edits of its own.

    python benchmarks/facts.py FOLDER [--limit N]

FOLDER holds the data (see `student_programs`). Every program becomes a notebook of a course in a
temporary folder and goes through the real reader, the sandbox and the facts. A failing-test fact is
correct where a bare interpreter says the same of every test (`plain_run`), and the value that the
fact shows is the value there. The true fault lines are those that the smallest edit to a passing
program touches (`truth_lines`), and a program counts where one of the first three candidates is
among them. That is easy where many lines are touched, so the same is said of small edits apart,
with what three lines drawn by chance would get. Candidates come from the reference alone, from all
accepted programs but those that the truth was taken from, and from one half of the passing programs
where the truth comes from the other half.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

from fault_lines import report_lines, truths
from plain_run import Plain, plain_run
from student_programs import Program, programs_in, write_course

from jupyter_llm_teach.courses.folder import FolderCourses
from jupyter_llm_teach.courses.notebook_file import read_notebook
from jupyter_llm_teach.prompts.load import load_wording
from jupyter_llm_teach.sandbox.choose import best_sandbox
from jupyter_llm_teach.storage.journal import SqlJournal
from jupyter_llm_teach.teaching.facts.fact import Facts, State, TestFact
from jupyter_llm_teach.tutor.tutor import Tutor
from jupyter_llm_teach.tutor.work import Work, work_on

_SURE = 0.8
_LEAST_CUT = 60


@dataclass(frozen=True, slots=True)
class Measured:
    """What was found of a program, and how long it took.

    Attributes:
        program: The program.
        work: Its notebook, as it was read.
        facts: With the lines that the reference alone gives.
        seconds: To run it and find the facts.
        locating: To find the lines after that, without the run that traces them.
    """

    program: Program
    work: Work
    facts: Facts
    seconds: float
    locating: float


class _Clock:
    def now(self) -> datetime:
        return datetime.now(timezone.utc)


async def main() -> None:
    """Measure, and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else "")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--limit", type=int, default=None, help="programs of each kind")
    options = parser.parse_args()
    every = programs_in(options.folder)
    wrong = [each for each in every if each.kind == "wrong"][: options.limit]
    correct = [each for each in every if each.kind == "correct"][: options.limit]
    with tempfile.TemporaryDirectory() as folder:
        course = Path(folder) / "course"
        write_course([*wrong, *correct], course)
        sandbox = await best_sandbox(Path(folder), pool=1)
        journal = SqlJournal(Path(folder) / "journal.sqlite")
        tutor = Tutor(FolderCourses([course]), sandbox, journal, _Clock(), load_wording)
        try:
            print(f"sandbox: {sandbox.name}")
            await _report(wrong, correct, course, tutor)
        finally:
            await tutor.aclose()


async def _report(
    wrong: Sequence[Program], correct: Sequence[Program], course: Path, tutor: Tutor
) -> None:
    found = [await measured(each, course, tutor) for each in wrong]
    passing = [await measured(each, course, tutor) for each in correct]
    failing = _report_tests(found)
    _report_correct(passing)
    _report_texts(failing, passing)
    _report_times(failing)
    await report_lines(failing, truths(failing, passing), tutor)


async def measured(program: Program, course: Path, tutor: Tutor) -> Measured:
    """Read a program's notebook, run it, and find its facts and its lines."""
    notebook = read_notebook(course / program.notebook, name=f"{program.task.id}.ipynb")
    work = work_on(tutor.courses, notebook, program.task.id, "en")
    began = time.perf_counter()
    facts = await tutor.runner.facts(work)
    ran = time.perf_counter()
    await tutor.runner.located(work, facts)  # runs the traced job, which the next call finds again
    traced = time.perf_counter()
    facts = await tutor.runner.located(work, facts)
    return Measured(program, work, facts, ran - began, time.perf_counter() - traced)


def _report_tests(found: Sequence[Measured]) -> list[Measured]:
    """How facts agree with bare runs; gives the programs that fail a test there."""
    runs = [(one, plain_run(one.program)) for one in found]
    for one, run in runs:
        if _all_pass(run):
            _report_passing(one)
    failing = [(one, run) for one, run in runs if not _all_pass(run)]
    wrong = [one.program.notebook for one, run in failing if not _agrees(one.facts, run)]
    right = len(failing) - len(wrong)
    print(f"wrong programs with a correct failing-test fact: {right}/{len(failing)}", *wrong)
    _report_errors(failing)
    return [one for one, _ in failing]


def _report_passing(one: Measured) -> None:
    """Why a program that is recorded as wrong passes."""
    alone = [each.type for each in plain_run(one.program, setup="") if not each.passed]
    why = f"without the setup of its task it ends with {alone[0]}" if alone else "no reason found"
    print(
        f"recorded as wrong ({one.program.failure or 'not measured'}), but passes all tests in a "
        f"bare interpreter: {one.program.notebook}; facts say {one.facts.state.value}; {why}"
    )


def _report_errors(failing: Sequence[tuple[Measured, Sequence[Plain]]]) -> None:
    pairs = [pair for o, run in failing for pair in zip(o.facts.tests, run, strict=True)]
    raised = [(test, plain) for test, plain in pairs if plain.type not in ("", "stopped")]
    same = [each for each in raised if _same_error(*each)]
    print(f"exceptions of tests with the right type and line: {len(same)}/{len(raised)}")
    for test, plain in raised:
        if not _same_error(test, plain):
            print(f"  not so: {test.error} against {plain}")
    programs = [(o, r) for o, r in failing if any(p.type not in ("", "stopped") for p in r)]
    whole = [1 for o, r in programs if all(map(_same_error_or_none, o.facts.tests, r))]
    print(f"programs with exceptions, all of them right: {len(whole)}/{len(programs)}")
    ended = [test.error for test, plain in pairs if plain.type == "stopped"]
    told = sum(error is not None and error.stopped for error in ended)
    print(f"runs without end that are told so: {told}/{len(ended)}")


def _all_pass(run: Sequence[Plain]) -> bool:
    return all(each.passed for each in run)


def _agrees(facts: Facts, run: Sequence[Plain]) -> bool:
    """Whether every test stands as in the bare run, and the one to talk about shows its value."""
    states = [test.state is State.PASSED for test in facts.tests]
    first = facts.first
    if states != [each.passed for each in run] or first is None:
        return False
    plain = run[facts.tests.index(first)]
    if first.error is not None or plain.type:
        return _same_error(first, plain) or (plain.type == "stopped" and first.error is not None)
    return first.got == plain.got or _same_start(first.got, plain.got)


def _same_start(shown: str, whole: str) -> bool:
    """Whether a shown value that was cut short begins as the whole one."""
    return len(shown) >= _LEAST_CUT and whole.startswith(shown[: _LEAST_CUT - 10])


def _same_error(test: TestFact, plain: Plain) -> bool:
    error = test.error
    return error is not None and (error.type, error.line) == (plain.type, plain.line)


def _same_error_or_none(test: TestFact, plain: Plain) -> bool:
    return plain.type in ("", "stopped") or _same_error(test, plain)


def _report_correct(passing: Sequence[Measured]) -> None:
    passed = sum(each.facts.state is State.PASSED for each in passing)
    print(f"correct programs that pass: {passed}/{len(passing)}")


def _report_texts(failing: Sequence[Measured], passing: Sequence[Measured]) -> None:
    """How often each kind is noticed, in programs that fail and, as false alarms, that pass."""
    alarms: dict[str, Counter[str]] = defaultdict(Counter)
    for name, group in (("wrong", failing), ("correct", passing)):
        for one in group:
            for fact in {(each.kind, each.confidence >= _SURE) for each in one.facts.code}:
                alarms[f"{fact[0].value}{' (sure)' if fact[1] else ''}"][name] += 1
    print(f"noticed in the text, in programs ({len(failing)} wrong, {len(passing)} correct):")
    for kind in sorted(alarms):
        print(f"  {kind:34} wrong {alarms[kind]['wrong']:4}  correct {alarms[kind]['correct']:3}")
    sure = [o for o in passing if any(each.confidence >= _SURE for each in o.facts.code)]
    print(f"correct programs with anything sure noticed: {len(sure)}/{len(passing)}")


def _report_times(failing: Sequence[Measured]) -> None:
    for name, times in (
        ("running and facts", [each.seconds for each in failing]),
        ("fault lines after that, reference alone", [each.locating for each in failing]),
    ):
        tenths = statistics.quantiles(times, n=10)
        print(
            f"{name}: median {statistics.median(times) * 1000:.1f} ms, "
            f"p90 {tenths[-1] * 1000:.1f} ms, max {max(times) * 1000:.0f} ms"
        )


if __name__ == "__main__":
    asyncio.run(main())
