"""A sandbox for tests of whatever uses one: runs harmless programs in the test's own process."""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Callable, Mapping
from functools import partial
from typing import NamedTuple

from jupyter_llm_teach.errors import SandboxUnavailableError
from jupyter_llm_teach.sandbox import decode
from jupyter_llm_teach.sandbox.inside import encode, frames
from jupyter_llm_teach.sandbox.inside.cells import plain
from jupyter_llm_teach.teaching.run import (
    Evaluate,
    Job,
    Outcome,
    Probe,
    Raised,
    Result,
    Returned,
    StopCause,
    Stopped,
)
from jupyter_llm_teach.teaching.value import Items, Value

_ANSWER = frames.ANSWER
Namespace = dict[str, object]


class _Seen(NamedTuple):
    value: Value
    changed: tuple[str, ...]
    handed_back: str


class FakeSandbox:
    """Holds nothing back: give it programs of the tests only.

    It knows no limits, no trace and no files.

    Args:
        outcomes: Programs that are not run, and what comes of them.
        available: Whether it runs anything.
    """

    def __init__(
        self, outcomes: Mapping[str, Outcome] | None = None, *, available: bool = True
    ) -> None:
        self.jobs: list[Job] = []
        self._outcomes = dict(outcomes or {})
        self._available = available

    @property
    def name(self) -> str:
        return "fake"

    async def run(self, job: Job) -> Outcome:
        self.jobs.append(job)
        if not self._available:
            raise SandboxUnavailableError("No sandbox.", "Install one.")
        if job.program in self._outcomes:
            return self._outcomes[job.program]
        loaded, failed = _loaded(job, {"__name__": "__main__"})
        if not isinstance(loaded, Returned):
            return Outcome(loaded, (Stopped(StopCause.NOT_REACHED),) * len(job.probes), 0.0, failed)
        return Outcome(loaded, tuple(_answer(job, probe) for probe in job.probes), 0.0, failed)

    async def aclose(self) -> None:
        return None


def _answer(job: Job, probe: Probe) -> Result:
    names: Namespace = {"__name__": "__main__"}
    _loaded(job, names)
    return _outcome(lambda: _ask(probe, names))


def _loaded(job: Job, names: Namespace) -> tuple[Result, tuple[int, ...]]:
    cells = [
        _outcome(partial(_execute, cell, f"<cell {number + 1}>", names))
        for number, cell in enumerate(job.prelude)
    ]
    failed = tuple(i for i, cell in enumerate(cells) if not isinstance(cell, Returned))
    return _outcome(lambda: _execute(job.program, _ANSWER, names)), failed


def _ask(probe: Probe, names: Namespace) -> object:
    if isinstance(probe, Evaluate):
        told = encode.drained if probe.drained else encode.encoded
        values = []
        for setup, expression in probe.earlier:
            _execute(setup, "<test>", names)
            values.append(_decoded(told(eval(expression, names))))  # noqa: S307
        _execute(probe.setup, "<test>", names)
        held = [(name, names[name]) for name in probe.watched if encode.watched(names.get(name))]
        before = [encode.watched(thing) for _, thing in held]
        value = eval(probe.expression, names)  # noqa: S307
        seen = zip(held, before, strict=True)
        changed = tuple(name for (name, thing), old in seen if encode.watched(thing) != old)
        back = [name for name, thing in held if thing is value]
        last = _decoded(told(value))
        whole = Items("tuple", (*values, last)) if values else last
        return _Seen(whole, changed, back[0] if back else "")
    _execute(probe.code, "<test>", names)
    return None


def _execute(source: str, name: str, names: Namespace) -> None:
    exec(compile(plain(source), name, "exec", dont_inherit=True), names)  # noqa: S102


def _outcome(act: Callable[[], object]) -> Result:
    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed):
            value = act()
    except SystemExit:
        return Stopped(StopCause.EXIT, printed.getvalue())
    except Exception as error:  # noqa: BLE001 - the program may raise anything
        return _raised(error, printed.getvalue())
    if isinstance(value, _Seen):
        shown = value.value, printed.getvalue(), frozenset[int]()
        return Returned(*shown, value.changed, value.handed_back)
    return Returned(_plain(value), printed.getvalue())


def _raised(error: Exception, printed: str) -> Raised:
    links = frames.tracebacks(error)
    line = error.lineno if isinstance(error, SyntaxError) else frames.line_of(links)
    return Raised(
        type(error).__name__,
        _message(error),
        line,
        printed,
        steps=tuple(map(decode.step, json.loads(frames.steps(links)))),
        names=tuple(map(decode.held, json.loads(frames.names(links)))),
        bases=tuple(each.__name__ for each in type(error).__mro__),
    )


def _plain(value: object) -> Value:
    return _decoded(encode.encoded(value))


def _decoded(text: str) -> Value:
    return decode.value(json.loads(text))


def _message(error: Exception) -> str:
    return error.msg if isinstance(error, SyntaxError) else str(error)
