"""The lines of a markdown text that open MyST directives for exercises and solutions.

Source: https://ebp-sphinx-exercise.readthedocs.io/en/latest/syntax.html
"""

from __future__ import annotations

import re

_EXERCISES = re.compile(
    r"^[ \t>]*(?:`{3,}|~{3,}|:{3,})[ \t]*\{(?:exercise|solution)(?:-start|-end)?\}",
    re.MULTILINE | re.IGNORECASE,
)


def has_exercises(text: str) -> bool:
    """Whether a text holds a directive for an exercise or a solution."""
    return "{" in text and _EXERCISES.search(text) is not None
