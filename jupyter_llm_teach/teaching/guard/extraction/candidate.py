"""Code and edits that somebody could take from a reply."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

Span = tuple[int, int]


class Form(Enum):
    """Where a piece of code stood, or how it was written."""

    FENCE = "fence"
    SPAN = "span"
    INDENTED = "indented"
    LINES = "lines"
    TABLE = "table"
    PROSE = "prose"
    DICTATED = "dictated"
    TOGETHER = "together"
    DECODED = "decoded"


class Change(Enum):
    """What an edit does.

    `REPLACE`: `old` becomes `new`. `ASSIGN`: the name `old` gets the value `new`. `LINE`: the line
    of the number `old` becomes `new`. `DEDENT` and `INDENT`: the lines that hold `old` move one
    level out or in. `SWAP`: the lines that hold `old` and `new` change places. `FILL`: `new`
    becomes the first argument of the calls of `old`.
    """

    REPLACE = "replace"
    ASSIGN = "assign"
    LINE = "line"
    DEDENT = "dedent"
    INDENT = "indent"
    SWAP = "swap"
    FILL = "fill"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A piece of code.

    Attributes:
        code: Python that parses, without the indentation of its place.
        span: Where it stands in the reply: its first character, and after its last.
        form: How it was written there.
    """

    code: str
    span: Span
    form: Form


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of code, told in words or shown as a difference.

    Attributes:
        old: What is changed, as it stands in a learner's code.
        new: What it becomes; empty where it is left out.
        span: Where it stands in the reply.
        change: What is done.
    """

    old: str
    new: str
    span: Span
    change: Change = Change.REPLACE
