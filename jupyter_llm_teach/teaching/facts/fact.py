"""The facts about a learner's answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from jupyter_llm_teach.teaching.facts.code_fact import CodeFact


class State(Enum):
    """How an answer, or one of its tests, stands."""

    PASSED = "passed"
    FAILED = "failed"
    ERROR = "error"
    NOT_RUN = "not_run"


class Source(Enum):
    """Where a fact comes from."""

    TEST = "test"
    TRACE = "trace"
    STATIC = "static"
    SPECTRUM = "spectrum"
    REFERENCE = "reference"


class Kind(Enum):
    """How a value differs from the expected one."""

    NOTHING_RETURNED = "nothing_returned"
    PATH_WITHOUT_RETURN = "path_without_return"
    PRINTED_NOT_RETURNED = "printed_not_returned"
    CHANGED_NOT_RETURNED = "changed_not_returned"
    ARGUMENT_CHANGED = "argument_changed"
    ARGUMENT_NOT_CHANGED = "argument_not_changed"
    NOT_CALLED = "not_called"
    ITERATOR = "iterator"
    TEXT_OR_NUMBER = "text_or_number"
    CONTAINER = "container"
    WRAPPED = "wrapped"
    TYPE = "type"
    SHAPE = "shape"
    ELEMENT_TYPE = "element_type"
    LABELS = "labels"
    SHARED_ROWS = "shared_rows"
    REVERSED = "reversed"
    ORDER = "order"
    REPEATED = "repeated"
    REPEATS_LOST = "repeats_lost"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    ELEMENT = "element"
    SWAPPED = "swapped"
    MISSING_KEY = "missing_key"
    EXTRA_KEY = "extra_key"
    OFF_BY_ONE = "off_by_one"
    SIGN = "sign"
    CUT = "cut"
    LAST_DIGITS = "last_digits"
    ROUNDING = "rounding"
    LETTER_CASE = "letter_case"
    LINE_END = "line_end"
    OUTER_SPACES = "outer_spaces"
    SPACES = "spaces"
    NEARLY = "nearly"
    OPPOSITE = "opposite"
    VALUE = "value"


class Outside(Enum):
    """What a test depends on that is not the same at every run."""

    CLOCK = "clock"
    NETWORK = "network"


class Place(Enum):
    """Where the verdict of a test is found."""

    OUTSIDE = "outside"
    INSIDE = "inside"


class Origin(Enum):
    """Whose code an exception comes from."""

    ANSWER = "answer"
    EARLIER_CELL = "earlier_cell"
    TEST = "test"


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
        place: Where nested values differ first, as Python would ask for it, such as
            ``[2]['name']``; of a length, where the elements are missing or extra if nothing else
            differs. Empty where they differ as a whole.
        inner: How the two values at that place differ, where they do not differ as a whole.
        confidence: How sure it is that this is what went wrong, from 0 to 1.
    """

    kind: Kind
    expected_type: str
    got_type: str
    expected_length: int | None = None
    got_length: int | None = None
    index: int | None = None
    key: str | None = None
    place: str = ""
    inner: Kind | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class NameFact:
    """What a name stood for when an exception came.

    Attributes:
        name: Such as ``i``, or ``self.items``.
        type: Name of its value's Python type.
        text: The value as Python text, shortened.
        length: How many elements or characters it has; None where it has no length.
    """

    name: str
    type: str
    text: str
    length: int | None = None


@dataclass(frozen=True, slots=True)
class FrameFact:
    """One call on the way to an exception.

    Attributes:
        function: The function's name; empty outside of functions.
        line: Line in its cell, from 1.
        source: The text of that line, without its indentation; empty where unknown.
        earlier: Whether it stands in an earlier cell instead of the answer.
    """

    function: str
    line: int
    source: str
    earlier: bool = False


@dataclass(frozen=True, slots=True)
class ErrorFact:
    """An exception, or a run that had to be stopped.

    Attributes:
        type: Name of the exception's class; of a stopped run its cause, such as ``time``.
        message: The exception's text; empty for a stopped run.
        line: Line in the learner's answer, from 1, where known.
        source: The text of that line, without its indentation; empty where unknown.
        stopped: Whether the run had to be stopped.
        origin: Whose code raised it.
        frames: The learner's calls on the way to it, outermost first.
        names: The values of the names that the line reads, in the order in which it does.
        found_by: How it is known.
        confidence: How sure it is, from 0 to 1.
    """

    type: str
    message: str
    line: int | None
    source: str
    stopped: bool = False
    origin: Origin = Origin.ANSWER
    frames: tuple[FrameFact, ...] = ()
    names: tuple[NameFact, ...] = ()
    found_by: Source = Source.TEST
    confidence: float = 1.0

    @property
    def frames_earlier(self) -> bool:
        """Whether the innermost of the learner's calls stands in an earlier cell."""
        return bool(self.frames) and self.frames[-1].earlier


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
        not_judged: Why a test that ran could not be judged, as a code; else empty.
        changes_argument: Whether the answer changed a value that the test gave it.
        outside: What the test depends on that may differ at the next run, if anything.
        judged: Whether the learner's program only gave values that were judged outside of its
            process, or its process came to the verdict: a program that means to may forge that.
        size: How large its input is; smaller ones are easier to follow.
        found_by: How it is known.
        confidence: How sure it is, from 0 to 1.
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
    not_judged: str = ""
    changes_argument: bool = False
    outside: Outside | None = None
    judged: Place = Place.OUTSIDE
    size: int = field(default=0, compare=False)
    found_by: Source = Source.TEST
    confidence: float = 1.0


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
        """The failing test to talk about: visible before hidden, smallest input first."""
        return next(iter(self.failing), None)

    @property
    def failing(self) -> tuple[TestFact, ...]:
        """The failing tests: visible before hidden, smallest input first."""
        found = [t for t in self.tests if t.state in (State.FAILED, State.ERROR)]
        return tuple(sorted(found, key=lambda t: (not t.visible, t.size)))
