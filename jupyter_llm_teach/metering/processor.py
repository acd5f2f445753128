"""Energy from the processor time of an engine's process, times what such a processor draws."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from jupyter_llm_teach.ports import Reading
from jupyter_llm_teach.teaching.ledger.amount import WATT_SECONDS, Method
from jupyter_llm_teach.teaching.ledger.power import watts_of

_CPUINFO: Final = Path("/proc/cpuinfo")
_NANO: Final = 1e9
# Linux numbers the clocks of other processes like this: include/linux/posix-timers.h,
# make_process_cpuclock with CPUCLOCK_SCHED.
_CLOCK_BITS: Final = 3
_SCHEDULED: Final = 2
_START_FIELD: Final = 19  # of those after the name, from 0


class ProcessorMeter:
    """Counts processor seconds of one process, to the nanosecond.

    Args:
        pid: The process that works now; 0 where there is none.
        watts: What a busy thread draws.
    """

    method: Method = "cpu_seconds"

    def __init__(self, pid: Callable[[], int], watts: float) -> None:
        self._pid = pid
        self._watts = watts
        self._of = 0
        self._started: float | None = None

    def read(self) -> Reading | None:
        """What the process used since it started; None where it can't be seen."""
        pid = self._pid()
        seconds = processor_seconds(pid) if pid else None
        if seconds is None:
            return None
        if pid != self._of:
            self._of, self._started = pid, started(pid)
        return Reading(seconds * self._watts / WATT_SECONDS, f"process {pid}", self._started)


def processor_seconds(pid: int) -> float | None:
    """The processor time of a process of any user; None where the system does not tell."""
    if sys.platform != "linux":
        return None
    try:
        return time.clock_gettime_ns((~pid << _CLOCK_BITS) | _SCHEDULED) / _NANO
    except OSError:
        return None


def started(pid: int) -> float | None:
    """When a process was started, in seconds since this machine was; None where nobody tells."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
        # proc(5): the name in brackets may hold spaces; the 22nd field is the time in ticks.
        return int(stat.rpartition(")")[2].split()[_START_FIELD]) / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError):
        return None


def processor_name(cpuinfo: Path = _CPUINFO) -> str:
    """What the maker calls this machine's processor; empty where the system does not tell."""
    try:
        lines = cpuinfo.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return ""
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, "")


def thread_watts(cpuinfo: Path = _CPUINFO) -> float:
    """What a busy thread of this machine's processor draws."""
    return watts_of(processor_name(cpuinfo))
