"""Energy from the processor's own counter (RAPL), where the system lets us read it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from jupyter_llm_teach.ports import Reading
from jupyter_llm_teach.teaching.ledger.amount import WATT_SECONDS, Method

_POWERCAP: Final = Path("/sys/class/powercap")
_MICRO: Final = 1e6


class RaplMeter:
    """Counts what the processor's packages use, whoever makes them work.

    The counters begin again at their highest value; a read a few minutes after the last one would
    miss that, and calls are shorter.

    Args:
        folder: Where the system has the counters.
    """

    method: Method = "rapl"

    def __init__(self, folder: Path = _POWERCAP) -> None:
        # Packages alone: `intel-rapl:0:0` is a part of `intel-rapl:0` and counted there.
        self._packages = tuple(
            sorted(each for each in folder.glob("*rapl:*") if each.name.count(":") == 1)
        )
        self._last: dict[Path, int] = {}
        self._over: dict[Path, int] = {}

    @property
    def is_there(self) -> bool:
        """Whether there are counters that we may read."""
        return self.read() is not None

    def read(self) -> Reading | None:
        """What all packages used since the first time that this was read; None without counters."""
        try:
            micro = sum(map(self._counted, self._packages))
        except (OSError, ValueError):
            return None
        if not self._packages:
            return None
        return Reading(micro / _MICRO / WATT_SECONDS, "rapl")

    def _counted(self, package: Path) -> int:
        now = int((package / "energy_uj").read_text())
        if now < self._last.get(package, now):
            whole = int((package / "max_energy_range_uj").read_text())
            self._over[package] = self._over.get(package, 0) + whole
        self._last[package] = now
        return now + self._over.get(package, 0)
