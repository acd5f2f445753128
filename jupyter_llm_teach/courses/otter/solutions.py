"""The marks inside an answer cell: what students get of it, and what the solution is.

What counts as a mark is Otter's own rule, spaces and capitals included: what it would not see is
a fault here, since students would get the solution.

Source: https://otter-grader.readthedocs.io/en/latest/otter_assign/notebook_format.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from jupyter_llm_teach.courses.otter.spelling import comment_of, looks_like
from jupyter_llm_teach.courses.regions import Fault

_BEGIN = re.compile(r"(\s*)# BEGIN SOLUTION( NO PROMPT)?")
_BEGIN_IGNORE = re.compile(r"\s*#\s*BEGIN\s*IGNORE\s*", re.IGNORECASE)
_LINE = re.compile(r"# ?SOLUTION")
_TRAILING = re.compile(r"\s*# ?SOLUTION.*$")
_BRACKETS = r"\[(?:[^\[\]]|\[[^\[\]]*\])*\]"
_TARGET = rf"[\w.]+(?:{_BRACKETS})*"
_ASSIGNED = re.compile(rf"(\s*{_TARGET}(?:\s*,\s*{_TARGET})*\s*,?\s*=)(?!=)")
_ASSIGNED_R = re.compile(r"(\s*[\w. $()]*?(?:<-|=(?!=)))")
_SPELLED = (
    "BEGIN SOLUTION",
    "END SOLUTION",
    "BEGIN SOLUTION NO PROMPT",
    "SOLUTION NO PROMPT",
    "BEGIN PROMPT",
    "END PROMPT",
    "BEGIN IGNORE",
    "END IGNORE",
)


class Mark(Enum):
    """What a line of an answer cell says."""

    BEGIN = "BEGIN SOLUTION"
    BEGIN_SILENT = "BEGIN SOLUTION NO PROMPT"
    END = "END SOLUTION"
    LINE = "SOLUTION"
    LINE_SILENT = "SOLUTION NO PROMPT"
    BEGIN_PROMPT = "BEGIN PROMPT"
    END_PROMPT = "END PROMPT"
    SEED = "SEED"
    BEGIN_IGNORE = "BEGIN IGNORE"
    END_IGNORE = "END IGNORE"
    IGNORE = "IGNORE"


_AT_END = (
    ("# END IGNORE", Mark.END_IGNORE),
    ("# IGNORE", Mark.IGNORE),
    ("# SOLUTION NO PROMPT", Mark.LINE_SILENT),
    ("# BEGIN PROMPT", Mark.BEGIN_PROMPT),
    ("# END PROMPT", Mark.END_PROMPT),
    ("# SEED", Mark.SEED),
    ("# END SOLUTION", Mark.END),
)
_PAIRS = {
    Mark.BEGIN: Mark.END,
    Mark.BEGIN_SILENT: Mark.END,
    Mark.BEGIN_PROMPT: Mark.END_PROMPT,
    Mark.BEGIN_IGNORE: Mark.END_IGNORE,
}
_OF_SOLUTIONS = (Mark.BEGIN, Mark.BEGIN_SILENT, Mark.END, Mark.LINE, Mark.LINE_SILENT)


@dataclass(frozen=True, slots=True)
class _Written:
    """How a language writes what stands in place of a solution."""

    block: str
    line: str
    value: str
    assigned: re.Pattern[str]


_PYTHON = _Written("...", "...", " ...", _ASSIGNED)
_R = _Written("# YOUR CODE HERE", "# YOUR CODE HERE", " NULL # YOUR CODE HERE", _ASSIGNED_R)
_LANGUAGES = {"python": _PYTHON, "r": _R}


def mark_of_line(line: str) -> Mark | None:
    """What a line says to Otter; None where it is an ordinary line."""
    stripped = line.rstrip()
    for ending, mark in _AT_END:
        if stripped.endswith(ending):
            return mark
    begin = _BEGIN.match(line)
    if begin is not None:
        return Mark.BEGIN_SILENT if begin[2] else Mark.BEGIN
    if _BEGIN_IGNORE.match(line):
        return Mark.BEGIN_IGNORE
    return Mark.LINE if _LINE.search(line) else None


def holds_solution_marks(source: str) -> bool:
    """Whether a cell holds a mark of a solution."""
    return any(mark_of_line(line) in _OF_SOLUTIONS for line in source.split("\n"))


def without_ignored(source: str) -> str:
    """A cell without the lines that only the instructor's notebook has."""
    kept: list[str] = []
    inside = False
    for line in source.split("\n"):
        mark = mark_of_line(line)
        if mark is Mark.BEGIN_IGNORE:
            inside = True
        elif mark is Mark.END_IGNORE:
            inside = False
        elif not inside and mark is not Mark.IGNORE:
            kept.append(line)
    return "\n".join(kept)


