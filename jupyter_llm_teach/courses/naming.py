"""Ids for exercises of dialects that have none: stable as long as the headings are."""

from __future__ import annotations

import re
import unicodedata

_LONGEST = 60
_ENDING = re.compile(r"\.(?:ipynb|md|py|r|jl|cpp)$", re.IGNORECASE)


def slug(text: str) -> str:
    """A text as lower-case ASCII words joined by hyphens; empty where it holds none."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:_LONGEST].strip("-")


def exercise_id(path: str, heading: str, number: int) -> str:
    """An id such as ``tp1-exercice-3``, or ``tp1-2`` where no heading names the exercise.

    Args:
        path: Of the student's notebook in its course.
        heading: As it is written, with its number; may be empty.
        number: Which exercise of the notebook it is, from 1.
    """
    stem = slug(_ENDING.sub("", path.rsplit("/", 1)[-1])) or "notebook"
    named = slug(heading)
    return f"{stem}-{named}" if named else f"{stem}-{number}"


def told_apart(ids: list[str]) -> list[str]:
    """The ids of one notebook, with a number at the end of those that come again."""
    seen: dict[str, int] = {}
    made: list[str] = []
    for each in ids:
        seen[each] = seen.get(each, 0) + 1
        made.append(each if seen[each] == 1 else f"{each}-{seen[each]}")
    return made
