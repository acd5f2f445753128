"""Whose work is meant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Key:
    """One learner's work on one exercise; `course` is empty where a notebook stands alone."""

    learner: str
    course: str
    exercise: str


NOBODY: Final = Key("", "", "")
