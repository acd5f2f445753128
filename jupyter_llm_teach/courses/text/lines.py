"""The lines of a text notebook, and where its cells stand in them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["code", "markdown", "raw"]

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+")


@dataclass(frozen=True, slots=True)
class Passage:
    """Where a cell stands in its file, in lines from 0; an end is the line after the last.

    Attributes:
        start: Its first line, which may be a fence, a region's begin or a percent marker.
        first: The first line of its source.
        last: The end of its source.
        end: Its end, closing fence or marker included; blank lines after it are not its own.
        shift: Lines of its source that the file does not hold, such as a magic made of a fence's
            language; they come first.
    """

    start: int
    first: int
    last: int
    end: int
    shift: int = 0


@dataclass(frozen=True, slots=True)
class WrittenCell:
    r"""A cell as a text notebook writes it.

    Attributes:
        kind: What it holds.
        source: Its text, with ``\n`` line ends.
        metadata: As it would be in a notebook file.
        place: Where it stands.
    """

    kind: Kind
    source: str
    metadata: Mapping[str, object]
    place: Passage


def split_lines(text: str) -> tuple[str, ...]:
    r"""The lines of a text with their line ends, which are ``\n``, ``\r\n`` or ``\r``."""
    return tuple(_LINE.findall(text))


def bare(lines: Sequence[str]) -> list[str]:
    """The lines without their line ends."""
    return [each.rstrip("\r\n") for each in lines]


def newline_of(text: str) -> str:
    """The line end that a text uses most."""
    windows, unix = text.count("\r\n"), text.count("\n")
    if not unix:
        return "\r" if "\r" in text else "\n"
    return "\r\n" if 2 * windows > unix else "\n"


def is_blank(line: str) -> bool:
    """Whether a line shows nothing."""
    return not line.strip()
