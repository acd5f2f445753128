"""Looks for lines of solutions in the student's notebook that lies beside an instructor's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jupyter_llm_teach.courses.problem import Problem, Severity
from jupyter_llm_teach.courses.twins.alignment import Pair
from jupyter_llm_teach.teaching.exercise import Exercise
from jupyter_llm_teach.teaching.notebook import Notebook

_SHORTEST = 12


def twin_leaks(
    notebook: Notebook, twin: Notebook, found: Sequence[Pair], exercises: Sequence[Exercise]
) -> Iterator[Problem]:
    """A warning for each line of the student's notebook that is one of a solution.

    A line counts where the starter of its exercise does not hold it as code, and where it stands
    in a cell that is not the same in both notebooks, as a comment or not. Short lines don't count.
    The sentences don't repeat the line: students may read them.

    Args:
        notebook: The instructor's.
        twin: The student's.
        found: Which cells belong together.
        exercises: With references.
    """
    secrets = _secrets(exercises)
    same = {
        pair.student
        for pair in found
        if pair.teacher is not None
        and pair.student is not None
        and notebook.cells[pair.teacher].source.strip() == twin.cells[pair.student].source.strip()
    }
    for place, cell in enumerate(twin.cells):
        if place in same:
            continue
        for number, line in enumerate(cell.source.split("\n"), start=1):
            holders = secrets.get(_bare(line), ())
            if holders:
                yield Problem(
                    "solution_in_student_version",
                    twin.path,
                    f'This line stands in the solution of "{holders[0]}".',
                    "Remove it, if students are to find it themselves.",
                    place + 1,
                    number,
                    Severity.WARNING,
                )


def _secrets(exercises: Sequence[Exercise]) -> dict[str, list[str]]:
    """The lines of solutions that no starter holds, with the exercises that they solve."""
    given = {line.strip() for each in exercises for line in each.starter.split("\n")}
    made: dict[str, list[str]] = {}
    for each in exercises:
        for text in each.references:
            for line in text.split("\n"):
                bare = _bare(line)
                if line.strip() not in given and len(bare) >= _SHORTEST:
                    made.setdefault(bare, []).append(each.id)
    return made


def _bare(line: str) -> str:
    """A line without its indentation and the signs of a comment."""
    return " ".join(line.strip().lstrip("#/%").split())
