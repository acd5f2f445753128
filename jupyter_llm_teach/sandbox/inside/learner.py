"""The process that holds the learner's program: loads it, then forks once for each probe.

Nothing here trusts the program: builtins and functions were captured before it ran, and whoever
reads what is sent from here (`watch`) counts with anything.
"""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]
import builtins
import errno
import io
import linecache
import os
import signal
import sys
import types
import warnings
from collections.abc import Callable
from typing import Any

from jupyter_llm_teach.sandbox.inside import confine, encode, frames, scratch, seccomp
from jupyter_llm_teach.sandbox.inside.cells import plain
from jupyter_llm_teach.sandbox.inside.plan import Channel, Plan, Question, Tap
from jupyter_llm_teach.sandbox.inside.scalars import quoted

__builtins__ = dict(vars(builtins))  # type: ignore[assignment]  # a copy that stays as it is

ANSWER = frames.ANSWER
_MAX_MESSAGE = 500
_RECURSION = 1000
_CLOSED = 86
_NAMES_SECONDS = 0.3
_BROKEN = (OSError, MemoryError)
_fork, _exit, _getpid, _waitpid = os.fork, os._exit, os.getpid, os.waitpid
# The C functions: those of `signal` are Python, which a changed builtin breaks.
_set_signal, _set_timer = _signal.signal, _signal.setitimer
_set_trace, _set_profile, _set_recursion = sys.settrace, sys.setprofile, sys.setrecursionlimit
_frame = sys._getframe  # noqa: SLF001 - the way to know who asked
_compile, _exec, _eval = compile, exec, eval
_mro = type.__dict__["__mro__"].__get__
_NOTHING = encode.encoded(None)


class _OvertimeError(BaseException):
    """Ends a cell of the prelude that takes too long."""


class _Printed(io.RawIOBase):
    """Where `print` goes."""

    def __init__(self, tap: Tap) -> None:
        super().__init__()
        self.tap = tap

    def writable(self) -> bool:
        return True

    def write(self, text: object) -> int:
        data = bytes(text)  # type: ignore[call-overload]
        self.tap.add(data)
        return len(data)


