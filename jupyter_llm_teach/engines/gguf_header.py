"""What a GGUF file says of itself, read without its weights.

The format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
"""

from __future__ import annotations

import mmap
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Final

_MAGIC: Final = b"GGUF"
_VERSIONS: Final = (2, 3)
_STRING, _ARRAY = 8, 9
_SCALARS: Final[Mapping[int, str]] = {
    0: "<B",
    1: "<b",
    2: "<H",
    3: "<h",
    4: "<I",
    5: "<i",
    6: "<f",
    7: "<?",
    10: "<Q",
    11: "<q",
    12: "<d",
}
_MOST_FACTS: Final = 10_000
_MOST_TENSORS: Final = 100_000
_MOST_DIMENSIONS: Final = 8
_LONGEST_TEXT: Final = 1 << 20
_LONGEST_ARRAY: Final = 10_000_000
_DEEPEST: Final = 2
_FILE_TYPES: Final[Mapping[int, str]] = {
    0: "FP32",
    1: "FP16",
    2: "Q4_0",
    3: "Q4_1",
    7: "Q8_0",
    8: "Q5_0",
    9: "Q5_1",
    10: "Q2_K",
    11: "Q3_K_S",
    12: "Q3_K_M",
    13: "Q3_K_L",
    14: "Q4_K_S",
    15: "Q4_K_M",
    16: "Q5_K_S",
    17: "Q5_K_M",
    18: "Q6_K",
    32: "BF16",
}

Fact = str | int | float | bool


class GgufError(Exception):
    """The file is no GGUF file, or is cut off."""


@dataclass(frozen=True, slots=True)
class GgufHeader:
    """The facts that are no lists, and how many parameters the weights are.

    Attributes:
        facts: Such as ``general.architecture``.
        parameters: Over all tensors.
        tokens: The bytes of the file that hold the facts, the vocabulary among them.
    """

    facts: Mapping[str, Fact]
    parameters: int
    tokens: bytes

    @property
    def quantisation(self) -> str:
        """Such as ``Q4_K_M``; empty where it is not told."""
        kind = self.number("general.file_type")
        return "" if kind is None else _FILE_TYPES.get(kind, "")

    def number(self, key: str) -> int | None:
        """A fact that is a whole number; ``*`` at its beginning is the architecture."""
        named = key.replace("*", self.text("general.architecture"), 1)
        found = self.facts.get(named)
        return found if isinstance(found, int) and not isinstance(found, bool) else None

    def text(self, key: str) -> str:
        """A fact that is a text; empty where there is none."""
        found = self.facts.get(key, "")
        return found if isinstance(found, str) else ""


def gguf_header(path: Path) -> GgufHeader:
    """The header of a file.

    Raises:
        GgufError: it is not one.
        OSError: it can't be read.
    """
    with path.open("rb") as file:
        try:
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
                return _Reader(content).header()
        except (struct.error, ValueError, OverflowError) as error:
            raise GgufError(path.name) from error


class _Reader:
    def __init__(self, content: mmap.mmap) -> None:
        self._content = content
        self._at = 0

    def header(self) -> GgufHeader:
        if self._bytes(4) != _MAGIC or self._number("<I") not in _VERSIONS:
            raise GgufError
        tensors = self._count(_MOST_TENSORS)
        count = self._count(_MOST_FACTS)
        facts: dict[str, Fact] = {}
        for _ in range(count):
            name = self._text()
            value = self._value(self._number("<I"), 0)
            if value is not None:
                facts[name] = value
        tokens = self._content[: self._at]
        return GgufHeader(facts, sum(self._tensor() for _ in range(tensors)), tokens)

    def _tensor(self) -> int:
        self._text()
        dimensions = [self._number("<Q") for _ in range(self._number("<I", _MOST_DIMENSIONS))]
        self._number("<I")
        if self._number("<Q") > len(self._content):
            raise GgufError
        return prod(dimensions)

    def _value(self, kind: int, depth: int) -> Fact | None:
        if kind == _STRING:
            return self._text()
        if kind != _ARRAY:
            return self._scalar(kind)
        if depth >= _DEEPEST:
            raise GgufError
        within = self._number("<I")
        count = self._count(_LONGEST_ARRAY)
        if within in _SCALARS:
            self._skip(count * struct.calcsize(_SCALARS[within]))
        elif within == _STRING:
            self._skip_texts(count)
        else:
            for _ in range(count):
                self._value(within, depth + 1)
        return None

    def _scalar(self, kind: int) -> Fact:
        if kind not in _SCALARS:
            raise GgufError
        (value,) = struct.unpack_from(_SCALARS[kind], self._content, self._at)
        self._skip(struct.calcsize(_SCALARS[kind]))
        return value  # type: ignore[no-any-return]  # a number, by its form

    def _skip_texts(self, count: int) -> None:
        """Past many texts: a vocabulary has 150 000."""
        length, at, end = struct.Struct("<Q").unpack_from, self._at, len(self._content)
        for _ in range(count):
            at += 8 + length(self._content, at)[0]
            if at > end:
                raise GgufError
        self._at = at

    def _number(self, form: str, most: int | None = None) -> int:
        (value,) = struct.unpack_from(form, self._content, self._at)
        self._at += struct.calcsize(form)
        if most is not None and value > most:
            raise GgufError
        return int(value)

    def _count(self, most: int) -> int:
        return self._number("<Q", most)

    def _text(self) -> str:
        return self._bytes(self._number("<Q", _LONGEST_TEXT)).decode(errors="replace")

    def _bytes(self, count: int) -> bytes:
        start = self._at
        self._skip(count)
        return self._content[start : self._at]

    def _skip(self, count: int) -> None:
        self._at += count
        if self._at > len(self._content):
            raise GgufError
