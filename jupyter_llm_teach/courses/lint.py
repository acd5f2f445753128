"""What is wrong with a course, told by reading it: nothing is run, and nothing is guessed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from jupyter_llm_teach.courses.alignment import aligned
from jupyter_llm_teach.courses.cell_rules import cell_problems
from jupyter_llm_teach.courses.dialects import dialect_of, learners_exercises
from jupyter_llm_teach.courses.documents import Document, open_document
from jupyter_llm_teach.courses.index import CourseIndex, Loaded
from jupyter_llm_teach.courses.judged_inside import judged_inside
from jupyter_llm_teach.courses.leaks import leaks_in, secret_lines
from jupyter_llm_teach.courses.notebook_file import mark_of
from jupyter_llm_teach.courses.problem import Problem, Severity
from jupyter_llm_teach.courses.reading import Source
from jupyter_llm_teach.courses.release import Release, release_of
from jupyter_llm_teach.courses.repeated import repeated_solutions
from jupyter_llm_teach.courses.student_notebook import checksum
from jupyter_llm_teach.courses.tree import SOURCE_FOLDER
from jupyter_llm_teach.errors import BadInputError

_RELEASE = "release/"


@dataclass(frozen=True, slots=True)
class Lint:
    """What reading a course found.

    Attributes:
        release: What students would get, with the leaks that are in the way of it.
        problems: By notebook, cell and line.
        leaks: Those of the release, and what is in students' files of the course already.
    """

    release: Release
    problems: tuple[Problem, ...]
    leaks: tuple[Problem, ...]


def lint(index: CourseIndex) -> Lint:
    """What is wrong with a course.

    Args:
        index: Of the course, after a look.
    """
    release = release_of(index)
    problems = [*release.problems, *_duplicates(index), *_rules(index)]
    leaks = list(release.leaks)
    for loaded in index.notebooks.values():
        if loaded.document is None or loaded.source is None:
            continue
        problems += [p for p in loaded.source.problems if p.severity is Severity.WARNING]
        problems += map(loaded.document.placed, repeated_solutions(loaded.document, loaded.source))
        problems += map(loaded.document.placed, judged_inside(loaded.document, loaded.source))
        problems += _drift(loaded.document)
        for student in _student_files(index, loaded):
            leaks += _leaks_in_file(loaded, student)
            problems += _drift(student)
    return Lint(release, ordered(problems), ordered(leaks))


def ordered(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems by notebook, cell and line, each once."""
    unique = dict.fromkeys(problems)
    return tuple(
        sorted(unique, key=lambda each: (each.notebook, each.cell or 0, each.line or 0, each.code))
    )


def _rules(index: CourseIndex) -> Iterator[Problem]:
    """What is wrong with the rules of help in cells; help is refused there until it is mended."""
    for error in cell_problems(index):
        for fault in error.faults:
            # Students get their notebook all the same: their version holds no rules.
            yield Problem(
                "bad_rules",
                fault.file,
                fault.problem,
                'Correct "policy" in the metadata of the cell.',
                fault.cell,
                severity=Severity.WARNING,
            )


def _duplicates(index: CourseIndex) -> Iterator[Problem]:
    """Ids that are used twice: in one notebook nobody can know which is meant."""
    for same in index.same_ids():
        paths = [each.notebook for each in same]
        others = ", ".join(dict.fromkeys(paths))
        for number, each in enumerate(same[1:], start=1):
            severity = Severity.ERROR if each.notebook in paths[:number] else Severity.WARNING
            yield Problem(
                "duplicate_id",
                each.notebook,
                f'The exercise id "{each.id}" is used {len(same)} times, in {others}.',
                "Give each exercise its own id.",
                index.place(each.notebook, each.answer_cells[0]),
                severity=severity,
            )


def _drift(document: Document) -> Iterator[Problem]:
    for number, raw in enumerate(_raw_cells(document), start=1):
        mark = mark_of(raw)
        if mark is None or mark.solution or not (mark.grade or mark.locked):
            continue
        stored = raw["metadata"]["nbgrader"].get("checksum")
        if isinstance(stored, str) and stored and stored != checksum(raw, mark):
            yield Problem(
                "checksum_drift",
                document.notebook.path,
                "This locked cell is not the one that its nbgrader checksum was made for.",
                "Save the instructor's notebook with nbgrader, or make the student version again.",
                number,
                severity=Severity.WARNING,
            )


def _raw_cells(document: Document) -> list[Mapping[str, Any]]:
    cells = document.raw["cells"] if document.raw is not None else []
    return [each for each in cells if isinstance(each, dict)]


def _student_files(index: CourseIndex, loaded: Loaded) -> Iterator[Document]:
    """The students' notebooks that the course folder holds already."""
    if loaded.twin is not None:
        yield loaded.twin
    path = loaded.path
    if path.startswith(SOURCE_FOLDER):
        released = index.folder / _RELEASE / path.removeprefix(SOURCE_FOLDER)
        if released.is_file():
            try:
                document = open_document(released, _RELEASE + path.removeprefix(SOURCE_FOLDER))
            except BadInputError:
                document = None
            if document is not None:
                yield document


def _leaks_in_file(loaded: Loaded, student: Document) -> Iterator[Problem]:
    document, source = loaded.document, loaded.source
    assert document is not None, "only what was read is looked at"
    assert source is not None, "only what was read is looked at"
    twin = loaded.twin.notebook if loaded.twin else None
    for each in leaks_in(
        student, secret_lines(document.notebook, source), dialect_of(document.notebook, twin)
    ):
        yield replace(each, fix="Make the student version again: jupyter teach course student.")
    yield from _executed_answers(student, document, source)


def _executed_answers(student: Document, document: Document, source: Source) -> Iterator[Problem]:
    known = {each.id for each in source.exercises}
    marked = [each for each in learners_exercises(student.notebook) if each.id in known]
    found = marked or aligned(student.notebook, document.notebook, source)
    answers = {cell for each in found for cell in each.answer_cells}
    for number, raw in enumerate(_raw_cells(student), start=1):
        if student.notebook.cells[number - 1].id in answers and raw.get("outputs"):
            yield Problem(
                "answer_in_outputs",
                student.notebook.path,
                "The output of an answer is stored in this cell of the student's notebook.",
                "Clear the outputs, or make the student version again.",
                number,
            )
