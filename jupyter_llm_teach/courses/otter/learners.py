"""The exercises of a student's notebook made with Otter-Grader, by what it shows.

A question ends at the cell that checks it. One that a person grades stands between two comments,
which Otter puts there for its PDF; ours say its name as well.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from jupyter_llm_teach.courses.headings import (
    Heading,
    from_last_heading,
    headings,
    title_and_section,
)
from jupyter_llm_teach.courses.naming import exercise_id
from jupyter_llm_teach.courses.otter.files import TestFile, test_file
from jupyter_llm_teach.courses.otter.tests import exercise_tests
from jupyter_llm_teach.courses.python_cell import PYTHON
from jupyter_llm_teach.courses.tests_beside import CHECK, checked_in
from jupyter_llm_teach.teaching.exercise import Exercise, Test
from jupyter_llm_teach.teaching.notebook import Cell, Notebook

DIALECT = "otter"
ANSWER = "otter_answer_cell"
_LOADS = re.compile(r"\botter\.Notebook\(")
_CHECK_R = re.compile(r"""\bottr::check\(\s*["']tests/([\w][\w .-]{0,99})\.R["']\s*\)""")
_CALLS = re.compile(rf"^[ \t]*(?:\.[ \t]*=[ \t]*)?(?:{CHECK.pattern}|{_CHECK_R.pattern});?[ \t]*$")
_NAMED = re.compile(
    r"<!-- Question: ([\w][\w .-]{0,99}) -->"
    # what versions before 4 leave of a question's configuration
    r"|<!--\s*\n\s*BEGIN QUESTION\s*\n\s*name:[ \t]*[\"']?([\w][\w.-]{0,99})[\"']?[ \t]*\n"
)
_BEGUN = re.compile(r"<!--\s*BEGIN QUESTION\s*-->")
_ENDED = re.compile(r"<!--\s*END QUESTION\s*-->|<!-- End of question: [\w .-]+ -->")
_COMMENT = re.compile(
    r"<!--\s*(?:BEGIN|END) QUESTION\b[^>]*-->|<!-- (?:Question|End of question): [\w .-]+ -->"
)


def holds_checks(notebook: Notebook) -> bool:
    """Whether a notebook holds cells that load Otter or check a question."""
    return any(
        _LOADS.search(each.source) or _only_checks(each)
        for each in notebook.cells
        if each.kind == "code"
    )


def learners(notebook: Notebook) -> tuple[Exercise, ...]:
    """The exercises of a student's notebook, with the tests that lie beside it."""
    walk = _Walk(notebook)
    for cell in notebook.cells:
        walk.take(cell)
    return tuple(walk.found)


@dataclass(slots=True)
class _Walk:
    """The exercises so far, and the cells since the last one."""

    notebook: Notebook
    found: list[Exercise] = field(default_factory=list)
    passed: list[Heading] = field(default_factory=list)
    region: list[Cell] = field(default_factory=list)
    name: str = ""
    marked: bool = False

    def take(self, cell: Cell) -> None:
        if cell.kind == "code":
            self._code(cell)
        else:
            self._text(cell)

    def _code(self, cell: Cell) -> None:
        names = _checked(cell)
        if _LOADS.search(cell.source):
            self.region.clear()
        elif not names:
            self.region.append(cell)
        else:
            self.region += [] if _only_checks(cell) else [cell]
            for each in names:
                self._close(each, cell)
            self.marked = False

    def _text(self, cell: Cell) -> None:
        if self.marked and _ENDED.search(cell.source):
            number = len(self.found) + 1
            self._close(self.name or exercise_id(self.notebook.path, "", number), None)
            self.marked = False
        named = _NAMED.search(cell.source)
        if named is not None or _BEGUN.search(cell.source):
            self.region.clear()
            self.marked, self.name = True, (named[1] or named[2]) if named is not None else ""
        text = _COMMENT.sub("", cell.source).strip("\n") if cell.kind == "markdown" else ""
        if cell.kind == "markdown" and (text.strip() or not _COMMENT.search(cell.source)):
            self.passed += headings(text)
            self.region.append(Cell(cell.id, cell.kind, text, cell.mark, cell.tags))

    def _close(self, name: str, check: Cell | None) -> None:
        cells, answers = self.region, _answers(self.region, by_hand=check is None)
        if not answers or any(each.id == name for each in self.found):
            return
        self.region = []
        title, section = title_and_section(self.passed)
        file = test_file(self.notebook.beside, name)
        language = self.notebook.language
        python = language in PYTHON
        self.found.append(
            Exercise(
                id=name,
                title=title or name,
                notebook=self.notebook.path,
                dialect=DIALECT,
                language="python" if python else language,
                statement=self._statement(cells, answers),
                starter="\n\n".join(each.source for each in answers),
                answer_cells=tuple(each.id for each in answers),
                test_cells=() if check is None else (check.id,),
                points=file.points if file else 0.0,
                tests=_tests(name, file) if file and python else (),
                section=section,
            )
        )

    def _statement(self, cells: Sequence[Cell], answers: Sequence[Cell]) -> str:
        first = next(n for n, each in enumerate(cells) if each == answers[0])
        texts = [each.source for each in cells[:first] if each.kind == "markdown"]
        if not texts and self.found:
            return self.found[-1].statement
        return from_last_heading("\n\n".join(texts))


def _tests(name: str, file: TestFile) -> tuple[Test, ...]:
    visible = [each for each in file.cases if not each.hidden]
    return exercise_tests(name, visible, ok_format=file.ok_format)


def _checked(cell: Cell) -> tuple[str, ...]:
    return (*checked_in(cell), *_CHECK_R.findall(cell.source))


def _only_checks(cell: Cell) -> bool:
    """Whether a code cell does nothing but check questions."""
    lines = [line for line in cell.source.split("\n") if line.strip()]
    return cell.kind == "code" and bool(lines) and all(_CALLS.match(line) for line in lines)


def _answers(cells: Sequence[Cell], *, by_hand: bool) -> list[Cell]:
    """The cells that a learner answers in: those that Otter marked, else those below the text."""
    tagged = [each for each in cells if ANSWER in each.tags]
    if tagged:
        return tagged
    texts = [n for n, each in enumerate(cells) if each.kind == "markdown"]
    titled = [n for n in texts if headings(cells[n].source)]
    start = titled[-1] if titled else texts[0] if texts else -1
    codes = [each for each in cells[start + 1 :] if each.kind == "code"]
    if codes or not by_hand or len(texts) < 2:  # noqa: PLR2004 - the question, and the answer
        return codes
    return [cells[texts[-1]]]
