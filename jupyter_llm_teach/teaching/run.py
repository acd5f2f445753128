"""What is run in a sandbox, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from jupyter_llm_teach.teaching.data_file import DataFile
from jupyter_llm_teach.teaching.value import Value


@dataclass(frozen=True, slots=True)
class Evaluate:
    """Ask for the value of an expression after some statements.

    Attributes:
        expression: Evaluated with what the program and the setup left.
        setup: Statements that come before it.
        watched: Names that the setup binds, to be looked at before and after.
        earlier: Statements and an expression each that come before all of this, in one process.
            Where there are any, the value is the tuple of all values, each as it was when it was
            evaluated.
        drained: Whether iterators are run to their end for what they give, and views listed; else
            only their type is told.
    """

    expression: str
    setup: str = ""
    watched: tuple[str, ...] = ()
    earlier: tuple[tuple[str, str], ...] = ()
    drained: bool = False


@dataclass(frozen=True, slots=True)
class Execute:
    """Ask whether statements end without an exception."""

    code: str


Probe = Evaluate | Execute


@dataclass(frozen=True, slots=True)
class Limits:
    """What a run may use.

    Attributes:
        probe_seconds: Wall time for each probe, and for loading the program.
        total_seconds: Wall time for everything.
        cpu_seconds: Processor time for each process.
        memory_mb: Address space beyond what the interpreter and its libraries use.
        output_bytes: What the program may print; the rest is cut.
        processes: How many processes or threads it may hold.
        file_mb: The largest file it may write into its scratch folder.
    """

    probe_seconds: float = 3.0
    total_seconds: float = 20.0
    cpu_seconds: int = 10
    memory_mb: int = 1024
    output_bytes: int = 65_536
    processes: int = 32
    file_mb: int = 16


@dataclass(frozen=True, slots=True)
class Job:
    """A program and the questions to ask about it.

    Attributes:
        program: The learner's answer; its frames carry the file name ``<answer>``.
        probes: Each is run apart, from the state right after the program was loaded; none sees
            what another changed.
        prelude: Earlier cells; one that fails does not stop the others.
        limits: What it may use.
        traced: Whether to report which lines of the program each probe executed.
        files: What it finds in its working folder. Each run has fresh copies.
    """

    program: str
    probes: tuple[Probe, ...]
    prelude: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)
    traced: bool = False
    files: tuple[DataFile, ...] = ()


class StopCause(Enum):
    """Why a run was ended from outside, or by itself in a way that leaves no answer."""

    TIME = "time"
    MEMORY = "memory"
    EXIT = "exit"
    INPUT = "input"
    PROCESSES = "processes"
    CRASH = "crash"
    NOT_REACHED = "not_reached"


@dataclass(frozen=True, slots=True)
class Step:
    """A call on the way to an exception.

    Attributes:
        function: The function's name; ``<module>`` outside of functions.
        line: Line in its cell, from 1.
        cell: Index of the earlier cell that it stands in; None for the program.
        columns: First and last column of the part that failed, in bytes of UTF-8; None where the
            Python that ran it can't tell.
    """

    function: str
    line: int
    cell: int | None = None
    columns: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """A name and its value; of a large value the length alone.

    Attributes:
        name: Such as ``i``, or ``self.items``.
        value: Bounded: what is too large is ``Opaque``.
        length: How many elements or characters it has; None where it has no length.
    """

    name: str
    value: Value
    length: int | None


@dataclass(frozen=True, slots=True)
class Returned:
    """A probe ended well.

    Attributes:
        value: The expression's value; of statements, None as a Scalar.
        printed: What it printed, cut at the limit.
        lines: Lines of the program that it executed, from 1; empty unless traced.
        changed: The watched names whose value it changed.
        handed_back: The watched name whose very object came back; empty where none did.
    """

    value: Value
    printed: str = ""
    lines: frozenset[int] = frozenset()
    changed: tuple[str, ...] = ()
    handed_back: str = ""


@dataclass(frozen=True, slots=True)
class Raised:
    """An exception ended it.

    Attributes:
        type: Name of the exception's class, such as ``ZeroDivisionError``.
        message: Its text, shortened.
        line: The innermost line of the learner's program that it came through, from 1; None
            where it never was in the program. Of a syntax error, the line of the error.
        printed: What was printed before.
        lines: Lines of the program that were executed; empty unless traced.
        steps: The calls of the program and of earlier cells that it came through, outermost
            first; of a long chain its beginning and its end.
        names: What the innermost line of the program could read. Steps, names and what follows
            tell how it came about, and are left out when results are compared.
        bases: The names of the classes that the exception's class is made of, itself first.
        seen: The values of the expressions that were evaluated before.
    """

    type: str
    message: str
    line: int | None
    printed: str = ""
    lines: frozenset[int] = frozenset()
    steps: tuple[Step, ...] = field(default=(), compare=False)
    names: tuple[Held, ...] = field(default=(), compare=False)
    bases: tuple[str, ...] = field(default=(), compare=False)
    seen: tuple[Value, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Stopped:
    """It did not end by itself."""

    cause: StopCause
    printed: str = ""
    line: int | None = None


Result = Returned | Raised | Stopped


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a job gave.

    Attributes:
        loaded: How loading the program ended; ``Returned`` with None where it ended well.
        results: One for each probe, in order; ``Stopped(NOT_REACHED)`` for all when the program
            could not be loaded.
        seconds: Wall time of the whole run.
        failed_prelude: Indices of the earlier cells that ended with an exception.
        inside: Indices of the results that are verdicts of the program's own process.
    """

    loaded: Result
    results: tuple[Result, ...]
    seconds: float
    failed_prelude: tuple[int, ...] = ()
    inside: frozenset[int] = frozenset()