class Learner:
    """A learner's program and how to ask it things.

    Args:
        plan: The job.
        channel: Where results go.
        taps: Where printed text goes, one for each stage.
        others: Processes of the same user that count against its limit already.
    """

    def __init__(self, plan: Plan, channel: Channel, taps: list[Tap], others: int) -> None:
        self.plan = plan
        self.channel = channel
        self.taps = taps
        self.printed = _Printed(taps[0])
        self.others = others
        self.stage = 0
        self.pid = _getpid()
        self.lines: set[int] = set()
        self.changed = ""
        self.known = ""
        self.seen: list[str] = []
        self.told = encode.encoded
        self.main = types.ModuleType("__main__")

    def live(self, first: int, skipped: set[int]) -> None:
        """Run the stages from the prelude on; probes before `first` are left out. Never returns."""
        try:
            self._confine()
            self._furnish()
            for number, cell in enumerate(self.plan.prelude):
                if number not in skipped:
                    self._run_cell(number, cell)
            self._load()
            for stage in range(max(first, self.plan.loading + 1), self.plan.end):
                self._probe(stage)
        except BaseException:  # noqa: BLE001 - nothing of the worker may run on in this process
            _exit(_CLOSED)
        _exit(0)

    def _confine(self) -> None:
        confine.adopt_orphans()
        confine.die_with_parent(signal.SIGKILL)
        plan = self.plan
        scratch.enter_new("load", plan.files)
        confine.limit(plan.cpu_seconds, plan.memory_mb, plan.processes + self.others, plan.file_mb)
        seccomp.deny()

    def _furnish(self) -> None:
        """Make the place look like a notebook's kernel."""
        for number in (signal.SIGCHLD, signal.SIGTERM):
            _set_signal(number, _signal.SIG_DFL)
        _set_signal(signal.SIGALRM, self._overtime)
        warnings.simplefilter("ignore")
        raw: Any = self.printed  # unbuffered, as `python -u` has it
        printed = io.TextIOWrapper(
            raw, encoding="utf-8", errors="backslashreplace", write_through=True
        )
        streams: Any = sys
        streams.stdout = streams.stderr = streams.__stdout__ = streams.__stderr__ = printed
        streams.stdin = streams.__stdin__ = io.StringIO("")
        sys.argv = [""]
        if any(path.endswith(".py") for path, _ in self.plan.files):
            sys.path.insert(0, "")
        builtins.input = self._asked
        sys.modules["__main__"] = self.main
        self.main.__dict__["__builtins__"] = builtins
        self.main.__dict__["display"] = print
        for name, seed in (("random", "seed"), ("numpy.random", "seed")):
            if name in sys.modules:
                getattr(sys.modules[name], seed)(0)
        if "numpy.random" in sys.modules:
            _seed_generators(sys.modules["numpy.random"])

    def _enter(self, stage: int) -> None:
        self.stage = stage
        self.printed.tap = self.taps[stage]

    def _run_cell(self, number: int, cell: str) -> None:
        self._enter(number)
        ended = "true"
        _set_timer(signal.ITIMER_REAL, self.plan.probe_seconds)
        try:
            self._execute(cell, f"<cell {number + 1}>")
        except BaseException:  # noqa: BLE001 - one that fails does not stop the others
            ended = "false"
        self._calm()
        self.channel.send("C", number, ended)

    def _load(self) -> None:
        self._enter(self.plan.loading)
        program = self.plan.program
        lines = [line + "\n" for line in program.split("\n")]
        linecache.cache[ANSWER] = (len(program), None, lines, ANSWER)
        result = self._outcome(lambda: self._execute(program, ANSWER))
        self.channel.send("L", self.stage, result)
        if not result.startswith('{"kind":"returned"'):
            _exit(0)

    def _probe(self, stage: int) -> None:
        self._enter(stage)
        _set_signal(signal.SIGCHLD, _signal.SIG_DFL)
        pid = _fork()
        if pid == 0:
            self._answer(stage)
        _, status = _waitpid(pid, 0)
        self.channel.send("D", stage, f"{status}")
        if _left_behind():
            self.channel.send("X", stage, "")
            _exit(0)
        if self.plan.files:
            scratch.remove(f"../{stage}")  # the copies of many probes would fill the disk

    def _answer(self, stage: int) -> None:
        try:
            confine.die_with_parent(signal.SIGKILL)
            self.pid = _getpid()
            self.lines = set()
            _set_signal(signal.SIGALRM, self._overtime)
            scratch.enter_copy(f"../{stage}")
            question = self.plan.questions[stage - self.plan.loading - 1]
            self._finish(self._outcome(lambda: self._ask(question)))
        except BaseException:  # noqa: BLE001 - it must not go on with the other probes
            _exit(_CLOSED)

    def _ask(self, question: Question) -> object:
        if question.drained:
            self.told = encode.drained
        for setup, expression in question.earlier:
            self._execute(setup, "<test>")
            self.seen.append(self.told(self._evaluate(expression)))
        if question.setup:
            self._execute(question.setup, "<test>")
        if not question.expression:
            return None
        names = self.main.__dict__
        watched = [(name, names[name]) for name in question.watched if name in names]
        before = [(name, held, encode.watched(held)) for name, held in watched]
        value = self._evaluate(question.expression)
        self._look_again(before, value)
        return value

    def _look_again(self, before: list[tuple[str, object, str]], value: object) -> None:
        """Note which watched values are not what they were, and which one came back itself."""
        changed = [name for name, held, text in before if text and encode.watched(held) != text]
        back = [name for name, held, text in before if text and held is value]
        shown = ",".join([quoted(name) for name in changed])
        same = quoted(back[0]) if back else '""'
        self.changed = f',"changed":[{shown}],"handed_back":{same}' if changed or back else ""

    def _evaluate(self, expression: str) -> object:
        code = _compile(expression.strip(), "<test>", "eval", dont_inherit=True)
        return _eval(code, self.main.__dict__)

    def _execute(self, source: str, name: str) -> None:
        code = _compile(plain(source), name, "exec", dont_inherit=True)
        _exec(code, self.main.__dict__)

    def _outcome(self, act: Callable[[], object]) -> str:
        """What came of learner code, as JSON text."""
        _set_timer(signal.ITIMER_REAL, self.plan.probe_seconds)
        if self.plan.traced:
            _set_trace(self._trace)
        try:
            value = act()
            _set_trace(None)
            _set_profile(None)
            self._leave_if_forked()
            _set_recursion(_RECURSION)
            text = self._values(value) if self.stage != self.plan.loading else _NOTHING
            head = f'{{"kind":"returned","value":{text}'
            result = f'{head},"lines":{self._lines()}{self.changed}}}'
        except BaseException as error:  # noqa: BLE001 - learner code may raise anything
            _set_trace(None)
            _set_profile(None)
            self._leave_if_forked()
            _set_recursion(_RECURSION)
            result = self._raised(error)
        self._calm()
        return result

    def _raised(self, error: BaseException) -> str:
        """What is to be said of an exception.

        It is sent ahead without the values of names: their text may be learner code that hangs.
        """
        links = frames.tracebacks(error)
        line = _line_of(error, links)
        cause = _cause(error)
        if cause:
            return _stopped(cause, line)
        name = encode.type_name(error)
        shown = quoted(_message(error))
        head = f'{{"kind":"raised","type":{quoted(name)},"message":{shown}'
        head = f'{head},"line":{"null" if line is None else line},"lines":{self._lines()}'
        head = f'{head},"bases":{_bases(error)},"seen":[{",".join(self.seen)}]'
        head = f'{head},"steps":{frames.steps(links)}'
        self.known = f"{head}}}"
        self.channel.send("P", self.stage, self.known)
        _set_timer(signal.ITIMER_REAL, _NAMES_SECONDS)
        try:
            return f'{head},"names":{frames.names(links)}}}'
        except BaseException:  # noqa: BLE001 - a value's text may raise anything
            return self.known

    def _values(self, value: object) -> str:
        """JSON text of a value, after those that were seen before."""
        text = self.told(value)
        if not self.seen:
            return text
        return f'{{"kind":"items","type":"tuple","items":[{",".join([*self.seen, text])}]}}'

    def _lines(self) -> str:
        return f"[{','.join([str(line) for line in sorted(self.lines)])}]"

    def _trace(self, frame: types.FrameType, event: str, arg: object) -> Any:  # noqa: ARG002
        if frame.f_code.co_filename != ANSWER:
            return None
        if event == "line":
            self.lines.add(frame.f_lineno)
        return self._trace

    def _calm(self) -> None:
        _set_timer(signal.ITIMER_REAL, 0)
        self._leave_if_forked()

    def _leave_if_forked(self) -> None:
        """End a process that the learner's code forked and that came out of it as well."""
        if _getpid() != self.pid:
            _exit(0)

    def _overtime(self, number: int, frame: types.FrameType | None) -> None:  # noqa: ARG002
        self._leave_if_forked()
        if self.stage < self.plan.loading:
            raise _OvertimeError
        self._finish(self.known or _stopped("time", _line_above(frame)))

    def _asked(self, prompt: object = "") -> str:  # noqa: ARG002
        """Stands for `input`: nobody is there to answer."""
        if self.stage < self.plan.loading:
            raise EOFError("nobody answers here")
        self._leave_if_forked()
        self._finish(_stopped("input", _line_above(_frame(1))))
        return ""

    def _finish(self, result: str) -> None:
        """Send a result and end, without a way for learner code to hold it up."""
        try:
            self.channel.send("L" if self.stage == self.plan.loading else "R", self.stage, result)
        except _BROKEN:
            _exit(_CLOSED)
        _exit(0)


