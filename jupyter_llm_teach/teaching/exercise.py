"""What an exercise is, whatever notebook dialect it was read from."""

from __future__ import annotations

import ast
import hashlib
from dataclasses import dataclass, field

from jupyter_llm_teach.teaching.data_file import DataFile


@dataclass(frozen=True, slots=True)
class Compare:
    """A test that calls the learner's code and knows the value to expect.

    Attributes:
        expression: Python expression evaluated with the learner's code, in the sandbox.
        expected: Python expression that needs nothing of the learner's code. It is evaluated
            apart and never enters the sandbox that runs the learner's code.
    """

    expression: str
    expected: str


@dataclass(frozen=True, slots=True)
class Holds:
    """A test whose expression must be true."""

    expression: str


@dataclass(frozen=True, slots=True)
class Runs:
    """A test made of statements that must end without an exception."""

    code: str


Check = Compare | Holds | Runs


@dataclass(frozen=True, slots=True)
class Test:
    """One check of an exercise.

    Attributes:
        name: Unique in its exercise, such as ``test_squares 2``.
        visible: Whether the student's notebook shows it.
        setup: Statements of its cell that come before it; may be empty.
        check: What must hold.
        message: What the instructor wrote beside the assertion; may be empty.
    """

    __test__ = False

    name: str
    visible: bool
    check: Check
    setup: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class Exercise:
    """A task inside a notebook.

    Attributes:
        id: The id of its answer cell, unique in a course.
        title: For people; the nearest heading, else the id.
        notebook: Path of the notebook it was read from, relative to its course, with ``/``.
        dialect: The reader that found it, such as ``nbgrader``.
        language: Programming language of the notebook's kernel, lower case, such as ``python``.
        statement: Markdown that asks for it; may be empty.
        starter: What the student's answer cells hold at first.
        answer_cells: The ids of its answer cells, in order; never empty.
        test_cells: The ids of its test cells, in order.
        points: What it is worth; 0 where nobody said.
        tests: Visible and hidden tests, in the order of the notebook.
        references: The instructor's solutions; empty where the notebook holds none.
        section: The heading of the part of the course that it belongs to; may be empty.
        scope: Its notebook, where other notebooks of its course use the same id; else empty.
        files: Those beside its notebook that its programs name, once a learner's work is known.
    """

    id: str
    title: str
    notebook: str
    dialect: str
    language: str
    statement: str
    starter: str
    answer_cells: tuple[str, ...]
    test_cells: tuple[str, ...] = ()
    points: float = 0.0
    tests: tuple[Test, ...] = ()
    references: tuple[str, ...] = field(default=(), repr=False)
    section: str = ""
    scope: str = ""
    files: tuple[DataFile, ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        if not self.answer_cells:
            raise ValueError("an exercise needs an answer cell")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a learner wrote for an exercise.

    Attributes:
        code: The sources of the answer cells, joined by a blank line.
        prelude: Sources of the earlier cells that the answer or its tests need, in order.
    """

    code: str
    prelude: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """Hexadecimal SHA-256 of the program, the same for other spaces, comments or line ends."""
        return hashlib.sha256(normalised(self.code).encode()).hexdigest()


def normalised(code: str) -> str:
    """The program without comments and layout; where it does not parse, its stripped lines."""
    try:
        return ast.unparse(ast.parse(code))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return "\n".join(line.strip() for line in code.splitlines() if line.strip())
