"""A file that programs read."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file as programs find it beside their notebook.

    Attributes:
        path: Relative to the notebook's folder, with ``/``.
        digest: Tells contents apart: two files of the same path and digest are equal.
        content: Its bytes.
    """

    path: str
    digest: str
    content: bytes = field(repr=False, compare=False)
