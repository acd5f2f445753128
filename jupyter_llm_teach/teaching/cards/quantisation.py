"""What a quantisation means, in a sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

_BITS: Final = re.compile(r"(\d+)")
_WHOLE: Final = ("F32", "FP32")
_HALF: Final = ("F16", "FP16", "BF16")
_NAMED: Final = {"AWQ": 4, "GPTQ": 4, "NF4": 4, "MXFP4": 4}
_FULL_BITS: Final = 16
_CAREFUL_BITS: Final = 5


@dataclass(frozen=True, slots=True)
class Quantisation:
    """How many bits a parameter takes on the disk and in memory.

    Attributes:
        name: Such as ``Q4_K_M``.
        bits: For each parameter, without what groups of them share.
    """

    name: str
    bits: int

    @property
    def loss(self) -> Literal["none", "hardly", "little"]:
        """How much quality it costs."""
        if self.bits >= _FULL_BITS:
            return "none"
        return "hardly" if self.bits > _CAREFUL_BITS else "little"

    @property
    def sentence(self) -> str:
        """What it means, for somebody who meets the word for the first time."""
        share = _FULL_BITS / self.bits
        if self.bits > _FULL_BITS:
            return f"{self.name}: {self.bits} bits for each parameter, as in training."
        if self.bits == _FULL_BITS:
            return f"{self.name}: 16 bits for each parameter, that is, not made smaller."
        loss = "hardly any" if self.loss == "hardly" else "a little"
        return (
            f"{self.name}: about {self.bits} bits for each parameter instead of 16. It takes "
            f"{share:.1f} times less memory, and loses {loss} quality."
        )


def quantisation(name: str) -> Quantisation | None:
    """What a quantisation's name tells; None where it tells nothing."""
    upper = name.upper()
    if upper in _WHOLE:
        return Quantisation(name, 32)
    if upper in _HALF:
        return Quantisation(name, _FULL_BITS)
    if upper in _NAMED:
        return Quantisation(name, _NAMED[upper])
    found = _BITS.search(upper)
    bits = int(found[1]) if found else 0
    return Quantisation(name, bits) if 0 < bits <= _FULL_BITS else None
