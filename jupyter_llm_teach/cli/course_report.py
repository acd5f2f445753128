"""What was found in a course, as words and as JSON; see docs/command-line.md."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jupyter_llm_teach.cli.shapes import SCHEMA, Json
from jupyter_llm_teach.courses.index import CourseIndex
from jupyter_llm_teach.courses.problem import Problem, Severity
from jupyter_llm_teach.courses.student import StudentCopy
from jupyter_llm_teach.teaching.exercise import Exercise
from jupyter_llm_teach.teaching.facts.fact import Facts
from jupyter_llm_teach.tutor.proof import Proof

_MARKS = {Severity.ERROR: "✗", Severity.WARNING: "!"}


@dataclass(frozen=True, slots=True)
class Checked:
    """A course that was looked at.

    Attributes:
        course: Its id.
        title: For people.
        notebooks: How many notebooks of the instructor's it holds.
        exercises: With how their references and starters stand.
        problems: By notebook, cell and line.
        leaks: What students have or would get and must not.
    """

    course: str
    title: str
    notebooks: int
    exercises: tuple[tuple[Exercise, Proof], ...]
    problems: tuple[Problem, ...]
    leaks: tuple[Problem, ...]


def proof_problems(exercise: Exercise, found: Proof, index: CourseIndex) -> Iterator[Problem]:
    """What running the reference and the starter of an exercise showed to be wrong."""
    cell = index.place(exercise.notebook, exercise.answer_cells[0])
    if found.reference == "fails":
        yield Problem(
            "reference_fails",
            exercise.notebook,
            f'The reference of "{exercise.id}" fails its own tests{_first(found.failing)}.',
            "Correct the reference or the test.",
            cell,
        )
    if found.starter == "passes":
        yield Problem(
            "starter_passes",
            exercise.notebook,
            f'What students get for "{exercise.id}" passes all its tests already.',
            "Add a test that only a solution passes, or mark the solution.",
            cell,
            severity=Severity.WARNING,
        )


def check_json(checked: Checked) -> Json:
    """The answer of `jupyter teach course check --json`."""
    return {
        "schema": SCHEMA,
        "course": checked.course,
        "notebooks": checked.notebooks,
        "exercises": [
            {
                "id": exercise.id,
                "notebook": exercise.notebook,
                "dialect": exercise.dialect,
                "language": exercise.language,
                "tests": {
                    "visible": sum(test.visible for test in exercise.tests),
                    "hidden": sum(not test.visible for test in exercise.tests),
                },
                "reference": found.reference,
                "starter": found.starter,
            }
            for exercise, found in checked.exercises
        ],
        "problems": [_problem(each) for each in checked.problems],
        "leaks": [_problem(each) for each in checked.leaks],
    }


def student_json(checked: Checked, out: Path, copy: StudentCopy) -> Json:
    """The answer of `jupyter teach course student --json`."""
    return {
        "schema": SCHEMA,
        "course": checked.course,
        "out": str(out),
        "written": list(copy.written),
        "kept": list(copy.kept),
        "left_out": list(copy.left_out),
        "problems": [_problem(each) for each in checked.problems],
    }


def print_check(checked: Checked) -> None:
    """Print what was found, for people."""
    _write(f"{checked.title}: {checked.notebooks} notebooks, {len(checked.exercises)} exercises")
    width = max((len(each.id) for each, _ in checked.exercises), default=0)
    notebook = ""
    for exercise, found in checked.exercises:
        if exercise.notebook != notebook:
            notebook = exercise.notebook
            _write(f"\n{notebook} ({exercise.dialect})")
        visible = sum(test.visible for test in exercise.tests)
        _write(
            f"  {exercise.id:{width}}  tests {visible} + {len(exercise.tests) - visible} hidden"
            f"  reference {_words(found.reference):8}  starter {_words(found.starter)}"
        )
    _print_found("Problems", checked.problems)
    _print_found("Leaks", checked.leaks)
    if not (checked.problems or checked.leaks):
        _write("\nNo problems.")


def print_student(checked: Checked, out: Path, copy: StudentCopy) -> None:
    """Print what was written, for people."""
    _write(f"{checked.title}: {len(copy.written)} files written to {out}")
    if copy.kept:
        _write(f"Unchanged: {len(copy.kept)}")
    if copy.left_out:
        _write(f"Not for students: {', '.join(copy.left_out)}")
    _print_found("Problems", checked.problems)


def _print_found(title: str, problems: tuple[Problem, ...]) -> None:
    if problems:
        _write(f"\n{title}: {len(problems)}")
    for each in problems:
        _write(f"{_MARKS[each.severity]} {each.place}: {each.message} {each.fix} [{each.code}]")


def _words(standing: str) -> str:
    return standing.replace("_", " ")


def _first(facts: Facts | None) -> str:
    """What the first failing test says, for the instructor."""
    test = facts.first if facts else None
    if test is None:
        return ""
    if test.error is not None:
        return f" ({test.name}: {test.error.type})"
    if test.expected:
        return f" ({test.name}: {test.call:.80} gives {test.got:.60}, not {test.expected:.60})"
    return f" ({test.name}: {test.call:.80})"


def _problem(problem: Problem) -> Json:
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "notebook": problem.notebook,
        "cell": problem.cell,
        "line": problem.line,
        "message": problem.message,
        "fix": problem.fix,
    }


def _write(text: str) -> None:
    sys.stdout.write(text + "\n")
