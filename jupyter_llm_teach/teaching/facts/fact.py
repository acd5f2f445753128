"""The facts about a learner's answer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from jupyter_llm_teach.teaching.facts.code_fact import CodeFact


class State(Enum):
    """How an answer, or one of its tests, stands."""

    PASSED = "passed"
    FAILED = "failed"
    ERROR = "error"
    NOT_RUN = "not_run"


class Kind(Enum):
    """How a value differs from the expected one."""

    NOTHING_RETURNED = "nothing_returned"
    PRINTED_NOT_RETURNED = "printed_not_returned"
    TYPE = "type"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    ORDER = "order"
    ELEMENT = "element"
    MISSING_KEY = "missing_key"
    EXTRA_KEY = "extra_key"
    OFF_BY_ONE = "off_by_one"
    SIGN = "sign"
    ROUNDING = "rounding"
    LETTER_CASE = "letter_case"
    SPACES = "spaces"
    OPPOSITE = "opposite"
    VALUE = "value"


@dataclass(frozen=True, slots=True)
class Difference:
    """Got against expected.

    Attributes:
        kind: The first of `Kind` that fits, most telling first.
        expected_type: Name of the Python type expected.
        got_type: Name of the Python type got.
        expected_length: Of sized values, else None.
        got_length: Of sized values, else None.
        index: First place where two sequences or texts differ, from 0, else None.
        key: The key that is missing, extra or different, as Python text, else None.
    """

    kind: Kind
    expected_type: str
    got_type: str
    expected_length: int | None = None
    got_length: int | None = None
    index: int | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True)
class ErrorFact:
    """An exception, or a run that had to be stopped.

    Attributes:
        type: Name of the exception's class; of a stopped run its cause, such as ``time``.
        message: The exception's text; empty for a stopped run.
        line: Line in the learner's answer, from 1, where known.
        source: The text of that line, without its indentation; empty where unknown.
        stopped: Whether the run had to be stopped.
    """

    type: str
    message: str
    line: int | None
    source: str
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class TestFact:
    """What one test says.

    Attributes:
        name: The test's name.
        visible: Whether the student's notebook shows it.
        state: How it stands.
        call: The expression that was evaluated, or the statements that were run.
        expected: Python text of the expected value; empty where the test compares nothing.
        got: Python text of the value got; empty where there is none.
        difference: How they differ, where both are known.
        error: The exception, where one ended the test.
        message: What the instructor wrote beside the assertion.
    """

    __test__ = False

    name: str
    visible: bool
    state: State
    call: str
    expected: str = ""
    got: str = ""
    difference: Difference | None = None
    error: ErrorFact | None = None
    message: str = ""


@dataclass(frozen=True, slots=True)
class FaultLine:
    """A line of the answer that may hold the fault.

    Attributes:
        line: From 1.
        source: Its text without indentation.
        score: From 0 (innocent) to 1 (only failing tests pass through it).
        reason: Where the suspicion comes from: ``exception``, ``reference`` (an accepted program
            differs there), ``static`` (its text), ``spectrum`` or ``result``.
    """

    line: int
    source: str
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Facts:
    """All that is known of an answer.

    Attributes:
        state: ``ERROR`` where the program could not be loaded, ``NOT_RUN`` where nothing ran,
            ``PASSED`` where all tests pass, else ``FAILED``.
        tests: In the order of the exercise.
        error: What stopped the program from being loaded, if anything did.
        lines: Suspicious lines, most suspicious first; empty unless asked for.
        unchanged: Whether the answer is still the starter.
        not_run: Why nothing ran, as an error code such as ``sandbox_unavailable``; else empty.
        code: What the text of the answer says, most certain first.
    """

    state: State
    tests: tuple[TestFact, ...]
    error: ErrorFact | None = None
    lines: tuple[FaultLine, ...] = ()
    unchanged: bool = False
    not_run: str = ""
    code: tuple[CodeFact, ...] = ()

    @property
    def passed(self) -> int:
        """How many tests pass."""
        return sum(test.state is State.PASSED for test in self.tests)

    @property
    def first(self) -> TestFact | None:
        """The failing test to talk about: visible before hidden, smallest call first."""
        failing = [t for t in self.tests if t.state in (State.FAILED, State.ERROR)]
        return min(failing, key=lambda t: (not t.visible, len(t.call)), default=None)
