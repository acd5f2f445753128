"""Energy from the counters of NVIDIA's graphics processors, where `nvidia-ml-py` is installed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final

from jupyter_llm_teach.ports import Reading
from jupyter_llm_teach.teaching.ledger.amount import WATT_SECONDS, Method

_MILLI: Final = 1e3


class NvmlMeter:
    """Counts what the graphics processors use that a process works on.

    Args:
        library: The module `pynvml`, or one that speaks as it does.
        pid: The engine's process; 0 where there is none.
    """

    method: Method = "nvml"

    def __init__(self, library: Any, pid: Callable[[], int]) -> None:
        self._library = library
        self._pid = pid
        self._devices: tuple[Any, ...] = ()
        self._found_for = 0

    def read(self) -> Reading | None:
        """What they used since the driver was loaded; None where the process works on none."""
        pid = self._pid()
        if not pid:
            return None
        try:
            if pid != self._found_for or not self._devices:
                self._devices = self._of(pid)
                self._found_for = pid
            used = [self._library.nvmlDeviceGetTotalEnergyConsumption(e) for e in self._devices]
        except self._library.NVMLError:
            self._devices = ()
            return None
        if not used:
            return None
        return Reading(sum(used) / _MILLI / WATT_SECONDS, f"graphics of {pid}")

    def _of(self, pid: int) -> tuple[Any, ...]:
        library = self._library
        devices = map(library.nvmlDeviceGetHandleByIndex, range(library.nvmlDeviceGetCount()))
        return tuple(each for each in devices if pid in _pids(library, each))


def nvml(module: str = "pynvml") -> Any | None:
    """The library, ready; None where it is not installed or finds no driver."""
    if find_spec(module) is None:
        return None
    library = import_module(module)
    try:
        library.nvmlInit()
    except library.NVMLError:
        return None
    return library


def _pids(library: Any, device: Any) -> Sequence[int]:
    return [each.pid for each in library.nvmlDeviceGetComputeRunningProcesses(device)]
