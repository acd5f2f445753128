"""A job as the worker holds it, and how the learner's process talks to the worker."""

from __future__ import annotations

import builtins
import mmap
import os
from dataclasses import dataclass

__builtins__ = dict(vars(builtins))  # type: ignore[assignment]  # a copy that stays as it is

_write = os.write
_LENGTH = 8  # bytes of the counter at the start of a `Tap`'s memory


@dataclass(frozen=True)
class Question:
    """A probe: statements, then an expression unless it is empty.

    Attributes:
        setup: The statements.
        expression: The expression.
        watched: Names that the statements bind, to be looked at before and after.
        earlier: Statements and an expression each that come before.
        drained: Whether iterators are run to their end.
    """

    setup: str
    expression: str
    watched: tuple[str, ...]
    earlier: tuple[tuple[str, str], ...] = ()
    drained: bool = False


@dataclass(frozen=True)
class Plan:
    """A job. Its stages are numbered: first the prelude's cells, then loading, then the probes."""

    program: str
    prelude: tuple[str, ...]
    questions: tuple[Question, ...]
    traced: bool
    probe_seconds: float
    total_seconds: float
    cpu_seconds: int
    memory_mb: int
    output_bytes: int
    processes: int
    file_mb: int
    files: tuple[tuple[str, bytes], ...] = ()

    @property
    def loading(self) -> int:
        """The stage in which the program is loaded."""
        return len(self.prelude)

    @property
    def end(self) -> int:
        """The number after the last stage."""
        return len(self.prelude) + 1 + len(self.questions)


class Tap:
    """What is printed, in memory that outlives the process that prints; the rest is dropped."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.memory = mmap.mmap(-1, size + _LENGTH)

    def add(self, text: bytes) -> None:
        """Keep what still fits."""
        used = min(int.from_bytes(self.memory[:_LENGTH], "little"), self.size)
        kept = text[: self.size - used]
        if kept:
            start = _LENGTH + used
            self.memory[start : start + len(kept)] = kept
            self.memory[:_LENGTH] = (used + len(kept)).to_bytes(_LENGTH, "little")

    def text(self) -> str:
        """What was printed; whatever the learner's code did to the counter."""
        used = min(int.from_bytes(self.memory[:_LENGTH], "little"), self.size)
        return self.memory[_LENGTH : _LENGTH + used].decode("utf-8", "replace")


@dataclass(frozen=True)
class Frame:
    """A message of the learner's process.

    Attributes:
        kind: ``C`` a cell ended, ``P`` what will be said of a stage if nothing better comes,
            ``L`` loading ended, ``R`` a probe's result, ``D`` a probe's process ended, ``X``
            processes were left behind.
        stage: The stage that it is about.
        payload: JSON text for C, P, L and R; a wait status for D.
    """

    kind: str
    stage: int
    payload: str


class Channel:
    """The writing end; a frame that lacks the secret is noise."""

    def __init__(self, place: int, secret: str) -> None:
        self.place = place
        self.secret = secret

    def send(self, kind: str, stage: int, payload: str) -> None:
        """Write a frame.

        Raises:
            OSError: the learner's code closed the channel.
        """
        body = payload.encode("ascii", "replace")
        rest = f"{self.secret}{kind}{stage:06d}{len(body):08d}".encode() + body
        while rest:
            rest = rest[_write(self.place, rest) :]


class Frames:
    """The reading end: finds frames between whatever else was written."""

    def __init__(self, secret: str) -> None:
        self.secret = secret.encode()
        self.buffer = b""
        self.seen = 0

    def feed(self, chunk: bytes) -> list[Frame]:
        """Take what was read and give the frames that are complete."""
        self.buffer += chunk
        self.seen += len(chunk)
        found = []
        while (frame := self._next()) is not None:
            found.append(frame)
        return found

    def _next(self) -> Frame | None:
        start = self.buffer.find(self.secret)
        if start < 0:
            self.buffer = self.buffer[-len(self.secret) :]
            return None
        head = start + len(self.secret)
        body = head + 15
        if len(self.buffer) < body:
            return None
        kind, stage, length = (
            self.buffer[head : head + 1],
            self.buffer[head + 1 : head + 7],
            self.buffer[head + 7 : body],
        )
        if not (stage.isdigit() and length.isdigit()):
            self.buffer = self.buffer[head:]
            return self._next()
        end = body + int(length)
        if len(self.buffer) < end:
            return None
        payload = self.buffer[body:end].decode("ascii", "replace")
        self.buffer = self.buffer[end:]
        return Frame(kind.decode("ascii", "replace"), int(stage), payload)
