"""Reads notebooks written for Otter-Grader, the instructor's and the student's.

Source: https://otter-grader.readthedocs.io/en/latest/otter_assign/notebook_format.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from jupyter_llm_teach.courses.headings import (
    Heading,
    from_last_heading,
    headings,
    title_and_section,
)
from jupyter_llm_teach.courses.otter.blocks import Block, Found, Layout, Piece, holds_marks, layout
from jupyter_llm_teach.courses.otter.cells import Wording
from jupyter_llm_teach.courses.otter.files import read_test_file
from jupyter_llm_teach.courses.otter.learners import DIALECT, holds_checks, learners
from jupyter_llm_teach.courses.otter.old import holds_old_marks, old_layout
from jupyter_llm_teach.courses.otter.questions import (
    Part,
    marks_wrong,
    parts,
    points,
    reference,
)
from jupyter_llm_teach.courses.otter.student import answer_text, student_version
from jupyter_llm_teach.courses.otter.tests import exercise_tests
from jupyter_llm_teach.courses.problem import Problem, Severity
from jupyter_llm_teach.courses.python_cell import PYTHON
from jupyter_llm_teach.courses.reading import Dialect, ExtraFile, Kept, Source, StudentVersion
from jupyter_llm_teach.courses.regions import Fault
from jupyter_llm_teach.teaching.exercise import Exercise, Test
from jupyter_llm_teach.teaching.notebook import Notebook

_LEFTOVERS = re.compile(
    r"^\s*#+\s*(?:(?:BEGIN|END) (?:QUESTION|PROMPT|SOLUTION|TESTS)|ASSIGNMENT CONFIG)\b"
    r"|^```\s*\n\s*BEGIN (?:QUESTION|ASSIGNMENT)\b"
    r"|# ?SOLUTION\b|# (?:BEGIN|END) (?:PROMPT|TEST CONFIG)\b",
    re.MULTILINE,
)
_FIXES = {
    "bad_configuration": "Correct this line of the configuration and save the notebook.",
    "missing_id": 'Add a line such as "name: q1" below "# BEGIN QUESTION".',
    "tag_misplaced": "Move the mark to the place where Otter looks for it.",
    "solution_unmarked": 'End each line of the solution with "# SOLUTION", or put it between'
    ' "# BEGIN SOLUTION" and "# END SOLUTION".',
    "bad_test": "Correct the test and run its cell.",
}
_FIX = "Correct the mark in the instructor's notebook and save it."


def recognises(notebook: Notebook, _twin: Notebook | None = None) -> bool:
    """Whether a notebook has Otter's marks between its cells, or cells that call Otter."""
    if any(each.mark is not None for each in notebook.cells):
        return False
    return holds_marks(notebook) or holds_old_marks(notebook) or holds_checks(notebook)


def source(notebook: Notebook, _twin: Notebook | None = None) -> Source:
    """An instructor's notebook; a student's is taken as it is, with the tests that it shows."""
    new, old = holds_marks(notebook), holds_old_marks(notebook)
    if not (new or old):
        cells = tuple(Kept(place) for place in range(len(notebook.cells)))
        files = tuple(ExtraFile(path, text) for path, text in notebook.beside if _is_open(text))
        return Source(learners(notebook), (), StudentVersion(notebook.path, cells, files))
    language = "python" if notebook.language in PYTHON else notebook.language
    found = layout(notebook) if new else old_layout(notebook)
    questions = parts(notebook, found)
    return Source(
        tuple(_exercises(notebook, found, questions, language)),
        tuple(_problems(notebook, found, questions, language)),
        student_version(notebook, found, questions, language),
    )


def _is_open(text: str) -> bool:
    """Whether a test file beside a student's notebook holds nothing hidden."""
    found = read_test_file(text)
    return found is not None and not any(each.hidden for each in found.cases)


