"""The worker's own process: starts the learner's, watches the clock, and reports each stage.

It never runs learner code. A stage that hangs or breaks costs only itself: everything that the
learner's process started is killed, and a fresh one goes on with the next stage.
"""

from __future__ import annotations

import os
import select
import signal
import time
from collections.abc import Callable
from contextlib import suppress

from jupyter_llm_teach.sandbox.inside.learner import Learner
from jupyter_llm_teach.sandbox.inside.plan import Channel, Frame, Frames, Plan, Tap
from jupyter_llm_teach.sandbox.inside.scalars import quoted

_GRACE = 0.4  # seconds between the learner's own alarm and the kill
_MAX_SEEN = 4_000_000
_CHUNK = 65_536
_CHANNEL = 200  # far from the numbers that programs guess


class Watch:
    """Runs a plan to its end.

    Args:
        plan: The job.
        report: Takes the JSON text of each stage's end.
        others: Processes of the same user that count against its limit already.
    """

    def __init__(self, plan: Plan, report: Callable[[str], None], others: int) -> None:
        self.plan = plan
        self.report = report
        self.others = others
        self.ends_at = time.monotonic() + plan.total_seconds
        self.stage = 0
        self.reached = 0
        self.deadline = 0.0
        self.skipped: set[int] = set()
        self.reset: set[int] = set()
        self.group = 0
        self.over = False
        self.result = ""
        self.taps: list[Tap] = []
        self.wake, wake = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)

    def run(self) -> None:
        """Run every stage, in as many processes as it takes."""
        while not self.over and self.reached < self.plan.end:
            before = self.reached
            self._session()
            if self.reached == before and not self.over:
                self._settle(_stopped("crash"))
            if time.monotonic() >= self.ends_at:
                self.over = True

    def kill(self) -> None:
        """End everything that the learner's process started."""
        if self.group:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.group, signal.SIGKILL)

    def _session(self) -> None:
        secret = os.urandom(24).hex()
        reader, writer = os.pipe2(os.O_CLOEXEC)
        self.taps = [Tap(self.plan.output_bytes) for _ in range(self.plan.end)]
        self.stage = 0
        self.result = ""
        _empty_scratch()
        pid = os.fork()
        if pid == 0:
            self._become_learner(writer, secret)
        with suppress(ProcessLookupError, PermissionError):
            os.setpgid(pid, pid)
        self.group = pid
        os.close(writer)
        self._extend()
        cause = self._follow(reader, Frames(secret), pid)
        self.kill()
        status = _reap(pid)
        self.group = 0
        os.close(reader)
        if cause == "ended":
            cause = _cause(status)
        if cause != "settled" and self.reached < self.plan.end and not self.over:
            self._unsettled(cause)

    def _become_learner(self, writer: int, secret: str) -> None:
        try:
            signal.set_wakeup_fd(-1)
            os.setpgid(0, 0)
            low = os.dup2(writer, _CHANNEL, inheritable=False)
            os.closerange(3, _CHANNEL)
            os.closerange(_CHANNEL + 1, 1024)
            learner = Learner(self.plan, Channel(low, secret), self.taps, self.others)
            learner.live(self.reached, self.skipped)
        finally:
            os._exit(1)

    def _follow(self, reader: int, frames: Frames, pid: int) -> str:
        """Take frames until there are no more; says why: settled, ended, time or crash."""
        while (left := self._left()) > 0:
            ready, _, _ = select.select([reader, self.wake], [], [], left)
            if self.wake in ready:
                os.read(self.wake, _CHUNK)
            gone = _has_ended(pid)
            why = self._drain(reader, frames)
            if why or gone:
                return why or "ended"
        return "time"

    def _drain(self, reader: int, frames: Frames) -> str:
        """Take what lies in the pipe; says why the session is over, or nothing."""
        while select.select([reader], [], [], 0)[0] and self._left() > 0:
            chunk = os.read(reader, _CHUNK)
            if not chunk:
                return "ended"
            for frame in frames.feed(chunk):
                if self._take(frame):
                    return "settled"
            if frames.seen > _MAX_SEEN:
                return "crash"
        return ""

    def _left(self) -> float:
        return min(self.deadline, self.ends_at) - time.monotonic()

    def _take(self, frame: Frame) -> bool:
        """Note a frame; True when this session's work is done."""
        if frame.kind == "C" and frame.stage < self.plan.loading:
            self._cell_ended(frame)
        elif frame.kind == "L" and frame.stage == self.plan.loading:
            return self._loading_ended(frame.payload)
        elif frame.kind in "PR" and frame.stage == self.reached:
            self.result = frame.payload
        elif frame.kind == "D" and frame.stage == self.reached:
            self._settle(self.result or _stopped(_cause(_number(frame.payload))))
            self._extend()
        elif frame.kind == "X":
            return True
        return self.reached >= self.plan.end

    def _cell_ended(self, frame: Frame) -> None:
        if frame.stage == self.reached:
            self._settle(frame.payload)
        self.stage = frame.stage + 1
        self._extend()

    def _loading_ended(self, payload: str) -> bool:
        self.stage = self.plan.loading + 1
        self._extend()
        if self.reached == self.plan.loading:
            self._settle(payload)
            self.over = not payload.startswith('{"kind":"returned"')
        elif not payload.startswith('{"kind":"returned"'):
            self._settle(_stopped("crash"))  # it loaded before, and now it doesn't
            return True
        return self.over

    def _settle(self, result: str) -> None:
        """Report the stage that is reached and go on to the next one."""
        shown = self.taps[self.reached].text() if self.reached >= self.plan.loading else ""
        printed, result = quoted(shown), quoted(result)
        self.report(f'{{"stage":{self.reached},"printed":{printed},"result":{result}}}')
        self.reached += 1
        self.result = ""

    def _unsettled(self, cause: str) -> None:
        """The learner's process is gone and owes an answer."""
        if self.reached < self.plan.loading:
            self.skipped.add(self.reached)
            self._settle("false")
            return
        loading = self.reached == self.plan.loading
        self._settle(self.result or _stopped(cause))
        self.over = loading

    def _extend(self) -> None:
        self.deadline = time.monotonic() + self.plan.probe_seconds + _GRACE


def _stopped(cause: str) -> str:
    return f'{{"kind":"stopped","cause":"{cause}","line":null}}'


def _number(text: str) -> int:
    return int(text) if text.isdigit() and len(text) < 8 else signal.SIGSEGV  # noqa: PLR2004


def _cause(status: int) -> str:
    if not os.WIFSIGNALED(status):
        closed = os.WEXITSTATUS(status) == 86  # noqa: PLR2004 - the learner's own code for it
        return "crash" if closed else "exit"
    number = os.WTERMSIG(status)
    if number in (signal.SIGXCPU, signal.SIGALRM):
        return "time"
    return "memory" if number == signal.SIGKILL else "crash"


def _has_ended(pid: int) -> bool:
    return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def _reap(wanted: int) -> int:
    """Wait until nothing of a session is left; gives the status of its first process."""
    found = signal.SIGKILL.value
    try:
        while True:
            pid, status = os.wait()
            if pid == wanted:
                found = status
    except ChildProcessError:
        return found


def _empty_scratch() -> None:
    _remove_below(".")


def _remove_below(folder: str) -> None:
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            with suppress(OSError):
                if entry.is_dir(follow_symlinks=False):
                    os.chmod(entry.path, 0o700)  # noqa: PTH101
                    _remove_below(entry.path)
                    os.rmdir(entry.path)  # noqa: PTH106
                else:
                    os.unlink(entry.path)  # noqa: PTH108
