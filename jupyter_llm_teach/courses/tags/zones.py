"""Where in a cell people write to people: its comments and its prose, but not its strings."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Literal

from jupyter_llm_teach.courses.python_cell import PYTHON
from jupyter_llm_teach.courses.stub import stub

_PYTHON_TOKEN = re.compile(
    r'(?P<string>"""(?:\\.|[^\\])*?(?:"""|\Z)'
    r"|'''(?:\\.|[^\\])*?(?:'''|\Z)"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'(?:\\.|[^'\\\n])*')"
    r"|(?P<comment>#[^\n]*)",
    re.DOTALL,
)
_QUOTED = re.compile(r"(?P<ticks>`+)[^`\n]+(?P=ticks)")


class Zone(Enum):
    """What a place of a cell belongs to."""

    CODE = "code"
    COMMENT = "comment"
    STRING = "string"
    PROSE = "prose"
    QUOTED = "quoted"


@dataclass(frozen=True, slots=True)
class Zones:
    """The zones of a cell.

    Attributes:
        starts: Where those begin that are not the usual one, in order.
        ends: Where each of them ends.
        kinds: What each of them is.
        usual: What everything else is.
    """

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    kinds: tuple[Zone, ...]
    usual: Zone

    def at(self, offset: int) -> Zone:
        """What a place of the text belongs to."""
        index = bisect_right(self.starts, offset) - 1
        inside = index >= 0 and offset < self.ends[index]
        return self.kinds[index] if inside else self.usual

    def comment_start(self, offset: int) -> int | None:
        """Where the comment begins that a place belongs to; None where it belongs to none."""
        index = bisect_right(self.starts, offset) - 1
        return self.starts[index] if self.at(offset) is Zone.COMMENT else None


def zones(source: str, kind: Literal["code", "markdown", "raw"], language: str) -> Zones:
    """The zones of a cell.

    Strings are told from code in Python only; a cell that is given to another language by a
    magic, such as ``%%bash``, is none.
    """
    if kind != "code":
        quoted = ((each.start(), each.end(), Zone.QUOTED) for each in _QUOTED.finditer(source))
        return _zones(quoted, Zone.PROSE)
    return _zones(_of_code(source, language), Zone.CODE)


def _zones(found: Iterable[tuple[int, int, Zone]], usual: Zone) -> Zones:
    every = tuple(found)
    return Zones(
        tuple(start for start, _, _ in every),
        tuple(end for _, end, _ in every),
        tuple(zone for _, _, zone in every),
        usual,
    )


def _of_code(source: str, language: str) -> Iterator[tuple[int, int, Zone]]:
    if language in PYTHON and not source.lstrip().startswith("%%"):
        for each in _PYTHON_TOKEN.finditer(source):
            yield each.start(), each.end(), Zone(each.lastgroup)
        return
    mark = re.escape("#" if language in PYTHON else stub("code", language).split()[0])
    for each in re.finditer(rf"{mark}[^\n]*", source):
        yield each.start(), each.end(), Zone.COMMENT
