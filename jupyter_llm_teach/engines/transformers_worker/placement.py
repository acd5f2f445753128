"""On which device a model computes, and in which numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal

_BYTES: Final = {"float32": 4.0, "bfloat16": 2.0, "float16": 2.0}
_FOUR_BIT_BYTES: Final = 0.7  # some layers stay as they are
_PROGRAM_MB: Final = 500  # PyTorch and transformers themselves, measured without a model
_WORKING: Final = 1.1  # what computing one token needs beside the weights


@dataclass(frozen=True, slots=True)
class Gpu:
    """A graphics card of NVIDIA's or AMD's kind.

    Attributes:
        index: Its number.
        free_mb: Of its own memory.
        bfloat16: Whether it computes in these numbers.
    """

    index: int
    free_mb: int
    bfloat16: bool


@dataclass(frozen=True, slots=True)
class Hardware:
    """What there is to compute with.

    Attributes:
        free_mb: Memory of the machine.
        gpus: Graphics cards.
        mps: Whether it has one of Apple's kind, which shares the machine's memory.
        bitsandbytes: Whether the package that packs weights into 4 bits is here.
    """

    free_mb: int
    gpus: tuple[Gpu, ...] = ()
    mps: bool = False
    bitsandbytes: bool = False


@dataclass(frozen=True, slots=True)
class Wish:
    """What the administrator said; ``auto`` is nothing."""

    device: str = "auto"
    dtype: str = "auto"
    four_bit: bool = False


@dataclass(frozen=True, slots=True)
class Size:
    """How large a model is: its parameters, and the numbers remembered for a whole context."""

    parameters: int
    cache_values: int


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a model computes.

    Attributes:
        device: Such as ``cpu`` or ``cuda:0``.
        dtype: Such as ``float32``.
        four_bit: Whether its weights are packed.
        free_mb: Memory that there is.
    """

    device: str
    dtype: str
    four_bit: bool
    free_mb: int

    def needed_mb(self, size: Size) -> int:
        """Memory that a model takes there."""
        weights = size.parameters * (_FOUR_BIT_BYTES if self.four_bit else _BYTES[self.dtype])
        cache = size.cache_values * _BYTES[self.dtype]
        return _PROGRAM_MB + int((weights * _WORKING + cache) / (1 << 20))


@dataclass(frozen=True, slots=True)
class NoPlace:
    """Why a model can't compute here, and the memory of the smallest way that was looked at."""

    trouble: Literal["memory", "gpu", "mps", "bitsandbytes"]
    needed_mb: int = 0
    free_mb: int = 0


def place(wish: Wish, size: Size, hardware: Hardware) -> Placement | NoPlace:
    """The first way, best first, that was wished for and fits."""
    if wish.device.startswith("cuda") and not _named(wish.device, hardware):
        return NoPlace("gpu")
    if wish.device == "mps" and not hardware.mps:
        return NoPlace("mps")
    if wish.four_bit and not (hardware.gpus and wish.device != "cpu"):
        return NoPlace("gpu")
    if wish.four_bit and not hardware.bitsandbytes:
        return NoPlace("bitsandbytes")
    ways = list(_wished(wish, hardware))
    for way in ways:
        if way.needed_mb(size) <= way.free_mb:
            return way
    least = min(ways, key=lambda way: way.needed_mb(size) - way.free_mb)
    return NoPlace("memory", least.needed_mb(size), least.free_mb)


def _named(device: str, hardware: Hardware) -> tuple[Gpu, ...]:
    _, _, index = device.partition(":")
    return tuple(gpu for gpu in hardware.gpus if index in {"", str(gpu.index)})


def _wished(wish: Wish, hardware: Hardware) -> Iterator[Placement]:
    for way in _ways(hardware):
        kind = way.device.partition(":")[0]
        if wish.device not in {"auto", kind, way.device} or (wish.four_bit and not way.four_bit):
            continue
        yield way if wish.dtype == "auto" else replace(way, dtype=wish.dtype)


def _ways(hardware: Hardware) -> Iterator[Placement]:
    """Every way to compute here, the best first."""
    gpus = sorted(hardware.gpus, key=lambda gpu: -gpu.free_mb)
    for four_bit in (False, True) if hardware.bitsandbytes else (False,):
        for gpu in gpus:
            dtype = "bfloat16" if gpu.bfloat16 else "float16"
            yield Placement(f"cuda:{gpu.index}", dtype, four_bit, gpu.free_mb)
    if hardware.mps:
        yield Placement("mps", "float16", four_bit=False, free_mb=hardware.free_mb)
    yield Placement("cpu", "float32", four_bit=False, free_mb=hardware.free_mb)
    # Half the memory; on most processors slower, on none more exact.
    yield Placement("cpu", "bfloat16", four_bit=False, free_mb=hardware.free_mb)
