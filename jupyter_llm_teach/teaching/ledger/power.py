"""What a processor draws while a program works on it, by what its maker calls it.

Watts for each second of processor time that a program uses, that is, for one busy thread. The
figures are the makers' power limits divided by their threads (laptops, desktops), and the average
of cloud servers at full load (servers: Cloud Carbon Footprint, 2023). Each may be off by 40 %.
"""

from __future__ import annotations

import re
from typing import Final, Literal

ProcessorClass = Literal["server", "laptop", "desktop", "board", "unknown"]

WATTS: Final[dict[ProcessorClass, float]] = {
    "server": 3.5,
    "laptop": 4.0,
    "desktop": 7.0,
    "board": 1.2,
    "unknown": 4.5,
}

# What a machine draws while a small model works on it, where not even the processor time is known.
# A guess: a third of it and three times as much are as likely.
MACHINE_WATTS: Final = 30.0

# The first that fits counts.
_NAMES: Final[tuple[tuple[str, ProcessorClass], ...]] = (
    (r"EPYC|Xeon|Graviton|Neoverse|Ampere|Opteron|Threadripper PRO", "server"),
    (r"Raspberry|Cortex-A|BCM\d", "board"),
    (r"Apple M\d", "laptop"),
    (
        r"\b(i[3579]|Ryzen [3579]|Core\S* Ultra [579]|m[357])\S* ?\S*\d(U|P|Y|H|HS|HX|HK|G[147])\b",
        "laptop",
    ),
    (r"Celeron|Pentium Silver|Atom|Snapdragon|Ryzen AI", "laptop"),
    (r"\bi[3579]-|Core\S* Ultra|Ryzen|Pentium|FX-", "desktop"),
)


def processor_class(name: str) -> ProcessorClass:
    """What kind of processor it is, by its maker's name for it."""
    for pattern, kind in _NAMES:
        if re.search(pattern, name, re.IGNORECASE):
            return kind
    return "unknown"


def watts_of(name: str) -> float:
    """What a busy thread of a processor draws."""
    return WATTS[processor_class(name)]