def _seed_generators(numpy_random: Any) -> None:
    """Let generators that are asked for without a seed be the same at every run."""
    fresh = numpy_random.default_rng
    numpy_random.default_rng = lambda seed=None: fresh(0 if seed is None else seed)


def _left_behind() -> bool:
    """Whether a probe left processes that still run."""
    try:
        while True:
            pid, _ = _waitpid(-1, os.WNOHANG)
            if pid == 0:
                return True
    except ChildProcessError:
        return False


def _cause(error: BaseException) -> str:
    """Why a run was stopped, of exceptions that stand for a limit; else nothing."""
    if isinstance(error, MemoryError):
        return "memory"
    if isinstance(error, SystemExit):
        return "exit"
    if type(error) is BlockingIOError and error.errno == errno.EAGAIN:
        return "processes"
    if type(error) is RuntimeError and error.args == ("can't start new thread",):
        return "processes"
    return ""


def _bases(error: BaseException) -> str:
    """JSON text of the names of an exception's class and of those that it is made of."""
    return f"[{','.join([quoted(encode.name_of(each)) for each in _mro(type(error))])}]"


def _message(error: BaseException) -> str:
    try:
        text = error.msg if isinstance(error, SyntaxError) else str(error)
    except Exception:  # noqa: BLE001 - any str may raise anything
        return ""
    if type(text) is not str:
        return ""
    return text if len(text) <= _MAX_MESSAGE else text[:_MAX_MESSAGE] + "..."


def _line_of(error: BaseException, links: list[types.TracebackType]) -> int | None:
    if isinstance(error, SyntaxError) and error.filename == ANSWER:
        line = error.lineno
    else:
        line = frames.line_of(links)
    return line if type(line) is int else None


def _line_above(frame: types.FrameType | None) -> int | None:
    while frame is not None and frame.f_code.co_filename != ANSWER:
        frame = frame.f_back
    return frame.f_lineno if frame is not None else None


def _stopped(cause: str, line: int | None) -> str:
    return f'{{"kind":"stopped","cause":"{cause}","line":{"null" if line is None else line}}}'
