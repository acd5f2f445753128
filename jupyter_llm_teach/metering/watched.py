"""An engine watched by the meters of this machine."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, runtime_checkable

from jupyter_llm_teach.metering.choose import meter_of
from jupyter_llm_teach.metering.counter import Books
from jupyter_llm_teach.metering.engine import MeteredEngine
from jupyter_llm_teach.metering.nvml import nvml
from jupyter_llm_teach.ports import Engine


@runtime_checkable
class HasProcess(Protocol):
    """An engine that works in a process of its own."""

    @property
    def pid(self) -> int:
        """The process; 0 where there is none now."""
        ...


def metered(engine: Engine, books: Books) -> MeteredEngine:
    """The same engine, whose every call is written down."""
    return MeteredEngine(engine, meter_of(_process(engine), library=nvml()), books)


def _process(engine: Engine) -> Callable[[], int]:
    if isinstance(engine, HasProcess):
        return lambda: engine.pid
    return lambda: 0