def starter(source: str, language: str) -> str:
    """What students get of an answer cell: gaps in place of its solutions."""
    written = _LANGUAGES.get(language, _PYTHON)
    kept: list[str] = []
    inside = False
    for line in without_ignored(source).split("\n"):
        mark = mark_of_line(line)
        if mark is Mark.END:
            inside = False
        elif inside or mark in (Mark.LINE_SILENT, Mark.BEGIN_PROMPT, Mark.END_PROMPT, Mark.SEED):
            continue
        elif mark in (Mark.BEGIN, Mark.BEGIN_SILENT):
            inside = True
            if mark is Mark.BEGIN:
                kept.append(_indent(line) + written.block)
        else:
            kept.append(_gap(line, written) if mark is Mark.LINE else line)
    return "\n".join(kept)


def solved(source: str) -> str:
    """The instructor's own answer: no marks, and nothing of what stands there for students."""
    kept: list[str] = []
    prompt = False
    for line in without_ignored(source).split("\n"):
        mark = mark_of_line(line)
        if mark in (Mark.BEGIN_PROMPT, Mark.END_PROMPT):
            prompt = mark is Mark.BEGIN_PROMPT
        elif prompt or mark in (Mark.BEGIN, Mark.BEGIN_SILENT, Mark.END):
            continue
        elif mark in (Mark.LINE, Mark.LINE_SILENT):
            kept += [text for text in [_TRAILING.sub("", line)] if text.strip()]
        else:
            kept.append(line)
    return "\n".join(kept)


def faults(source: str) -> tuple[Fault, ...]:
    """The marks of an answer cell that are misspelled or have no other half."""
    found = [*_unpaired(source), *_misspelled(source, (*_SPELLED, "SOLUTION"))]
    return tuple(sorted(found, key=lambda fault: fault.line))


def stray(source: str) -> tuple[Fault, ...]:
    """The marks of solutions in a cell where Otter leaves solutions to students."""
    found = [
        Fault(number, f'"# {mark.value}" stands outside a solution block', "tag_misplaced")
        for number, line in enumerate(source.split("\n"), start=1)
        if (mark := mark_of_line(line)) in _OF_SOLUTIONS and mark is not None
    ]
    return (*found, *_misspelled(source, _SPELLED[:4]))


def _unpaired(source: str) -> Iterator[Fault]:
    opened: dict[Mark, tuple[Mark, int]] = {}
    for number, line in enumerate(source.split("\n"), start=1):
        mark = mark_of_line(line)
        if mark in _PAIRS:
            end = _PAIRS[mark]
            if end in opened:
                before, first = opened[end]
                message = f'"{mark.value}" stands inside "{before.value}" of line {first}'
                yield Fault(number, message)
            opened.setdefault(end, (mark, number))
        elif mark in (Mark.END, Mark.END_PROMPT, Mark.END_IGNORE) and not opened.pop(mark, None):
            name = mark.value
            yield Fault(number, f'"{name}" has no "{name.replace("END", "BEGIN")}" before it')
    for mark, first in opened.values():
        yield Fault(first, f'"{mark.value}" is never ended')


def _misspelled(source: str, marks: tuple[str, ...]) -> Iterator[Fault]:
    for number, line in enumerate(source.split("\n"), start=1):
        if mark_of_line(line) is not None:
            continue
        wanted = looks_like(comment_of(line), marks)
        if wanted:
            message = f'"{line.strip()}" looks like a misspelled "# {wanted}"'
            yield Fault(number, message, "tag_misspelled")


def _gap(line: str, written: _Written) -> str:
    assigned = written.assigned.match(line)
    if assigned is not None and assigned.end() <= _mark_at(line):
        return assigned[1] + written.value
    return _indent(line) + written.line


def _mark_at(line: str) -> int:
    found = _LINE.search(line)
    return found.start() if found is not None else len(line)


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]