def _exercises(
    notebook: Notebook, found: Layout, questions: Sequence[Part], language: str
) -> Iterator[Exercise]:
    wording, texts = Wording(notebook), _Texts(found.pieces)
    statement = ""
    for part in questions:
        if not (part.answers and part.name):
            continue
        texts.read_to(part.answers[0])
        title, section = title_and_section(texts.passed)
        statement = texts.statement(part) or statement
        answers = [answer_text(part, e, found, language, wording) for e in part.answers]
        solution = reference(part)
        yield Exercise(
            id=part.name,
            title=title or part.name,
            notebook=notebook.path,
            dialect=DIALECT,
            language=language,
            statement=statement,
            starter="\n\n".join(answers),
            answer_cells=_ids(notebook, [each.cell for each in part.answers]),
            test_cells=tuple(each.cell for each in part.cases),
            points=points(part),
            tests=_tests(part, found) if language == "python" else (),
            references=(solution,) if solution else (),
            section=section,
        )


def _ids(notebook: Notebook, places: Sequence[int]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(notebook.cells[place].id for place in places))


def _tests(part: Part, found: Layout) -> tuple[Test, ...]:
    between = [each.source for each in part.between]
    ok_format = found.settings.ok_format
    return exercise_tests(part.name, part.cases, ok_format=ok_format, carried=between)


@dataclass(slots=True)
class _Texts:
    """The texts for students up to some place of a notebook, read once.

    Attributes:
        pieces: The notebook's cells.
        at: How many of them were read.
        passed: The headings in them.
        outside: The texts since the last question.
    """

    pieces: Sequence[Piece]
    at: int = 0
    passed: list[Heading] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    def read_to(self, answer: Piece) -> None:
        """Read on to the first answer of a question."""
        while self.pieces[self.at] is not answer:
            piece = self.pieces[self.at]
            self.at += 1
            if piece.question is not None and piece.question != answer.question:
                self.outside.clear()
            if piece.kind == "markdown" and piece.block in (None, Block.QUESTION):
                self.passed += headings(piece.source)
                self.outside += [piece.source] if piece.question is None else []

    def statement(self, part: Part) -> str:
        """A question's own text, under the heading right before it where it has none."""
        own = "\n\n".join(each.source.strip() for each in part.texts)
        before = "" if headings(own) else from_last_heading("\n\n".join(self.outside))
        self.outside.clear()
        return "\n\n".join(each for each in (before, own) if each)


def _problems(
    notebook: Notebook, found: Layout, questions: Sequence[Part], language: str
) -> Iterator[Problem]:
    wrong = [
        *found.found,
        *marks_wrong(found.pieces, found.settings, language),
        *(each for part in questions for each in part.found),
        *_repeated(questions),
    ]
    for each in wrong:
        fault = each.fault
        fix = _FIXES.get(fault.code, _FIX)
        yield Problem(
            fault.code, notebook.path, f"{fault.message}.", fix, each.cell + 1, fault.line
        )
    for part in questions:
        yield from _lacking(notebook.path, part)


def _repeated(questions: Sequence[Part]) -> Iterator[Found]:
    seen: dict[str, int] = {}
    for part in questions:
        if part.name and part.name in seen:
            message = f'The question of cell {seen[part.name]} is called "{part.name}" as well'
            fault = Fault(part.question.line, message, "duplicate_id")
            yield Found(part.question.cell, fault)
        seen.setdefault(part.name, part.question.cell + 1)


def _lacking(path: str, part: Part) -> Iterator[Problem]:
    """What a question lacks, so that students get less help on it."""
    place, line = part.question.cell + 1, part.question.line
    if part.name and not part.answers:
        yield Problem(
            "missing_answer",
            path,
            f'The question "{part.name}" has no cell to answer in.',
            'Put its solution between "# BEGIN SOLUTION" and "# END SOLUTION".',
            place,
            line,
            Severity.WARNING,
        )
    if part.name and not (part.cases or part.question.settings.manual):
        yield Problem(
            "missing_tests",
            path,
            f'Nothing tests the question "{part.name}".',
            'Add tests between "# BEGIN TESTS" and "# END TESTS", or write "manual: true".',
            place,
            line,
            Severity.WARNING,
        )


OTTER = Dialect(DIALECT, recognises, learners, source, _LEFTOVERS)
