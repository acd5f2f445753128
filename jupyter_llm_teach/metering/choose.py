"""The meter of an engine, by what this machine offers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from jupyter_llm_teach.metering.first import FirstMeter
from jupyter_llm_teach.metering.nvml import NvmlMeter
from jupyter_llm_teach.metering.processor import ProcessorMeter, processor_name, thread_watts
from jupyter_llm_teach.metering.rapl import RaplMeter
from jupyter_llm_teach.ports import Meter

_POWERCAP: Final = Path("/sys/class/powercap")


def meter_of(
    pid: Callable[[], int], *, library: Any | None = None, powercap: Path = _POWERCAP
) -> Meter:
    """The surest meter first: the GPU's counter, the processor's, the engine's processor time.

    Args:
        pid: The engine's process; 0 where there is none, or it is not known.
        library: What reads the GPU's counter, as `nvml` gives it.
        powercap: Where the system has the processor's counter.
    """
    meters: list[Meter] = []
    if library is not None:
        meters.append(NvmlMeter(library, pid))
    counters = RaplMeter(powercap)
    if counters.is_there:
        meters.append(counters)
    return FirstMeter([*meters, ProcessorMeter(pid, thread_watts())])


def machine_name(cores: int) -> str:
    """What makes this machine's figures its own."""
    return f"{processor_name() or 'unknown processor'}, {cores} threads"
