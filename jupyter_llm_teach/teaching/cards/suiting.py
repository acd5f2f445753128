"""Whether a model suits this machine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Suits = Literal["runs_here", "too_large", "slow", "elsewhere", "unknown"]
"""``too_large``: it needs more memory than there is. ``slow``: it writes more slowly than people
read. ``elsewhere``: it does not run on this machine. ``unknown``: try it (``--measure``)."""

# 238 words a minute are read in silence (Brysbaert, 2019, doi 10.1016/j.jml.2019.104047), and a
# word of English takes about 1.35 tokens.
READING: Final = 238 / 60 * 1.35


@dataclass(frozen=True, slots=True)
class Speed:
    """How fast a model was on this machine.

    Attributes:
        read: Tokens of a prompt that it reads a second; 0 where that was not told.
        written: Tokens that it writes a second.
        first: Seconds until the first piece of a reply.
        day: When that was measured, such as ``2026-09-01``.
    """

    read: float
    written: float
    first: float
    day: str


@dataclass(frozen=True, slots=True)
class Machine:
    """What there is for a model.

    Attributes:
        free_mb: Memory that is free now; None where the system does not tell.
        runs_now: Whether the model is in memory already.
    """

    free_mb: int | None
    runs_now: bool


def suits(*, local: bool, needed_mb: int | None, machine: Machine, speed: Speed | None) -> Suits:
    """Whether a model suits this machine, as far as is known.

    Args:
        local: Whether it would run here.
        needed_mb: Memory that it takes; None where that is unknown.
        machine: What there is.
        speed: As measured here; None where it was not.
    """
    if not local:
        return "elsewhere"
    has_room = machine.runs_now or (
        needed_mb is not None and machine.free_mb is not None and needed_mb <= machine.free_mb
    )
    if not has_room and needed_mb is not None and machine.free_mb is not None:
        return "too_large"
    if speed is not None:
        return "runs_here" if speed.written >= READING else "slow"
    return "runs_here" if has_room else "unknown"
