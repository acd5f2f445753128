"""The one idea that an exercise trains, read from a program's shape."""

from __future__ import annotations

from enum import Enum

from jupyter_llm_teach.teaching.exercise import Exercise


class Concept(Enum):
    """An idea of a first programming course."""

    ACCUMULATE = "accumulate"
    TRANSFORM = "transform"
    FILTER = "filter"
    COUNT = "count"
    SEARCH = "search"
    WINDOWS = "windows"
    STRINGS = "strings"
    DICTIONARY = "dictionary"
    NESTED_LOOPS = "nested_loops"
    REPEAT = "repeat"
    CONDITIONS = "conditions"
    RECURSION = "recursion"
    NUMPY = "numpy"
    PANDAS_SELECT = "pandas_select"
    PANDAS_GROUP = "pandas_group"
    FUNCTION = "function"
    CLASSES = "classes"


def concept(exercise: Exercise, code: str) -> Concept:
    """The idea that an exercise trains."""
    return Concept.FUNCTION
