"""The calls that an engine works on now, and what each of them used so far."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from jupyter_llm_teach.ports import Meter, Reading
from jupyter_llm_teach.teaching.ledger.fit import Fit
from jupyter_llm_teach.teaching.ledger.sharing import Work, shares

# Linux tells when a process was started in hundredths of a second.
_TICK: Final = 0.05
_BOOT: Final = getattr(time, "CLOCK_BOOTTIME", getattr(time, "CLOCK_MONOTONIC", 0))


class Entry:
    """A call that is under way.

    Args:
        reading: About how many tokens its prompt has.

    Attributes:
        pieces: Of its reply, that came so far.
        watt_hours: What it used so far.
        is_known: Whether the meter could be read all the time.
        was_alone: Whether the engine did nothing else meanwhile, its own start included.
    """

    def __init__(self, reading: int) -> None:
        self.pieces = 0
        self.watt_hours = 0.0
        self.is_known = True
        self.was_alone = True
        self._reading = reading
        self._counted = 0

    def stretch(self) -> Work:
        """What it did since this was asked last."""
        new = self.pieces - self._counted
        reads = self._reading if self._counted == 0 else 0
        self._counted = self.pieces
        return Work(reads, new)


class Window:
    """Reads a meter whenever a call begins or ends, and shares what it counted since.

    All that the meter counts while at least one call is under way belongs to some call, and
    nothing else does: what calls used adds up to what was counted.

    Args:
        meter: Of the engine.
        fit: What is known of the cost of its tokens.
    """

    def __init__(self, meter: Meter, fit: Callable[[], Fit | None]) -> None:
        self._meter = meter
        self._fit = fit
        self._entries: list[Entry] = []
        self._last: Reading | None = None
        self._looked = 0.0

    def enter(self, reading: int) -> Entry:
        """A call begins, with a prompt of about so many tokens."""
        self._settle()
        entry = Entry(reading)
        self._entries.append(entry)
        if len(self._entries) > 1:
            for each in self._entries:
                each.was_alone = False
        return entry

    def leave(self, entry: Entry) -> None:
        """A call ended; its `watt_hours` are final."""
        self._settle()
        self._entries.remove(entry)

    def _settle(self) -> None:
        now, before = self._meter.read(), self._last
        looked, self._looked = self._looked, since_start()
        self._last = now
        if not self._entries:
            return
        counted = self._counted(now, before, looked)
        if counted is None:
            for each in self._entries:
                each.is_known = False
                each.stretch()
            return
        works = [each.stretch() for each in self._entries]
        for entry, share in zip(self._entries, shares(counted, works, self._fit()), strict=True):
            entry.watt_hours += share

    def _counted(self, now: Reading | None, before: Reading | None, looked: float) -> float | None:
        """What was used since the last look; None where that can't be told."""
        if now is None:
            return None
        if before is not None and now.of == before.of:
            return max(0.0, now.watt_hours - before.watt_hours)
        if now.began is None or now.began < looked - _TICK:
            return None
        # It was started meanwhile, for these calls: its start belongs to them, and is not usual.
        for each in self._entries:
            each.was_alone = False
        return now.watt_hours


def since_start() -> float:
    """Seconds since this machine was started."""
    return time.clock_gettime(_BOOT) if hasattr(time, "clock_gettime") else time.monotonic()
